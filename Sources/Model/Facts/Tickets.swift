/// One issue of a tracker.
package struct Issue: Sendable, Hashable {
    package enum StatusCategory: String, Sendable, Hashable { case new, indeterminate, done, unknown }

    /// A link to another issue, from this issue's side.
    package struct Link: Sendable, Hashable {
        /// The verb seen from this issue, e.g. "is tested by".
        package let relation: String
        package let key: String

        package init(relation: String, key: String) {
            self.relation = relation
            self.key = key
        }
    }

    package struct Comment: Sendable, Hashable {
        /// Account as the tracker knows it (a name or an id, never a display name); empty when the export does not say.
        package let author: String
        package let created: Instant?
        /// `nil` when the export cannot show it.
        package let updated: Instant?
        /// Plain lines. What is quoted begins with `> `, code with four spaces; what is struck out stands between `~~`.
        package let text: String
        /// Whether the text was changed after it was written; `nil` when the export cannot show it.
        package var isEdited: Bool?
        /// Folded away by a moderator, e.g. as outdated.
        package var isHidden = false
        package var line = 0

        package init(author: String, created: Instant?, updated: Instant?, text: String) {
            self.author = author
            self.created = created
            self.updated = updated
            self.text = text
            if let created, let updated { isEdited = created != updated }
        }
    }

    package var key: String
    /// Whose accounts its people are: `jira`, `github`, …
    package var tracker = "jira"
    package var type: String = ""
    package var summary: String = ""
    package var status: String = ""
    package var statusCategory: StatusCategory = .unknown
    package var resolution: String?
    package var fixVersions: [String] = []
    package var links: [Link] = []
    package var comments: [Comment] = []
    /// `false` when the export leaves comments out, so that having none says nothing.
    package var showsComments = true
    /// `false` when the export says, or cannot rule out, that there are other comments than those it holds.
    package var holdsAllComments = true
    /// When it last entered a done status: from the change log, else `resolutiondate`.
    package var resolvedAt: Instant?
    /// Accounts (name, account id, display name) of who moved it there; empty when the export does not say.
    package var resolvedBy: [String] = []
    package var updated: Instant?
    package let line: Int

    package init(key: String, line: Int) {
        self.key = key
        self.line = line
    }
}

/// One test of a test plan or execution, with the last result that is known.
package struct TestExecution: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable { case passed, failed, notExecuted, unknown }

    /// Key of the test, e.g. `QA-17`.
    package let test: String
    /// Keys of the execution and the test plans that it belongs to, where stated.
    package let parents: [String]
    package let outcome: Outcome
    /// The tool's own word, e.g. `TO DO`.
    package let status: String
    package let finishedAt: Instant?
    /// Fix versions, revision and test environments that its execution states.
    package var versions: [String] = []
    package var revision: String?
    package var environments: [String] = []
    /// It is only listed by a test plan (a parent): that is no run.
    package var isPlanned = false
    package let line: Int

    package init(test: String, parents: [String], outcome: Outcome, status: String, finishedAt: Instant?, line: Int) {
        self.test = test
        self.parents = parents
        self.outcome = outcome
        self.status = status
        self.finishedAt = finishedAt
        self.line = line
    }
}
