import os
import uuid

import pytest

from accounts import store
from accounts.api import API

HOST, PORT = "127.0.0.1", int(os.environ.get("PGPORT", "5432"))


@pytest.fixture(scope="session")
def connection():
    connection = store.connect(HOST, PORT, "accounts", "accounts")
    store.migrate(connection)
    yield connection
    connection.close()


@pytest.fixture
def api(connection):
    return API(connection, b"integration-test-key")


@pytest.fixture
def email():
    return f"{uuid.uuid4().hex[:12]}@example.com"
