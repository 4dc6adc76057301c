"""Client of the accounts API, as it is handed to the apps."""

import json
import urllib.error
import urllib.request
from typing import Any

__version__ = "1.50.2"

Answer = tuple[int, dict[str, Any]]


class Client:
    def __init__(self, base_url: str, access: str = ""):
        self.base_url, self.access = base_url, access

    def login(self, email: str, password: str) -> Answer:
        return self._session("/auth/login", email=email, password=password)

    def refresh(self, token: str) -> Answer:
        return self._session("/auth/refresh", token=token)

    def answer_challenge(self, challenge: str, code: str) -> Answer:
        return self._session("/auth/mfa", challenge=challenge, code=code)

    def profile(self) -> Answer:
        return self._send("GET", "/profile")

    def consent(self, purpose: str, granted: bool) -> Answer:
        return self._send("POST", "/consents", purpose=purpose, granted=granted)

    def _session(self, path: str, **body: str) -> Answer:
        status, answer = self._send("POST", path, **body)
        self.access = answer.get("access", "")
        return status, answer

    def _send(self, method: str, path: str, **body: Any) -> Answer:
        request = urllib.request.Request(
            self.base_url + path, json.dumps(body).encode() if method == "POST" else None,
            {"content-type": "application/json", "user-agent": f"accounts-sdk/{__version__}"}, method=method,
        )
        if self.access:
            request.add_header("authorization", f"Bearer {self.access}")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
