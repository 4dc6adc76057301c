import Model
import Rules
import TestKit
import Testing

/// A file with what stands beside it, for rules that look at times, commands and exit statuses.
struct JudgedFile {
    var path: String
    /// Minutes after `now`, which is when the release is judged; `nil` for no time at all.
    var minute: Int64?
    var command: String?
    var exit: Int?
    var facts: [Fact]

    init(_ path: String, at minute: Int64? = 0, command: String? = nil, exit: Int? = nil, _ facts: [Fact]) {
        (self.path, self.minute, self.command, self.exit, self.facts) = (path, minute, command, exit, facts)
    }
}

/// A change of a good fact, and the verdict that it must lead to.
struct Spoilt<Value>: Sendable {
    let expected: Verdict
    let change: @Sendable (inout Value) -> Void

    init(_ expected: Verdict, _ change: @escaping @Sendable (inout Value) -> Void) {
        (self.expected, self.change) = (expected, change)
    }
}

/// `minutes` after the time of judging.
func at(_ minutes: Int64) -> Instant { Instant(milliseconds: now.milliseconds + minutes * 60_000) }

/// Judges files by a rule of the given kind; `after` is the minute at which the deployment ended.
func judge(
    _ kind: String, _ parameters: KeyValuePairs<String, [String]> = [:], files: [JudgedFile], after: Int64? = nil,
    release: Release = .sample()
) throws -> RuleOutcome {
    let (rule, problems) = RuleCatalog.rule(kind: kind, parameters: .mapping(parameters), at: Place("rules.yml"))
    let bound = try #require(rule, "\(problems)")
    func run(_ rule: some Rule) -> RuleOutcome {
        let tallies = files.map { file -> any Tally in
            var tally = rule.tally(path: "evidence/\(file.path)")
            for fact in file.facts { tally.take(fact) }
            return tally
        }
        let evidence = files.map { file in
            var known = EvidenceFile(path: "evidence/\(file.path)", sha256: "", bytes: 1, format: "f", state: .present)
            known.collected = file.minute.map(at)
            known.subject.command = file.command
            known.subject.exitStatus = file.exit
            return known
        }
        return rule.judge(
            tallies,
            in: CheckContext(
                release: release, at: now, evidence: evidence,
                after: after.map { Occurrence(start: at($0 - 5), end: at($0)) }))
    }
    return run(bound)
}
