"""Every migration of the folder goes up, down and up again, in order, on a database of its own."""

import os

import pytest

from accounts import store

NAMES = [path.stem for path in sorted(store.MIGRATIONS.glob("*.sql"))]
TABLES = {"V149": "account", "V150_1": "refresh_token", "V150_2": "consent_events"}


@pytest.fixture(scope="module")
def connection():
    connection = store.connect("127.0.0.1", int(os.environ["PGPORT"]), "accounts", os.environ["PGDATABASE"])
    yield connection
    connection.close()


def has(connection, name):
    table = TABLES[name.split("__")[0]]
    return store.one(connection, "SELECT to_regclass(:t) IS NOT NULL AS there", t=table)["there"]


@pytest.mark.parametrize("name", NAMES)
def test_up(connection, name):
    assert not has(connection, name)
    assert store.migrate(connection, last=name) == [name]
    assert has(connection, name)


@pytest.mark.parametrize("name", reversed(NAMES))
def test_down(connection, name):
    store.revert(connection, name)
    assert not has(connection, name)


@pytest.mark.parametrize("name", NAMES)
def test_up_again(connection, name):
    assert store.migrate(connection, last=name) == [name]
    assert has(connection, name)
