package import Model

/// Every test of the linked test plan was executed on this build, and its last run passed.
package struct ExecutionsPass: Rule {
    package static let kind = "executions-pass"
    package static let summary =
        "Every test of the test plan that the sign-off links was executed on this version, and passed in its last run."
    package static let parameters = [
        Parameter(
            "minimum", .number, loosenedBy: .less,
            "least number of tests that must have passed; it takes the place of the plan's own list where that is not exported"
        ),
        Parameter(
            "linked_by", .text, "type of the issue that must link the test plan; any exported issue unless given"),
        Parameter(
            "version", .text,
            "fix version of that issue and of the executions; one that states none must be known to be of the release's commit or tag"
        ),
        Parameter("environment", .text, "test environment that an execution must name if it names any"),
    ]
    package static let example = #"executions-pass: {linked_by: QA Sign-off, version: "{release.tag}"}"#
    package static let reads: Set<FactKind> = [.execution, .issue]

    private let minimum: Int?
    private let linkedBy: String?
    private let version: String?
    private let environment: String?

    package init(_ reader: inout MappingReader) {
        minimum = reader.int("minimum")
        linkedBy = reader.string("linked_by")
        version = reader.string("version")
        environment = reader.string("environment")
    }

    /// A run with the file that holds it.
    fileprivate struct Run: Sendable {
        var execution: TestExecution
        var path: String
        var place: Place { Place(path, line: execution.line) }
    }

    /// The last run of each test on the version, what was run on others, what plans list, and the keys that issues link.
    package struct Runs: Tally {
        fileprivate let path: String
        fileprivate let version: String?
        fileprivate let linkedBy: String?
        fileprivate var last: [String: Run] = [:]
        fileprivate var foreign: [String: Run] = [:]
        fileprivate var planned: [Run] = []
        fileprivate var linked: Set<String> = []

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .execution(let execution): add(Run(execution: execution, path: path))
            case .issue(let issue):
                if let linkedBy, issue.type.lowercased() != linkedBy.lowercased() { return }
                if let version, linkedBy != nil, !issue.fixVersions.contains(version) { return }
                linked.formUnion(issue.links.map(\.key))
            default: break
            }
        }

        private mutating func add(_ run: Run) {
            let execution = run.execution
            if execution.isPlanned { return planned.append(run) }
            if let version, !execution.versions.isEmpty, !execution.versions.contains(version) {
                foreign[execution.test] = run
                return
            }
            guard let known = last[execution.test]?.execution else {
                last[execution.test] = run
                return
            }
            // Without times nobody can say which run was last: the worse one counts.
            let isLater =
                if let old = known.finishedAt, let new = execution.finishedAt, old != new {
                    new > old
                } else {
                    execution.outcome != .passed
                }
            if isLater { last[execution.test] = run }
        }

        package mutating func merge(_ later: Runs) {
            for (_, run) in later.last.sorted(by: { $0.key < $1.key }) { add(run) }
            foreign.merge(later.foreign) { $1 }
            planned += later.planned
            linked.formUnion(later.linked)
        }
    }

    package func tally(path: String) -> Runs { Runs(path: path, version: version, linkedBy: linkedBy) }

    package func findings(_ tally: Runs, in context: CheckContext) -> [Finding] {
        guard !tally.last.isEmpty || !tally.foreign.isEmpty else {
            return [
                Finding(
                    .unknown, "no test executions were found among the files", observed: "no execution",
                    limit: ">= \(minimum ?? 1)")
            ]
        }
        let runs = tally.last.sorted { $0.key < $1.key }.map(\.value)
        // A list that does not name its plan counts as ours.
        let planned = tally.planned.filter {
            let plans = parents(of: $0, in: context)
            return plans.isEmpty || !tally.linked.isDisjoint(with: plans)
        }
        let ours = Set(planned.filter { !parents(of: $0, in: context).isEmpty }.map(\.execution.test))
        var findings = runs.flatMap { faults(of: $0, in: context) }
        for run in planned where tally.last[run.execution.test] == nil {
            findings.append(missing(run, tally.foreign[run.execution.test]))
        }
        for (test, run) in tally.foreign.sorted(by: { $0.key < $1.key })
        where tally.last[test] == nil && !planned.contains(where: { $0.execution.test == test }) {
            findings.append(missing(run, run))
        }
        if let run = runs.first(where: {
            !ours.contains($0.execution.test) && !tally.linked.contains($0.execution.test)
                && tally.linked.isDisjoint(with: parents(of: $0, in: context))
        }) {
            findings.append(unlinked(run, parents(of: run, in: context)))
        }
        let passed = runs.count { $0.execution.outcome == .passed }
        if planned.isEmpty, minimum == nil {
            findings.append(
                Finding(
                    .unknown, "the tests of the test plan are not exported: it is not known whether all were executed",
                    observed: counted(runs.count, "executed test"), limit: "every test of the plan",
                    at: runs.first?.place,
                    next: "export the plan's tests too (Xray: getTestPlan, or …/testplan/KEY/test), or give `minimum:`")
            )
        }
        if passed < minimum ?? 1 {
            findings.append(
                Finding(
                    .unknown, "\(counted(passed, "test")) passed", observed: "\(passed)", limit: ">= \(minimum ?? 1)",
                    at: runs.first?.place))
        }
        guard findings.isEmpty else { return findings }
        let whole = planned.isEmpty ? "" : " of the \(Set(planned.map(\.execution.test)).count) that the plan lists"
        return [
            Finding(
                .pass, "all \(counted(passed, "executed test")) passed\(whole)", observed: "\(passed) of \(runs.count)",
                limit: "all, >= \(minimum ?? 1)", at: runs.first?.place)
        ]
    }

    /// What keeps a run from counting as passed on this build.
    private func faults(of run: Run, in context: CheckContext) -> [Finding] {
        let execution = run.execution
        var findings: [Finding] = []
        func add(_ verdict: Verdict, _ message: String, _ observed: String, _ limit: String) {
            findings.append(
                Finding(
                    verdict, "\(execution.test) \(message)", observed: observed, limit: limit, at: run.place,
                    next: "execute \(execution.test) on this build, then export again"))
        }
        if execution.outcome != .passed {
            add(execution.outcome == .failed ? .fail : .unknown, "is \(execution.status)", execution.status, "passed")
        }
        if let finished = execution.finishedAt, finished.since(context.at) > 120_000 {
            add(.unknown, "was executed later than it is judged", "\(finished)", "<= \(context.at)")
        }
        if let revision = execution.revision?.lowercased(), isCommit(prefix: revision),
            !context.release.commit.utf8.starts(with: revision.utf8)
        {
            add(.unknown, "was executed on revision \(revision)", revision, context.release.commit)
        }
        if let environment, !execution.environments.isEmpty,
            !execution.environments.contains(where: { $0.lowercased() == environment.lowercased() })
        {
            let stated = execution.environments.joined(separator: ", ")
            add(.unknown, "was executed on \(stated)", stated, environment)
        }
        let subject = context.file(run.path)?.subject
        if let version, execution.versions.isEmpty, subject?.commit == nil, subject?.tag == nil {
            add(.unknown, "does not say on which build it was executed", "no version", version)
        }
        return findings
    }

    private func isCommit(prefix text: String) -> Bool {
        (7...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private func missing(_ planned: Run, _ elsewhere: Run?) -> Finding {
        let test = planned.execution.test
        let only = elsewhere.map { ", only on \($0.execution.versions.joined(separator: ", "))" } ?? ""
        return Finding(
            .unknown, "\(test) was not executed\(version.map { " on \($0)" } ?? "")\(only)", observed: "no run",
            limit: "every test of the plan", at: planned.place,
            next: "execute \(test) on this build, then export again")
    }

    private func unlinked(_ run: Run, _ parents: [String]) -> Finding {
        let sign = linkedBy.map { "no '\($0)'\(version.map { " for \($0)" } ?? "")" } ?? "no exported issue"
        let what =
            parents.isEmpty ? "no test plan that is known" : "\(parents.joined(separator: ", ")), which \(sign) links"
        return Finding(
            .unknown, "\(run.execution.test) belongs to \(what)", observed: parents.first ?? "none",
            limit: "a linked test plan", at: run.place)
    }

    /// Keys of the execution and its plans: as stated, and as the address names them from which the file was fetched.
    private func parents(of run: Run, in context: CheckContext) -> [String] {
        let command = context.file(run.path)?.subject.command ?? ""
        let parts = command.split { "/?&=\"' \n".contains($0) }
        let named = zip(parts, parts.dropFirst()).filter {
            ["testexec", "testplan", "testExecIssueKey"].contains($0.0)
        }
        return run.execution.parents + named.map { String($0.1) }
    }
}
