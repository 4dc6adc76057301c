"""Sign-in against a real database."""

import time

from accounts import mfa

PASSWORD = "a long enough password"
SECRET = b"12345678901234567890"


def test_login_with_password(api, email):
    api.register(email, PASSWORD)
    status, body = api.login(email, PASSWORD)
    assert status == 200 and set(body) == {"access", "refresh"}


def test_login_with_wrong_password(api, email):
    api.register(email, PASSWORD)
    assert api.login(email, "another long password") == (401, {"error": "invalid_credentials"})


def test_login_of_unknown_account(api, email):
    assert api.login(email, PASSWORD)[0] == 401


def test_refresh_rotates_the_token(api, email):
    api.register(email, PASSWORD)
    first = api.login(email, PASSWORD)[1]["refresh"]
    status, body = api.refresh(first)
    assert status == 200 and body["refresh"] != first


def test_refresh_reuse_revokes_the_family(api, email):
    api.register(email, PASSWORD)
    first = api.login(email, PASSWORD)[1]["refresh"]
    second = api.refresh(first)[1]["refresh"]
    assert api.refresh(first) == (401, {"error": "token_reused"})
    assert api.refresh(second) == (401, {"error": "invalid_token"})


def test_mfa_challenge_is_answered(api, email):
    api.register(email, PASSWORD, SECRET)
    status, body = api.login(email, PASSWORD)
    assert status == 202
    assert api.answer_challenge(body["challenge"], mfa.code_at(SECRET, int(time.time())))[0] == 200


def test_mfa_challenge_with_wrong_code(api, email):
    api.register(email, PASSWORD, SECRET)
    challenge = api.login(email, PASSWORD)[1]["challenge"]
    good = mfa.code_at(SECRET, int(time.time()))
    wrong = f"{(int(good) + 500_000) % 1_000_000:06d}"
    assert api.answer_challenge(challenge, wrong) == (401, {"error": "invalid_code"})
