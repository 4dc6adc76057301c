package import Model
package import Templates

/// The sign-off forms as Markdown: blocks to be filled in and copied into the ticket.
package struct SignOffMarkdown: Report {
    package let id = "signoff-markdown"
    package let fileName = "signoff.md"
    private let template: Template<SignOffForms>
    private let context: ReportContext

    /// - Throws: `TemplateProblem` when `signoff.md` is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        template = try context.template("signoff.md")
        self.context = context
    }

    package func render(_ pack: Pack) -> [UInt8] {
        let digest = context.hexDigest(PackDocument().render(pack))
        return template.render(SignOffForms(pack, packDigest: digest, styleHash: "", scriptHash: ""))
    }
}
