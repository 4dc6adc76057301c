import Model
import TestKit
import Testing

@testable import Rules

private let audit = "scripts/audit-dependencies.mjs --ci"

/// Judges files that state commands; a status makes a file a recorded one.
private func judge(_ parameters: KeyValuePairs<String, [String]>, _ files: (line: String?, status: Int?)...) throws
    -> [Finding]
{
    let (rule, problems) = RuleCatalog.rule(
        kind: "command-ran", parameters: .mapping(parameters), at: Place("rules.yml"))
    let bound = try #require(rule, "\(problems)")
    let evidence = files.enumerated().map { index, stated in
        var file = EvidenceFile(
            path: "evidence/pre.audit/\(index).json", sha256: "", bytes: 1, format: nil, state: .present)
        (file.subject.command, file.subject.exitStatus) = (stated.line, stated.status)
        file.provenance = stated.status == nil ? .declared : .recorded
        return file
    }
    func run(_ rule: some Rule) -> [Finding] {
        rule.judge(
            evidence.map { rule.tally(path: $0.path) },
            in: CheckContext(release: .sample(), at: now, evidence: evidence)
        ).findings
    }
    return run(bound)
}

@Suite struct `The rule that evidence comes from a command` {
    @Test(arguments: [
        "", "scripts/audit-dependencies.mjs", "scripts/audit-dependencies.mjs --cinema",
        "--ci scripts/audit-dependencies.mjs",
        "other/scripts/audit-dependencies.mjs --ci", "echo scripts/audit-dependencies.mjs --ci",
        "scripts/audit-dependencies.mjs; true --ci", "cat audit.json # scripts/audit-dependencies.mjs --ci",
        "grep 'scripts/audit-dependencies.mjs --ci' notes", "scripts/audit-dependencies.mjs | jq --ci",
        "sh -c 'cat scripts/audit-dependencies.mjs' --ci",
    ])
    func `is not proven by another command`(line: String) throws {
        #expect(verdict(try judge(["command": [audit]], (line, nil))) == .unknown)
        #expect(verdict(try judge(["command": [audit]], (line, 0))) == .unknown)
    }

    @Test(arguments: [
        audit, "node --no-warnings \(audit) > audit.json", "cd app && \(audit)", "CI=1 \(audit) --json",
        "sh -c '\(audit) 2>&1'", "bash -euo pipefail -c 'cd app\n\(audit)\n'",
        "'scripts/audit-dependencies.mjs' \"--ci\"",
    ])
    func `is proven by the command with more around it`(line: String) throws {
        #expect(verdict(try judge(["command": [audit]], (line, nil))) == .pass)
        #expect(verdict(try judge(["command": [audit], "recorded": ["true"]], (line, 0))) == .pass)
    }

    @Test func `a recorded command that failed is no proof, unless its status is allowed`() throws {
        let failed = try judge(["command": [audit]], (audit, 1))
        #expect(verdict(failed) == .fail)
        #expect(failed.first?.observed == "exit status 1" && failed.first?.limit == "exit status 0")
        for statuses in [["0", "1"], ["0, 1"], ["1"]] {
            #expect(verdict(try judge(["command": [audit], "exit": statuses], (audit, 1))) == .pass)
            #expect(verdict(try judge(["command": [audit], "exit": statuses], (audit, 2))) == .fail)
        }
        #expect(verdict(try judge(["command": [audit]], (audit, 0), (audit, 1))) == .fail)
    }

    @Test(arguments: [
        "\(audit) || true", "\(audit); true", "\(audit) | tee audit.json", "\(audit) &", "cached || \(audit)",
        "! \(audit)",
        "test $(\(audit))", "if \(audit); then true; fi",
    ])
    func `an exit status that may be another command's says nothing`(line: String) throws {
        let found = try judge(["command": [audit]], ("sh -c \(shellQuoted(line))", 0))
        #expect(verdict(found) == .unknown, "\(found)")
        #expect(found.first?.next?.contains(audit) ?? false)
    }

    @Test func `a sidecar alone is not enough where a record or a status is demanded`() throws {
        for demand: KeyValuePairs<String, [String]> in [
            ["command": [audit], "recorded": ["true"]], ["command": [audit], "exit": ["0"]],
        ] {
            let found = try judge(demand, (audit, nil))
            #expect(verdict(found) == .unknown)
            #expect(found.first?.next == "evidencepack record -o evidence/pre.audit/0.json -- \(audit)")
            #expect(verdict(try judge(demand, (audit, nil), (audit, 0))) == .pass)
        }
        #expect(try judge(["command": [audit]], (nil, nil)).first?.next?.hasPrefix("evidencepack record -o ") ?? false)
    }

    @Test(arguments: [["256"], ["-1"], ["0,x"], [""], ["0", "zero"]])
    func `refuses what is no exit status`(statuses: [String]) {
        let parameters: ConfigurationNode = .mapping(["command": [audit], "exit": statuses])
        #expect(RuleCatalog.rule(kind: "command-ran", parameters: parameters, at: Place("r")).rule == nil)
        #expect(
            RuleCatalog.rule(kind: "command-ran", parameters: .mapping(["command": ["a && b"]]), at: Place("r")).rule
                == nil)
    }
}

@Suite struct `The rule that a command took its time` {
    private func run(_ line: [String] = ["scripts/restore-drill.sh"], minutes: Int64, status: Int = 0, end: Int64 = 0)
        -> Fact
    {
        let ended = Instant(milliseconds: now.milliseconds + end * 60_000)
        return .commandRun(
            CommandRun(
                argv: line, exitStatus: status, startedAt: Instant(milliseconds: ended.milliseconds - minutes * 60_000),
                endedAt: ended, line: 1))
    }
    private let drill: KeyValuePairs<String, [String]> = [
        "command": ["scripts/restore-drill.sh"], "limit": ["< 60min"],
    ]

    @Test func `is unknown without a run of that command`() throws {
        #expect(verdict(try judge("command-took", drill, [[run(["true"], minutes: 1)]])) == .unknown)
        #expect(
            verdict(try judge("command-took", drill, [[run(["echo", "scripts/restore-drill.sh"], minutes: 1)]]))
                == .unknown)
    }

    @Test func `fails when it took too long, and at the limit itself`() throws {
        #expect(verdict(try judge("command-took", drill, [[run(minutes: 60)]])) == .fail)
        #expect(verdict(try judge("command-took", drill, [[run(minutes: 59)]])) == .pass)
        let found = try judge("command-took", drill, [[run(minutes: 75)]])
        #expect(found.first?.observed == "1 h 15 min" && found.first?.limit == "< 60 min")
    }

    @Test func `fails when the newest run failed, however fast, and whatever older ones did`() throws {
        let files = [[run(minutes: 10)], [run(minutes: 1, status: 1, end: 5)], [run(minutes: 10, end: -9)]]
        #expect(verdict(try judge("command-took", drill, files)) == .fail)
        #expect(verdict(try judge("command-took", drill, files.reversed())) == .fail)
        #expect(verdict(try judge("command-took", drill, [[run(minutes: 90)], [run(minutes: 10, end: 1)]])) == .pass)
    }

    @Test func `counts both of two runs that ended together`() throws {
        #expect(verdict(try judge("command-took", drill, [[run(minutes: 10)], [run(minutes: 90)]])) == .fail)
    }

    @Test func `refuses a limit that is no time`() {
        #expect(
            RuleCatalog.rule(kind: "command-took", parameters: .mapping(["limit": ["< 60"]]), at: Place("r")).rule
                == nil)
    }
}
