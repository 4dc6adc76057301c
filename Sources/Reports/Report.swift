package import Model
import Templates

/// One document of the output folder, made from a pack.
package protocol Report: Sendable {
    /// Stable id, e.g. `html`.
    var id: String { get }
    /// Name in the output folder, e.g. `index.html`.
    var fileName: String { get }
    /// The document's bytes; the same pack always gives the same ones.
    func render(_ pack: Pack) -> [UInt8]
}

/// Where a page's style stands.
package enum PageLayout: String, Sendable, CaseIterable {
    /// Within the page, which is then one file that goes anywhere.
    case single
    /// In a file beside it, for viewers whose policy allows no style within a page, e.g. Jenkins.
    case split
}

/// What reports need beside the pack.
package struct ReportContext: Sendable {
    let templates: PackTemplates
    let layout: PageLayout
    package let sha256: @Sendable ([UInt8]) -> [UInt8]
    /// What each check kind demands, by its name.
    let kinds: [String: String]

    /// - Parameters:
    ///   - templates: by default the built-in ones.
    ///   - kinds: a sentence for each check kind: what it demands.
    ///   - sha256: the 32 bytes of a digest.
    package init(
        templates: PackTemplates = .builtIn, layout: PageLayout = .single, kinds: [String: String] = [:],
        sha256: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) {
        self.templates = templates
        self.layout = layout
        self.kinds = kinds
        self.sha256 = sha256
    }

    /// A template for one type of context; one that is not the built-in one must print that it is not.
    func template<Context>(_ name: String) throws(TemplateProblem) -> Template<Context> {
        try Template(name, in: templates.library, alwaysPrinting: templates.required(in: name))
    }

    /// As a Content-Security-Policy names it.
    func base64Digest(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let digest = sha256(bytes)
        var out: [UInt8] = []
        for start in stride(from: 0, to: digest.count, by: 3) {
            let group = digest[start...].prefix(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for position in 0..<4 {
                out.append(position <= group.count ? alphabet[bits >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// As `sha256sum` prints it.
    func hexDigest(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: sha256(bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
