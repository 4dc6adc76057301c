"""The releases whose fields are poisoned: the two samples, and the red one with the formats of other tools beside."""
import hashlib
import re
import subprocess
from pathlib import Path

from fields import Release

ROOT = Path(__file__).resolve().parents[2]
SAMPLES, FIXTURES = ROOT / "Tests/Samples", ROOT / "Tests/Fixtures"
AT = (SAMPLES / "AT").read_text().strip()
# Which formats an item's checks read that the samples have no file of.
FOREIGN = {
    "pre.audit": ["cargo-audit", "cyclonedx", "dependabot", "dependency-check", "npm-audit", "osv-scanner", "pip-audit",
                  "snyk", "trivy", "yarn-audit"],
    "pre.ci/lint": ["checkstyle", "sarif"], "pre.ci/unit": ["junit"], "pre.ci/coverage": ["clover", "jacoco", "lcov"],
    "pre.ci/jobs": ["github-jobs", "github-statuses"], "pre.metrics": ["cloudwatch", "cloudwatch-csv", "datadog",
                                                                       "grafana-csv", "grafana-frames"],
    "pre.migrations": ["alembic", "django-showmigrations", "knex-list", "liquibase", "prisma-status", "rds-snapshots"],
    "pre.leads": ["icalendar", "opsgenie-timeline", "pagerduty-rota", "rota-csv"], "pre.qa": ["xray", "zephyr-squad"],
    "deploy.plan": ["terraform-plan-json", "terraform-plan-text", "terraform-stream"],
    "deploy.apply": ["terraform-apply-log"], "deploy.review": ["github-reviews"],
    "deploy.stability": ["ecs-services", "target-health", "ecs-tasks"], "post.health": ["curl-include", "curl-write-out"],
    "post.smoke": ["junit"], "post.data": ["query-csv", "query-json", "psql"], "post.secrets/after": ["secret-versions"],
    "post.synthetics": ["k6-summary", "k6-text", "har"], "post.notify": ["statuspage"],
    "rollback.incident": ["pagerduty-incidents"], "rollback.taskdef": ["task-definitions"],
    "rollback.snapshot": ["rds-snapshots"], "rollback.state": ["s3-head-object", "sha256sum"], "ticket": ["github-issue"],
}


def foreign_files():
    commit = re.search(r'commit: "?(\w+)', (SAMPLES / "red/release.yml").read_text())[1]
    for folder, formats in FOREIGN.items():
        for name in formats:
            for case in sorted((FIXTURES / name).glob("*/"))[:3]:
                for file in sorted(case.glob("input.*"))[:1]:
                    data, path = file.read_bytes(), f"evidence/{folder}/{name}-{case.name}{file.suffix}"
                    yield path, data
                    yield path + ".meta.yml", (
                        f"sha256: {hashlib.sha256(data).hexdigest()}\ncommand: make {name}\ncommit: {commit}\n"
                        f"environment: staging\nby: mei\ncollected_at: {AT}\n").encode()


def build(tool, folder, out):
    """Exit code and error output; the pack is `out`/VERSION."""
    run = subprocess.run([tool, "build", str(folder), "--at", AT, "--out", str(out)], capture_output=True, text=True)
    return run.returncode, run.stderr


def releases(tool, work):
    """By name; the foreign one with a filled-in sign-off too, which is shown whether it counts or not."""
    build(tool, SAMPLES / "red", Path(work) / "first")
    form = re.search(r"```\n(.*?)```", next((Path(work) / "first").glob("*/signoff.md")).read_text(), re.S)[1]
    for key, value in (("by", "sofia"), ("decision", "approve"), ("at", AT), ("note", "looks fine")):
        form = re.sub(rf"(?m)^{key}:.*$", f"{key}: {value}", form)
    extra = [*foreign_files(), ("signoffs/security.txt", form.encode())]
    return {
        "green": Release(SAMPLES / "green"), "red": Release(SAMPLES / "red"),
        "foreign": Release(SAMPLES / "red", extra)}
