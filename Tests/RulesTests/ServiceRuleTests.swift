import Model
import Rules
import TestKit
import Testing

private let prefix = "arn:aws:ecs:eu-central-1:123456789012:"

/// A service at rest; `change` makes it worse.
private func service(
    _ name: String = "api", revision: Int = 42, updated: Int64 = -40, _ change: (inout ECSService) -> Void = { _ in }
)
    -> Fact
{
    let definition = "\(prefix)task-definition/\(name):\(revision)"
    var service = ECSService(
        name: name, cluster: "\(prefix)cluster/prod", status: "ACTIVE", desired: 2, running: 2, pending: 0,
        taskDefinition: definition, line: 3)
    var primary = ECSService.Deployment(status: "PRIMARY", taskDefinition: definition, failedTasks: 0)
    primary.rolloutState = "COMPLETED"
    primary.updatedAt = Instant.minutes(updated)
    service.deployments = [primary]
    change(&service)
    return .service(service)
}

private func both(_ minute: Int64, _ change: @escaping (inout ECSService) -> Void = { _ in }) -> JudgedFile {
    JudgedFile("deploy.stability/services\(minute).json", at: minute, [service("api", change), service("worker")])
}

@Suite struct `services-stable` {
    private func verdictOf(_ files: [JudgedFile], after: Int64? = -41) throws -> Verdict {
        verdict(try judge("services-stable", ["for": ["15min"]], files: files, after: after).findings)
    }

    @Test func `passes on two snapshots far enough apart`() throws {
        let findings = try judge("services-stable", ["for": ["15min"]], files: [both(-20), both(-4)], after: -41)
            .findings
        #expect(findings.map(\.verdict) == [.pass, .pass])
        #expect(findings.first?.observed == "stable for 16 min")
    }

    @Test func `passes on one snapshot whose deployment and steady state are old enough`() throws {
        let steady = { (service: inout ECSService) in service.steadyAt = Instant.minutes(-20) }
        let file = JudgedFile("deploy.stability/s.json", at: -4, [service("api", steady), service("worker", steady)])
        #expect(try verdictOf([file]) == .pass)
    }

    @Test func `is unknown where the time is not shown`() throws {
        #expect(try verdictOf([both(-18), both(-4)]) == .unknown)
        #expect(try verdictOf([both(-4)]) == .unknown)
        #expect(try verdictOf([both(-20), both(-4)], after: -18) == .unknown)
        #expect(
            try verdictOf([
                both(-20) { $0.deployments[0].updatedAt = Instant.minutes(-19) },
                both(-4) { $0.deployments[0].updatedAt = Instant.minutes(-10) },
            ]) == .unknown)
        #expect(
            try verdictOf([both(-4) { ($0.steadyAt, $0.deployments[0].updatedAt) = (Instant.minutes(-30), nil) }])
                == .unknown)
        #expect(
            try verdictOf([
                both(-20), both(-4) { ($0.disturbedAt, $0.disturbance) = (Instant.minutes(-6), "unhealthy") },
            ])
                == .unknown)
        let timeless = JudgedFile("deploy.stability/t.json", at: nil, [service("api"), service("worker")])
        #expect(try verdictOf([timeless]) == .unknown)
        #expect(
            try verdictOf([
                both(-20) {
                    $0.taskDefinition = "api:41"; $0.deployments[0].taskDefinition = "api:41"
                }, both(-4),
            ]) == .unknown)
    }

    @Test func `is unknown where a service is absent, in any cluster but the release's`() throws {
        let alone = [-20, -4].map { (minute: Int64) in
            JudgedFile("deploy.stability/\(minute).json", at: minute, [service("api")])
        }
        #expect(try verdictOf(alone) == .unknown)
        let elsewhere = [-20, -4].map { (minute: Int64) in
            JudgedFile(
                "deploy.stability/\(minute).json", at: minute,
                [service("api") { $0.cluster = "\(prefix)cluster/not-prod" }, service("worker")])
        }
        #expect(try verdictOf(elsewhere) == .unknown)
        var release = Release.sample()
        release.ecs = nil
        #expect(
            verdict(
                try judge("services-stable", ["for": ["15min"]], files: [both(-20), both(-4)], release: release)
                    .findings) == .unknown)
    }

    @Test(
        arguments: [
            Spoilt(.fail) { $0.running = 1 }, Spoilt(.fail) { $0.pending = 1 },
            Spoilt(.fail) { $0.status = "DRAINING" },
            Spoilt(.fail) { ($0.desired, $0.running) = (0, 0) }, Spoilt(.fail) { $0.deployments[0].failedTasks = 1 },
            Spoilt(.fail) { $0.deployments[0].rolloutState = "IN_PROGRESS" },
            Spoilt(.fail) { $0.deployments[0].rolloutState = "FAILED" },
            Spoilt(.fail) { $0.deployments.append($0.deployments[0]) }, Spoilt(.unknown) { $0.deployments = [] },
            Spoilt(.unknown) { $0.deployments[0].rolloutState = nil },
            Spoilt(.unknown) { $0.deployments[0].failedTasks = nil },
            Spoilt(.fail) { $0.deployments.append(.init(status: "ACTIVE", taskDefinition: "api:41", failedTasks: 0)) },
            Spoilt(.fail) {
                $0.deployments.append(.init(status: "INACTIVE", taskDefinition: "api:43", failedTasks: 7))
            },
            Spoilt(.fail) { $0.deployments[0].reason = "ECS deployment circuit breaker: rolling back to ecs-svc/1." },
            Spoilt(.fail) { $0.taskDefinition = "api:43" }, Spoilt(.error) { $0.newestAt = Instant.minutes(60) },
        ] as [Spoilt<ECSService>])
    func `judges every snapshot`(spoilt: Spoilt<ECSService>) throws {
        #expect(try verdictOf([both(-20, spoilt.change), both(-4)]) == spoilt.expected)
        #expect(try verdictOf([both(-20), both(-4, spoilt.change)]) == spoilt.expected)
    }

    @Test func `fails on failures and on ill tasks`() throws {
        func file(_ fact: Fact) -> JudgedFile { JudgedFile("deploy.stability/x.json", [fact]) }
        func task(_ last: String, _ desired: String, _ health: String?) -> Fact {
            var task = ECSTask(id: "t", lastStatus: last, desiredStatus: desired, line: 1)
            task.health = health
            return .task(task)
        }
        let good = [both(-20), both(-4)]
        #expect(
            try verdictOf(good + [file(.awsFailure(AWSFailure(resource: "nope", reason: "MISSING", line: 1)))]) == .fail
        )
        #expect(try verdictOf(good + [file(task("STOPPED", "STOPPED", nil))]) == .fail)
        #expect(try verdictOf(good + [file(task("RUNNING", "RUNNING", "UNHEALTHY"))]) == .fail)
        #expect(try verdictOf(good + [file(task("RUNNING", "RUNNING", "UNKNOWN"))]) == .unknown)
        #expect(try verdictOf(good + [file(task("RUNNING", "RUNNING", nil))]) == .pass)
    }
}

@Suite struct `services-released` {
    private func verdictOf(_ old: Int?, _ new: Int?, oldMinute: Int64 = -60, oldName: String = "api") throws -> Verdict
    {
        var files: [JudgedFile] = []
        if let old {
            files.append(
                JudgedFile(
                    "rollback.taskdef/services.json", at: oldMinute,
                    [
                        service("api", revision: old) {
                            $0.taskDefinition = "\(prefix)task-definition/\(oldName):\(old)"
                        },
                        service("worker", revision: 17),
                    ]))
        }
        if let new {
            files.append(
                JudgedFile(
                    "deploy.stability/s.json", at: -4, [service("api", revision: new), service("worker", revision: 18)])
            )
        }
        return verdict(try judge("services-released", files: files).findings)
    }

    @Test func `demands a newer revision than before`() throws {
        #expect(try verdictOf(41, 42) == .pass)
        #expect(try verdictOf(41, 41) == .fail)
        #expect(try verdictOf(42, 41) == .fail)
        #expect(try verdictOf(nil, 42) == .unknown)
        #expect(try verdictOf(41, nil) == .unknown)
        #expect(try verdictOf(41, 42, oldMinute: -1) == .unknown)
        #expect(try verdictOf(30, 41, oldMinute: -1_500) == .unknown)
        #expect(try verdictOf(41, 42, oldName: "api-old") == .unknown)
    }

    @Test func `fails when any later snapshot is of the old revision`() throws {
        let files = [
            JudgedFile(
                "rollback.taskdef/services.json", at: -60,
                [service("api", revision: 41), service("worker", revision: 17)]),
            JudgedFile(
                "deploy.stability/1.json", at: -20, [service("api", revision: 42), service("worker", revision: 18)]),
            JudgedFile(
                "deploy.stability/2.json", at: -4, [service("api", revision: 41), service("worker", revision: 18)]),
        ]
        #expect(verdict(try judge("services-released", files: files).findings) == .fail)
    }
}

@Suite struct `revision-available` {
    private func definition(_ name: String, _ revision: Int, _ status: String?) -> Fact {
        var definition = TaskDefinition(
            arn: "\(prefix)task-definition/\(name):\(revision)", family: name, revision: revision, line: 2)
        definition.status = status
        return .taskDefinition(definition)
    }

    private func outcome(
        _ status: String?, minute: Int64? = -60, revision: Int = 41, _ change: (inout ECSService) -> Void = { _ in }
    ) throws -> RuleOutcomeOf {
        let outcome = try judge(
            "revision-available",
            files: [
                JudgedFile(
                    "rollback.taskdef/services.json", at: minute,
                    [service("api", revision: 41, change), service("worker", revision: 17)]),
                JudgedFile("rollback.taskdef/api.json", [definition("api", revision, status)]),
                JudgedFile("rollback.taskdef/worker.json", [definition("worker", 17, "ACTIVE")]),
            ])
        return (verdict(outcome.findings), outcome.values.map { ($0.key, $0.value) })
    }
    private typealias RuleOutcomeOf = (verdict: Verdict, values: [(String, String)])

    @Test func `gives the runbook the exact command`() throws {
        let (verdict, values) = try outcome("ACTIVE")
        #expect(verdict == .pass)
        #expect(values.map(\.0) == ["taskdef.api", "taskdef.api.command", "taskdef.worker", "taskdef.worker.command"])
        #expect(values[0].1 == "\(prefix)task-definition/api:41")
        #expect(
            values[1].1
                == "aws ecs update-service --cluster prod --service api --force-new-deployment --task-definition \(prefix)task-definition/api:41"
        )
    }

    @Test func `gives no value of a revision that is not proven`() throws {
        for (expected, result) in [
            (Verdict.fail, try outcome("INACTIVE")), (.fail, try outcome("DELETE_IN_PROGRESS")),
            (.unknown, try outcome(nil)),
            (.unknown, try outcome("ACTIVE", revision: 40)), (.unknown, try outcome("ACTIVE", minute: nil)),
            (.unknown, try outcome("ACTIVE", minute: 30)),
            (
                .unknown,
                try outcome("ACTIVE") {
                    $0.deployments.append(.init(status: "ACTIVE", taskDefinition: "api:40", failedTasks: 0))
                }
            ),
            (.unknown, try outcome("ACTIVE") { $0.taskDefinition = "api:42" }),
        ] {
            #expect(result.verdict == expected)
            #expect(!result.values.contains { $0.0.hasPrefix("taskdef.api") })
        }
    }
}
