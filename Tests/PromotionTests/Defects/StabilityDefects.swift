import Model

private let first = "evidence/deploy.stability/services-1.json"
private let second = "evidence/deploy.stability/services-2.json"
private let targets = "evidence/deploy.stability/targets.json"
private let hosts = "evidence/deploy.stability/healthy-hosts.json"
private let errors = "evidence/deploy.stability/5xx.json"
private let latency = "evidence/deploy.stability/latency.json"

extension Defect {
    /// What can be wrong with the quarter of an hour after the deployment.
    static let stability: [Defect] = [
        Defect(
            "a task does not run", .replaceFirst(second, #""runningCount": 6"#, with: #""runningCount": 5"#),
            turns: ["deploy.stability": .fail], says: "api: 5 of 6 tasks run", "= 6", "services-2.json:3"),
        Defect(
            "a task is pending in the first look",
            .replaceFirst(first, #""pendingCount": 0"#, with: #""pendingCount": 1"#),
            turns: ["deploy.stability": .fail], says: "api: 1 task pending", "services-1.json:3"),
        Defect(
            "no task is wanted",
            .replaceFirst(second, #""desiredCount": 6"#, with: #""desiredCount": 0"#),
            .replaceFirst(second, #""runningCount": 6"#, with: #""runningCount": 0"#),
            turns: ["deploy.stability": .fail], says: "no task is desired", "> 0"),
        Defect(
            "the deployment is still in progress", .replaceFirst(second, "COMPLETED", with: "IN_PROGRESS"),
            turns: ["deploy.stability": .fail], says: "the deployment is IN_PROGRESS", "COMPLETED"),
        Defect(
            "tasks of the deployment failed", .replaceFirst(second, #""failedTasks": 0"#, with: #""failedTasks": 3"#),
            turns: ["deploy.stability": .fail], says: "3 tasks of", "api:42 failed"),
        Defect(
            "the circuit breaker has rolled back",
            .replaceMatches(
                second, #"ECS deployment ecs-svc/\d+ completed\."#,
                with: "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1."),
            turns: ["deploy.stability": .fail], says: "the circuit breaker has rolled back"),
        Defect(
            "another deployment is under way",
            .replaceFirst(
                second, #""deployments": ["#,
                with: #""deployments": [{"status": "ACTIVE", "taskDefinition": "api:43", "failedTasks": 0},"#),
            turns: ["deploy.stability": .fail, "rollback.incident": .fail],
            says: "another deployment, of api:43, is ACTIVE"),
        Defect(
            "the answer lists nothing", .write(second, #"{"services": [], "failures": []}"#),
            turns: ["deploy.stability": .unknown, "rollback.incident": .unknown], says: "the answer lists no service",
            "services-2.json:1"),
        Defect(
            "AWS does not find a service",
            .replace(
                second, #""failures": []"#,
                with: #""failures": [{"arn": "arn:aws:ecs:x:1:service/worker", "reason": "MISSING"}]"#),
            turns: ["deploy.stability": .fail], says: "MISSING", "no failures"),
        Defect(
            "a service was not looked at",
            .replace(first, #""serviceName": "worker""#, with: #""serviceName": "mailer""#),
            .replace(second, #""serviceName": "worker""#, with: #""serviceName": "mailer""#),
            turns: ["deploy.stability": .unknown], says: "the service worker of prod"),
        Defect(
            "the second look came too early", .collect(second, minutesLater: -5), turns: ["deploy.stability": .unknown],
            says: "stable for 11 min", ">= 15 min"),
        Defect(
            "the first look is from before the deployment", .collect(first, minutesLater: -3),
            turns: ["deploy.stability": .unknown], says: "before deploy.workflow ended"),
        Defect(
            "targets turned ill in between",
            .transform(second) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                let steady = #/"createdAt": "(?<time>[^"]+)",\s+"message": "\(service api\) has reached/#
                guard let time = text.firstMatch(of: steady).flatMap({ Instant(rfc3339: String($0.time)) }) else {
                    return bytes
                }
                let later = Instant(milliseconds: time.milliseconds + 60_000)
                let event =
                    #"{"createdAt": "\#(later)", "message": "(service api) is unhealthy in (target-group api)"},"#
                return Array(text.replacing("\"events\": [", with: "\"events\": [\(event)", maxReplacements: 1).utf8)
            }, turns: ["deploy.stability": .unknown], says: "only (last event: (service api) is unhealthy", ">= 15 min"),
        Defect(
            "only a part of the answer is kept",
            .write(
                second, #"[{"serviceArn": "arn:aws:ecs:x:1:service/prod/api", "runningCount": 6, "desiredCount": 6}]"#),
            turns: ["deploy.stability": .error, "rollback.incident": .error], says: "`--query` has cut parts off"),
        Defect(
            "the answer is cut off", .cutOff(second), turns: ["deploy.stability": .error, "rollback.incident": .error],
            says: "services-2.json"),
        Defect(
            "there are more services on another page",
            .replace(second, #""failures": []"#, with: #""failures": [], "nextToken": "e30""#),
            turns: ["deploy.stability": .unknown, "rollback.incident": .unknown],
            says: "nextToken: there are other pages"),
        Defect(
            "a look is at staging", .staging(second),
            turns: ["deploy.stability": .unknown, "rollback.incident": .unknown],
            says: "another environment: staging"),
        Defect(
            "a target is ill",
            .replaceFirst(
                targets, #""State": "healthy""#, with: #""State": "unhealthy", "Reason": "Target.ResponseCodeMismatch""#
            ),
            turns: ["deploy.stability": .fail], says: "is unhealthy: Target.ResponseCodeMismatch", "targets.json:3"),
        Defect(
            "a target is still draining", .replaceFirst(targets, #""State": "healthy""#, with: #""State": "draining""#),
            turns: ["deploy.stability": .fail], says: "is draining", "healthy"),
        Defect(
            "there is no target", .write(targets, #"{"TargetHealthDescriptions": []}"#),
            turns: ["deploy.stability": .unknown], says: "the target group has no target"),
        Defect(
            "the targets are those of another group",
            .replaceMatches("\(targets).meta.yml", "targetgroup/api/[0-9a-f]+", with: "targetgroup/blue/1"),
            turns: ["deploy.stability": .unknown], says: "no file's command names the target group"),
        Defect(
            "errors rose after the deployment",
            .replaceMatches(errors, #""[0-9.e-]+"\]\]\}\]\}\}"#, with: #""0.004"]]}]}}"#),
            turns: ["deploy.stability": .fail], says: "worst 0.4%", "< 0.1%"),
        Defect(
            "there is no course of the latency", .remove(latency), turns: ["deploy.stability": .unknown],
            says: "no series matches 'latency|p95'"),
        Defect(
            "for a minute no host was healthy", .replaceFirst(hosts, "6.0,", with: "0.0,"),
            turns: ["deploy.stability": .fail], says: "HealthyHostCount: outside the limit", ">= 1"),
        Defect(
            "ill hosts are counted in place of healthy ones",
            .replace(hosts, "HealthyHostCount", with: "UnHealthyHostCount"),
            turns: ["deploy.stability": .unknown], says: "no series matches 'healthy.?host'"),
    ]
}

extension Variation {
    static let stability: [Variation] = [
        Variation("services have Windows line ends", .crlf(first), .byteOrderMark(second)),
        Variation(
            "services name their revision as moto does",
            .replace(second, "arn:aws:ecs:eu-central-1:123456789012:task-definition/", with: "")),
        Variation(
            "services have the times of version 1 of the AWS CLI",
            .transform(second) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                return Array(
                    text.replacing(#/"(?<key>createdAt|updatedAt)": "(?<time>[^"]+)"/#) { match in
                        let time = Instant(rfc3339: String(match.time))?.milliseconds ?? 0
                        return "\"\(match.key)\": \(time / 1000).\(time % 1000 + 1000)".replacing(
                            ".1", with: ".", maxReplacements: 1)
                    }.utf8)
            }),
        Variation(
            "failures stand before the services",
            .replace(second, #","# + "\n" + #"    "failures": []"#, with: ""),
            .replaceFirst(second, "{", with: #"{"failures": [],"#)),
        Variation("targets have no port", .replaceMatches(targets, #"\s+"Port": 8443,"#, with: "")),
    ]
}
