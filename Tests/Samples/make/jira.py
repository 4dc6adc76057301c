"""Exports of Jira Cloud (REST v3) and Xray Cloud, constructed: the tests executed are pytest's real results."""

import datetime
import xml.etree.ElementTree as ET
from typing import Any

from .evidence import Evidence
from .history import Repository
from .people import PEOPLE, Person
from .tools import now

SITE = "https://example.atlassian.net"
GET = f'curl -sS -u "$MAIL:$TOKEN" "{SITE}/rest/api/3/issue/%s?expand=names,changelog"'
STATUS = {"To Do": ("10000", 2, "new"), "In Progress": ("10001", 4, "indeterminate"), "Done": ("10002", 3, "done"),
          "Awaiting approval": ("10004", 4, "indeterminate")}
NAMES = {"issuetype": "Issue Type", "project": "Project", "summary": "Summary", "status": "Status",
         "resolution": "Resolution", "resolutiondate": "Resolved", "fixVersions": "Fix versions", "labels": "Labels",
         "assignee": "Assignee", "reporter": "Reporter", "created": "Created", "updated": "Updated",
         "description": "Description", "issuelinks": "Linked Issues", "comment": "Comment",
         "customfield_10071": "Test environment", "customfield_10072": "Build"}


def collect(evidence: Evidence, repository: Repository) -> None:
    """pre.qa: the sign-off, its test plan and the execution."""
    runs = _executions(evidence)
    finished = max(run["finishedOn"] for run in runs if run["finishedOn"])
    signed = now()
    assert datetime.datetime.fromisoformat(finished) < signed
    begun = repository.tagged
    plan_link = _link("70101", "Sign-off", "signs off", "outwardIssue", "QA-2101", "Test plan of train 1.50", "Test Plan",
                      "In Progress" if evidence.red else "Done")
    back_link = _link("70101", "Sign-off", "is signed off by", "inwardIssue", "QA-2150", "QA sign-off for v1.50.3",
                      "QA Sign-off", "In Progress" if evidence.red else "Done")
    ines, viktor, hanna = PEOPLE["ines"], PEOPLE["viktor"], PEOPLE["hanna"]
    passed = sum(run["status"]["name"] == "PASSED" for run in runs)
    verdict = f"{passed} of {len(runs)} tests of QA-2101 passed on staging, build {evidence.commit[:10]}."
    signoff = _issue("QA-2150", "30150", "QA Sign-off", "QA sign-off for v1.50.3", begun, hanna, ines,
                     ["QA accepts the release when every test of the linked plan has passed on the build that is promoted.",
                      "Environment: staging."], [plan_link])
    _move(signoff, ines, "To Do", "In Progress", begun)
    _comment(signoff, "41877", ines, signed, verdict if not evidence.red else f"{verdict} The rest is not run yet.")
    if not evidence.red:
        _move(signoff, ines, "In Progress", "Done", signed)
    plan = _issue("QA-2101", "30101", "Test Plan", "Test plan of train 1.50", begun - datetime.timedelta(days=9), viktor,
                  viktor, ["Sign-in, refresh, MFA challenge, profile, consent; each against a database of its own."],
                  [back_link])
    _move(plan, viktor, "To Do", "In Progress", begun - datetime.timedelta(days=2))
    if not evidence.red:
        _move(plan, viktor, "In Progress", "Done", signed)
    execution = {
        "issueId": "30160",
        "jira": {"key": "QA-2160", "summary": "Execution of QA-2101 on v1.50.3", "fixVersions": [{"name": "v1.50.3"}]},
        "testEnvironments": ["staging"],
        "testPlans": {"total": 1, "results": [{"issueId": "30101", "jira": {"key": "QA-2101"}}]},
        "testRuns": {"total": len(runs), "start": 0, "limit": 100, "results": runs},
    }
    for name, content, command in (
        ("pre.qa/QA-2150.json", signoff, GET % "QA-2150"),
        ("pre.qa/QA-2101.json", plan, GET % "QA-2101"),
        ("pre.qa/QA-2160.execution.json", {"data": {"getTestExecution": execution}},
         'curl -sS -H "Authorization: Bearer $XRAY" -d @execution.graphql https://xray.cloud.getxray.app/api/v2/graphql'),
    ):
        evidence.put(name, content)
        evidence.declare(name, command)


class Ticket:
    """REL-1503, which people comment while the release goes on."""

    def __init__(self, commit: str, tagged: datetime.datetime):
        hanna = PEOPLE["hanna"]
        self.comments, self.status = 41880, "To Do"
        self.issue = _issue(
            "REL-1503", "51503", "Release", "Release v1.50.3 (train 1.50) to production", tagged - datetime.timedelta(days=2),
            hanna, hanna, ["Promotion of accounts 1.50.3 from staging to production.", f"Commit {commit}, tag v1.50.3."], [])
        self.say("hanna", "Train 1.50 is cut: v1.50.3 is tagged and pushed, CI runs on the tag.")

    def say(self, who: str, *paragraphs: str) -> None:
        _comment(self.issue, str(self.comments), PEOPLE[who], now(), *paragraphs)
        self.comments += 1

    def move(self, who: str, status: str) -> None:
        _move(self.issue, PEOPLE[who], self.status, status, now())
        self.status = status

    def export(self, evidence: Evidence) -> None:
        evidence.put("ticket/REL-1503.json", self.issue)
        # A ticket speaks of the release, before and after the promotion: it is of no one environment.
        evidence.declare("ticket/REL-1503.json", GET % "REL-1503", None)


def _executions(evidence: Evidence) -> list[dict[str, Any]]:
    """A test run for each case of the integration report; in red the last one was not executed."""
    suite = ET.parse(evidence.folder / "evidence/pre.ci/integration/pytest.xml").getroot().find("testsuite")
    clock = datetime.datetime.fromisoformat(suite.get("timestamp")).astimezone(datetime.UTC)
    cases, runs = suite.findall("testcase"), []
    for index, case in enumerate(cases):
        start, clock = clock, clock + datetime.timedelta(seconds=float(case.get("time")))
        skipped = evidence.red and index == len(cases) - 1
        status = "TO DO" if skipped else "FAILED" if len(case) else "PASSED"
        runs.append({
            "id": f"6921f0c4e8b1a2000{7100 + index}",
            "status": {"name": status, "color": {"PASSED": "#95C160", "FAILED": "#D45D52"}.get(status, "#A2A6AE"),
                       "description": ""},
            "startedOn": None if skipped else _utc(start), "finishedOn": None if skipped else _utc(clock),
            "test": {"issueId": str(30201 + index), "jira": {
                "key": f"QA-{2201 + index}", "summary": case.get("name").removeprefix("test_").replace("_", " ")}},
        })
    return runs


def _utc(time: datetime.datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _stamp(time: datetime.datetime) -> str:
    """Jira's REST time: an offset without a colon."""
    return time.isoformat(timespec="milliseconds").replace("+00:00", "+0000")


def _user(person: Person) -> dict[str, Any]:
    return {"self": f"{SITE}/rest/api/3/user?accountId={person.jira}", "accountId": person.jira,
            "displayName": person.name, "active": True, "timeZone": "Europe/Lisbon", "accountType": "atlassian"}


def _status(name: str) -> dict[str, Any]:
    id, category, key = STATUS[name]
    return {"self": f"{SITE}/rest/api/3/status/{id}", "name": name, "id": id, "statusCategory": {
        "self": f"{SITE}/rest/api/3/statuscategory/{category}", "id": category, "key": key,
        "name": {"new": "To Do", "indeterminate": "In Progress", "done": "Done"}[key]}}


def _document(*paragraphs: str) -> dict[str, Any]:
    return {"type": "doc", "version": 1, "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in paragraphs]}


def _link(id: str, name: str, phrase: str, side: str, key: str, summary: str, kind: str, status: str) -> dict[str, Any]:
    return {"id": id, "type": {"id": "10020", "name": name, "inward": "is signed off by", "outward": "signs off"}, side: {
        "id": f"3{key[-4:]}", "key": key, "self": f"{SITE}/rest/api/3/issue/3{key[-4:]}",
        "fields": {"summary": summary, "status": _status(status), "issuetype": {"name": kind, "subtask": False}}}}


def _issue(key: str, id: str, kind: str, summary: str, created: datetime.datetime, reporter: Person, assignee: Person,
           description: list[str], links: list[dict[str, Any]]) -> dict[str, Any]:
    project = key.split("-")[0]
    quality = project == "QA"
    fields = {
        "issuetype": {"id": str(10100 + len(kind)), "name": kind, "subtask": False, "hierarchyLevel": 0},
        "project": {"id": "10010" if quality else "10030", "key": project,
                    "name": "Quality" if quality else "Releases", "projectTypeKey": "software"},
        "summary": summary, "status": _status("To Do"), "resolution": None, "resolutiondate": None,
        "fixVersions": [{"id": "10503", "name": "v1.50.3", "archived": False, "released": False}],
        "labels": ["train-1.50"], "assignee": _user(assignee), "reporter": _user(reporter),
        "created": _stamp(created), "updated": _stamp(created), "description": _document(*description),
        "issuelinks": links, "comment": {"comments": [], "maxResults": 0, "total": 0, "startAt": 0},
    }
    if kind == "QA Sign-off":
        fields |= {"customfield_10071": {"id": "10311", "value": "staging"}, "customfield_10072": "v1.50.3"}
    return {
        "expand": "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations", "id": id,
        "self": f"{SITE}/rest/api/3/issue/{id}", "key": key,
        "names": {field: NAMES[field] for field in fields},
        "changelog": {"startAt": 0, "maxResults": 0, "total": 0, "histories": []}, "fields": fields,
    }


def _move(issue: dict[str, Any], by: Person, old: str, new: str, at: datetime.datetime) -> None:
    items = [{"field": "status", "fieldtype": "jira", "fieldId": "status", "from": STATUS[old][0], "fromString": old,
              "to": STATUS[new][0], "toString": new}]
    fields, log = issue["fields"], issue["changelog"]
    fields["status"], fields["updated"] = _status(new), _stamp(at)
    if new == "Done":
        items.append({"field": "resolution", "fieldtype": "jira", "fieldId": "resolution", "from": None,
                      "fromString": None, "to": "10000", "toString": "Done"})
        fields["resolution"], fields["resolutiondate"] = {"id": "10000", "name": "Done"}, _stamp(at)
    log["histories"].insert(0, {"id": str(88000 + int(at.timestamp()) % 9000), "author": _user(by),
                                "created": _stamp(at), "items": items})
    log["total"] = log["maxResults"] = len(log["histories"])


def _comment(issue: dict[str, Any], id: str, by: Person, at: datetime.datetime, *paragraphs: str) -> None:
    page = issue["fields"]["comment"]
    page["comments"].append({
        "self": f"{issue['self']}/comment/{id}", "id": id, "author": _user(by), "body": _document(*paragraphs),
        "updateAuthor": _user(by), "created": _stamp(at), "updated": _stamp(at), "jsdPublic": True})
    page["total"] = page["maxResults"] = len(page["comments"])
    issue["fields"]["updated"] = max(issue["fields"]["updated"], _stamp(at))
