"""After the deployment: the API is served as https://api.example.com on loopback, and looked at from outside."""

import contextlib
import datetime
import json
import pathlib
from collections.abc import Iterator

from .cloud import SECRET, Account, arn
from .database import Databases
from .evidence import Evidence
from .tools import run, runner, server

ADDRESS, NAME = "127.150.3.1", "api.example.com"
VERSIONS = f"aws secretsmanager list-secret-version-ids --include-deprecated --secret-id {SECRET}"
SMOKE = "pytest -q -p no:cacheprovider --junitxml=%s tests/smoke"


@contextlib.contextmanager
def served(databases: Databases, work: pathlib.Path) -> Iterator[dict[str, str]]:
    """Yields the variables that make curl and Python trust the certificate; the commands need `visitor` before them."""
    ca, key, certificate, hosts = (work / name for name in ("ca.pem", "key.pem", "certificate.pem", "visitor-hosts"))
    elliptic = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split()
    run("openssl", "req", "-x509", *elliptic, "-keyout", work / "ca.key", "-out", ca, "-subj", "/CN=Example CA")
    run("openssl", "req", "-x509", *elliptic, "-CA", ca, "-CAkey", work / "ca.key", "-keyout", key, "-out", certificate,
        "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-addext", "basicConstraints=critical,CA:FALSE")
    hosts.write_text(f"127.0.0.1 localhost ci-runner-2\n{ADDRESS} {NAME}\n")
    command = [databases.tools / "python", "-m", "accounts.server", ADDRESS, "443", certificate, key]
    variables = databases.environment | {
        "PYTHONPATH": str(databases.path / "src"), "PGDATABASE": "production", "ACCOUNTS_VERSION": "1.50.3",
        "JWT_SIGNING_KEY": "the sample's key"}
    trust = {"CURL_CA_BUNDLE": str(ca), "SSL_CERT_FILE": str(ca)}
    with server(*command, ready=(ADDRESS, 443), **variables):
        yield databases.environment | trust


def visitor(work: pathlib.Path) -> list[str]:
    return runner("ci-runner-2", work / "visitor-hosts")


def checks(databases: Databases, evidence: Evidence, work: pathlib.Path, trust: dict[str, str]) -> None:
    """Health, smoke tests and synthetic transactions, each by the command that its sidecar names."""
    for probe in ("live", "ready"):
        command = f"curl -sS -i https://{NAME}/health/{probe}"
        evidence.put(f"post.health/{probe}.txt", run(*visitor(work), *command.split(), **trust))
        evidence.declare(f"post.health/{probe}.txt", f"{command} > {probe}.txt", "production")
    report = databases.path / "report"
    variables = {"API_BASE_URL": f"https://{NAME}", "SMOKE_PASSWORD": databases.password,
                 "SMOKE_MFA_SECRET": databases.mfa_secret, "GITHUB_SHA": evidence.commit, "GITHUB_REF_NAME": "v1.50.3"}
    run(*visitor(work), databases.tools / "pytest", *(SMOKE % "report").split()[1:], cwd=databases.path, **trust | variables)
    evidence.put("post.smoke/smoke.xml", report.read_text())
    report.unlink()
    evidence.declare("post.smoke/smoke.xml", f"API_BASE_URL=https://{NAME} {SMOKE % 'smoke.xml'}", "production")
    load = run(*visitor(work), databases.tools / "python", pathlib.Path(__file__).parent / "load.py", f"https://{NAME}",
               cwd=databases.path, **trust | variables)
    evidence.put("post.synthetics/summary.json", json.dumps(json.loads(load), indent=4) + "\n")
    evidence.declare("post.synthetics/summary.json", f"k6 run --summary-export=summary.json -e HOST={NAME} load/scenario.js", "production")


def secret(account: Account, evidence: Evidence, when: str) -> None:
    name = f"post.secrets/{when}/jwt-signing-key.json"
    answer = json.loads(account.aws(*VERSIONS.split()[1:]))
    del answer["NextToken"]
    answer["ARN"] = arn("secretsmanager", "secret:", f"{SECRET}-h3VqTz")
    for version in answer["Versions"]:
        made = round(account.versions[version["VersionId"]], 3)
        version |= {"CreatedDate": made, "LastAccessedDate": made // 86400 * 86400}
    evidence.put(name, json.dumps(answer, indent=4) + "\n")
    evidence.declare(name, f"{VERSIONS} > {when}/jwt-signing-key.json", "production")


def status_page(evidence: Evidence, begun: datetime.datetime, applied: datetime.datetime, done: datetime.datetime,
                window: datetime.datetime) -> None:
    """The maintenance of the release, as the status page's own summary shows it."""
    def stamp(time: datetime.datetime) -> str:
        return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    updates = [
        ("completed", done, "accounts v1.50.3 is in production. Sign-in, refresh, MFA and profile are checked and healthy."),
        ("in_progress", applied, "The promotion of accounts v1.50.3 has begun. No interruption is expected."),
        ("scheduled", begun, "We promote accounts v1.50.3 (train 1.50) to production. Sign-in stays available throughout."),
    ]
    components = [
        {"id": id, "name": name, "status": "operational", "created_at": "2026-01-14T10:02:11.204Z",
         "updated_at": stamp(done), "position": position, "description": None, "showcase": False, "start_date": "2026-01-14",
         "group_id": None, "page_id": "x4c7v0m2q9sd", "group": False, "only_show_if_degraded": False}
        for position, (id, name) in enumerate((("p8t3k1z6w0bn", "API"), ("r5j9d2h7c4fg", "Consent events")), 1)]
    maintenance = {
        "id": "1n8w5vq3x7mk", "name": "Promotion of accounts v1.50.3", "status": "completed", "created_at": stamp(begun),
        "updated_at": stamp(done), "monitoring_at": None, "resolved_at": stamp(done), "impact": "maintenance",
        "shortlink": "https://stspg.example.com/1n8w5vq3x7mk", "started_at": stamp(applied), "page_id": "x4c7v0m2q9sd",
        "incident_updates": [
            {"id": f"7d2k9s4h1p0{index}", "status": status, "body": body, "incident_id": "1n8w5vq3x7mk", "created_at": stamp(time),
             "updated_at": stamp(time), "display_at": stamp(time), "affected_components": [
                 {"code": "p8t3k1z6w0bn", "name": "API", "old_status": "operational", "new_status": "operational"}],
             "deliver_notifications": True, "custom_tweet": None, "tweet_id": None}
            for index, (status, time, body) in enumerate(updates)],
        "components": components[:1], "scheduled_for": stamp(window), "scheduled_until": stamp(window + datetime.timedelta(hours=4)),
    }
    page = {"id": "x4c7v0m2q9sd", "name": "Example", "url": "https://status.example.com", "time_zone": "Etc/UTC", "updated_at": stamp(done)}
    evidence.put("post.notify/summary.json", {
        "page": page, "components": components, "incidents": [], "scheduled_maintenances": [maintenance],
        "status": {"indicator": "none", "description": "All Systems Operational"}})
    evidence.declare("post.notify/summary.json", "curl -sS https://status.example.com/api/v2/summary.json -o summary.json", "production")
