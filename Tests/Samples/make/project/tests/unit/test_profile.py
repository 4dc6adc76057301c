import pytest

from accounts import profile


def test_good_changes_pass():
    changes = {"display_name": "Ines", "locale": "pt-PT", "time_zone": "Europe/Lisbon"}
    assert profile.checked(changes) == changes


@pytest.mark.parametrize(
    "changes",
    [{"email": "x@example.com"}, {"display_name": "  "}, {"locale": "english"}, {"time_zone": "Mars/Olympus"}],
    ids=["email", "blank-name", "locale", "time-zone"],
)
def test_bad_change_is_refused(changes):
    with pytest.raises(ValueError):
        profile.checked(changes)
