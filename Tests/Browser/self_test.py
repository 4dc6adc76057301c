"""Each check of check.py and hostile.py can fail: self_test.py PACK_DIR breaks a copy of its index.html in one way at a time."""
import base64
import hashlib
import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from check import Document, check
from chromium import browser
from hostile import Opened, compare, reparsed


def styled(css):
    """A break of the style alone: the policy's hash follows it, as it would with a template."""
    def spoil(page):
        page = page.replace("</style>", css + "</style>", 1)
        style = re.search("<style>(.*?)</style>", page, re.S)[1]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        return re.sub(r"style-src 'sha256-[^']*'", f"style-src 'sha256-{digest}'", page, count=1)
    return spoil


def behind(tag, markup):
    return lambda page: page.replace(tag, tag + markup, 1)


# name, the check that must fail, the part that runs it, how the page is broken
BREAKS = [
    ("pale text", "axe", "axe", styled(".kicker{color:#bbb!important}")),
    ("a picture without a text", "axe", "axe", behind("<main>", "<img width=9 height=9>")),
    ("an inline style", "console", "views", behind("<main>", "<p style='color:red'>x</p>")),
    ("an inline style", "style attribute", "size", behind("<main>", "<p style='color:red'>x</p>")),
    ("a script", "console", "views", behind("<main>", "<script>document.title = 'GO'</script>")),
    ("a script", "script", "size", behind("<main>", "<script>document.title = 'GO'</script>")),
    ("an image of others", "console", "views", behind("<main>", "<img alt=x src='http://127.0.0.1:9/x.png'>")),
    ("an image of others, allowed", "request", "views", lambda page: behind(
        "<main>", "<img alt=x src='http://127.0.0.1:9/x.png'>")(page.replace("img-src 'none'", "img-src *"))),
    ("a text that dark mode hides", "text", "views", styled("@media (prefers-color-scheme:dark){h3{display:none}}")),
    ("a text that a phone hides", "text", "views", styled("@media (max-width:30rem){.sentence{display:none}}")),
    ("words that only a style keeps apart", "text", "views", lambda page: styled(".gap{display:block}")(behind(
        "<main>", "<p><b class=gap>one</b><b class=gap>two</b></p>")(page))),
    ("a wide heading", "scroll", "views", styled("h1{width:1400px}")),
    ("a verdict below the fold", "first screen", "views", styled("h1{margin-top:1000px}")),
    ("a moving heading", "motion", "views", styled("h1{transition:color 2s}")),
    ("marks that forced colours swallow", "forced colours", "views", styled(
        ".mark svg *{forced-color-adjust:none;fill:Canvas!important;stroke:Canvas!important}")),
    ("folds that paper does not show", "print", "print", styled(
        "@media print{details>*{display:none!important}}")),
    ("a block in a paragraph's span", "html", "html", behind("<main>", "<p><span><ul><li>x</ul></span></p>")),
    ("too many elements", "nodes", "size", behind("<main>", "<i></i>" * 7000)),
    ("too large a page", "size", "size", behind("<main>", "<!--" + "x" * 310_000 + "-->")),
]

# what a page that does not escape would show, and what hostile.py must find in it
HOSTILE = [
    ("an image that fails", "dialog", "<img src=x onerror=alert(1)>"),
    ("an image that fails", "handler", "<img src=x onerror=alert(1)>"),
    ("an image that fails", "element", "<img src=x onerror=alert(1)>"),
    ("an image that fails", "element by html5lib", "<img src=x onerror=alert(1)>"),
    ("an image that fails", "link", "<img src=x onerror=alert(1)>"),
    ("an image of others", "request", "<img src=http://127.0.0.1:9/x.png>"),
    ("a script", "script", "<script>var x</script>"),
    ("a new title", "title", "<script>document.title = 'GO'</script>"),
    ("a link that runs", "link", "<a href='javascript:alert(1)'>x</a>"),
    ("a form", "element", "<form></form>"),
    ("a text that lost a letter", "text", "q00000a&lt;scipt&gt;q00000z"),
]


def hostile(page, original, running):
    """Names of what was not noticed."""
    blind = []

    def opened(text):
        page.write_text(text, "utf-8")
        return Opened(running, page)

    usual = opened(original)
    usual.reparsed = reparsed(usual.source)
    for name, wanted, markup in HOSTILE:
        faults, _ = compare(usual, opened(original.replace("<main>", "<main>" + markup, 1)), ["<script>"])
        found = [detail for what, detail in faults if what == wanted]
        print(f"{name}: {'noticed, ' + wanted + ' ' + found[0][:80] if found else 'NOT NOTICED'}", flush=True)
        if not found:
            blind.append(name)
    return blind


def main():
    source = Path(sys.argv[1]) / "index.html"
    original, blind, usual = source.read_text("utf-8"), [], {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, browser(playwright) as running:
        for path in source.parent.glob("*.css"):
            shutil.copy(path, folder)
        page = Path(folder) / "index.html"

        def failures(text, part):
            page.write_text(text, "utf-8")
            document = Document(page)
            check([document], running, only={part})
            return {name: [s for n, s in document.failures if n == name] for name, _ in document.failures}

        for name, wanted, part, spoil in BREAKS:
            if part not in usual:
                usual[part] = failures(original, part)
            spoilt = spoil(original)
            found = failures(spoilt, part) if spoilt != original else {}
            new = [s for s in found.get(wanted, []) if s not in usual[part].get(wanted, [])]
            if not new:
                blind.append(name)
            print(f"{name}: {'noticed, ' + new[0][:110] if new else 'NOT NOTICED'}", flush=True)
        blind += hostile(page, original, running)
    print(f"{len(BREAKS) + len(HOSTILE)} breaks, {len(blind)} not noticed")
    sys.exit(1 if blind else 0)


if __name__ == "__main__":
    main()
