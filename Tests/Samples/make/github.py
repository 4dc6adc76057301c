"""What `gh run list` and `gh pr list` would print, built from the scratch repository and the times of the real runs."""

import datetime
from typing import Any

from .ci import Span
from .evidence import Evidence, rfc3339
from .history import Pull, Repository
from .people import PEOPLE, Person

SITE = "https://github.com/example/accounts"
RUN_FIELDS = ("attempt,conclusion,createdAt,databaseId,displayTitle,event,headBranch,headSha,name,number,startedAt,"
              "status,updatedAt,url,workflowDatabaseId,workflowName")
PULL_FIELDS = ("author,baseRefName,closedAt,createdAt,headRefName,headRefOid,isDraft,labels,latestReviews,mergeCommit,"
               "mergedAt,mergedBy,number,reviewDecision,state,statusCheckRollup,title,url")
WORKFLOWS = {"ci": 118204411, "dependency-audit": 118204412, "terraform-plan": 118204415, "deploy-staging": 118204413,
             "deploy-backend": 118204414}


def collect(repository: Repository, evidence: Evidence, spans: dict[str, Span]) -> None:
    merged = repository.pulls[-1].closed
    minute = datetime.timedelta(minutes=1)
    runs = [_run(repository, "v1.50.3", name, index, repository.tagged, span)
            for index, (name, span) in enumerate(spans.items(), 20)]
    runs += [
        _run(repository, "main", "ci", 7, merged, (merged, merged + 4 * minute)),
        _run(repository, "main", "deploy-staging", 8, merged + 4 * minute, (merged + 4 * minute, merged + 16 * minute)),
    ]
    runs.sort(key=lambda run: (run["createdAt"], run["databaseId"]), reverse=True)
    evidence.put("pre.ci/runs.json", runs)
    pulls = [_pull(pull) for pull in reversed(repository.pulls)]
    evidence.put("pre.ci/pulls.json", pulls)
    since = repository.pulls[0].opened.date()
    evidence.declare(
        "pre.ci/pulls.json",
        f'gh pr list -R example/accounts --state all --base main --search "created:>={since}" --limit 500 --json {PULL_FIELDS} | jq .')
    evidence.declare(
        "pre.ci/runs.json",
        f"gh run list -R example/accounts --commit {repository.release_commit} --limit 200 --json {RUN_FIELDS} | jq .")


def deploy_run(repository: Repository, span: Span) -> tuple[dict[str, Any], dict[str, Any]]:
    """The run of deploy-backend.yml on the tag, as `gh run list` and as the REST interface show it."""
    run = _run(repository, "v1.50.3", "deploy-backend", 31, span[0], span)
    run |= {"event": "workflow_dispatch", "displayTitle": "deploy-backend"}
    api = "https://api.github.com/repos/example/accounts"
    actor = {"login": PEOPLE["luc"].github, "id": 4_118_203, "type": "User", "site_admin": False}
    rest = {
        "id": run["databaseId"], "name": "deploy-backend", "node_id": f"WFR_kwLOKm1x{run['databaseId']:x}", "head_branch": "v1.50.3",
        "head_sha": run["headSha"], "path": ".github/workflows/deploy-backend.yml", "display_title": "deploy-backend",
        "run_number": run["number"], "event": "workflow_dispatch", "status": "completed", "conclusion": "success",
        "workflow_id": run["workflowDatabaseId"], "url": f"{api}/actions/runs/{run['databaseId']}", "html_url": run["url"],
        "pull_requests": [], "created_at": run["createdAt"], "updated_at": run["updatedAt"], "actor": actor, "run_attempt": 1,
        "referenced_workflows": [], "run_started_at": run["startedAt"], "triggering_actor": actor,
        "head_commit": {"id": run["headSha"], "message": "Merge pull request #496 from example/release-1.50.3",
                        "timestamp": rfc3339(repository.pulls[-1].closed)},
        "repository": {"id": 712_881_443, "name": "accounts", "full_name": "example/accounts", "private": True},
    }
    return run, rest


def badge(evidence: Evidence) -> None:
    """The workflow's badge: GitHub's title and texts, drawn plainly."""
    evidence.put("pre.ci/badges/ci.svg", BADGE)
    evidence.declare("pre.ci/badges/ci.svg", f'curl -sS "{SITE}/actions/workflows/ci.yml/badge.svg?branch=main" -o ci.svg')


BADGE = """<svg xmlns="http://www.w3.org/2000/svg" width="86" height="20">
  <title>ci - passing</title>
  <g fill="none" fill-rule="evenodd" font-family="Verdana,Geneva,sans-serif" font-size="11">
    <rect id="workflow-bg" width="36" height="20" rx="3" fill="#24292E"></rect>
    <text fill="#FFFFFF"><tspan x="22" y="14">ci</tspan></text>
    <g transform="translate(36)">
      <rect id="state-bg" width="50" height="20" rx="3" fill="#28A745"></rect>
      <text fill="#FFFFFF"><tspan x="4" y="14">passing</tspan></text>
    </g>
  </g>
</svg>
"""


def _run(repository: Repository, ref: str, name: str, index: int, created: datetime.datetime, span: Span) -> dict[str, Any]:
    number = 19_000_000_000 + int(created.timestamp() - 1_790_000_000) * 100 + index
    return {
        "attempt": 1, "conclusion": "success", "createdAt": rfc3339(created), "databaseId": number,
        "displayTitle": "Release 1.50.3", "event": "push", "headBranch": ref, "headSha": repository.release_commit,
        "name": name, "number": 1200 + 7 * index, "startedAt": rfc3339(span[0]), "status": "completed",
        "updatedAt": rfc3339(span[1]), "url": f"{SITE}/actions/runs/{number}",
        "workflowDatabaseId": WORKFLOWS[name], "workflowName": name,
    }


def _pull(pull: Pull) -> dict[str, Any]:
    minutes = [pull.opened + datetime.timedelta(minutes=minute) for minute in (0, 1, 5, 38)]
    checks = [
        {"__typename": "CheckRun", "completedAt": rfc3339(minutes[2]), "conclusion": "SUCCESS",
         "detailsUrl": f"{SITE}/actions/runs/{19_500_000_000 + pull.number * 1000}/job/{55_400_000_000 + pull.number * 10 + index}",
         "name": name, "startedAt": rfc3339(minutes[1]), "status": "COMPLETED", "workflowName": "ci"}
        for index, name in enumerate(("lint", "unit", "integration"))
    ]
    review = {
        "id": f"PRR_kwDOKm1x{pull.number}", "author": {"login": pull.reviewer.github}, "authorAssociation": "MEMBER",
        "body": "" if pull.merged else "Blocked on the threat model; moves to train 1.51.",
        "submittedAt": rfc3339(minutes[3]), "includesCreatedEdit": False, "reactionGroups": [],
        "state": "APPROVED" if pull.merged else "CHANGES_REQUESTED", "commit": {"oid": pull.head},
    }
    closed = rfc3339(pull.closed)
    return {
        "author": _person(pull.author), "baseRefName": "main", "closedAt": closed, "createdAt": rfc3339(pull.opened),
        "headRefName": pull.branch, "headRefOid": pull.head, "isDraft": False,
        "labels": [{"id": f"LA_kwDOKm1x{len(pull.label)}", "name": pull.label, "description": "", "color": "0e8a16"}],
        "latestReviews": [review], "mergeCommit": {"oid": pull.merge} if pull.merged else None,
        "mergedAt": closed if pull.merged else None, "mergedBy": _person(pull.reviewer) if pull.merged else None,
        "number": pull.number, "reviewDecision": review["state"], "state": "MERGED" if pull.merged else "CLOSED",
        "statusCheckRollup": checks, "title": pull.title, "url": f"{SITE}/pull/{pull.number}",
    }


def _person(person: Person) -> dict[str, Any]:
    return {"id": f"U_kgDOB{person.jira[2:8]}", "is_bot": False, "login": person.github, "name": person.name}
