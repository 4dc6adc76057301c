package import Model
package import Templates

/// The pack as a comment or description at GitHub or GitLab, details folded.
package struct TicketMarkdown: Report {
    package let id = "ticket-markdown"
    package let fileName = "ticket.md"
    private let document: TicketDocument

    /// - Throws: `TemplateProblem` when `ticket.md` is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        document = try TicketDocument("ticket.md", for: .comment, context: context)
    }

    package func render(_ pack: Pack) -> [UInt8] { document.render(pack) }
}
