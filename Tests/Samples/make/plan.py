"""terraform: the previous release is applied to an AWS of moto's making, then the new one is planned."""

import dataclasses
import hashlib
import pathlib

from .ci import Span
from .evidence import Evidence
from .history import Repository
from .tools import free_port, now, run, server

# The AWS provider of a filesystem mirror; the project names it as a mirror of its company would.
PROVIDER = pathlib.Path("/opt/tf-plugins/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64")
VARIABLES = "-var-file=environments/production.tfvars"
PLAN = f"terraform plan -no-color -input=false {VARIABLES} -out prod.plan"


@dataclasses.dataclass
class Planned:
    span: Span
    sha256: str
    summary: str


def collect(repository: Repository, evidence: Evidence) -> Planned:
    work = repository.path.parent
    mirror = work / "providers"
    version = mirror / "terraform.example.com/hashicorp/aws/5.100.0"
    version.mkdir(parents=True)
    (version / PROVIDER.name).symlink_to(PROVIDER)
    (work / "terraform.rc").write_text(f'provider_installation {{\n  filesystem_mirror {{ path = "{mirror}" }}\n}}\n')
    port = free_port()
    environment = {
        "TF_CLI_CONFIG_FILE": str(work / "terraform.rc"), "TF_IN_AUTOMATION": "", "CHECKPOINT_DISABLE": "1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "moto", "AWS_SECRET_ACCESS_KEY": "moto",
    }
    deploy = work / "deploy"
    run("git", "worktree", "add", "-q", "--detach", deploy, repository.base_commit, cwd=repository.path)
    infra = deploy / "infra"
    with server("moto_server", "-H", "127.0.0.1", "-p", port, ready=f"http://127.0.0.1:{port}/moto-api/"):
        run("terraform", "init", "-no-color", "-input=false", cwd=infra, **environment)
        run("terraform", "apply", "-no-color", "-input=false", "-auto-approve", VARIABLES, cwd=infra, **environment)
        run("git", "checkout", "-q", "--detach", "v1.50.3", cwd=deploy)
        start = now()
        text = run(*PLAN.split(), cwd=infra, **environment)
        evidence.put("deploy.plan/plan.txt", text)
        evidence.declare("deploy.plan/plan.txt", f"{PLAN} > plan.txt", "production")
        evidence.put("deploy.plan/plan.json", run("terraform", "show", "-json", "prod.plan", cwd=infra, **environment))
        evidence.declare("deploy.plan/plan.json", "terraform show -json prod.plan > plan.json", "production")
    summary = next(line for line in text.splitlines() if line.startswith("Plan: "))
    return Planned((start, now()), hashlib.sha256((infra / "prod.plan").read_bytes()).hexdigest(), summary)
