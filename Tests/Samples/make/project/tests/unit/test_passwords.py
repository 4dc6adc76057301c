import pytest

from accounts import passwords

PASSWORD = "correct horse battery"


def test_hash_verifies():
    assert passwords.verify_password(PASSWORD, passwords.hash_password(PASSWORD))


def test_other_password_is_refused():
    assert not passwords.verify_password("wrong horse battery", passwords.hash_password(PASSWORD))


def test_salts_differ():
    assert passwords.hash_password(PASSWORD) != passwords.hash_password(PASSWORD)


@pytest.mark.parametrize("short", ["", "short", "elevenchars"])
def test_short_password_is_refused(short):
    with pytest.raises(ValueError, match="12 characters"):
        passwords.hash_password(short)
