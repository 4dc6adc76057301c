package import Model

/// Every test of the linked test plan was executed, and its last run passed.
package struct ExecutionsPass: Rule {
    package static let kind = "executions-pass"
    package static let summary =
        "Every test in the execution export passed in its last run, and the export belongs to a test plan that an exported issue links."
    package static let parameters = [
        Parameter("minimum", .number, "least number of tests that must have passed; 1 unless given")
    ]
    package static let example = "executions-pass: {minimum: 20}"
    package static let reads: Set<FactKind> = [.execution, .issue]

    private let minimum: Int

    package init(_ reader: inout MappingReader) { minimum = max(1, reader.int("minimum") ?? 1) }

    /// The last run of each test, and the keys that issues link.
    package struct Runs: Tally {
        fileprivate let path: String
        fileprivate var last: [String: (run: TestExecution, path: String)] = [:]
        fileprivate var linked: Set<String> = []

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .execution(let run): add(run, path)
            case .issue(let issue): if !issue.links.isEmpty { linked.formUnion(issue.links.map(\.key)) }
            default: break
            }
        }

        private mutating func add(_ run: TestExecution, _ path: String) {
            guard let known = last[run.test] else {
                last[run.test] = (run, path)
                return
            }
            // Without times nobody can say which run was last: the worse one counts.
            let isLater: Bool
            if let old = known.run.finishedAt, let new = run.finishedAt, old != new {
                isLater = new > old
            } else {
                isLater = run.outcome != .passed
            }
            if isLater { last[run.test] = (run, path) }
        }

        package mutating func merge(_ later: Runs) {
            for (_, entry) in later.last.sorted(by: { $0.key < $1.key }) { add(entry.run, entry.path) }
            linked.formUnion(later.linked)
        }
    }

    package func tally(path: String) -> Runs { Runs(path: path) }

    package func findings(_ tally: Runs, in context: CheckContext) -> [Finding] {
        guard !tally.last.isEmpty else { return [Finding(.unknown, "no test executions were found among the files")] }
        var findings: [Finding] = []
        let runs = tally.last.sorted { $0.key < $1.key }.map(\.value)
        for (run, path) in runs where run.outcome != .passed {
            findings.append(
                Finding(
                    run.outcome == .failed ? .fail : .unknown, "\(run.test) is \(run.status)", observed: run.status,
                    limit: "passed",
                    at: Place(path, line: run.line), next: "execute \(run.test) on this build, then export again"))
        }
        if let (run, path) = runs.first(where: { tally.linked.isDisjoint(with: $0.run.parents) }) {
            let parents =
                run.parents.isEmpty
                ? "no test plan" : "\(run.parents.joined(separator: ", ")), which no exported issue links"
            findings.append(
                Finding(
                    .unknown, "\(run.test) belongs to \(parents)", observed: run.parents.first ?? "none",
                    limit: "a linked test plan",
                    at: Place(path, line: run.line)))
        }
        let passed = runs.count { $0.run.outcome == .passed }
        if passed < minimum {
            findings.append(
                Finding(.unknown, "\(counted(passed, "test")) passed", observed: "\(passed)", limit: ">= \(minimum)"))
        }
        return findings.isEmpty
            ? [
                Finding(
                    .pass, "all \(counted(passed, "test")) passed", observed: "\(passed) of \(runs.count)",
                    limit: "all, >= \(minimum)")
            ] : findings
    }
}
