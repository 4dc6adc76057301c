"""terraform: production, as the previous release left it, is planned and then applied; both are recorded."""

import dataclasses
import hashlib

from .ci import Span
from .cloud import BUCKET, VARIABLES, Account
from .evidence import Evidence
from .record import record
from .tools import now, run, runner

PLAN = f"terraform plan -no-color -input=false {VARIABLES} -out prod.plan"
STATE = f"aws s3api list-object-versions --bucket {BUCKET} --prefix prod/terraform.tfstate"


@dataclasses.dataclass
class Planned:
    span: Span
    sha256: str
    summary: str


def collect(account: Account, evidence: Evidence) -> Planned:
    start, infra = now(), account.infra
    text = record(evidence, "deploy.plan/plan.txt", PLAN, infra, "mei", product="prod.plan",
                  hosts=account.hosts, **account.environment)
    shown = run(*runner("ci-runner-7", account.hosts), "terraform", "show", "-json", "prod.plan", cwd=infra, **account.environment)
    evidence.put("deploy.plan/plan.json", shown)
    evidence.declare("deploy.plan/plan.json", "terraform show -json prod.plan > plan.json", "production")
    evidence.put("rollback.state/prod.plan.sha256", run("sha256sum", "prod.plan", cwd=infra))
    evidence.declare("rollback.state/prod.plan.sha256", "sha256sum prod.plan > prod.plan.sha256", "production")
    evidence.put("rollback.state/versions.json", account.aws(*STATE.split()[1:]))
    evidence.declare("rollback.state/versions.json", f"{STATE} > versions.json", "production")
    summary = next(line for line in text.splitlines() if line.startswith("Plan: "))
    return Planned((start, now()), hashlib.sha256((infra / "prod.plan").read_bytes()).hexdigest(), summary)


def apply(account: Account, evidence: Evidence) -> None:
    record(evidence, "deploy.apply/apply.log", "terraform apply -no-color -input=false prod.plan", account.infra, "mei",
           product="prod.plan", hosts=account.hosts, **account.environment)
