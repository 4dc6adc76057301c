"""The forms with hostile text in every field, before parsers that are not ours.

usage: forms_hostile.py FOLDER      (of N.html, N.md and N.txt, with the visible texts between NULs; usual.html, usual.md)

HTML is read by html5lib: the elements and attributes are those of the usual page and no other, and every text is there.
Markdown is read by cmark-gfm with the extensions of GitHub: no link, image or HTML; no mention or reference outside code.
Needs: html5lib (PyPI), cmark-gfm.
"""

import collections
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

import html5lib

folder = pathlib.Path(sys.argv[1])
problems = []


def html(path):
    """Names of elements with those of their attributes, and all text of the page with the values of attributes."""
    document = html5lib.parse(path.read_text(), treebuilder="etree", namespaceHTMLElements=False)
    kinds, words = set(), []
    for node in document.iter():
        if not isinstance(node.tag, str):
            kinds.add(("comment", ()))
            continue
        kinds.add((node.tag, tuple(sorted(str(name) for name in node.attrib))))
        words += [node.text or "", node.tail or "", *node.attrib.values()]
        if node.tag == "a" and not node.attrib["href"].startswith("#"):
            problems.append(f"{path.name}: a link to {node.attrib['href'][:60]}")
    return kinds, "\0".join(words)


def markdown(path):
    """How many nodes of which kind, the text outside code, and the text within it."""
    extensions = [word for name in ("table", "autolink", "strikethrough", "tasklist") for word in ("-e", name)]
    run = subprocess.run(["cmark-gfm", "-t", "xml", *extensions, path], capture_output=True, check=True)
    root = xml.etree.ElementTree.fromstring(re.sub(rb' xmlns="[^"]*"|<!DOCTYPE[^>]*>', b"", run.stdout))
    counts = collections.Counter(node.tag for node in root.iter())
    outside = "".join(node.text or "" for node in root.iter("text"))
    within = "\0".join(node.text or "" for node in root.iter() if node.tag in ("code", "code_block"))
    return counts, outside, within + "\0" + outside


ACTIVE = ("link", "image", "html_inline", "html_block", "strikethrough", "tasklist", "footnote_reference")
usual, _ = html(folder / "usual.html")
plain, _, _ = markdown(folder / "usual.md")
texts = sorted(folder.glob("*.txt"))
count = 0
for file in texts:
    kinds, page = html(file.with_suffix(".html"))
    for kind in sorted(kinds - usual):
        problems.append(f"{file.stem}.html: a new kind of element: {kind}")
    counts, outside, lines = markdown(file.with_suffix(".md"))
    for name in ACTIVE:
        if counts[name]:
            problems.append(f"{file.stem}.md: {counts[name]} {name}")
    if counts["table"] != plain["table"] or counts["heading"] != plain["heading"]:
        problems.append(f"{file.stem}.md: {counts['table']} tables, {counts['heading']} headings")
    found = re.search(r"(?<![\w`])@\w|(?<!\w)#\d|\bGH-\d|https?://|\bwww\.", outside)
    if found:
        problems.append(f"{file.stem}.md: outside of code: {outside[max(0, found.start() - 30):found.end() + 30]!r}")
    for text in file.read_text().split("\0"):
        count += 1
        # Parsers make one space of several, and Markdown's cells cannot hold some spaces at their ends.
        wanted = " ".join(text.split())
        for name, whole in (("html", page), ("md", lines.replace("⏎", " ").replace("␉", " "))):
            if wanted not in " ".join(whole.split()):
                problems.append(f"{file.stem}.{name}: lost: {wanted[:80]!r}")
print("\n".join(problems[:40] + [f"{count} texts in {len(texts)} pairs of documents, {len(problems)} problems"]))
sys.exit(1 if problems or count < 500 else 0)
