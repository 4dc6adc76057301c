"""Profile, consent and schema against a real database."""

import pytest

from accounts import store

PASSWORD = "a long enough password"


@pytest.fixture
def access(api, email):
    api.register(email, PASSWORD)
    return api.login(email, PASSWORD)[1]["access"]


def test_profile_retrieval(api, email, access):
    status, body = api.profile(access)
    assert status == 200 and body["email"] == email


def test_profile_update(api, access):
    assert api.profile(access, {"time_zone": "Europe/Lisbon"})[1]["time_zone"] == "Europe/Lisbon"


def test_profile_refuses_unknown_locale(api, access):
    assert api.profile(access, {"locale": "english"})[0] == 422


def test_consent_event_has_audit_columns(api, access, connection):
    event = api.consent(access, "newsletter", True)[1]["id"]
    row = store.one(connection, "SELECT * FROM consent_events WHERE id = :i", i=event)
    assert row["created_at"] is not None and row["created_by"].startswith("account:")


def test_migrations_apply_once(connection):
    assert store.migrate(connection) == []
