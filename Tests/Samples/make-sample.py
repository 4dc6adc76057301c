#!/usr/bin/env python3
"""Makes Tests/Samples/green and Tests/Samples/red from scratch, by running real tools in a temporary folder.

Needs root, git, node and npm 10, terraform 1.11 with the AWS provider 5.100.0, awscli, moto_server, PostgreSQL 15,
prometheus and promtool, curl, openssl, `evidencepack` on the PATH, and pip for ruff, pytest, pytest-ruff, pytest-cov
and pg8000. README.md beside this file says what is constructed.
"""

import datetime
import pathlib
import shutil
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from make import audit, ci, cloud, database, ecs, github, history, jira, leads, metrics, plan, post, release  # noqa: E402
from make.evidence import Evidence, rfc3339  # noqa: E402
from make.tools import now, postgres, python_tools, run, stay  # noqa: E402

MINUTE = datetime.timedelta(minutes=1)
LEADS = "Confirmed: messaging and support rota for v1.50.3"


def make(variant: str, top: pathlib.Path, tools: pathlib.Path, window: datetime.datetime) -> tuple[Evidence, datetime.datetime]:
    """One release folder, and when its deployment ended: the stages run in the order in which a release goes."""
    work = top / variant
    work.mkdir()
    evidence = Evidence(work / "release", red=variant == "red")
    with audit.registry() as npm:
        repository = history.make(work, evidence.red, npm)
        evidence.commit = repository.release_commit
        ticket = jira.Ticket(evidence.commit, repository.tagged)
        tested = ci.collect(repository, evidence, tools)
        ticket.say("ana", "Release note and in-app message are final.", LEADS)
        audited = audit.collect(repository, evidence, npm)
    history.collect(repository, evidence)
    leads.rota(evidence, window)
    ticket.say("grace", "Viktor, Inês and Luc share the rota with me; answers for the support desk are ready.", LEADS)
    with cloud.account(repository) as account, postgres(work, *database.Databases.NAMES) as port:
        databases = database.Databases(repository, tools, port)
        databases.migrate("production", "V149__accounts", databases.password, databases.mfa_secret)
        database.migrations(account, databases, repository, evidence)
        ticket.say("tomas", "The migrations went up, down and up again, and CI is green.", LEADS)
        jira.collect(evidence, repository)
        metrics.collect(work, evidence)
        ecs.before(account, evidence)
        database.restorable(account, databases, evidence)
        ticket.move("hanna", "Awaiting approval")
        planned = plan.collect(account, evidence)
        ticket.say("mei", f"Plan for production is up for review. {planned.summary} SHA-256 of prod.plan: {planned.sha256}")
        github.badge(evidence)
        github.collect(repository, evidence, {"ci": tested, "dependency-audit": audited, "terraform-plan": planned.span})
        if evidence.red:
            ticket.export(evidence)
            return evidence, now()
        time.sleep(30)
        ticket.say("tomas", "Read it line by line: nothing is destroyed or replaced.", f"Approved: plan sha256:{planned.sha256}")
        time.sleep(10)
        ticket.move("hanna", "In Progress")
        return evidence, promote(work, repository, evidence, account, databases, ticket, window)


def promote(work, repository, evidence, account, databases, ticket, window) -> datetime.datetime:
    """From `terraform apply` to the last notice; returns when the deployment ended."""
    applied = now()
    plan.apply(account, evidence)
    post.secret(account, evidence, "before")
    time.sleep(20)
    begun = now()
    account.rotate()
    databases.migrate("production")
    account.revise(1, "1.50.3")
    time.sleep(75)
    ended = now()
    post.secret(account, evidence, "after")
    ecs.workflow(repository, evidence, (begun, ended))
    ecs.watch(evidence, (begun, ended), 1)
    stay(16.5)
    ecs.watch(evidence, (begun, ended), 2)
    metrics.production(work, evidence, ended)
    ecs.healthy(evidence, ended)
    with post.served(databases, work) as trust:
        post.checks(databases, evidence, work, trust)
    database.counted(databases, evidence)
    post.status_page(evidence, repository.tagged - 26 * 60 * MINUTE, applied, now(), window)
    ticket.say("hanna", "v1.50.3 runs in production; health, smoke tests and synthetic transactions are good.",
               "Notified: support about v1.50.3", "Notified: customers about v1.50.3")
    ticket.export(evidence)
    return ended


def main() -> None:
    top = pathlib.Path(tempfile.mkdtemp(prefix="sample-"))
    top.chmod(0o755)
    window = now().replace(second=0, microsecond=0)
    window -= (window.minute % 5) * MINUTE
    try:
        tools = python_tools(top)
        made = [make(variant, top, tools, window) for variant in ("red", "green")]
        at = max(now() + MINUTE, max(ended for _, ended in made) + 25 * MINUTE).replace(second=0, microsecond=0)
        for evidence, _ in made:
            release.write(evidence, at, window)
            evidence.check(forbidden=[str(top), str(pathlib.Path.home()), run("hostname").strip() + '"', "127.0.0.1", "127.150."])
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
