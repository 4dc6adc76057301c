package import Model

/// All documents of a pack by file name.
package enum PackDocuments {
    /// - Parameters:
    ///   - kinds: a sentence for each check kind: what it demands.
    ///   - sha256: the 32 bytes of a digest.
    /// - Throws: a template's problem; the built-in ones have none.
    package static func render(
        _ pack: Pack, with templates: PackTemplates = .builtIn, layout: PageLayout = .single,
        kinds: [String: String] = [:],
        sha256: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) throws -> [String: [UInt8]] {
        var files = [PackSchema.fileName: PackSchema.document.pretty]
        // What was added to the pack since it was judged, e.g. the changes since an earlier one, may hold secrets too.
        let pack = pack.masked()
        let context = ReportContext(templates: templates, layout: layout, kinds: kinds, sha256: sha256)
        for report in try ReportCatalog.all(in: context) {
            files[report.fileName] = report.render(pack)
        }
        return files
    }
}
