"""The sign-off form in a real Chromium: fills it in, saves it, reads it back, prints it, reads its codes off the paper.

usage: forms.py EVIDENCEPACK SAMPLES      (SAMPLES holds green/, red/ and AT)

Needs: playwright (PyPI), chromium, pdfinfo and pdftoppm (poppler-utils), zbarimg (zbar-tools).
"""

import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

MM = 96 / 25.4
problems = []


def expect(is_met, what):
    print(("ok      " if is_met else "FAILED  ") + what)
    if not is_met:
        problems.append(what)


def build(tool, release, at, out):
    subprocess.run([tool, "build", release, "--at", at, "--out", out], check=True, capture_output=True)
    return next(out.glob("*/signoff.html")).parent


def listen(page, seen):
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(("file:", "blob:")) else seen.append(request.url))


def read_back(tool, samples, at, name, text, out):
    """What a build makes of a file below signoffs/."""
    release = out / "release"
    shutil.copytree(samples / "green", release)
    (release / "signoffs").mkdir()
    (release / "signoffs" / name).write_text(text)
    pack = json.loads((build(tool, release, at, out / "out") / "pack.json").read_text())
    return pack["signOffs"]


def check_record(signed, form, decision, note, way):
    expect(len(signed) == 1 and signed[0]["state"] == "counts", f"{way}: the file counts: {signed[0]['refusal']}")
    wanted = {"by": "ines", "role": "qa", "kind": "done", "decision": decision, "note": note, "release": "v1.50.3"}
    got = {key: signed[0][key] for key in wanted}
    expect(got == wanted, f"{way}: it is the same record: {got}")
    digests = dict(re.findall(r"([\w.]+)=sha256:([0-9a-f]{64})", re.search(r"^digests: .*$", form, re.M)[0]))
    expect({item["item"]: item["digest"] for item in signed[0]["items"]} == digests, f"{way}: for the same digests")


def with_script(browser, tool, samples, at, pack, folder):
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    seen = []
    listen(page, seen)
    page.clock.set_fixed_time(datetime.datetime.fromisoformat(at))
    page.goto((pack / "signoff.html").as_uri())
    form = page.locator("#role-qa .form").last
    block = form.locator("textarea").input_value()
    form.get_by_text("Save as a file").click()
    expect(form.locator(".message").inner_text() == "Choose who you are.", "an empty form says what is missing")
    form.locator("select").select_option("ines")
    form.get_by_label("Approve").check()
    form.locator("[data-field=note]").fill("looked at it, twice")
    with page.expect_download() as download:
        form.get_by_text("Save as a file").click()
    name, text = download.value.suggested_filename, pathlib.Path(download.value.path()).read_text()
    expect(re.fullmatch(r"signoff-qa-done-[0-9a-f]{8}\.md", name) is not None, f"the button saves {name}")
    expect(text == form.locator("textarea").input_value(), "the file is what the box shows")
    check_record(
        read_back(tool, samples, at, name, text, folder / "on"), block, "approve", "looked at it, twice", "script on")
    expect(seen == [], f"no error, no request, with the script: {seen}")
    size = len(re.search(r"<script>(.*?)</script>", (pack / "signoff.html").read_text(), re.S)[1].encode())
    expect(size <= 8192, f"the script has {size} bytes, at most 8192")


def without_script(browser, tool, samples, at, pack, folder):
    page = browser.new_context(java_script_enabled=False).new_page()
    seen = []
    listen(page, seen)
    page.goto((pack / "signoff.html").as_uri())
    form = page.locator("#role-qa .form").last
    expect(not form.get_by_text("Save as a file").is_visible(), "without script there is no button that does nothing")
    box = form.locator("textarea")
    block = box.input_value()
    filled = block.replace("\nby:\n", "\nby: ines\n").replace("\ndecision:\n", "\ndecision: reject\n")
    box.fill(filled.replace("\nat:\n", f"\nat: {at}\n"))
    check_record(
        read_back(tool, samples, at, "a.md", box.input_value(), folder / "off"), block, "reject", "", "script off")
    expect([line for line in seen if "script" not in line.lower()] == [], f"no error without the script: {seen}")


def on_paper(browser, pack, folder, name):
    page = browser.new_page()
    page.goto((pack / "signoff.html").as_uri())
    roles = page.locator(".sheet").count()
    forms = page.locator(".form").count()
    page.emulate_media(media="print")
    boxes = page.locator(".box").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(one => [one.width, one.height])")
    least = min(min(box) for box in boxes) / MM
    expect(least >= 8, f"{name}: the smallest of {len(boxes)} boxes is {least:.1f} mm, at least 8")
    lines = page.locator(".paper p", has_text="Signature").count()
    expect(lines == forms, f"{name}: {lines} signature lines for {forms} forms")
    for paper in ("A4", "Letter"):
        pdf = folder / f"{name}-{paper}.pdf"
        page.pdf(path=pdf, format=paper, prefer_css_page_size=False)
        info = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
        pages = int(re.search(r"Pages:\s+(\d+)", info)[1])
        expect(pages == roles + 1, f"{name}: {pages} {paper} pages for {roles} roles and the summary")
    subprocess.run(["pdftoppm", "-r", "110", "-png", folder / f"{name}-A4.pdf", folder / name], check=True)
    images = sorted(folder.glob(f"{name}-*.png"))
    decoded = subprocess.run(["zbarimg", "-q", "--raw", *images], capture_output=True, text=True).stdout.split()
    html = (pack / "signoff.html").read_text()
    wanted = sorted(re.findall(r"<title>QR code: (.*?)</title>", html))
    digest = subprocess.run(["sha256sum", pack / "pack.json"], capture_output=True, text=True).stdout.split()[0]
    ids = re.findall(r"^form: (.*)$", html, re.M)
    expect(sorted(decoded) == wanted and len(wanted) == forms, f"{name}: zbarimg reads all {forms} codes off the paper")
    expect(wanted == sorted(f"v1.50.3|{digest}|{id}" for id in ids), f"{name}: they say release, pack and form")


def on_screens(browser, pack, name):
    for width in (320, 390, 1280):
        page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
        page.goto((pack / "signoff.html").as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        expect(wide <= width, f"{name}: {wide} px wide on a screen of {width}")
    page.evaluate("document.querySelector('style').remove()")
    hidden = page.locator(".paper, .groups").evaluate_all("all => all.every(one => one.getClientRects().length === 0)")
    expect(hidden, f"{name}: without CSS what is for paper only stays hidden")


def main():
    tool, samples = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    at = (samples / "AT").read_text().strip()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = pathlib.Path(name)
        packs = {sample: build(tool, samples / sample, at, folder / sample) for sample in ("green", "red")}
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with_script(browser, tool, samples, at, packs["green"], folder)
        without_script(browser, tool, samples, at, packs["green"], folder)
        for sample, pack in packs.items():
            on_paper(browser, pack, folder, sample)
            on_screens(browser, pack, sample)
        browser.close()
    print(f"{len(problems)} failed" if problems else "all passed")
    sys.exit(1 if problems else 0)


main()
