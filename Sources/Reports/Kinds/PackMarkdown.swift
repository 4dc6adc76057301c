package import Model
package import Templates

/// The pack as GitHub-flavoured Markdown, every text of others in code spans (REPORT.md §10).
package struct PackMarkdown: Report {
    package let id = "markdown"
    package let fileName = "pack.md"
    private let template: Template<PackPage>
    private let context: ReportContext

    /// - Throws: `TemplateProblem` when `pack.md` is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        template = try context.template("pack.md")
        self.context = context
    }

    package func render(_ pack: Pack) -> [UInt8] {
        let digest = context.hexDigest(PackDocument().render(pack))
        return template.render(PackPage(pack, packDigest: digest, styleHash: ""))
    }
}
