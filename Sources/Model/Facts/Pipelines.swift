/// One pull or merge request.
package struct PullRequest: Sendable, Hashable {
    package enum State: String, Sendable, Hashable { case open, merged, closedUnmerged }

    package let number: Int
    package let title: String
    package let state: State
    /// Branch that it was or would be merged into.
    package let base: String?
    package let mergedAt: Instant?
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
