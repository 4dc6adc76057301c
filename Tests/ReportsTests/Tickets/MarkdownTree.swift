import TestKit

/// What cmark-gfm, GitHub's own parser, finds in a document: nodes by type, and their texts.
struct MarkdownTree {
    private(set) var nodes: [String: Int] = [:]
    private(set) var texts: [String] = []
    /// Of code spans, and of what stands as code in the heads of details.
    private(set) var codes: [String] = []
    private(set) var fences: [String] = []
    private(set) var html: [String] = []

    static var isAvailable: Bool { Shell.has("cmark-gfm") }

    init(_ document: [UInt8]) {
        let sandbox = Sandbox()
        sandbox.write(document, to: "document.md")
        let extensions = "-e table -e autolink -e strikethrough -e tasklist -e footnotes"
        let run = Shell("cmark-gfm --unsafe \(extensions) -t xml document.md", in: sandbox.path)
        let xml = Array(run.out.utf8)
        var index = 0
        while let start = xml[index...].firstIndex(of: UInt8(ascii: "<")),
            let end = xml[start...].firstIndex(of: UInt8(ascii: ">"))
        {
            let tag = xml[(start + 1)..<end]
            let name = String(decoding: tag.prefix { $0 != 32 }, as: UTF8.self)
            index = end + 1
            guard !["/", "?", "!"].contains(where: name.hasPrefix) else { continue }
            nodes[name, default: 0] += 1
            let content = xml[index...].prefix { $0 != UInt8(ascii: "<") }
            switch name {
            case "text": texts.append(Self.unescaped(content))
            case "code": codes.append(Self.unescaped(content))
            case "code_block": fences.append(Self.unescaped(content))
            case "html_block", "html_inline": html.append(Self.unescaped(content))
            default: break
            }
        }
        for block in html {
            for part in Array(block.utf8).split(separator: Array("<code>".utf8)).dropFirst() {
                codes.append(Self.unescaped(Array(part.prefix { $0 != UInt8(ascii: "<") })[...]))
            }
        }
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        var out: [UInt8] = []
        var index = bytes.startIndex
        let names = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&#96;": "`", "&amp;": "&"]
        next: while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "&") {
                for (name, value) in names where bytes[index...].starts(with: name.utf8) {
                    out += value.utf8
                    index += name.utf8.count
                    continue next
                }
            }
            out.append(bytes[index])
            index += 1
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Everything that is not as our own templates make it.
    var faults: [String] {
        var faults: [String] = []
        let allowed: Set = [
            "document", "heading", "paragraph", "list", "item", "table", "table_header", "table_row", "table_cell",
            "strong", "text", "code", "code_block", "html_block", "softbreak",
        ]
        faults += nodes.keys.filter { !allowed.contains($0) }.map { "a node \($0)" }
        if fences != ["sha256sum -c SHA256SUMS\nevidencepack verify .\n"] { faults.append("code \(fences)") }
        for text in texts where !text.utf8.allSatisfy(Self.isOurs) || text.contains("www.") {
            faults.append("text outside of code: \(text)")
        }
        for block in html where !Self.isDetails(block) { faults.append("HTML: \(block)") }
        if html.count(where: { $0 == "</details>\n" }) * 2 != html.count { faults.append("details do not end") }
        return faults
    }

    private static func isOurs(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 32) || " .,:;()-".utf8.contains(byte)
    }

    private static func isDetails(_ block: String) -> Bool {
        if block == "</details>\n" { return true }
        guard block.hasPrefix("<details>\n<summary>"), block.hasSuffix("</summary>\n") else { return false }
        let inner = Array(block.utf8.dropFirst(19).dropLast(11))
            .split(separator: Array("<code>".utf8)).joined().split(separator: Array("</code>".utf8)).joined()
        return !inner.contains(UInt8(ascii: "<")) && !inner.contains(10)
    }
}
