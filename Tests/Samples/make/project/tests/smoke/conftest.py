import os

import pytest

import accounts_sdk

BASE_URL = os.environ.get("API_BASE_URL", "https://staging.example.com")


@pytest.fixture(scope="session", autouse=True)
def target(record_testsuite_property):
    record_testsuite_property("sdk.version", accounts_sdk.__version__)
    record_testsuite_property("base_url", BASE_URL)


@pytest.fixture
def client():
    return accounts_sdk.Client(BASE_URL)
