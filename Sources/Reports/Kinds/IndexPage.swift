package import Model
package import Templates

/// The evidence pack as one self-contained HTML page without script (REPORT.md).
package struct IndexPage: Report {
    package let id = "html"
    package let fileName = "index.html"
    private let template: Template<PackPage>
    private let context: ReportContext
    private let styleHash: String

    /// - Throws: `TemplateProblem` when `index.html` or `pack.css` is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        template = try context.template("index.html")
        self.context = context
        styleHash = context.base64Digest(template.style)
    }

    package func render(_ pack: Pack) -> [UInt8] {
        let digest = context.hexDigest(PackDocument().render(pack))
        return template.render(
            PackPage(
                pack, packDigest: digest, styleHash: styleHash, isSplit: context.layout == .split,
                digest: { context.hexDigest(Array($0.utf8)) }))
    }
}
