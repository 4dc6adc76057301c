/// One pull or merge request.
package struct PullRequest: Sendable, Hashable {
    package enum State: String, Sendable, Hashable { case open, merged, closedUnmerged }

    package let number: Int
    package let title: String
    package let state: State
    /// Branch that it was or would be merged into.
    package let base: String?
    package let mergedAt: Instant?
    /// Account of who wrote it, where the export has it.
    package var author: String?
    /// Whose account that is: `github`, `gitlab`, …
    package var system = "github"
    package let line: Int

    package init(number: Int, title: String, state: State, base: String?, mergedAt: Instant?, line: Int) {
        self.number = number
        self.title = title
        self.state = state
        self.base = base
        self.mergedAt = mergedAt
        self.line = line
    }
}

/// One run of a CI workflow or pipeline.
package struct WorkflowRun: Sendable, Hashable {
    package let id: String
    package let workflow: String
    package let event: String
    /// 40 hex digits; `nil` when the export leaves it out.
    package let commit: String?
    package let attempt: Int
    /// `completed`, `in_progress`, … as the service writes it.
    package let status: String
    /// `success`, `failure`, …; empty until completed.
    package let conclusion: String
    package let startedAt: Instant?
    /// File of the workflow, e.g. `.github/workflows/deploy-backend.yml`, where the export has it.
    package var path: String?
    /// Branch or tag that it ran on.
    package var branch: String?
    /// When it ended; only the last change of state where the service has no such time.
    package var completedAt: Instant?
    /// The service calls it a success although a job that may fail did.
    package var hasWarnings = false
    package let line: Int

    package init(
        id: String, workflow: String, event: String, commit: String?, attempt: Int, status: String, conclusion: String,
        startedAt: Instant?, line: Int
    ) {
        self.id = id
        self.workflow = workflow
        self.event = event
        self.commit = commit
        self.attempt = attempt
        self.status = status
        self.conclusion = conclusion
        self.startedAt = startedAt
        self.line = line
    }
}

/// One job or check of a pipeline.
package struct PipelineJob: Sendable, Hashable {
    package var name: String
    /// Workflow, app or pipeline that it belongs to; empty where the export does not say.
    package var workflow: String = ""
    /// Id of the run or pipeline that it belongs to, where the export says so.
    package var run: String?
    package var attempt = 1
    package var startedAt: Instant?
    package var commit: String?
    package var status: String
    /// Empty until completed.
    package var conclusion: String
    /// It may fail without failing its pipeline.
    package var mayFail = false
    package let line: Int

    package init(name: String, status: String, conclusion: String, line: Int) {
        self.name = name
        self.status = status
        self.conclusion = conclusion
        self.line = line
    }
}

/// One review of a pull or merge request.
package struct Review: Sendable, Hashable {
    package enum State: String, Sendable, Hashable { case approved, changesRequested, commented, dismissed, pending }

    package var author: String
    /// Whose accounts its authors are: `github`, `gitlab`, …
    package var system = "github"
    package var state: State
    package var commit: String?
    package var at: Instant?
    package var text: String
    /// Whether the text was changed after it was written; `nil` when the export cannot show it.
    package var isEdited: Bool?
    package let line: Int

    package init(author: String, state: State, text: String, line: Int) {
        self.author = author
        self.state = state
        self.text = text
        self.line = line
    }
}

/// A deployment of a commit to an environment, or one of its states.
package struct Deployment: Sendable, Hashable {
    package var id: String
    package var environment: String?
    /// Branch or tag.
    package var ref: String?
    package var commit: String?
    /// `success`, `failure`, …; `nil` for the deployment itself, which has no state.
    package var state: String?
    package var at: Instant?
    package let line: Int

    package init(id: String, line: Int) {
        self.id = id
        self.line = line
    }
}
