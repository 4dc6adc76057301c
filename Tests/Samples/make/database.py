"""Everything on PostgreSQL: migrations on a copy of production, the restore drill, and production itself."""

import datetime
import json
import pathlib
import shutil

from .cloud import Account
from .evidence import Evidence, rfc3339
from .history import Repository
from .record import record
from .tools import now, run, runner

SNAPSHOT = "prod-main-for-staging-v1-50-3"
SNAPSHOTS = "aws rds describe-db-snapshots --db-instance-identifier prod-main --snapshot-type automated"
COUNT = ("SELECT 'consent_events' AS table_name, COUNT(*) AS row_count, COUNT(*) FILTER (WHERE created_at IS NULL) AS null_created_at,"
         " COUNT(*) FILTER (WHERE created_by IS NULL) AS null_created_by FROM consent_events")
SEED = """
import os, sys
from accounts import store
from accounts.api import API
connection = store.connect("127.0.0.1", int(os.environ["PGPORT"]), "accounts", os.environ["PGDATABASE"])
store.migrate(connection, sys.argv[1])
if sys.argv[2:]:
    api, (password, secret) = API(connection, b""), sys.argv[2:]
    api.register("smoke@example.com", password)
    api.register("smoke-mfa@example.com", password, secret.encode())
    for number in range(40):
        api.register(f"person{number}@example.com", password)
    connection.run("INSERT INTO account (email, password) SELECT 'imported' || n || '@example.com', md5(n || '')"
                   " FROM generate_series(1, 300000) AS n")
"""


class Databases:
    """`production` and `staging`, both as the previous release left them, and an empty one for rehearsals."""

    NAMES = ("production", "staging", "rehearsal")

    def __init__(self, repository: Repository, tools: pathlib.Path, port: int):
        self.path, self.tools = repository.path, tools
        self.environment = {"PGHOST": "127.0.0.1", "PGPORT": str(port), "PGUSER": "accounts", "TZ": "UTC",
                            "PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1"}
        self.password, self.mfa_secret = "kept in the vault of QA", "12345678901234567890"

    def migrate(self, database: str, last: str = "", *seed: str) -> None:
        run(self.tools / "python", "-c", SEED, last, *seed, cwd=self.path, **self.environment, PGDATABASE=database)

    def psql(self, database: str, query: str, *words: str) -> str:
        return run("psql", "-X", "-v", "ON_ERROR_STOP=1", *words, "-d", database, "-c", query, **self.environment)


def migrations(account: Account, databases: Databases, repository: Repository, evidence: Evidence) -> None:
    """A snapshot of production is taken and restored to staging; the release's migrations are tried on it."""
    tag = "Key=restored-to,Value=staging-main"
    account.aws("rds", "create-db-snapshot", "--db-instance-identifier", "prod-main", "--db-snapshot-identifier", SNAPSHOT, "--tags", tag)
    look = f"aws rds describe-db-snapshots --db-snapshot-identifier {SNAPSHOT}"
    evidence.put("pre.migrations/snapshot.json", account.aws(*look.split()[1:]))
    evidence.declare("pre.migrations/snapshot.json", f"{look} > snapshot.json")

    databases.migrate("staging", "V149__accounts")
    databases.migrate("staging")
    report = repository.path / "report"
    command = "pytest -q -p no:cacheprovider --junitxml=%s tests/migrations"
    build = {"GITHUB_SHA": repository.release_commit, "GITHUB_REF_NAME": "v1.50.3", "PGDATABASE": "rehearsal"}
    run(*runner("ci-runner-2"), databases.tools / "pytest", *(command % "report").split()[1:], cwd=repository.path,
        **databases.environment | build)
    evidence.put("pre.migrations/up-down/pytest.xml", report.read_text())
    report.unlink()
    evidence.declare("pre.migrations/up-down/pytest.xml", command % "pytest.xml")
    info = _flyway(databases, repository)
    for name, answer in [("info", info), ("validate", _validation(info))]:
        evidence.put(f"pre.migrations/flyway-{name}.json", answer)
        evidence.declare(
            f"pre.migrations/flyway-{name}.json", f"flyway -environment=staging {name} -outputType=json > flyway-{name}.json")
    shutil.copy(repository.path / "docs/rollback-plan.md", evidence.folder / "evidence/pre.migrations/rollback-plan.md")
    evidence.declare("pre.migrations/rollback-plan.md", "git show v1.50.3:docs/rollback-plan.md > rollback-plan.md")


def _flyway(databases: Databases, repository: Repository) -> dict:
    rows = json.loads(databases.psql("staging", "SELECT json_agg(v ORDER BY name) FROM schema_version v", "-At"))
    made = []
    for row in rows:
        version, _, words = row["name"].removeprefix("V").partition("__")
        installed = datetime.datetime.fromisoformat(row["installed_on"])
        if version == "149":  # came with the snapshot: production has had it since the release before
            installed = repository.pulls[0].opened - datetime.timedelta(days=9, minutes=-31)
        made.append({
            "category": "Versioned", "version": version.replace("_", "."), "rawVersion": version.replace("_", "."),
            "description": words.replace("_", " "), "type": "SQL", "installedOnUTC": rfc3339(installed), "state": "Success",
            "undoable": "No", "filepath": f"/flyway/sql/{row['name']}.sql", "undoFilepath": "", "installedBy": "accounts",
            "shouldExecuteExpression": None, "executionTime": 9 + 4 * len(made),
        })
    return {
        "schemaVersion": made[-1]["version"], "schemaName": "public", "migrations": made, "flywayVersion": "10.20.1",
        "database": "staging", "allSchemasEmpty": False, "timestamp": now().isoformat(timespec="milliseconds")[:23],
        "operation": "info", "exception": None, "licenseFailed": False,
    }


def _validation(info: dict) -> dict:
    return {
        "errorDetails": None, "invalidMigrations": [], "validationSuccessful": True, "validateCount": len(info["migrations"]),
        "flywayVersion": info["flywayVersion"], "database": info["database"], "warnings": [], "operation": "validate",
    }


def restorable(account: Account, databases: Databases, evidence: Evidence) -> None:
    """The automated snapshots of production, and a restore drill on its database."""
    answer = json.loads(account.aws(*SNAPSHOTS.split()[1:]))
    newest = now().replace(minute=7, second=41, microsecond=318000) - datetime.timedelta(hours=5)
    snapshots = []
    for day in (2, 1, 0):
        time = newest - datetime.timedelta(days=day, seconds=37 * day)
        id = f"rds:prod-main-{time:%Y-%m-%d-%H-%M}"
        text = time.isoformat(timespec="microseconds")
        snapshots.append(answer["DBSnapshots"][0] | {
            "DBSnapshotIdentifier": id, "SnapshotCreateTime": text, "OriginalSnapshotCreateTime": text,
            "DBSnapshotArn": f"arn:aws:rds:eu-central-1:123456789012:snapshot:{id}", "PercentProgress": 100,
            "InstanceCreateTime": "2026-01-12T09:14:55.481000+00:00", "SnapshotTarget": "region",
            "AvailabilityZone": "eu-central-1a", "KmsKeyId": "arn:aws:kms:eu-central-1:123456789012:key/5d6a1a52-3c38-4e0b-9f7c-0a6e1d1f7b24",
        })
    evidence.put("rollback.snapshot/snapshots.json", json.dumps({"DBSnapshots": snapshots}, indent=4) + "\n")
    evidence.declare("rollback.snapshot/snapshots.json", f"{SNAPSHOTS} > snapshots.json", "production")
    record(evidence, "rollback.snapshot/drill.log", "scripts/restore-drill.sh production", databases.path, "farid",
           **databases.environment)


def counted(databases: Databases, evidence: Evidence) -> None:
    evidence.put("post.data/counts.csv", databases.psql("production", COUNT, "--csv"))
    command = f'psql -X -v ON_ERROR_STOP=1 --csv -h prod-main.db.example.com -d accounts -c "{COUNT}" > counts.csv'
    evidence.declare("post.data/counts.csv", command, "production")
