package import Model
package import Templates

/// The sign-off forms as one page, a sheet a role: filled in by its script, by hand in its text boxes, or on paper.
package struct SignOffPage: Report {
    package let id = "signoff-html"
    package let fileName = "signoff.html"
    private let template: Template<SignOffForms>
    private let context: ReportContext
    private let styleHash: String
    private let scriptHash: String

    /// - Throws: `TemplateProblem` when `signoff.html`, a style or the script is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        template = try context.template("signoff.html")
        self.context = context
        styleHash = context.base64Digest(template.style)
        scriptHash = context.base64Digest(template.script)
    }

    package func render(_ pack: Pack) -> [UInt8] {
        let digest = context.hexDigest(PackDocument().render(pack))
        return template.render(
            SignOffForms(pack, packDigest: digest, styleHash: styleHash, scriptHash: scriptHash))
    }
}
