import Model
import Rules
import TestKit
import Testing

@Suite struct `targets-healthy` {
    private func file(
        _ states: String...,
        command: String? = "aws elbv2 describe-target-health --target-group-arn 'arn:tg/api' > t.json"
    ) -> JudgedFile {
        JudgedFile(
            "deploy.stability/t.json", command: command,
            states.map { .targetHealth(TargetHealth(target: "10.0.0.1:8080", state: $0, reason: nil, line: 3)) })
    }

    private func verdictOf(_ files: JudgedFile...) throws -> Verdict {
        verdict(try judge("targets-healthy", files: files).findings)
    }

    @Test func `demands that every target of every target group is healthy`() throws {
        #expect(try verdictOf(file("healthy", "healthy")) == .pass)
        for state in ["unhealthy", "initial", "draining", "unused", "unavailable", "unhealthy.draining", "Healthy", ""]
        {
            #expect(try verdictOf(file("healthy", state)) == .fail)
        }
        #expect(try verdictOf(file()) == .unknown)
        #expect(try verdictOf() == .unknown)
        #expect(try verdictOf(file("healthy", command: nil)) == .unknown)
        #expect(
            try verdictOf(file("healthy", command: "aws elbv2 describe-target-health --target-group-arn $TG"))
                == .unknown)
        #expect(
            try verdictOf(
                file("healthy", command: "aws elbv2 describe-target-health --target-group-arn arn:tg/api-staging"))
                == .unknown)
    }
}

@Suite struct `secrets-rotated` {
    private static let name = "prod/api/jwt-signing-key"

    private func version(
        _ id: String, _ stages: String..., made: Instant? = Release.sample().window.start, of secret: String = name,
        arn: String? = nil
    ) -> Fact {
        var version = SecretVersion(secret: secret, version: id, stages: stages, line: 4)
        (version.createdAt, version.arn) = (made, arn)
        return .secretVersion(version)
    }

    private func verdictOf(
        _ before: [Fact], _ after: [Fact], _ minutes: (Int64?, Int64?) = (-60, -4), secrets: [String] = [name]
    ) throws -> Verdict {
        var release = Release.sample()
        release.secrets = secrets
        return verdict(
            try judge(
                "secrets-rotated",
                files: [
                    JudgedFile("post.secrets/before/k.json", at: minutes.0, before),
                    JudgedFile("post.secrets/after/k.json", at: minutes.1, after),
                ], release: release
            ).findings)
    }

    @Test func `demands a new current version, made in the window, and the old one as the previous`() throws {
        let (before, previous) = ([version("1", "AWSCURRENT")], version("1", "AWSPREVIOUS", made: nil))
        let window = Release.sample().window
        #expect(try verdictOf(before, [previous, version("2", "AWSCURRENT")]) == .pass)
        #expect(try verdictOf(before, [previous, version("2", "AWSCURRENT", "AWSPENDING")]) == .pass)
        #expect(try verdictOf(before, [version("0"), previous, version("2", "AWSCURRENT")]) == .pass)
        #expect(try verdictOf(before, before) == .fail)
        #expect(try verdictOf(before, [version("1", "AWSCURRENT"), version("2", "AWSPENDING")]) == .fail)
        #expect(try verdictOf(before, [previous, version("2", "AWSCURRENT"), version("3", "AWSPENDING")]) == .fail)
        #expect(try verdictOf(before, [version("0", "AWSPREVIOUS"), version("2", "AWSCURRENT")]) == .fail)
        #expect(try verdictOf(before, [version("2", "AWSCURRENT")]) == .unknown)
        #expect(try verdictOf(before, [previous, version("2", "AWSCURRENT", made: window.end)]) == .fail)
        #expect(try verdictOf(before, [previous, version("2", "AWSCURRENT", made: Instant.minutes(-1))]) == .fail)
        #expect(try verdictOf(before, [previous, version("2", "AWSCURRENT", made: nil)]) == .unknown)
        #expect(try verdictOf(before, [version("1", "AWSCURRENT"), version("2", "AWSCURRENT")]) == .error)
        #expect(try verdictOf(before, [previous]) == .unknown)
        #expect(try verdictOf([], [previous, version("2", "AWSCURRENT")]) == .unknown)
        #expect(try verdictOf(before, []) == .unknown)
    }

    @Test func `demands that the times of collection are known, and in order`() throws {
        let (before, after) = ([version("1", "AWSCURRENT")], [version("1", "AWSPREVIOUS"), version("2", "AWSCURRENT")])
        #expect(try verdictOf(before, after, (-4, -60)) == .unknown)
        #expect(try verdictOf(before, after, (-4, -4)) == .unknown)
        #expect(try verdictOf(before, after, (nil, -4)) == .unknown)
        #expect(try verdictOf(before, after, (-60, nil)) == .unknown)
    }

    @Test func `takes no other secret for the one that is meant`() throws {
        let arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/api/jwt-signing-key"
        let (before, after) = (
            [version("1", "AWSCURRENT", arn: "\(arn)-AbCdEf")],
            [version("1", "AWSPREVIOUS", arn: "\(arn)-AbCdEf"), version("2", "AWSCURRENT", arn: "\(arn)-AbCdEf")]
        )
        #expect(try verdictOf(before, after) == .pass)
        #expect(try verdictOf(before, after, secrets: [arn]) == .pass)
        #expect(try verdictOf(before, after, secrets: ["\(arn)-AbCdEf"]) == .pass)
        #expect(try verdictOf(before, after, secrets: ["\(arn)-Abcdef"]) == .unknown)
        #expect(try verdictOf(before, after, secrets: ["prod/api/jwt"]) == .unknown)
        #expect(try verdictOf(before, after, secrets: [String(arn.dropLast(4))]) == .unknown)
        #expect(try verdictOf(before, after, secrets: [Self.name, "prod/api/other"]) == .unknown)
        #expect(try verdictOf(before, after, secrets: []) == .unknown)
    }
}

@Suite struct `snapshot-available` {
    private func snapshot(
        _ id: String = "rds:1", hours: Int64 = 5, change: (inout DatabaseSnapshot) -> Void = { _ in }
    ) -> Fact {
        var snapshot = DatabaseSnapshot(id: id, instance: "prod-main", type: "automated", status: "available", line: 3)
        snapshot.createdAt = Instant.minutes(-hours * 60)
        (snapshot.isEncrypted, snapshot.percent) = (true, 100)
        change(&snapshot)
        return .databaseSnapshot(snapshot)
    }

    private func outcome(_ facts: Fact...) throws -> (Verdict, [String]) {
        let outcome = try judge(
            "snapshot-available", ["newest_within": ["25h"]], files: [JudgedFile("rollback.snapshot/s.json", facts)])
        return (verdict(outcome.findings), outcome.values.map { "\($0.key) \($0.value)" })
    }

    @Test func `gives the runbook the newest snapshot`() throws {
        let (verdict, values) = try outcome(
            snapshot("rds:0", hours: 29), snapshot(), snapshot("m", hours: 1) { $0.type = "manual" })
        #expect(verdict == .pass)
        #expect(values == ["snapshot.id rds:1", "snapshot.created \(Instant.minutes(-300))"])
    }

    @Test(
        arguments: [
            Spoilt(.fail) { $0.status = "failed" }, Spoilt(.fail) { $0.percent = 40 },
            Spoilt(.fail) { $0.isEncrypted = false },
            Spoilt(.unknown) { $0.isEncrypted = nil }, Spoilt(.unknown) { $0.createdAt = nil },
            Spoilt(.unknown) { $0.createdAt = Instant.minutes(30) },
            Spoilt(.fail) { $0.createdAt = Instant.minutes(-26 * 60) },
            Spoilt(.unknown) { $0.instance = "staging-main" },
            Spoilt(.unknown) { $0.type = "manual" },
        ] as [Spoilt<DatabaseSnapshot>])
    func `gives nothing of a snapshot that is not proven`(spoilt: Spoilt<DatabaseSnapshot>) throws {
        let (verdict, values) = try outcome(snapshot(change: spoilt.change))
        #expect(verdict == spoilt.expected)
        #expect(values.isEmpty)
    }

    @Test func `is not content with an older one when the newest is broken`() throws {
        #expect(try outcome(snapshot("rds:0", hours: 10), snapshot { $0.status = "failed" }).0 == .fail)
        #expect(
            try outcome(snapshot("rds:0", hours: 10), snapshot { ($0.status, $0.createdAt) = ("creating", nil) }).0
                == .unknown)
        #expect(try outcome().0 == .unknown)
    }
}
