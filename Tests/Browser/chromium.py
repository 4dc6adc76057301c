"""Debian's Chromium, driven by playwright, and the ways in which a document of a pack is looked at."""
import contextlib
import functools
import http.server
import os
import re
import shutil
import threading
from dataclasses import dataclass, field

# What Jenkins sends with an artifact (REPORT.md, section 2).
STRICT = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self'"
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"
CLOSE_ALL = OPEN_ALL.replace("true", "false")
BLOCKS = re.compile(
    r"(Applying|Refused to apply|Executing|Refused to execute) inline (style|script)|Blocked script execution in")


@contextlib.contextmanager
def browser(playwright):
    """Its sandbox needs what a container's root has not; the pages are our own."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
    try:
        yield running
    finally:
        running.close()


@contextlib.contextmanager
def served(folder, policy=None):
    """The folder over http; yields its address and the paths that were asked for."""
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self):
            if policy:
                self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, *_):
            asked.append(self.path)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class View:
    """One way of looking at a document, and what happened while it was."""
    name: str
    width: int = 1280
    dark: bool = False
    script: bool = True
    strict: bool = False
    forced_colors: bool = False
    reduced_motion: bool = False
    console: list = field(default_factory=list)
    requests: list = field(default_factory=list)

    @contextlib.contextmanager
    def page(self, running, address, bypass_csp=False):
        context = running.new_context(
            viewport={"width": self.width, "height": 844 if self.width < 500 else 720},
            color_scheme="dark" if self.dark else "light", java_script_enabled=self.script,
            forced_colors="active" if self.forced_colors else "none",
            reduced_motion="reduce" if self.reduced_motion else "no-preference", bypass_csp=bypass_csp)
        page = context.new_page()
        page.on("console", lambda line: self.console.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(address, wait_until="load")
        try:
            yield page
        finally:
            context.close()


def words(page):
    """What can be read, with every fold open."""
    page.evaluate(OPEN_ALL)
    return page.evaluate("document.body.innerText").split()


