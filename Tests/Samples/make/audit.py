"""npm audit, run by the project's own script against a small registry on loopback."""

import contextlib
import gzip
import http.server
import json
import threading
from collections.abc import Iterator

from .ci import Span
from .evidence import Evidence
from .history import Repository
from .record import record
from .tools import now

PACKAGES = {
    "cookie": ("0.5.0", "0.6.0", "0.7.0", "1.0.2"),
    "dotenv": ("16.4.5",),
    "lodash": ("4.17.19", "4.17.20", "4.17.21"),
    "ms": ("2.1.3",),
    "nanoid": ("3.3.7", "3.3.8"),
    "semver": ("7.6.3",),
    "uuid": ("9.0.1",),
    "yaml": ("2.5.1",),
}


def _advisory(number: int, ghsa: str, title: str, severity: str, range: str, cwe: str, score: float, vector: str | None):
    return {
        "id": number, "url": f"https://github.com/advisories/{ghsa}", "title": title, "severity": severity,
        "vulnerable_versions": range, "cwe": cwe.split(), "cvss": {"score": score, "vectorString": vector},
    }


# The text of published advisories; npm asks for them by package, and matches the range itself.
ADVISORIES = {
    "cookie": [_advisory(
        1103907, "GHSA-pxg6-pf52-xh8x", "cookie accepts cookie name, path, and domain with out of bounds characters",
        "low", "<0.7.0", "CWE-74", 0, None)],
    "nanoid": [_advisory(
        1109563, "GHSA-mwcw-c2x4-8c55", "Predictable results in nanoid generation when given non-integer values",
        "moderate", "<3.3.8", "CWE-835", 4.3, "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:L/A:N")],
    "lodash": [
        _advisory(
            1106913, "GHSA-35jh-r3h4-6jhm", "Command Injection in lodash", "high", "<4.17.21", "CWE-77 CWE-94", 7.2,
            "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H"),
        _advisory(
            1108258, "GHSA-29mw-wpgm-hmr9", "Regular Expression Denial of Service (ReDoS) in lodash", "moderate",
            ">=4.0.0 <4.17.21", "CWE-400 CWE-1333", 5.3, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L"),
    ],
}


class _Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = self.path.strip("/")
        versions = PACKAGES.get(name)
        self._answer(200 if versions else 404, versions and {
            "name": name, "dist-tags": {"latest": versions[-1]},
            "versions": {
                version: {
                    "name": name, "version": version,
                    "dist": {"tarball": f"http://{self.headers['host']}/{name}-{version}.tgz"},
                }
                for version in versions
            },
        })

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        asked = json.loads(body)
        bulk = self.path == "/-/npm/v1/security/advisories/bulk"
        self._answer(200 if bulk else 404, {name: ADVISORIES[name] for name in asked if name in ADVISORIES})

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body or {}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def registry() -> Iterator[dict[str, str]]:
    """The registry while it runs; yields the environment that makes npm use it."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Registry) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {
            "npm_config_registry": f"http://127.0.0.1:{server.server_port}/",
            "npm_config_omit_lockfile_registry_resolved": "true", "npm_config_update_notifier": "false",
        }
        server.shutdown()


def collect(repository: Repository, evidence: Evidence, npm: dict[str, str]) -> Span:
    start = now()
    cache = {"npm_config_cache": str(repository.path.parent / "npm-cache")}
    record(evidence, "pre.audit/audit.json", "scripts/audit-dependencies.mjs --ci", repository.path, "sofia",
           environment="staging", status=1 if evidence.red else 0, **npm, **cache)
    return start, now()
