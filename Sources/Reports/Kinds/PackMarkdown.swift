package import Model
package import Templates

/// The pack as GitHub-flavoured Markdown, every text of others in code spans (REPORT.md §10).
package struct PackMarkdown: Report {
    package let id = "markdown"
    package let fileName = "pack.md"
    private let document: TicketDocument

    /// - Throws: `TemplateProblem` when `pack.md` is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        document = try TicketDocument("pack.md", for: .file, context: context)
    }

    package func render(_ pack: Pack) -> [UInt8] { document.render(pack) }
}
