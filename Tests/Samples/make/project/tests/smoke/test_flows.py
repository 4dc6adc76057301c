"""The four flows that every app needs, through the SDK, with the accounts that are kept for it."""

import os
import time

from accounts import mfa

PLAIN, WITH_MFA = "smoke@example.com", "smoke-mfa@example.com"
PASSWORD = os.environ.get("SMOKE_PASSWORD", "")
SECRET = os.environ.get("SMOKE_MFA_SECRET", "").encode()


def test_auth_login(client):
    status, body = client.login(PLAIN, PASSWORD)
    assert status == 200 and set(body) == {"access", "refresh"}


def test_token_refresh(client):
    first = client.login(PLAIN, PASSWORD)[1]["refresh"]
    status, body = client.refresh(first)
    assert status == 200 and body["refresh"] != first


def test_mfa_challenge(client):
    status, body = client.login(WITH_MFA, PASSWORD)
    assert status == 202
    assert client.answer_challenge(body["challenge"], mfa.code_at(SECRET, int(time.time())))[0] == 200


def test_profile_retrieval(client):
    client.login(PLAIN, PASSWORD)
    status, body = client.profile()
    assert status == 200 and body["email"] == PLAIN
