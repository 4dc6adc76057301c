package import Model

/// The newest run of every required workflow on the release commit succeeded.
package struct WorkflowRunsSucceed: Rule {
    package static let kind = "workflow-runs-succeed"
    package static let summary =
        "On the release commit, the newest attempt of each required workflow, and of every other one that ran, is `success`."
    package static let parameters = [
        Parameter("workflows", .texts, required: true, "names of the workflows that must have run")
    ]
    package static let example = "workflow-runs-succeed: {files: pre.ci/runs.json, workflows: [CI]}"
    package static let reads: Set<FactKind> = [.workflowRun]

    private let workflows: [String]

    package init(_ reader: inout MappingReader) {
        _ = reader.required("workflows")
        workflows = reader.strings("workflows") ?? []
    }

    /// The runs, kept whole: a list of runs is short.
    package struct Runs: Tally {
        fileprivate let path: String
        fileprivate var runs: [(run: WorkflowRun, path: String)] = []

        package mutating func take(_ fact: Fact) {
            if case .workflowRun(let run) = fact, runs.count < 100_000 { runs.append((run, path)) }
        }

        package mutating func merge(_ later: Runs) { runs += later.runs }
    }

    package func tally(path: String) -> Runs { Runs(path: path) }

    package func findings(_ tally: Runs, in context: CheckContext) -> [Finding] {
        guard let any = tally.runs.first else {
            return [Finding(.unknown, "no list of workflow runs was found among the files")]
        }
        let commit = context.release.commit
        let ours = tally.runs.filter { $0.run.commit == commit }
        guard !ours.isEmpty else {
            let stated = any.run.commit.map { "commit \($0.prefix(12))" } ?? "no commit"
            return [
                Finding(
                    .unknown, "no run on the release commit is listed; the list names \(stated)", observed: stated,
                    limit: "commit \(commit.prefix(12))", at: Place(any.path, line: any.run.line),
                    next: "gh run list --commit \(commit) --limit 200 --json …")
            ]
        }
        var newest: [String: (run: WorkflowRun, path: String)] = [:]
        for entry in ours {
            let key = "\(entry.run.workflow)\u{0}\(entry.run.event)"
            if let known = newest[key]?.run {
                let (old, new) = (known.startedAt?.milliseconds ?? .min, entry.run.startedAt?.milliseconds ?? .min)
                // When nobody can say which one is newer, the one that did not succeed counts.
                if (old, known.attempt) > (new, entry.run.attempt) { continue }
                if (old, known.attempt) == (new, entry.run.attempt), entry.run.conclusion == "success" { continue }
            }
            newest[key] = entry
        }
        var findings: [Finding] = []
        for workflow in workflows where !newest.values.contains(where: { $0.run.workflow == workflow }) {
            findings.append(
                Finding(
                    .unknown, "the workflow '\(workflow)' did not run on the release commit", limit: "success",
                    at: Place(any.path)))
        }
        for (_, entry) in newest.sorted(by: { $0.key < $1.key }) {
            let (run, place) = (entry.run, Place(entry.path, line: entry.run.line))
            let state = run.conclusion.isEmpty ? run.status : run.conclusion
            if run.status == "completed", run.conclusion == "success" {
                findings.append(
                    run.attempt > 1
                        ? Finding(
                            .warn, "'\(run.workflow)' (\(run.event)) succeeded only on attempt \(run.attempt)",
                            observed: "success", limit: "success", at: place)
                        : Finding(
                            .pass, "'\(run.workflow)' (\(run.event)) succeeded", observed: "success", limit: "success",
                            at: place))
            } else {
                findings.append(
                    Finding(
                        run.status == "completed" ? .fail : .unknown, "'\(run.workflow)' (\(run.event)) is \(state)",
                        observed: state,
                        limit: "success", at: place, next: "gh run rerun \(run.id)"))
            }
        }
        return findings
    }
}
