package import Model

/// What one file shows of a ticket, as it was when it was exported.
package struct TicketExport: Sendable {
    package let issue: Issue
    package let path: String
    /// When it was collected, as stated by or beside it; never by the file's own clock.
    package let collected: Instant?

    package init(issue: Issue, path: String, collected: Instant?) {
        self.issue = issue
        self.path = path
        self.collected = collected
    }

    /// Index of the export that shows the ticket's last state; `nil` when they differ and nothing tells which one that is.
    package static func newest(of exports: [TicketExport]) -> Int? {
        exports.firstIndex { one in exports.allSatisfy { one.isNewer(than: $0) || one.showsTheSame(as: $0) } }
    }

    /// The tracker's own time of the last change decides. Whoever deletes a comment may leave that as it was, and formats
    /// round it to seconds: then it is when both were collected.
    private func isNewer(than other: TicketExport) -> Bool {
        if let mine = issue.updated, let theirs = other.issue.updated, abs(mine.since(theirs)) >= 1_000 {
            return mine > theirs
        }
        guard let mine = collected, let theirs = other.collected else { return false }
        return mine > theirs
    }

    private func showsTheSame(as other: TicketExport) -> Bool {
        func bare(_ export: TicketExport) -> [Issue.Comment] {
            export.issue.comments.map { comment in
                var comment = comment
                comment.line = 0
                return comment
            }
        }
        return issue.holdsAllComments == other.issue.holdsAllComments && bare(self) == bare(other)
    }
}
