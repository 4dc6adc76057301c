import Glibc
import Model
import Reports
import Testing

@testable import Templates

/// What `.ci/hostile-forms` hands to independent parsers: the forms with every string of the suites in every text.
@Suite struct `The forms with hostile text` {
    private static let folder = getenv("EVIDENCEPACK_HOSTILE_FORMS").map { String(cString: $0) }

    private static func write(_ bytes: [UInt8], to name: String) throws {
        let file = try #require(fopen("\(folder ?? "")/\(name)", "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    private static func render(_ name: String, _ poisons: [String]) throws -> [UInt8] {
        let report = try #require(try ReportCatalog.all(in: TestDigest.context).first { $0.fileName == name })
        return report.render(PackBuilder(poisons: poisons).formPack)
    }

    /// As both kinds of documents show it.
    private static func visible(_ text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { Array(($0.visibleForm ?? String($0)).utf8) }
    }

    @Test func `keep the text`() throws {
        let poisons = ["<img src=x onerror=alert(1)>", "@everyone #12 https://example.com/ www.example.com", "a|b``c`"]
        let page = try Self.render("signoff.html", poisons)
        for poison in poisons {
            var escaped: [UInt8] = []
            HTMLEscaping.write(poison, into: &escaped)
            #expect(String(decoding: page, as: UTF8.self).contains(String(decoding: escaped, as: UTF8.self)))
        }
    }

    @Test(.enabled(if: folder != nil, "named by .ci/hostile-forms"))
    func `are written for other parsers`() throws {
        let payloads = `Hostile text`.payloads()
        try #require(payloads.count > 500, "the suites are not here")
        // Few texts a document, so that each stands in every kind of field.
        for (index, start) in stride(from: 0, to: payloads.count, by: 7).enumerated() {
            let poisons = Array(payloads[start...].prefix(7))
            try Self.write(try Self.render("signoff.html", poisons), to: "\(index).html")
            try Self.write(try Self.render("signoff.md", poisons), to: "\(index).md")
            try Self.write(Array(poisons.map(Self.visible).joined(separator: [0])), to: "\(index).txt")
        }
        try Self.write(try Self.render("signoff.html", []), to: "usual.html")
        try Self.write(try Self.render("signoff.md", []), to: "usual.md")
    }
}
