#!/usr/bin/env python3
"""Makes Tests/Samples/green and Tests/Samples/red from scratch, by running real tools in a temporary folder.

Needs git, node and npm 10, terraform 1.11 with the AWS provider 5.100.0, moto_server, PostgreSQL 15, prometheus and
promtool, and pip for ruff, pytest, pytest-ruff and pg8000. README.md beside this file says what is constructed.
"""

import datetime
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from make import audit, ci, github, history, jira, metrics, plan, release  # noqa: E402
from make.evidence import Evidence, rfc3339  # noqa: E402
from make.tools import now, python_tools, run  # noqa: E402


def make(variant: str, top: pathlib.Path, tools: pathlib.Path) -> Evidence:
    """One release folder: the stages run in the order in which a pipeline would run them."""
    work = top / variant
    work.mkdir()
    evidence = Evidence(work / "release", red=variant == "red")
    with audit.registry() as npm:
        repository = history.make(work, evidence.red, npm)
        evidence.commit = repository.release_commit
        tested = ci.collect(repository, evidence, tools)
        audited = audit.collect(repository, evidence, npm)
    planned = plan.collect(repository, evidence)
    metrics.collect(work, evidence)
    history.collect(repository, evidence)
    github.collect(repository, evidence, {"ci": tested, "dependency-audit": audited, "terraform-plan": planned.span})
    jira.collect(evidence, repository, planned)
    return evidence


def main() -> None:
    top = pathlib.Path(tempfile.mkdtemp(prefix="sample-"))
    top.chmod(0o755)
    try:
        tools = python_tools(top)
        made = [make(variant, top, tools) for variant in ("green", "red")]
        at = now().replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)
        for evidence in made:
            release.write(evidence, at)
            evidence.check(forbidden=[str(top), str(pathlib.Path.home()), run("hostname").strip() + '"', "127.0.0.1"])
            put(evidence.folder, HERE / evidence.folder.parent.name)
        (HERE / "AT").write_text(rfc3339(at) + "\n")
        print(f"--at {rfc3339(at)}")
    finally:
        shutil.rmtree(top)


def put(made: pathlib.Path, target: pathlib.Path) -> None:
    """Replaces what this script makes, and leaves what it does not make (rules.yml)."""
    target.mkdir(exist_ok=True)
    shutil.rmtree(target / "evidence", ignore_errors=True)
    for entry in made.iterdir():
        copy = shutil.copytree if entry.is_dir() else shutil.copyfile
        copy(entry, target / entry.name)


if __name__ == "__main__":
    main()
