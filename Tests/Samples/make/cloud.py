"""An AWS account of moto's making, brought to the state in which production was before the release."""

import contextlib
import dataclasses
import datetime
import json
import pathlib
import secrets
from collections.abc import Iterator

import boto3

from .history import Repository
from .tools import now, run, runner, server

# The AWS provider of a filesystem mirror; the project names it as a mirror of its company would.
PROVIDER = pathlib.Path("/opt/tf-plugins/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64")
VARIABLES = "-var-file=environments/production.tfvars"
REGION, ACCOUNT, BUCKET, SECRET = "eu-central-1", "123456789012", "example-prod-tfstate", "prod/api/jwt-signing-key"
PREVIOUS = 41  # revision of both task definitions before the release
SIZES = {"api": (512, 1024), "worker": (256, 512)}


def arn(service: str, kind: str, name: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{kind}{name}"


ADDRESS, NAME = "127.150.3.2", "aws.example.com"  # the name gets into terraform's log, as part of the URLs of queues


@dataclasses.dataclass
class Account:
    infra: pathlib.Path
    environment: dict[str, str]
    hosts: pathlib.Path  # a hosts file that knows NAME
    versions: dict[str, float] = dataclasses.field(default_factory=dict)  # of the secret, and when they were made

    def aws(self, *words: object) -> str:
        return run("aws", *words, **self.environment | {"AWS_ENDPOINT_URL": f"http://{ADDRESS}"})

    def rotate(self) -> None:
        """Gives the secret a new value, and notes when its version was made: moto says of each that it is new."""
        value = ("--secret-id", SECRET, "--secret-string", secrets.token_hex(32))
        version = json.loads(self.aws("secretsmanager", "put-secret-value", *value))["VersionId"]
        age = datetime.timedelta(0 if self.versions else 31)
        self.versions[version] = (now() - age).timestamp()

    def revise(self, times: int, tag: str) -> None:
        """Registers revisions of the task definitions, the last one with the tag's image."""
        ecs = boto3.client(
            "ecs", region_name=REGION, endpoint_url=f"http://{ADDRESS}",
            aws_access_key_id="moto", aws_secret_access_key="moto",  # noqa: S106
        )
        for family, (cpu, memory) in SIZES.items():
            for left in range(times, 0, -1):
                image = f"accounts-{family}:{tag if left == 1 else f'build-{1200 - left}'}"
                ecs.register_task_definition(
                    family=family, networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu=str(cpu),
                    memory=str(memory), executionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/prod-task-execution",
                    containerDefinitions=[{
                        "name": family, "image": image, "cpu": cpu, "memory": memory, "essential": True,
                        "portMappings": [{"containerPort": 8443, "protocol": "tcp"}] if family == "api" else [],
                    }],
                )


@contextlib.contextmanager
def account(repository: Repository) -> Iterator[Account]:
    work = repository.path.parent
    mirror = work / "providers"
    version = mirror / "terraform.example.com/hashicorp/aws/5.100.0"
    version.mkdir(parents=True)
    (version / PROVIDER.name).symlink_to(PROVIDER)
    (work / "terraform.rc").write_text(f'provider_installation {{\n  filesystem_mirror {{ path = "{mirror}" }}\n}}\n')
    (work / "hosts").write_text(f"127.0.0.1 localhost\n{ADDRESS} {NAME}\n")
    environment = {
        "TF_CLI_CONFIG_FILE": str(work / "terraform.rc"), "TF_IN_AUTOMATION": "", "CHECKPOINT_DISABLE": "1",
        "AWS_ENDPOINT_URL": f"http://{NAME}", "AWS_ACCESS_KEY_ID": "moto", "AWS_SECRET_ACCESS_KEY": "moto",
        "AWS_DEFAULT_REGION": REGION,
    }
    deploy = work / "deploy"
    run("git", "worktree", "add", "-q", "--detach", deploy, repository.base_commit, cwd=repository.path)
    made = Account(deploy / "infra", environment, work / "hosts")
    moto = ("moto_server", "-H", ADDRESS, "-p", 80)
    with server(*moto, ready=f"http://{ADDRESS}/moto-api/", S3_IGNORE_SUBDOMAIN_BUCKETNAME="true"):
        made.aws("s3api", "create-bucket", "--bucket", BUCKET, "--create-bucket-configuration", f"LocationConstraint={REGION}")
        made.aws("s3api", "put-bucket-versioning", "--bucket", BUCKET, "--versioning-configuration", "Status=Enabled")
        terraform = (*runner("ci-runner-7", made.hosts), "terraform", "-chdir=" + str(made.infra))
        backend = [f"-backend-config={word}=true" for word in (
            "use_path_style", "skip_credentials_validation", "skip_requesting_account_id", "skip_metadata_api_check")]
        run(*terraform, "init", "-no-color", "-input=false", *backend, **environment)
        run(*terraform, "apply", "-no-color", "-input=false", "-auto-approve", VARIABLES, **environment)
        made.revise(PREVIOUS - 1, "1.50.2")
        made.rotate()
        run("git", "checkout", "-q", "--detach", "v1.50.3", cwd=deploy)
        yield made
