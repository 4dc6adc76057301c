package import Model

/// The release commit was deployed by the workflow's file, after the apply, and is what the environment runs.
package struct WorkflowDeployed: Rule {
    package static let kind = "workflow-deployed"
    package static let summary =
        "The newest run of the workflow's file on the release commit succeeded, started after what `after` names, and the environment's newest deployment is of that commit and `success`."
    package static let parameters = [
        Parameter("workflow", .text, required: true, "file of the workflow, e.g. deploy-backend.yml"),
        Parameter("name", .text, "name of the workflow, for exports of gh, which do not have its file"),
        Parameter("environment", .text, "where to; release.yml's environment.to unless given"),
    ]
    package static let example =
        "workflow-deployed: {workflow: deploy-backend.yml, name: Deploy backend, after: deploy.apply}"
    package static let reads: Set<FactKind> = [.workflowRun, .deployment]

    private let workflow: String
    private let name: String?
    private let environment: String?

    package init(_ reader: inout MappingReader) {
        workflow = reader.requiredString("workflow") ?? ""
        name = reader.string("name")
        environment = reader.string("environment")
    }

    /// Runs and deployments, kept whole: such lists are short.
    package struct Runs: Tally {
        fileprivate let path: String
        private var keptRuns = RunList(path: "")
        private var keptDeployments = Kept<(deployment: Deployment, path: String)>()
        fileprivate var runs: [RunList.Entry] { keptRuns.all }
        fileprivate var deployments: [(deployment: Deployment, path: String)] { keptDeployments.all }
        package var isCut: Bool { keptRuns.isCut || keptDeployments.isCut }

        fileprivate init(path: String) {
            self.path = path
            keptRuns = RunList(path: path)
        }

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .deployment(let deployment): keptDeployments.append((deployment, path))
            default: keptRuns.take(fact)
            }
        }

        package mutating func merge(_ later: Runs) {
            keptRuns.merge(later.keptRuns)
            keptDeployments.merge(later.keptDeployments)
        }
    }

    package func tally(path: String) -> Runs { Runs(path: path) }

    package func findings(_ tally: Runs, in context: CheckContext) -> [Finding] {
        runFindings(tally, context)
            + DeployedState(
                deployments: tally.deployments, environment: environment ?? context.release.environment.to,
                context: context
            ).findings
    }

    package func occurrence(_ tally: Runs, in context: CheckContext) -> Occurrence? {
        guard let run = newest(tally, context)?.run, let start = run.startedAt, let end = run.completedAt, start <= end
        else { return nil }
        return Occurrence(start: start, end: end)
    }

    private func runFindings(_ tally: Runs, _ context: CheckContext) -> [Finding] {
        let commit = context.release.commit
        guard let (run, path) = newest(tally, context) else {
            let message =
                tally.runs.isEmpty
                ? "no list of workflow runs was found among the files"
                : "no run of \(workflow) on the release commit is listed"
            return [
                Finding(
                    .unknown, message, observed: tally.runs.first.map { $0.run.workflow } ?? "nothing",
                    limit: "\(workflow) on \(commit.prefix(12))", at: tally.runs.first.map { Place($0.path) },
                    next: "gh workflow run \(workflow) --ref \(context.release.tag)")
            ]
        }
        let place = Place(path, line: run.line)
        let state = run.conclusion.isEmpty ? run.status : run.conclusion
        guard run.status == "completed", run.conclusion == "success" else {
            return [
                Finding(
                    run.status == "completed" ? .fail : .unknown, "run \(run.id) of \(workflow) is \(state)",
                    observed: state, limit: "success", at: place)
            ]
        }
        guard let started = run.startedAt else {
            return [
                Finding(
                    .unknown, "run \(run.id) of \(workflow) has no start time", observed: "no time",
                    limit: "a start time", at: place)
            ]
        }
        if let after = context.after, started < after.end {
            return [
                Finding(
                    .fail, "run \(run.id) of \(workflow) started \(started), before \(after.end), when the apply ended",
                    observed: "\(started)", limit: ">= \(after.end)", at: place,
                    next: "gh workflow run \(workflow) --ref \(context.release.tag)")
            ]
        }
        return [
            Finding(
                run.attempt > 1 ? .warn : .pass,
                run.attempt > 1
                    ? "run \(run.id) of \(workflow) succeeded only on attempt \(run.attempt)"
                    : "run \(run.id) of \(workflow) succeeded, started \(started)", observed: "success",
                limit: "success", at: place)
        ]
    }

    /// The newest attempt of the workflow's file on the release commit.
    private func newest(_ tally: Runs, _ context: CheckContext) -> (run: WorkflowRun, path: String)? {
        // gh leaves the file out; the REST export of the same run has it.
        var files: [String: String] = [:]
        for (run, _) in tally.runs { if let path = run.path { files[run.id] = path } }
        let ours = tally.runs.filter { run, _ in
            guard run.commit == context.release.commit else { return false }
            return files[run.id].map { lastComponent($0) == workflow } ?? (run.workflow == name)
        }
        func rank(_ run: WorkflowRun) -> (Int64, Int, Int, Int) {
            // Of one attempt seen twice the later state counts; where two differ at the end, the worse one.
            (
                run.startedAt?.milliseconds ?? .max, run.attempt, run.status == "completed" ? 1 : 0,
                run.conclusion == "success" ? 0 : 1
            )
        }
        return ours.max { rank($0.run) < rank($1.run) }
    }
}

/// What an environment runs, by the deployments listed.
struct DeployedState {
    let deployments: [(deployment: Deployment, path: String)]
    let environment: String
    let context: CheckContext

    var findings: [Finding] {
        let commit = context.release.commit
        let ours = deployments.filter { entry in
            entry.deployment.state == nil && entry.deployment.environment?.lowercased() == environment.lowercased()
        }
        let newest = ours.max { ($0.deployment.at?.milliseconds ?? .max) < ($1.deployment.at?.milliseconds ?? .max) }
        guard let (deployment, path) = newest else {
            return [
                Finding(
                    .unknown, "no deployment to \(environment) is listed", observed: "none",
                    limit: "a deployment to \(environment)",
                    next: "gh api 'repos/{owner}/{repo}/deployments?sha=\(commit)&environment=\(environment)'")
            ]
        }
        let place = Place(path, line: deployment.line)
        guard deployment.commit == commit else {
            let stated = deployment.commit.map { String($0.prefix(12)) } ?? "no commit"
            return [
                Finding(
                    .fail, "the newest deployment to \(environment) is of \(stated), not of \(commit.prefix(12))",
                    observed: stated, limit: String(commit.prefix(12)), at: place)
            ]
        }
        if let after = context.after, deployment.at.map({ $0 < after.end }) ?? true {
            return [
                Finding(
                    .fail,
                    "the newest deployment to \(environment) was made \(deployment.at?.description ?? "at no known time"), before the apply ended \(after.end)",
                    observed: deployment.at?.description ?? "no time", limit: ">= \(after.end)", at: place)
            ]
        }
        return [stateFinding(deployment, place)]
    }

    private func stateFinding(_ deployment: Deployment, _ place: Place) -> Finding {
        let states = deployments.filter { $0.deployment.state != nil && $0.deployment.id == deployment.id }
        func rank(_ state: Deployment) -> (Int64, Int) {
            (state.at?.milliseconds ?? .max, state.state == "success" ? 0 : 1)
        }
        guard let (last, path) = states.max(by: { rank($0.deployment) < rank($1.deployment) }) else {
            return Finding(
                .unknown, "no state of deployment \(deployment.id) is listed", observed: "no state", limit: "success",
                at: place,
                next: "gh api repos/{owner}/{repo}/deployments/\(deployment.id)/statuses")
        }
        let state = last.state ?? ""
        let at = Place(path, line: last.line)
        if let stated = last.environment, stated.lowercased() != environment.lowercased() {
            return Finding(
                .error, "deployment \(deployment.id) is to \(environment), its state to \(stated)", observed: stated,
                limit: environment, at: at)
        }
        let isOver = !["queued", "pending", "in_progress"].contains(state)
        return Finding(
            state == "success" ? .pass : (isOver ? .fail : .unknown),
            "deployment \(deployment.id) to \(environment) is \(state)", observed: state, limit: "success", at: at)
    }
}
