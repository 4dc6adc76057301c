import Model
import Rules
import TestKit
import Testing

private let planned = String(repeating: "1", count: 64)
private let other = String(repeating: "2", count: 64)
private let log = String(repeating: "3", count: 64)

private func plan(_ counts: Plan.Counts) -> Fact {
    .plan(
        Plan(
            declared: counts, counted: counts, statesNoChanges: false, changesOutputs: false, errors: [], warnings: [],
            isComplete: true, isJSON: false, line: 40))
}

private func record(
    _ argv: [String], _ subjects: [(String, String)], exit: Int = 0, from start: Int64 = 0, to end: Int64 = 1
) -> Fact {
    var run = CommandRun(
        argv: argv, exitStatus: exit, startedAt: .minutes(start), endedAt: .minutes(end), line: 1)
    run.subjects = subjects.map { CommandRun.Subject(name: $0.0, sha256: $0.1) }
    return .commandRun(run)
}

private let counts = Plan.Counts(adds: 2, changes: 4, destroys: 1)
private let planRecord = JudgedFile(
    "deploy.plan/plan.run.json",
    record(
        ["terraform", "plan", "-out", "prod.plan"], [("plan.txt", other), ("prod.plan", planned)], from: -20, to: -19))
private let planText = JudgedFile("deploy.plan/plan.txt", plan(counts)).at(.minutes(-19))

private func applied(
    _ declared: Plan.Counts? = counts, counted: Plan.Counts? = nil, _ change: (inout Apply) -> Void = { _ in },
    unfinished: Bool = false
) -> JudgedFile {
    var apply = Apply(line: 20)
    (apply.saysComplete, apply.declared, apply.counted) = (true, declared, counted ?? declared ?? counts)
    change(&apply)
    var file = JudgedFile("deploy.apply/apply.log").of(log)
    if unfinished {
        file.facts.append(
            .appliedChange(AppliedChange(action: .update, address: "aws_db_instance.main", isComplete: false, line: 7)))
    }
    file.facts.append(.apply(apply))
    return file
}

private func applyRecord(
    _ argv: [String] = ["terraform", "apply", "prod.plan"], log sha256: String = log, plan: String? = planned,
    exit: Int = 0, from start: Int64 = -10
) -> JudgedFile {
    JudgedFile(
        "deploy.apply/apply.run.json",
        record(
            argv, [("apply.log", sha256)] + (plan.map { [("prod.plan", $0)] } ?? []), exit: exit, from: start, to: -8))
}

@Suite struct `an apply` {
    private func verdictOf(_ files: JudgedFile...) throws -> Verdict {
        verdict(try judge("apply-complete", files).findings)
    }

    @Test func `of the planned plan, complete and recorded, passes and tells when it took place`() throws {
        let outcome = try judge("apply-complete", [applied(), applyRecord(), planRecord, planText])
        #expect(outcome.findings.map(\.verdict) == [.pass])
        #expect(outcome.occurrence == Occurrence(start: .minutes(-10), end: .minutes(-8)))
    }

    @Test(arguments: [
        ("an error", applied { $0.errors = ["BucketAlreadyExists"] }, Verdict.fail),
        ("an interruption", applied { $0.isInterrupted = true }, .fail),
        ("no `Apply complete!`", applied(nil) { ($0.saysComplete, $0.errors) = (false, ["stale"]) }, .fail),
        ("hidden counts", applied(nil), .unknown),
        ("something unfinished", applied(unfinished: true), .fail),
        ("a log that shows less than it says", applied(counted: Plan.Counts(adds: 1)), .error),
        ("fewer additions", applied(Plan.Counts(adds: 1, changes: 4, destroys: 1)), .fail),
        ("more destructions", applied(Plan.Counts(adds: 2, changes: 4, destroys: 2)), .fail),
        ("more changes", applied(Plan.Counts(adds: 2, changes: 5, destroys: 1)), .fail),
        ("imports nobody planned", applied(Plan.Counts(imports: 1, adds: 2, changes: 4, destroys: 1)), .fail),
        ("fewer changes", applied(Plan.Counts(adds: 2, changes: 3, destroys: 1)), .warn),
        ("-target", applied { $0.warnings = ["Applied changes may be incomplete"] }, .unknown),
        ("a warning", applied { $0.warnings = ["Argument is deprecated"] }, .warn),
    ])
    func `is judged by its log`(why: String, file: JudgedFile, expected: Verdict) throws {
        #expect(try verdictOf(file, applyRecord(), planRecord, planText) == expected, "\(why)")
    }

    @Test(arguments: [
        ("another plan", applyRecord(plan: other), Verdict.fail),
        ("a plan that the record does not name", applyRecord(plan: nil), .unknown),
        ("no saved plan", applyRecord(["terraform", "apply", "-auto-approve"]), .fail),
        (
            "a plan behind the gate's own options",
            applyRecord([
                "evidencepack", "gate", ".", "--before", "apply", "--plan", "prod.plan", "--", "terraform", "plan",
            ]), .fail
        ),
        (
            "the plan, behind a wrapper",
            applyRecord(["evidencepack", "gate", "--", "terraform", "apply", "prod.plan"]), .pass
        ),
        ("the plan, in a shell", applyRecord(["sh", "-ec", "terraform apply prod.plan"]), .pass),
        ("an exit status", applyRecord(exit: 1), .fail),
        ("a start before the plan was made", applyRecord(from: -30), .fail),
        ("the record of another log", applyRecord(log: other), .unknown),
    ])
    func `is judged by its record`(why: String, file: JudgedFile, expected: Verdict) throws {
        #expect(try verdictOf(applied(), file, planRecord, planText) == expected, "\(why)")
    }

    @Test func `without a plan, a planned digest or a log is unknown`() throws {
        #expect(try verdictOf(applied(), applyRecord(), planRecord) == .unknown)
        #expect(try verdictOf(applied(), applyRecord(), planText) == .unknown)
        #expect(try verdictOf(applyRecord(), planRecord, planText) == .unknown)
        #expect(try verdictOf(applied(), planRecord, planText) == .unknown)
    }

    @Test func `without a record needs the command, a checksum and a time, and ends when it was collected`() throws {
        let file = applied().by("terraform apply -no-color prod.plan").at(.minutes(-5))
        let sum = JudgedFile(
            "deploy.apply/prod.plan.sha256", .checksum(FileChecksum(name: "prod.plan", sha256: planned, line: 1)))
        let outcome = try judge("apply-complete", [file, sum, planRecord, planText])
        #expect(verdict(outcome.findings) == .pass)
        #expect(outcome.occurrence == Occurrence(start: .minutes(-5), end: .minutes(-5)))
        #expect(try verdictOf(file, planRecord, planText) == .unknown)
        #expect(try verdictOf(applied().by("terraform apply prod.plan"), sum, planRecord, planText) == .unknown)
        #expect(try verdictOf(file.by("terraform apply prod.plan", exit: 1), sum, planRecord, planText) == .fail)
    }

    @Test func `that failed is no time of its own without a record`() throws {
        let failed = applied(nil) { ($0.saysComplete, $0.isInterrupted) = (false, true) }.at(.minutes(-5))
        #expect(try judge("apply-complete", [failed, planRecord, planText]).occurrence == nil)
    }

    @Test func `in two logs must be the same apply`() throws {
        var second = applied(Plan.Counts(adds: 9)).of(other)
        second.path = "evidence/deploy.apply/second.log"
        #expect(try verdictOf(applied(), second, applyRecord(), planRecord, planText) != .pass)
    }
}

@Suite struct `a saved plan` {
    private let name = "prod.plan"

    private func sum(_ path: String, _ sha256: String, name: String = "prod.plan", format: String? = nil) -> JudgedFile
    {
        var file = JudgedFile(path, .checksum(FileChecksum(name: name, sha256: sha256, line: 1)))
        file.format = format
        return file
    }

    @Test func `is known by its record, and given to the runbook`() throws {
        let outcome = try judge("plan-recorded", [planRecord])
        #expect(outcome.findings.map(\.verdict) == [.pass])
        #expect(outcome.values.map(\.value) == [planned])
    }

    @Test func `is not known by another file's digest, and not by two that differ`() throws {
        let unnamed = sum("deploy.plan/sums", planned, name: "other.plan")
        #expect(verdict(try judge("plan-recorded", [unnamed, planText]).findings) == .unknown)
        let outcome = try judge("plan-recorded", [planRecord, sum("deploy.plan/sums", other)])
        #expect(verdict(outcome.findings) == .error)
        #expect(outcome.values.isEmpty)
    }

    @Test func `is checked against the file itself`() throws {
        let itself = sum("deploy.plan/kept", other, name: "", format: "terraform-saved-plan")
        #expect(verdict(try judge("plan-recorded", [planRecord, itself]).findings) == .error)
        #expect(verdict(try judge("plan-recorded", [itself]).findings) == .pass)
    }

    @Test(arguments: [(1, [], Verdict.fail), (2, [], .fail), (2, ["-detailed-exitcode"], .pass)])
    func `must come from a command that succeeded`(exit: Int, options: [String], expected: Verdict) throws {
        let file = JudgedFile(
            "deploy.plan/plan.run.json", record(["terraform", "plan"] + options, [("prod.plan", planned)], exit: exit))
        #expect(verdict(try judge("plan-recorded", [file]).findings) == expected)
    }

    @Test func `is retained only if the copy is elsewhere and equal`() throws {
        func verdictOf(_ files: JudgedFile...) throws -> Verdict { verdict(try judge("plan-retained", files).findings) }
        #expect(try verdictOf(planRecord, sum("rollback.state/prod.plan.sha256", planned)) == .pass)
        #expect(try verdictOf(planRecord, sum("rollback.state/prod.plan.sha256", other)) == .fail)
        #expect(try verdictOf(planRecord, sum("rollback.state/x", planned, name: "old.plan")) == .unknown)
        #expect(try verdictOf(planRecord, sum("deploy.plan/prod.plan.sha256", planned)) == .unknown)
        #expect(try verdictOf(sum("rollback.state/prod.plan.sha256", planned)) == .unknown)
        let head = sum("rollback.state/head.json", planned, name: "")
        #expect(try verdictOf(planRecord, head) == .unknown)
        let command = "aws s3api head-object --checksum-mode ENABLED --bucket b --key"
        #expect(try verdictOf(planRecord, head.by("\(command) 'prod/prod.plan'")) == .pass)
        #expect(try verdictOf(planRecord, head.by("\(command)=prod/other.plan")) == .unknown)
    }
}
