"""The API over HTTPS: `python -m accounts.server ADDRESS PORT CERTIFICATE KEY`, PostgreSQL on PGPORT."""

import http.server
import json
import os
import ssl
import sys
from typing import Any

from . import store
from .api import API, Answer
from .tokens import InvalidToken


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: API
    version: str

    def version_string(self) -> str:
        return f"accounts/{self.version}"

    def do_GET(self) -> None:
        if self.path == "/health/live":
            self._answer(200, {"status": "live", "version": self.version})
        elif self.path == "/health/ready":
            schema = store.one(self.api.connection, "SELECT max(name) AS name FROM schema_version")
            self._answer(200, {"status": "ready", "version": self.version, "database": "ok", "schema": schema["name"]})
        elif self.path == "/profile":
            self._answer(*self.api.profile(self._access()))
        else:
            self._answer(404, {"error": "not_found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        routes = {
            "/auth/login": self.api.login, "/auth/refresh": self.api.refresh, "/auth/mfa": self.api.answer_challenge,
            "/consents": self._consent,
        }
        self._answer(*routes[self.path](**body) if self.path in routes else (404, {"error": "not_found"}))

    def _consent(self, purpose: str, granted: bool) -> Answer:
        try:
            return self.api.consent(self._access(), purpose, granted)
        except InvalidToken as error:
            return 401, {"error": str(error)}

    def _access(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def main(address: str, port: str, certificate: str, key: str) -> None:
    Handler.version = os.environ["ACCOUNTS_VERSION"]
    connection = store.connect("127.0.0.1", int(os.environ["PGPORT"]), "accounts", os.environ["PGDATABASE"])
    Handler.api = API(connection, os.environ["JWT_SIGNING_KEY"].encode())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with http.server.HTTPServer((address, int(port)), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
