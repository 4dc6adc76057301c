import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def build(record_testsuite_property):
    record_testsuite_property("commit", os.environ.get("GITHUB_SHA", "unknown"))
    record_testsuite_property("ref", os.environ.get("GITHUB_REF_NAME", "unknown"))
