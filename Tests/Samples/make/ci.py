"""Lint, unit and integration suites, run by ruff and pytest; the latter against a real PostgreSQL."""

import datetime
import os
import pathlib

from .evidence import Evidence
from .history import Repository
from .tools import now, postgres, run

Span = tuple[datetime.datetime, datetime.datetime]


def collect(repository: Repository, evidence: Evidence, tools: pathlib.Path) -> Span:
    start, path = now(), repository.path
    build = {
        "GITHUB_SHA": repository.release_commit, "GITHUB_REF_NAME": "v1.50.3", "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": f"{tools}:{os.environ['PATH']}",
    }
    # A host name of its own, where that may be set: JUnit reports carry it.
    runner = ["unshare", "--uts", "sh", "-c", 'hostname ci-runner-2 && exec "$@"', "sh"] if os.getuid() == 0 else []

    def report(name: str, command: str, file: str = "report", **more: str) -> None:
        run(*runner, *command.format(file=file).split(), cwd=path, **build, **more)
        evidence.put(name, (path / file).read_text())
        (path / file).unlink()
        evidence.declare(name, command.format(file=pathlib.Path(name).name))

    pytest = "pytest -q -p no:cacheprovider --junitxml={file} "
    report("pre.ci/lint/ruff.xml", pytest + "--ruff -m ruff src tests")
    report("pre.ci/unit/pytest.xml", pytest + "tests/unit")
    with postgres(path.parent) as port:
        report("pre.ci/integration/pytest.xml", pytest + "tests/integration", PGPORT=str(port))
    return start, now()
