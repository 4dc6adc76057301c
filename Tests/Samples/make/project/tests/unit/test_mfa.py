import pytest

from accounts import mfa

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("now", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_rfc_6238_vectors(now, code):
    assert mfa.code_at(SECRET, now) == code


def test_one_step_of_drift_is_accepted():
    assert mfa.accepts(SECRET, mfa.code_at(SECRET, 1000), 1030) == 1000 // mfa.STEP


def test_a_code_counts_once():
    step = mfa.accepts(SECRET, mfa.code_at(SECRET, 1000), 1000)
    assert mfa.accepts(SECRET, mfa.code_at(SECRET, 1000), 1000, last_step=step) is None
