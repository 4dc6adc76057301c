import Glibc
import Model
import Sealing
import Streams
import TestKit
import Testing

@testable import Promotion

private let audit = "evidence/pre.audit/audit.json"
private let record = "evidence/pre.audit/audit.run.json"

/// A copy of the green sample in which a run record, and no sidecar, speaks for the audit.
private struct Recorded {
    let sandbox = Sandbox()
    let commit: String
    /// When the run ended: shortly before the apply, as of which the audit is judged.
    let end: Instant

    init() throws {
        sandbox.copy(green)
        commit = try Promotion.load(green).policy.release.commit
        end = Instant(milliseconds: try sampleInstant().milliseconds - 1_800_000)
        write(run())
    }

    /// What a sidecar of the audit would say, in agreement with the record.
    var sidecar: String {
        """
        sha256: \(SHA.hex(bytes(audit)))
        command: scripts/audit-dependencies.mjs --ci > audit.json
        commit: \(commit)
        environment: staging
        collected_at: \(end)

        """
    }

    func bytes(_ path: String) -> [UInt8] { Sandbox.bytes("\(sandbox.path)/\(path)") ?? [] }

    func run(of path: String = audit) -> CommandRun {
        var run = CommandRun(
            argv: ["scripts/audit-dependencies.mjs", "--ci"], exitStatus: 0,
            startedAt: Instant(milliseconds: end.milliseconds - 4_000), endedAt: end, line: 1)
        (run.commit, run.environment, run.by, run.host) = (commit, "staging", "mei", "ci-7")
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        run.subjects = [.init(name: name, sha256: SHA.hex(bytes(path)))]
        return run
    }

    func write(_ run: CommandRun, to path: String = record) {
        sandbox.write(RunStatement.document(run).pretty, to: path)
    }

    func item(_ id: String = "pre.audit") async throws -> ItemAssessment {
        try #require(try await assess(sandbox.path).items.first { $0.id == id })
    }

    func file(_ path: String) async throws -> EvidenceFile {
        try #require(try await assess(sandbox.path).evidence.first { $0.path == path })
    }

    /// The item's verdict is that, and one of its findings says all of the words.
    func expect(_ verdict: Verdict, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws
    {
        let item = try await item()
        let findings = item.checks.flatMap(\.findings).map(\.text)
        #expect(item.verdict == verdict, "\(findings)", sourceLocation: sourceLocation)
        #expect(
            words.isEmpty || findings.contains { text in words.allSatisfy { text.contains($0) } }, "\(findings)",
            sourceLocation: sourceLocation)
    }
}

@Suite struct `A run record beside the evidence` {
    @Test func `gives its output command, commit, environment, time, person and exit status`() async throws {
        let recorded = try Recorded()
        try await recorded.expect(.pass, "scripts/audit-dependencies.mjs --ci", "recorded")
        let file = try await recorded.file(audit)
        #expect(file.provenance == .recorded)
        #expect(file.subject.commit == recorded.commit && file.subject.environment == "staging")
        #expect(file.subject.by == "mei" && file.subject.exitStatus == 0)
        #expect(file.collected == recorded.end)
        let beside = try await recorded.file(record)
        #expect(beside.isUsed && beside.provenance == .recorded && beside.state == .present)
        #expect(try await recorded.item().checks.allSatisfy { $0.evidence.contains(record) })
    }

    @Test func `does not pass an output that was changed, and names both digests`() async throws {
        let recorded = try Recorded()
        let before = SHA.hex(recorded.bytes(audit)).prefix(12)
        recorded.sandbox.write(recorded.bytes(audit) + [10], to: audit)
        try await recorded.expect(.error, "changed", "\(before)", "\(SHA.hex(recorded.bytes(audit)).prefix(12))")
        #expect(try await recorded.file(audit).reason?.id == "evidence.changed")
        #expect(try await recorded.file(record).reason?.id == "evidence.changed")
    }

    @Test func `does not pass a record that was changed, in its digest or into something else`() async throws {
        let recorded = try Recorded()
        var run = recorded.run()
        run.subjects = [.init(name: "audit.json", sha256: String(repeating: "0", count: 64))]
        recorded.write(run)
        try await recorded.expect(.error, "changed")
        let whole = recorded.bytes(record)
        for bytes in [
            [], Array(whole.dropLast(20)), Array("{}".utf8), Array("<html>502</html>".utf8),
            Array(String(decoding: whole, as: UTF8.self).replacing("run:1", with: "run:2").utf8),
        ] {
            recorded.sandbox.write(bytes, to: record)
            // It may have named any file of its folder.
            #expect(try await recorded.file(audit).state == .unreadable)
            let item = try await recorded.item()
            #expect(item.verdict == .error, "\(item.checks.flatMap(\.findings).map(\.text))")
        }
    }

    @Test func `a broken one does not spoil what a sidecar speaks for, but shows`() async throws {
        let recorded = try Recorded()
        recorded.sandbox.write(Array(recorded.sidecar.utf8), to: "\(audit).meta.yml")
        recorded.sandbox.write(Array("{}".utf8), to: record)
        #expect(try await recorded.file(audit).state == .present)
        try await recorded.expect(.error, "named like a run record", record)
    }

    @Test func `whose output is missing makes it absent`() async throws {
        let recorded = try Recorded()
        unlink("\(recorded.sandbox.path)/\(audit)")
        try await recorded.expect(.unknown, "audit.json", "missing")
        #expect(try await recorded.file(audit).state == .absent)
        #expect(try await recorded.file(record).state == .absent)
    }

    @Test func `of another commit, or of a tree with changes, proves nothing about this one`() async throws {
        let recorded = try Recorded()
        var run = recorded.run()
        run.commit = String(repeating: "b", count: 40)
        recorded.write(run)
        try await recorded.expect(.unknown, "another commit", "bbbbbbbb")
        run = recorded.run()
        run.isDirty = true
        recorded.write(run)
        try await recorded.expect(.unknown, "another commit", "\(recorded.commit)-dirty")
        run = recorded.run()
        run.commit = nil
        recorded.write(run)
        try await recorded.expect(.unknown, "nothing states which commit")
    }

    @Test func `from the future, or of the day before yesterday, is unknown`() async throws {
        let recorded = try Recorded()
        for (hours, words) in [(Int64(1), "the future"), (-48, "2 d")] {
            let run = recorded.run()
            let end = Instant(milliseconds: recorded.end.milliseconds + hours * 3_600_000)
            var moved = CommandRun(argv: run.argv, exitStatus: 0, startedAt: end, endedAt: end, line: 1)
            (moved.commit, moved.subjects, moved.host) = (run.commit, run.subjects, run.host)
            recorded.write(moved)
            try await recorded.expect(.unknown, words)
        }
    }

    @Test func `of a command that failed, or of another environment, does not pass`() async throws {
        let recorded = try Recorded()
        let run = recorded.run()
        var failed = CommandRun(
            argv: run.argv, exitStatus: 1, startedAt: run.startedAt, endedAt: run.endedAt, line: 1)
        (failed.commit, failed.subjects, failed.host) = (run.commit, run.subjects, run.host)
        recorded.write(failed)
        try await recorded.expect(.fail, "exit status 1")
        var elsewhere = run
        elsewhere.environment = "production"
        recorded.write(elsewhere)
        try await recorded.expect(.unknown, "another environment", "production")
    }

    @Test func `must agree with a sidecar of the same file`() async throws {
        let recorded = try Recorded()
        let sidecar = recorded.sidecar
        recorded.sandbox.write(Array(sidecar.utf8), to: "\(audit).meta.yml")
        try await recorded.expect(.pass)
        #expect(try await recorded.file(audit).provenance == .recorded)
        for (old, new) in [("environment: staging", "environment: qa"), ("audit-dependencies.mjs --ci", "audit.sh")] {
            recorded.sandbox.write(Array(sidecar.replacing(old, with: new).utf8), to: "\(audit).meta.yml")
            try await recorded.expect(.unknown, "are stated", "sidecar")
        }
    }

    @Test func `under a name that is not a record's is refused`() async throws {
        let recorded = try Recorded()
        recorded.sandbox.write(recorded.bytes(record), to: "evidence/pre.audit/record.json")
        try await recorded.expect(.error, "name does not end with .run.json")
    }

    @Test func `all by itself is no evidence`() async throws {
        let recorded = try Recorded()
        var run = recorded.run()
        run.subjects = [.init(name: "audit.run.json.txt", sha256: SHA.hex([]))]
        recorded.write(run)
        unlink("\(recorded.sandbox.path)/\(audit)")
        let item = try await recorded.item()
        #expect(item.judgement.proof == nil && item.verdict == .unknown)
    }

    @Test func `vouches for a product without saying that it made what another run printed`() async throws {
        let recorded = try Recorded()
        let later = CommandRun(
            argv: ["scripts/publish"], exitStatus: 0, startedAt: recorded.run().endedAt,
            endedAt: Instant(milliseconds: recorded.run().endedAt.milliseconds + 60_000), line: 1)
        var run = later
        run.commit = recorded.commit
        recorded.sandbox.write(Array("log".utf8), to: "evidence/pre.audit/publish.log")
        run.subjects = [
            .init(name: "publish.log", sha256: SHA.hex(Array("log".utf8))),
            .init(name: "audit.json", sha256: SHA.hex(recorded.bytes(audit))),
        ]
        recorded.write(run, to: "evidence/pre.audit/publish.run.json")
        #expect(try await recorded.file(audit).subject.command == "scripts/audit-dependencies.mjs --ci")
        run.subjects[1] = .init(name: "audit.json", sha256: String(repeating: "0", count: 64))
        recorded.write(run, to: "evidence/pre.audit/publish.run.json")
        #expect(try await recorded.file(audit).reason?.id == "evidence.changed")
    }

    @Test func `that lacks what a check asks of its files does not disturb it`() async throws {
        let recorded = try Recorded()
        var run = recorded.run(of: "evidence/pre.metrics/cpu.csv")
        run.environment = nil
        unlink("\(recorded.sandbox.path)/evidence/pre.metrics/cpu.csv.meta.yml")
        let sidecar = "environment: staging\ncollected_at: \(recorded.end)\n"
        recorded.sandbox.write(Array(sidecar.utf8), to: "evidence/pre.metrics/cpu.csv.meta.yml")
        recorded.write(run, to: "evidence/pre.metrics/cpu.run.json")
        let item = try await recorded.item("pre.metrics")
        #expect(item.judgement.proof != nil, "\(item.checks.flatMap(\.findings).map(\.text))")
    }
}
