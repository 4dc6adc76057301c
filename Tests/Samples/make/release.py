"""release.yml, checklist.md and, in red, waivers.yml."""

import datetime
import json
import pathlib
import shutil

from .cloud import BUCKET
from .ecs import TARGET_GROUP
from .evidence import Evidence, rfc3339
from .people import PEOPLE

CHECKLIST = pathlib.Path(__file__).parent / "checklist.md"


def write(evidence: Evidence, at: datetime.datetime, window: datetime.datetime) -> None:
    people = "".join(
        f"  - id: {person.id}\n    name: {json.dumps(person.name, ensure_ascii=False)}\n    roles: [{', '.join(person.roles)}]\n"
        f'    accounts: {{jira: "{person.jira}", github: {person.github}}}\n    keys: [{person.email}]\n'
        for person in PEOPLE.values()
    )
    evidence.folder.joinpath("release.yml").write_text(f"""\
schema: evidencepack/release/1
train: "1.50"
version: 1.50.3
tag: v1.50.3
commit: "{evidence.commit}"
base: main
environment: {{from: staging, to: production}}
ticket: REL-1503
host: api.example.com
window:
  start: {rfc3339(window)}
  end: {rfc3339(window + datetime.timedelta(hours=4))}
pull_requests: {{exclude: []}}
terraform:
  var_file: environments/production.tfvars
  plan: evidence/deploy.plan/prod.plan
  state_bucket: {BUCKET}
  state_key: prod/terraform.tfstate
ecs:
  cluster: prod
  services: [api, worker]
  target_groups: ["{TARGET_GROUP}"]
database:
  instance: prod-main
  tables:
    consent_events: {{minimum: 1, audit_columns: [created_at, created_by]}}
secrets: [prod/api/jwt-signing-key]
sdk: {{version: 1.50.3}}
audiences: [support, customers]
rollback: {{initiated: false}}
people:
{people}""")
    shutil.copyfile(CHECKLIST, evidence.folder / "checklist.md")
    if evidence.red:
        midnight = at.replace(hour=0, minute=0)
        evidence.folder.joinpath("waivers.yml").write_text(f"""\
schema: evidencepack/waivers/1
waivers:
  - id: W-1503-1
    item: pre.metrics
    check: p95
    reason: >-
      The p95 breach is the index rebuild that the DBA started on the staging database;
      latency was back below 230 ms as soon as it ended, and production has the index already.
    risk_owner: luc
    requester: hanna
    approver: tomas
    ticket: REL-1503
    not_before: {rfc3339(midnight)}
    until: {rfc3339(midnight + datetime.timedelta(days=7))}
""")
