import Glibc
import Model
import Reports
import Testing

@Suite struct `Hostile text` {
    private static let reports = Result { try ReportCatalog.all(in: TestDigest.context) }
    private static let pages = ["index.html", "signoff.html"]

    private static func render(_ name: String, _ poisons: [String] = []) throws -> [UInt8] {
        let builder = PackBuilder(poisons: poisons)
        let pack = name.hasPrefix("signoff") ? builder.formPack : builder.pack
        let report = try #require(try reports.get().first { $0.fileName == name })
        return report.render(pack)
    }

    /// Every tag with its attribute names, without the attributes' values.
    private static func shapes(of page: [UInt8]) -> Set<String> {
        var shapes: Set<String> = []
        var tag: [UInt8]?
        var isQuoted = false
        for byte in page {
            if tag == nil {
                if byte == UInt8(ascii: "<") { tag = [] }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ">"), !isQuoted {
                shapes.insert(String(decoding: tag ?? [], as: UTF8.self))
                tag = nil
            } else if !isQuoted {
                tag?.append(byte)
            }
        }
        return shapes
    }

    /// Lines of both suites; empty when the corpus is not here.
    static func payloads() -> [String] {
        let root = getenv("EVIDENCEPACK_CORPUS").map { String(cString: $0) } ?? "../shared/corpus"
        return ["naughty-strings.json", "xss-payloads.txt"].flatMap { name in
            read("\(root)/suites/\(name)").split(separator: UInt8(ascii: "\n")).map {
                String(decoding: $0, as: UTF8.self)
            }
        }
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    private static let own = [
        "\"\u{301}><img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "</style><style>*{}",
        "--><svg onload=x>", "' onmouseover='x", "{{styleHash}}{{>pack.css}}",
        "</title><script>", "\u{202E}PASS", "javascript:alert(1)", "<!--", "]]>", "&lt;b&gt;", "`x`", "\u{0}<b\u{0}>",
    ]

    @Test(arguments: own, pages)
    func `adds no tag and no attribute to the page`(poison: String, name: String) throws {
        let usual = Self.shapes(of: try Self.render(name))
        #expect(Self.shapes(of: try Self.render(name, [poison])).subtracting(usual) == [])
    }

    @Test(arguments: pages) func `of the public suites adds no tag and no attribute to the page`(name: String) throws {
        let payloads = Self.payloads()
        guard !payloads.isEmpty else {
            print("skipped: no corpus")
            return
        }
        let usual = Self.shapes(of: try Self.render(name))
        // A pack has more than 150 untrusted texts, so that each payload is in one of them.
        for start in stride(from: 0, to: payloads.count, by: 150) {
            let page = try Self.render(name, Array(payloads[start...].prefix(150)))
            #expect(Self.shapes(of: page).subtracting(usual) == [])
        }
    }

    @Test(
        arguments: own + [
            "@everyone #12 Closes #1", "![x](http://x/y.png)", "[a](b)", "- [x] done", "a``b`c", "|", "\\|", "\\",
            "https://example.com",
        ], ["pack.md", "signoff.md"])
    func `stays within code in Markdown`(poison: String, name: String) throws {
        let text = String(decoding: try Self.render(name, [poison]), as: UTF8.self)
        var isInFence = false
        for line in text.split(separator: "\n") {
            let isFence = line.utf8.elementsEqual("```".utf8)
            if isFence { isInFence.toggle() }
            if isFence || isInFence { continue }
            let bare = Self.withoutCode(Array(line.utf8))
            #expect(
                !bare.contains {
                    [UInt8(ascii: "@"), UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "!"), UInt8(ascii: "`")]
                        .contains($0)
                }, "\(line)")
            #expect(!String(decoding: bare.dropFirst(3), as: UTF8.self).contains("#"), "\(line)")
        }
    }

    /// Removes code spans: a run of backticks up to the next run of the same length.
    private static func withoutCode(_ line: [UInt8]) -> [UInt8] {
        let tick = UInt8(ascii: "`")
        var out: [UInt8] = []
        var index = 0
        while index < line.count {
            let run = line[index...].prefix { $0 == tick }.count
            guard run > 0 else {
                out.append(line[index])
                index += 1
                continue
            }
            var end = index + run
            while end < line.count {
                let closing = line[end...].prefix { $0 == tick }.count
                if closing == run { break }
                end += max(1, closing)
            }
            guard end < line.count else { return out + line[index...] }
            index = end + run
        }
        return out
    }

    @Test func `leaves the page without script, style attribute, request and raw control characters`() throws {
        let page = String(decoding: try Self.render("index.html"), as: UTF8.self)
        for banned in [
            "<script", " style=", " src=", "http://", "https://", "@import", "data:", " onload", "<link",
            "<img", "<base",
        ] {
            #expect(!page.contains(banned), "\(banned)")
        }
        // Only patterns of the page itself are referred to, which asks nobody for anything.
        #expect(page.components("url(") == page.components("=\"url(#p-"))
        #expect(
            page.contains(
                "<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
        )
        #expect(page.components("<h1>") == 1)
    }
}

extension String {
    /// How often `part` stands in this text.
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
