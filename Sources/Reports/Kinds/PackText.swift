package import Model
package import Templates

/// The pack as plain text of 72 columns, for mail and terminals.
package struct PackText: Report {
    package let id = "text"
    package let fileName = "pack.txt"
    private let document: TicketDocument

    /// - Throws: `TemplateProblem` when `pack.txt` is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        document = try TicketDocument("pack.txt", for: .mail, context: context)
    }

    package func render(_ pack: Pack) -> [UInt8] {
        document.render(pack) { PlainLines.wrapped($0, except: PackPage.footerStart) }
    }
}
