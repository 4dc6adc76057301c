import Model
import Rules
import TestKit

/// A change of a good fact, and the verdict that it must lead to.
struct Spoilt<Value>: Sendable {
    let expected: Verdict
    let change: @Sendable (inout Value) -> Void

    init(_ expected: Verdict, _ change: @escaping @Sendable (inout Value) -> Void) {
        (self.expected, self.change) = (expected, change)
    }
}

extension JudgedFile {
    /// A file collected so many minutes after `now`, which is when the release is judged; `nil` for no time at all.
    init(_ path: String, at minute: Int64? = 0, command: String? = nil, exit: Int? = nil, _ facts: [Fact]) {
        self.init(path)
        (self.facts, collected) = (facts, minute.map(Instant.minutes))
        (self.command, exitStatus) = (command, exit)
    }
}

/// Judges files by a rule of the given kind; `after` is the minute at which the deployment ended.
func judge(
    _ kind: String, _ parameters: KeyValuePairs<String, [String]> = [:], files: [JudgedFile], after: Int64? = nil,
    release: Release = .sample()
) throws -> RuleOutcome {
    try judge(
        kind, parameters, files, after: after.map { Occurrence(start: .minutes($0 - 5), end: .minutes($0)) },
        release: release)
}
