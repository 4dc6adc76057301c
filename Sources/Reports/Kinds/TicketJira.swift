package import Model
package import Templates

/// The pack in Jira's wiki markup, for a comment or description (Server, Data Center, and Cloud by API version 2).
package struct TicketJira: Report {
    package let id = "ticket-jira"
    package let fileName = "ticket.jira.txt"
    private let document: TicketDocument

    /// - Throws: `TemplateProblem` when `ticket.jira.txt` is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        document = try TicketDocument("ticket.jira.txt", for: .jira, context: context)
    }

    package func render(_ pack: Pack) -> [UInt8] { document.render(pack) }
}
