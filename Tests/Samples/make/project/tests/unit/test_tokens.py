import pytest

from accounts import tokens

KEY, NOW = b"unit-test-key", 1_700_000_000


def test_round_trip():
    assert tokens.subject_of(tokens.issue("42", KEY, NOW), KEY, NOW + 10) == "42"


def test_expired_token_is_refused():
    with pytest.raises(tokens.InvalidToken, match="expired"):
        tokens.subject_of(tokens.issue("42", KEY, NOW), KEY, NOW + tokens.LIFETIME)


def test_forged_signature_is_refused():
    with pytest.raises(tokens.InvalidToken, match="signature"):
        tokens.subject_of(tokens.issue("42", b"other-key", NOW), KEY, NOW)


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "e30.e30.x"])
def test_malformed_token_is_refused(text):
    with pytest.raises(tokens.InvalidToken, match="malformed"):
        tokens.subject_of(text, KEY, NOW)


def test_algorithm_none_is_refused():
    header = "eyJhbGciOiJub25lIn0"
    claims = tokens.issue("42", KEY, NOW).split(".")[1]
    with pytest.raises(tokens.InvalidToken, match="algorithm"):
        tokens.subject_of(f"{header}.{claims}.", KEY, NOW)
