"""The endpoints: each takes a JSON object and answers with a status and another."""

import secrets
import time
from collections.abc import Callable
from typing import Any

from . import mfa, passwords, profile, store, tokens

Answer = tuple[int, dict[str, Any]]


class API:
    def __init__(self, connection: Any, key: bytes, clock: Callable[[], float] = time.time):
        self.connection, self.key, self.clock = connection, key, clock

    def _one(self, query: str, **values: Any) -> dict[str, Any] | None:
        return store.one(self.connection, query, **values)

    def register(self, email: str, password: str, mfa_secret: bytes | None = None) -> int:
        row = self._one(
            "INSERT INTO account (email, password, mfa_secret) VALUES (:e, :p, :m) RETURNING id",
            e=email, p=passwords.hash_password(password), m=mfa_secret,
        )
        return row["id"]

    def login(self, email: str, password: str) -> Answer:
        account = self._one("SELECT * FROM account WHERE email = :e", e=email)
        if not account or not passwords.verify_password(password, account["password"]):
            return 401, {"error": "invalid_credentials"}
        if account["mfa_secret"]:
            challenge = secrets.token_urlsafe(24)
            self.connection.run(
                "INSERT INTO mfa_challenge (fingerprint, account_id) VALUES (:f, :a)",
                f=store.fingerprint(challenge), a=account["id"],
            )
            return 202, {"challenge": challenge}
        return 200, self._session(account["id"])

    def answer_challenge(self, challenge: str, code: str) -> Answer:
        row = self._one(
            "SELECT account.* FROM mfa_challenge JOIN account ON account.id = account_id"
            " WHERE fingerprint = :f",
            f=store.fingerprint(challenge),
        )
        if not row:
            return 401, {"error": "unknown_challenge"}
        step = mfa.accepts(row["mfa_secret"], code, int(self.clock()), row["mfa_last_step"])
        if step is None:
            return 401, {"error": "invalid_code"}
        self.connection.run("UPDATE account SET mfa_last_step = :s WHERE id = :a", s=step, a=row["id"])
        self.connection.run(
            "DELETE FROM mfa_challenge WHERE fingerprint = :f", f=store.fingerprint(challenge)
        )
        return 200, self._session(row["id"])

    def _session(self, account: int, family: str | None = None) -> dict[str, Any]:
        refresh = secrets.token_urlsafe(32)
        self.connection.run(
            "INSERT INTO refresh_token (fingerprint, family, account_id) VALUES (:f, :g, :a)",
            f=store.fingerprint(refresh), g=family or secrets.token_hex(8), a=account,
        )
        return {"access": tokens.issue(str(account), self.key, int(self.clock())), "refresh": refresh}

    def refresh(self, token: str) -> Answer:
        found = self._one("SELECT * FROM refresh_token WHERE fingerprint = :f", f=store.fingerprint(token))
        if not found:
            return 401, {"error": "invalid_token"}
        if found["used"]:
            self.connection.run("DELETE FROM refresh_token WHERE family = :g", g=found["family"])
            return 401, {"error": "token_reused"}
        self.connection.run(
            "UPDATE refresh_token SET used = true WHERE fingerprint = :f", f=found["fingerprint"]
        )
        return 200, self._session(found["account_id"], found["family"])

    def profile(self, access: str, changes: dict[str, str] | None = None) -> Answer:
        try:
            account = int(tokens.subject_of(access, self.key, int(self.clock())))
            for column, value in profile.checked(changes or {}).items():
                # The column is one of profile.EDITABLE.
                self.connection.run(f"UPDATE account SET {column} = :v WHERE id = :a", v=value, a=account)
        except tokens.InvalidToken as error:
            return 401, {"error": str(error)}
        except ValueError as error:
            return 422, {"error": str(error)}
        row = self._one("SELECT email, display_name, locale, time_zone FROM account WHERE id = :a", a=account)
        return 200, row

    def consent(self, access: str, purpose: str, granted: bool) -> Answer:
        account = tokens.subject_of(access, self.key, int(self.clock()))
        row = self._one(
            "INSERT INTO consent_events (account_id, purpose, granted, created_by)"
            " VALUES (:a, :p, :g, :b) RETURNING id",
            a=int(account), p=purpose, g=granted, b=f"account:{account}",
        )
        return 201, row
