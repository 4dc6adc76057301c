"""Lint, unit and integration suites, run by ruff and pytest; the latter against a real PostgreSQL."""

import datetime
import os
import pathlib

from .evidence import Evidence
from .history import Repository
from .tools import now, postgres, run, runner

Span = tuple[datetime.datetime, datetime.datetime]


def collect(repository: Repository, evidence: Evidence, tools: pathlib.Path) -> Span:
    start, path = now(), repository.path
    build = {
        "GITHUB_SHA": repository.release_commit, "GITHUB_REF_NAME": "v1.50.3", "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": f"{tools}:{os.environ['PATH']}",
    }
    def report(name: str, command: str, file: str = "report", **more: str) -> None:
        run(*runner("ci-runner-2"), *command.format(file=file).split(), cwd=path, **build, **more)
        evidence.put(name, (path / file).read_text())
        (path / file).unlink()
        evidence.declare(name, command.format(file=pathlib.Path(name).name))

    pytest = "pytest -q -p no:cacheprovider "
    report("pre.ci/lint/ruff.xml", pytest + "--junitxml={file} --ruff -m ruff src tests")
    report("pre.ci/lint/ruff.sarif", "ruff check --no-cache --output-format sarif --output-file {file} src tests")
    report("pre.ci/unit/pytest.xml", pytest + "--junitxml={file} tests/unit")
    with postgres(path.parent, "accounts") as port:
        report("pre.ci/integration/pytest.xml", pytest + "--junitxml={file} tests/integration", PGPORT=str(port))
        report("pre.ci/coverage/coverage.xml", pytest + "--cov=src/accounts --cov-report=xml:{file} tests/unit tests/integration",
               PGPORT=str(port), COVERAGE_FILE=str(path.parent / "coverage.data"))
    return start, now()
