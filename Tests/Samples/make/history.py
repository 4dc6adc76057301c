"""The scratch repository: feature branches merged into main by pull requests, and the tag on a bare remote."""

import dataclasses
import datetime
import pathlib
import shutil

from .evidence import Evidence
from .people import PEOPLE, Person
from .tools import now, run

PROJECT = pathlib.Path(__file__).parent / "project"


@dataclasses.dataclass
class Pull:
    number: int
    branch: str
    title: str
    author: Person
    reviewer: Person
    days: int  # before the run, of the branch's commit
    files: tuple[str, ...]
    label: str = "feature"
    merged: bool = True
    opened: datetime.datetime | None = None
    closed: datetime.datetime | None = None
    head: str = ""
    merge: str = ""


@dataclasses.dataclass
class Repository:
    path: pathlib.Path
    pulls: list[Pull]
    base_commit: str = ""
    release_commit: str = ""
    tagged: datetime.datetime | None = None


def _pull(number: int, branch: str, title: str, people: str, days: int, files: str, **more: object) -> Pull:
    author, reviewer = (PEOPLE[name] for name in people.split(" < "))
    return Pull(number, branch, title, author, reviewer, days, tuple(files.split()), **more)


def _train(red: bool) -> list[Pull]:
    pulls = [
        _pull(481, "mfa-totp", "Answer the MFA challenge with TOTP codes", "priya < jonas", 11,
              "src/accounts/mfa.py tests/unit/test_mfa.py"),
        _pull(484, "refresh-rotation", "Rotate refresh tokens, revoke the family on reuse", "jonas < sofia", 9,
              "migrations/V150_1__refresh_tokens.sql migrations/down/V150_1__refresh_tokens.sql src/accounts/api.py "
              "tests/integration/test_sign_in.py"),
        _pull(487, "profile-locale", "Check locale and time zone of profile changes", "priya < tomas", 8,
              "src/accounts/profile.py tests/unit/test_profile.py"),
        _pull(489, "consent-events", "Record consent events with audit columns", "jonas < farid", 6,
              "migrations/V150_2__consent_events.sql migrations/down/V150_2__consent_events.sql docs/rollback-plan.md "
              "tests/integration/test_account.py"),
        _pull(490, "consent-queue", "Queue for consent events, six API tasks, tighter alarm", "mei < seun", 5,
              "infra/consent.tf infra/environments/production.tfvars", label="infrastructure"),
        _pull(493, "audit-in-ci", "Audit npm dependencies in CI", "sofia < tomas", 4,
              "scripts/audit-dependencies.mjs package.json package-lock.json", label="security"),
        _pull(496, "release-1.50.3", "Release 1.50.3", "hanna < tomas", 2,
              "pyproject.toml src/accounts_sdk.py package.json package-lock.json CHANGELOG.md", label="release"),
    ]
    if red:
        pulls.insert(-1, _pull(494, "remember-device", "Remember a device for thirty days", "priya < sofia", 3,
                               "src/accounts/devices.py", merged=False))
    return pulls


def _git(path: pathlib.Path, *words: object, by: Person | None = None, at: datetime.datetime | None = None) -> str:
    who = by or PEOPLE["hanna"]
    when = (at or now()).strftime("%Y-%m-%dT%H:%M:%S+0000")
    return run(
        "git", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false", *words, cwd=path,
        GIT_AUTHOR_NAME=who.name, GIT_AUTHOR_EMAIL=who.email, GIT_AUTHOR_DATE=when,
        GIT_COMMITTER_NAME=who.name, GIT_COMMITTER_EMAIL=who.email, GIT_COMMITTER_DATE=when,
    ).strip()


def make(work: pathlib.Path, red: bool, npm: dict[str, str]) -> Repository:
    """The repository as it stood when v1.50.3 was tagged; the release commit is 26 hours old, the tag is new."""
    final = work / "final"
    shutil.copytree(PROJECT, final)
    (final / "gitignore").rename(final / ".gitignore")
    _fill(final / "package.json", LODASH="4.17.20" if red else "4.17.21")
    _fill(final / "infra/environments/production.tfvars", ZONE="eu-central-1b" if red else "eu-central-1a")
    if red:
        (final / "src/accounts/devices.py").write_text('"""Remembered devices: a signed cookie of thirty days."""\n')
    run("npm", "install", "--package-lock-only", "--no-audit", cwd=final, **npm)

    repository = Repository(work / "accounts", _train(red))
    path = repository.path
    run("git", "init", "-q", "--bare", "-b", "main", work / "remote.git")
    run("git", "init", "-q", "-b", "main", path)
    _git(path, "remote", "add", "origin", "../remote.git")
    later = {name for pull in repository.pulls for name in pull.files} - {"pyproject.toml", "src/accounts_sdk.py", "CHANGELOG.md"}
    shutil.copytree(final, path, dirs_exist_ok=True)
    for name in later:
        (path / name).unlink()
    before = path / "infra/environments/production.tfvars.before"
    before.rename(path / "infra/environments/production.tfvars")
    _git(path, "add", "-A")
    _git(path, "commit", "-qm", "accounts 1.50.2", by=PEOPLE["tomas"], at=_day(20, 10, 12))
    _git(path, "tag", "-am", "accounts 1.50.2", "v1.50.2", at=_day(20, 14, 30))
    repository.base_commit = _git(path, "rev-parse", "HEAD")
    for pull in repository.pulls:
        _merge(path, final, pull)
    repository.release_commit = _git(path, "rev-parse", "HEAD")
    _git(path, "push", "-q", "origin", "main", "v1.50.2")
    repository.tagged = now()
    _git(path, "tag", "-am", "accounts 1.50.3 (train 1.50)", "v1.50.3", at=repository.tagged)
    _git(path, "push", "-q", "origin", "v1.50.3")
    return repository


def _merge(path: pathlib.Path, final: pathlib.Path, pull: Pull) -> None:
    _git(path, "switch", "-qc", pull.branch)
    for name in pull.files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(final / name, path / name)
    pull.opened = _day(pull.days, 9, pull.number % 50)
    pull.closed = _day(pull.days, 14, pull.number % 47)
    if pull.label == "release":
        pull.opened, pull.closed = now() - datetime.timedelta(hours=27), now() - datetime.timedelta(hours=26)
        for name in ("pyproject.toml", "src/accounts_sdk.py", "package.json", "package-lock.json"):
            (path / name).write_text((path / name).read_text().replace("1.50.2", "1.50.3"))
        notes = (path / "CHANGELOG.md").read_text().replace("# Changelog\n", NOTES)
        (path / "CHANGELOG.md").write_text(notes)
    _git(path, "add", "-A")
    _git(path, "commit", "-qm", pull.title, by=pull.author, at=pull.opened)
    pull.head = _git(path, "rev-parse", "HEAD")
    _git(path, "switch", "-q", "main")
    if pull.merged:
        message = f"Merge pull request #{pull.number} from example/{pull.branch}\n\n{pull.title}"
        _git(path, "merge", "-q", "--no-ff", "-m", message, pull.branch, by=pull.reviewer, at=pull.closed)
        pull.merge = _git(path, "rev-parse", "HEAD")


NOTES = """# Changelog

## 1.50.3
- Refresh tokens rotate; reuse revokes their family.
- MFA challenge with TOTP codes.
- Consent events, with who and when.
"""


def _fill(path: pathlib.Path, **values: str) -> None:
    text = path.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    path.write_text(text)


def _day(before: int, hour: int, minute: int) -> datetime.datetime:
    day = now() - datetime.timedelta(days=before)
    day -= datetime.timedelta(days=max(0, day.weekday() - 4))  # nobody merges at the weekend
    return day.replace(hour=hour, minute=minute, second=(hour * 7 + minute * 13) % 60, microsecond=0)


def collect(repository: Repository, evidence: Evidence) -> None:
    path = repository.path
    evidence.put("deploy.tag/ls-remote.txt", run("git", "ls-remote", "--tags", "origin", cwd=path))
    evidence.declare("deploy.tag/ls-remote.txt", "git ls-remote --tags origin", "production")
    columns = "%(refname:short) %(objecttype) %(objectname) %(*objectname) %(taggerdate:iso-strict)"
    evidence.put("deploy.tag/refs.txt", run("git", "for-each-ref", f"--format={columns}", "refs/tags", cwd=path))
    evidence.declare("deploy.tag/refs.txt", f"git for-each-ref --format='{columns}' refs/tags", "production")
