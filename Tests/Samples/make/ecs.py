"""The deployment: task definitions, services, targets and hosts as the AWS CLI shows them, and the workflow run."""

import datetime
import hashlib
import json
from typing import Any

from .ci import Span
from .cloud import PREVIOUS, Account, arn
from .evidence import Evidence, rfc3339
from .github import RUN_FIELDS, deploy_run
from .history import Repository
from .people import PEOPLE
from .tools import now

TARGET_GROUP = arn("elasticloadbalancing", "targetgroup/", "api/6d0ecf831eec9f09")
HOSTS = [f"10.40.{net}.{host}" for net, host in ((3, 21), (19, 88), (3, 140), (19, 7), (3, 66), (19, 203))]
DESCRIBE = "aws ecs describe-services --cluster prod --services api worker"
MINUTE = datetime.timedelta(minutes=1)


def _id(*words: object) -> str:
    return hashlib.sha256(repr(words).encode()).hexdigest()


def _number(*words: object) -> str:
    return f"ecs-svc/{int(_id(*words)[:15], 16):019d}"


def _json(content: Any) -> str:
    return json.dumps(content, indent=4) + "\n"


def _service(name: str, count: int, revision: int, begun: datetime.datetime, done: datetime.datetime,
             steady: list[datetime.datetime]) -> dict[str, Any]:
    """A service at rest, as version 2 of the CLI prints it; moto never brings one up."""
    definition, deployment = arn("ecs", "task-definition/", f"{name}:{revision}"), _number(name, revision, begun)
    network = {"awsvpcConfiguration": {"subnets": ["subnet-0a41c7e2b9d35f608", "subnet-0f2d83b6a17c4e950"],
                                       "securityGroups": ["sg-07c3e91fa24b6d805"], "assignPublicIp": "DISABLED"}}
    messages = [(time, "has reached a steady state.") for time in steady]
    messages += [(done, f"(deployment {deployment}) deployment completed.")]
    if name == "api":
        messages += [(begun + 0.6 * (done - begun), f"registered {count} targets in (target-group {TARGET_GROUP})")]
    tasks = " ".join(f"(task {_id(name, revision, index)[:32]})" for index in range(count))
    messages += [(begun + 0.2 * (done - begun), f"has started {count} tasks: {tasks}.")]
    messages.sort(key=lambda event: event[0], reverse=True)
    balanced = [{"targetGroupArn": TARGET_GROUP, "containerName": "api", "containerPort": 8443}]
    return {
        "serviceArn": arn("ecs", "service/prod/", name), "serviceName": name, "clusterArn": arn("ecs", "cluster/", "prod"),
        "loadBalancers": balanced if name == "api" else [], "serviceRegistries": [], "status": "ACTIVE",
        "desiredCount": count, "runningCount": count, "pendingCount": 0, "launchType": "FARGATE",
        "platformVersion": "LATEST", "platformFamily": "Linux", "taskDefinition": definition,
        "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": True, "rollback": True},
                                    "maximumPercent": 200, "minimumHealthyPercent": 100},
        "deployments": [{
            "id": deployment, "status": "PRIMARY", "taskDefinition": definition, "desiredCount": count,
            "pendingCount": 0, "runningCount": count, "failedTasks": 0, "createdAt": _local(begun), "updatedAt": _local(done),
            "launchType": "FARGATE", "platformVersion": "1.4.0", "platformFamily": "Linux", "networkConfiguration": network,
            "rolloutState": "COMPLETED", "rolloutStateReason": f"ECS deployment {deployment} completed.",
        }],
        "events": [{"id": f"{_id(name, time)[:8]}-5b1e-4c0a-9d27-{_id(time, name)[:12]}", "createdAt": _local(time),
                    "message": f"(service {name}) {text}"} for time, text in messages],
        "createdAt": "2026-01-12T09:31:08.127000+00:00", "placementConstraints": [], "placementStrategy": [],
        "networkConfiguration": network, "healthCheckGracePeriodSeconds": 60 if name == "api" else 0,
        "schedulingStrategy": "REPLICA", "deploymentController": {"type": "ECS"},
        "createdBy": "arn:aws:iam::123456789012:role/terraform", "enableECSManagedTags": True, "propagateTags": "SERVICE",
        "enableExecuteCommand": False, "availabilityZoneRebalancing": "DISABLED",
    }


def _local(time: datetime.datetime) -> str:
    return time.replace(microsecond=time.microsecond // 1000 * 1000).isoformat(timespec="microseconds")


def before(account: Account, evidence: Evidence) -> None:
    """rollback.taskdef: what runs now, and that it could be deployed again."""
    begun = now() - datetime.timedelta(days=20, minutes=14)
    steady = [now() - datetime.timedelta(minutes=11 + 360 * turn) for turn in range(3)]
    services = [_service(name, count, PREVIOUS, begun, begun + 4 * MINUTE, steady) for name, count in (("api", 4), ("worker", 2))]
    evidence.put("rollback.taskdef/services.json", _json({"services": services, "failures": []}))
    evidence.declare("rollback.taskdef/services.json", f"{DESCRIBE} > services.json", "production")
    for name in ("api", "worker"):
        command = f"aws ecs describe-task-definition --task-definition {name}:{PREVIOUS}"
        evidence.put(f"rollback.taskdef/previous-{name}.json", account.aws(*command.split()[1:]))
        evidence.declare(f"rollback.taskdef/previous-{name}.json", f"{command} > previous-{name}.json", "production")


def workflow(repository: Repository, evidence: Evidence, span: Span) -> None:
    """deploy.workflow: the run of deploy-backend.yml, its deployment and the states of that."""
    listed, rest = deploy_run(repository, span)
    commit, number, luc = repository.release_commit, 2_400_118_000 + int(span[0].timestamp()) % 100_000, PEOPLE["luc"]
    creator = {"login": luc.github, "id": 4_118_203, "type": "User", "site_admin": False}
    api = "https://api.github.com/repos/example/accounts"
    deployment = {
        "url": f"{api}/deployments/{number}", "id": number, "node_id": f"DE_kwDOKm1x{number:x}", "task": "deploy",
        "original_environment": "production", "environment": "production", "description": None,
        "created_at": rfc3339(span[0] + 0.2 * MINUTE), "updated_at": rfc3339(span[1]),
        "statuses_url": f"{api}/deployments/{number}/statuses", "repository_url": api, "creator": creator, "sha": commit,
        "ref": "v1.50.3", "payload": {}, "transient_environment": False, "production_environment": True,
        "performed_via_github_app": None,
    }
    states = (("success", span[1]), ("in_progress", span[0] + 0.25 * MINUTE), ("queued", span[0] + 0.2 * MINUTE))
    statuses = [
        {"url": f"{api}/deployments/{number}/statuses/{number * 2 - index}", "id": number * 2 - index,
         "node_id": f"DES_kwDOKm1x{number * 2 - index:x}", "state": state, "creator": creator, "description": "",
         "environment": "production", "target_url": f"{rest['html_url']}/job/55900000001", "created_at": rfc3339(time),
         "updated_at": rfc3339(time), "deployment_url": deployment["url"], "repository_url": api,
         "environment_url": "https://api.example.com", "log_url": f"{rest['html_url']}/job/55900000001",
         "performed_via_github_app": None}
        for index, (state, time) in enumerate(states)
    ]
    list_runs = f"gh run list -R example/accounts --workflow deploy-backend.yml --commit {commit} --json {RUN_FIELDS} | jq ."
    api = "gh api repos/example/accounts"
    for name, content, command in (
        ("runs.json", [listed], list_runs),
        ("run.json", rest, f"{api}/actions/runs/{listed['databaseId']} > run.json"),
        ("deployments.json", [deployment], f"{api}/deployments?environment=production&sha={commit} > deployments.json"),
        ("deployment-statuses.json", statuses, f"{api}/deployments/{number}/statuses > deployment-statuses.json"),
    ):
        evidence.put(f"deploy.workflow/{name}", content)
        evidence.declare(f"deploy.workflow/{name}", command, "production")


def watch(evidence: Evidence, span: Span, turn: int) -> None:
    """One look at the services; `turn` numbers it."""
    begun, done = span[0] + 0.3 * MINUTE, span[1] - 0.1 * MINUTE
    steady = [done + 0.05 * MINUTE, *([done + 12 * MINUTE] if turn > 1 else [])]
    services = [_service(name, count, PREVIOUS + 1, begun, done, steady) for name, count in (("api", 6), ("worker", 2))]
    name = f"deploy.stability/services-{turn}.json"
    evidence.put(name, _json({"services": services, "failures": []}))
    evidence.declare(name, f"{DESCRIBE} > services-{turn}.json", "production")


def healthy(evidence: Evidence, since: datetime.datetime) -> None:
    """deploy.stability: targets now, and CloudWatch's count of healthy hosts since the deployment."""
    override = {"State": "no_override", "Reason": "AdministrativeOverride.NoOverride",
                "Description": "No override is currently active on target"}
    targets = [{"Target": {"Id": host, "Port": 8443, "AvailabilityZone": f"eu-central-1{'ab'[index % 2]}"},
                "HealthCheckPort": "8443", "TargetHealth": {"State": "healthy"}, "AdministrativeOverride": override}
               for index, host in enumerate(HOSTS)]
    evidence.put("deploy.stability/targets.json", _json({"TargetHealthDescriptions": targets}))
    evidence.declare("deploy.stability/targets.json",
                     f"aws elbv2 describe-target-health --target-group-arn {TARGET_GROUP} > targets.json", "production")
    end, start = now().replace(second=0, microsecond=0), since.replace(second=0, microsecond=0)
    times = [end - index * MINUTE for index in range(1, int((end - start) / MINUTE) + 1)]
    result = {"Id": "healthy", "Label": "HealthyHostCount", "Timestamps": [time.isoformat() for time in times],
              "Values": [float(len(HOSTS))] * len(times), "StatusCode": "Complete"}
    evidence.put("deploy.stability/healthy-hosts.json", _json({"MetricDataResults": [result], "Messages": []}))
    evidence.declare(
        "deploy.stability/healthy-hosts.json",
        f"aws cloudwatch get-metric-data --start-time {rfc3339(start)} --end-time {rfc3339(end)}"
        " --metric-data-queries file://healthy-hosts.query.json > healthy-hosts.json",
        "production", timezone="UTC", unit="count")
