package import Model
package import Templates

/// The pack as the summary of a GitHub Actions job, for `$GITHUB_STEP_SUMMARY`: the ticket's template with more room.
///
/// It is no file of the output folder, and so not in the catalog.
package struct JobSummary: Sendable {
    private let document: TicketDocument

    /// - Throws: `TemplateProblem` when `ticket.md` is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        document = try TicketDocument("ticket.md", for: .jobSummary, context: context)
    }

    /// At most 900 KiB, in UTF-8: past 1 MiB a step, GitHub drops the whole summary.
    package func render(_ pack: Pack) -> [UInt8] { document.render(pack) }
}
