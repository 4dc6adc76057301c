package import Model

/// The newest run of every required workflow on the release commit succeeded.
package struct WorkflowRunsSucceed: Rule {
    package static let kind = "workflow-runs-succeed"
    package static let summary =
        "On the release commit, the newest attempt of each required workflow, and of every other one that ran, is `success`; a failed job inside one is shown, a failed check of its own fails."
    package static let parameters = [
        Parameter(
            "workflows", .texts, required: true,
            "names of the workflows that must have run; `pipeline` for one of GitLab without a name")
    ]
    package static let example = "workflow-runs-succeed: {files: pre.ci/runs.json, workflows: [CI]}"
    package static let reads: Set<FactKind> = [.workflowRun, .job]

    private let workflows: [String]

    package init(_ reader: inout MappingReader) {
        _ = reader.required("workflows")
        workflows = reader.strings("workflows") ?? []
    }

    /// The runs, and the jobs in and beside them.
    package struct Runs: Tally {
        fileprivate var runs: RunList
        fileprivate var jobs: JobList
        package var isCut: Bool { runs.isCut || jobs.isCut }

        package mutating func take(_ fact: Fact) {
            runs.take(fact)
            jobs.take(fact)
        }

        package mutating func merge(_ later: Runs) {
            runs.merge(later.runs)
            jobs.merge(later.jobs)
        }
    }

    package func tally(path: String) -> Runs { Runs(runs: RunList(path: path), jobs: JobList(path: path)) }

    package func findings(_ tally: Runs, in context: CheckContext) -> [Finding] {
        guard let any = tally.runs.all.first else {
            return [
                Finding(
                    .unknown, "no list of workflow runs was found among the files", observed: "no run", limit: "success"
                )
            ]
        }
        let commit = context.release.commit
        let newest = tally.runs.newest(on: commit)
        guard !newest.isEmpty else {
            let stated = any.run.commit.map { "commit \($0.prefix(12))" } ?? "no commit"
            return [
                Finding(
                    .unknown, "no run on the release commit is listed; the list names \(stated)", observed: stated,
                    limit: "commit \(commit.prefix(12))", at: Place(any.path, line: any.run.line),
                    next: "gh run list --commit \(commit) --limit 200 --json …")
            ]
        }
        var findings: [Finding] = []
        for workflow in workflows where !newest.contains(where: { $0.run.workflow == workflow }) {
            findings.append(
                Finding(
                    .unknown, "the workflow '\(workflow)' did not run on the release commit", observed: "no run",
                    limit: "success",
                    at: Place(any.path)))
        }
        findings += newest.map { finding($0.run, at: Place($0.path, line: $0.run.line)) }
        return findings + tally.jobs.findings(on: commit, beside: newest, of: tally.runs.all)
    }

    private func finding(_ run: WorkflowRun, at place: Place) -> Finding {
        let name = "'\(run.workflow)'\(run.event.isEmpty ? "" : " (\(run.event))")"
        guard run.isSuccess else {
            return Finding(
                run.isCompleted ? .fail : .unknown, "\(name) is \(run.state)", observed: run.state, limit: "success",
                at: place, next: "repair what failed, and have run \(run.id) repeated")
        }
        if run.attempt > 1 {
            return Finding(
                .warn, "\(name) succeeded only on attempt \(run.attempt)", observed: "success", limit: "success",
                at: place)
        }
        return Finding(
            run.hasWarnings ? .warn : .pass,
            "\(name) succeeded\(run.hasWarnings ? " with warnings: a job that may fail did" : "")",
            observed: "success", limit: "success", at: place)
    }
}
