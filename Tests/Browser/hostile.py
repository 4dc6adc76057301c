"""Hostile text in every field that reaches the pages: hostile.py TOOL [--smoke] [--turns=N] [--release=NAME] [--keep=DIR].

Every field of fields.tsv carries payloads of the public suites; the pages are opened in Chromium without their content
security policy. Nothing may run, and the pages must have the elements that harmless text gives, and hold the text."""
import csv
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import html5lib
from playwright.sync_api import sync_playwright

from chromium import browser
from releases import ROOT, build, releases

HERE = Path(__file__).resolve().parent
CORPUS = Path(os.environ.get("EVIDENCEPACK_CORPUS") or ROOT.parent / "shared/corpus") / "suites"
PAGES = ("index.html", "signoff.html")
LONG_BYTES, GROUPS, JOINT, SMOKE = 2_000, 5, " \u00b6 ", "green"
CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
LINK = re.compile(r"^(#[A-Za-z0-9._-]*|pack\.css|signoff\.css)$")
# What H5SC, the cheat sheets and our own defects' history add to the suites.
OWN = [
    "</title><script>alert(1)</script>", "</style><script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>",
    "--><script>alert(1)</script>", "\"\u0301><img src=x onerror=alert(1)>", "' autofocus onfocus=alert(1) x='",
    "<svg><animate onbegin=alert(1) attributeName=x>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<form><button formaction=javascript:alert(1)>x", "<base href=//evil.example/>", "javascript:alert(1)",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<template><script>alert(1)</script></template>",
    "{{constructor.constructor('alert(1)')()}}", "{{>pack.css}}{{styleHash}}", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202E<script>alert(1)</script>", "\u2028<script>alert(1)</script>", "<scr\u0000ipt>alert(1)</scr\u0000ipt>",
    "<x style=behavior:url(x) onmouseover=alert(1)>", "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>",
    "@everyone #12 Closes #1 [a](javascript:alert(1)) ![x](http://x/y.png)", "```\n<script>alert(1)</script>",
]
# (tag, attribute names) of every element, and what could act.
SHAPE = """() => {
  const all = [...document.querySelectorAll('*')];
  const shape = {};
  for (const e of all) {
    const key = e.localName + ' ' + e.getAttributeNames().sort().join(' ');
    shape[key] = (shape[key] || 0) + 1;
  }
  const attributes = all.flatMap(e => [...e.attributes].map(a => [a.name, a.value]));
  return {
    shape, title: document.title, text: document.documentElement.textContent,
    handlers: attributes.filter(([name]) => name.startsWith('on') || name == 'style').length,
    links: attributes.filter(([name]) => /^(href|src|action|formaction|data|srcset|srcdoc|poster|background|xlink:href)$/.test(name))
      .map(([, value]) => value) } }"""


def payloads():
    naughty = json.loads((CORPUS / "naughty-strings.json").read_text("utf-8"))
    lines = (CORPUS / "xss-payloads.txt").read_text("utf-8", "replace").split("\n")
    return [text for text in dict.fromkeys([*OWN, *naughty, *lines]) if text.strip()]


def visible(text):
    """As the pages show it: what is invisible or would move its neighbours, by name."""
    def form(c):
        point = ord(c)
        if point in (0x09, 0x0A):
            return c
        if point < 0x20:
            return chr(0x2400 + point)
        if point == 0x7F:
            return "\u2421"
        hidden = (0x80 <= point < 0xA0 or point in (
            0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0)
                  or 0x180B <= point <= 0x180F or 0x200B <= point <= 0x200F or 0x2028 <= point <= 0x202E or 0x2060 <= point <= 0x206F
                  or 0xFFF0 <= point <= 0xFFFB or 0xFDD0 <= point <= 0xFDEF or 0xE0000 <= point <= 0xE0FFF)
        return f"U+{point:04X}" if hidden or point & 0xFFFE == 0xFFFE else c
    return "".join(map(form, text))


def squeeze(text):
    """White space of any kind is one space: readers of Markdown and CSV do not keep which it was."""
    return re.sub(r"[\s\u240b\u240c\u2409]+", " ", text).strip()


def reparsed(text):
    """The same shape by another parser."""
    tree = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
    return Counter(
        f"{re.sub('{.*}', '', node.tag)} {' '.join(sorted(re.sub('{.*}', '', name) for name in node.attrib))}".lower()
        for node in tree.iter() if isinstance(node.tag, str))


class Opened:
    """A page without its policy, as Chromium has it."""

    def __init__(self, running, path):
        self.source = CSP.sub("", path.read_text("utf-8"), count=1)
        bare = path.with_suffix(".bare.html")
        bare.write_text(self.source, "utf-8")
        context = running.new_context()
        page, self.dialogs, self.requests, parsed = context.new_page(), [], [], []
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.requests.append(request.url))
        session = context.new_cdp_session(page)
        session.on("Debugger.scriptParsed", lambda script: parsed.append((script["url"], script["hash"])))
        session.send("Debugger.enable")
        page.goto(f"file://{bare}")
        page.wait_for_timeout(150)
        # By content: the browser may report one script more than once.
        self.scripts = {content for url, content in parsed if url.startswith("file:")}
        self.__dict__ |= page.evaluate(SHAPE)
        context.close()
        bare.unlink()


def compare(usual, found, texts, reparse=True):
    """What is wrong with a page: (what, detail). `texts` are those between the marks."""
    wrong = [("dialog", d) for d in found.dialogs] + [("request", r) for r in found.requests[1:]]
    if found.scripts != usual.scripts:
        wrong.append(("script", f"{len(found.scripts - usual.scripts)} parsed that the usual page has not"))
    if found.handlers:
        wrong.append(("handler", str(found.handlers)))
    wrong += [("link", link) for link in found.links if not LINK.match(link)]
    if found.shape != usual.shape:
        wrong.append(("element", str((Counter(found.shape) - Counter(usual.shape)).most_common(3))))
    if reparse and reparsed(found.source) != usual.reparsed:
        wrong.append(("element by html5lib", str((reparsed(found.source) - usual.reparsed).most_common(3))))
    title = re.search(r"<title>(.*?)</title>", found.source, re.S)[1]
    if squeeze(found.title) != squeeze(html5lib.parseFragment(title, container="title").text or ""):
        wrong.append(("title", found.title))
    seen = Counter(map(int, re.findall(r"q(\d{5})a", found.text)))
    # The end of a long one may be cut off; what has both marks must be whole.
    for number, between in re.findall(r"q(\d{5})a(.*?)q\1z", found.text, re.S):
        shown, meant = squeeze(between), squeeze(visible(texts[int(number)]))
        # A payload that looks like a secret is masked, which is another test's matter.
        if shown != meant and "[redacted:" not in shown:
            at = next((i for i, (a, b) in enumerate(zip(shown, meant)) if a != b), min(len(shown), len(meant)))
            wrong.append(("text", f"{number}: {ascii(shown[max(0, at - 20):at + 30])} instead of {ascii(meant[max(0, at - 20):at + 30])}"))
    return wrong, seen


class Campaign:
    def __init__(self, tool, work, running):
        self.tool, self.work, self.running = tool, Path(work), running
        self.sizes, self.reparses, self.silent = {}, True, []

    def pages(self, release, fields, texts):
        """Builds the release with the texts in the fields, each between its marks, and opens its pages."""
        folder = release.write(self.work / "release", self.changes(fields, texts))
        status, errors = build(self.tool, folder, self.work / "out")
        if status == 65:
            return None
        if status:
            raise SystemExit(f"the poisoned release cannot be built: {errors[:500]}")
        pack = next((self.work / "out").glob("*/pack.json")).parent
        return {name: Opened(self.running, pack / name) for name in PAGES}

    def together(self, release, fields):
        """Groups of fields whose texts are all shown at the same time, with the pages of harmless text in them."""
        groups, rest = [], list(fields)
        while rest and len(groups) < GROUPS:
            group = rest
            while True:
                opened = self.pages(release, group, ["harmless"] * len(group))
                shown = {int(n) for page in opened.values() for n in re.findall(r"q(\d{5})a", page.text)}
                if len(shown) == len(group) or not shown:
                    break
                group = [field for n, field in enumerate(group) if n in shown]
            if not shown:
                break
            groups.append((group, opened))
            rest = [field for field in rest if field not in set(group)]
        return groups, rest

    def texts(self, release, group, chunks, turn):
        """One text a field, another one for each, and how many payloads they are."""
        texts, counts = [], []
        for n, (path, field) in enumerate(group):
            chunk = chunks[(turn + n) % len(chunks)]
            usable = [text for text in chunk if release.sources[path].allows(field, text)]
            if field == "(name)" or self.sizes[path, field] == "short":
                usable = usable[turn % len(usable):][:1] if usable else []
            texts.append(JOINT.join(usable) or "harmless")
            counts.append(len(usable))
        return texts, counts

    def changes(self, group, texts):
        return {field: (lambda text, n=n: f"{text}q{n:05d}a{texts[n]}q{n:05d}z") for n, field in enumerate(group)}

    def run(self, release, group, usual, chunks, turn):
        texts, counts = self.texts(release, group, chunks, turn)
        pages = self.pages(release, group, texts)
        if pages is None:
            # A configuration that says something else with such a text is refused; what is left is the evidence.
            for n, (path, _) in enumerate(group):
                if path == "release.yml":
                    texts[n], counts[n] = "harmless", 0
            pages = self.pages(release, group, texts)
        seen, wrong = Counter(), []
        for name, page in pages.items():
            faults, found = compare(usual[name], page, texts, self.reparses)
            wrong += [(name, *fault) for fault in faults]
            seen += found
        # A text may decide what is said, e.g. a path that is no glob any more: then its field shows nothing.
        self.silent += [group[n] for n in range(len(group)) if not seen[n]]
        return sum(counts), wrong


def chunked(texts):
    chunks = [[]]
    for text in texts:
        if sum(map(len, chunks[-1])) + len(text) > LONG_BYTES and chunks[-1]:
            chunks.append([])
        chunks[-1].append(text)
    return chunks


def main():
    tool, smoke = sys.argv[1], "--smoke" in sys.argv
    turns = next((int(a.split("=")[1]) for a in sys.argv if a.startswith("--turns=")), 1 if smoke else 10**9)
    only = next((a.split("=")[1] for a in sys.argv if a.startswith("--release=")), None)
    keep = next((a.split("=", 1)[1] for a in sys.argv if a.startswith("--keep=")), None)
    if not CORPUS.is_dir():
        print("skipped: the suites are not here")
        return
    rows = list(csv.reader((HERE / "fields.tsv").open(), delimiter="\t", quoting=csv.QUOTE_NONE))
    texts, started, total, builds, failures = payloads(), time.monotonic(), 0, 0, []
    placed, unplaced = 0, []
    chunks = chunked(texts)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright, browser(playwright) as running:
        campaign = Campaign(tool, work, running)
        campaign.sizes = {(path, field): size for _, path, field, size in rows}
        for name, release in releases(tool, work).items():
            fields = [(path, field) for owner, path, field, _ in rows if owner == name]
            if not fields or (smoke or keep) and name != SMOKE or only not in (None, name):
                continue
            groups, rest = campaign.together(release, fields)
            unplaced += rest
            if keep and name == SMOKE:
                group = groups[0][0]
                release.write(keep, campaign.changes(group, campaign.texts(release, group, chunks, 0)[0]))
                print(f"a release with hostile text in {len(group)} fields: {keep}")
                return
            for group, usual in groups[:1] if smoke else groups:
                for page in usual.values():
                    page.reparsed = reparsed(page.source)
                for turn in range(min(turns, len(chunks))):
                    count, wrong = campaign.run(release, group, usual, chunks, turn)
                    total, builds = total + count, builds + 1
                    failures += wrong
                    print(f"{name}: turn {turn + 1}, {count} payloads in {len(group)} fields", flush=True)
                    for fault in wrong[:20]:
                        print("  FAULT", *fault, flush=True)
            placed += sum(len(group) for group, _ in groups)
            print(f"{name}: {len(fields) - len(rest)} of {len(fields)} fields in {len(groups)} groups; {total} placed so far",
                  *(f"\n  not shown together with others: {path} {field}" for path, field in rest), flush=True)
    print(f"{len(texts)} payloads, {placed} fields: {total} payloads placed in {builds} builds, {len(failures)} faults, "
          f"{time.monotonic() - started:.0f} s")
    if len(unplaced) * 10 > placed:
        print(f"{len(unplaced)} fields reach no page any more: make fields.tsv again, with .ci/browser --discover")
    silent = len(campaign.silent)
    print(f"{silent} times a field showed nothing: {sorted(set(campaign.silent))[:5]}")
    sys.exit(1 if failures or not total or len(unplaced) * 10 > placed or silent * 20 > placed * max(builds, 1) else 0)


if __name__ == "__main__":
    main()
