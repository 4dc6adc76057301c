/// Writes text as a code span, where GitHub-flavoured Markdown knows no mention, link, issue reference, image or HTML
/// (REPORT.md §10).
enum MarkdownEscaping {
    /// - Parameter inCell: the span stands in a table row, where a `|` must be escaped even within code.
    static func writeCode(_ text: String, inCell: Bool, into out: inout [UInt8]) {
        guard !text.isEmpty else {
            out += "(empty)".utf8
            return
        }
        var content: [UInt8] = []
        var run = 0
        var longestRun = 0
        for byte in VisibleText.line(text).utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longestRun = max(longestRun, run)
            if inCell, byte == UInt8(ascii: "|") {
                // A parser may take `\\|` for an escaped backslash and a cell's end: keep them apart.
                content += (content.last == UInt8(ascii: "\\") ? " \\" : "\\").utf8
            }
            content.append(byte)
        }
        let fence = [UInt8](repeating: UInt8(ascii: "`"), count: longestRun + 1)
        let edges: [UInt8] = [UInt8(ascii: "`"), UInt8(ascii: " ")]
        let padded = content.first.map(edges.contains) == true || content.last.map(edges.contains) == true
        out += fence
        if padded { out.append(UInt8(ascii: " ")) }
        out += content
        if padded { out.append(UInt8(ascii: " ")) }
        out += fence
    }

    /// Lines of code between fences that are longer than any run of backticks in them; what follows is a new line.
    static func writeBlock(_ text: String, into out: inout [UInt8]) {
        var content: [UInt8] = []
        var run = 0
        var longestRun = 2
        for scalar in text.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longestRun = max(longestRun, run)
            content += (scalar.visibleForm ?? String(scalar)).utf8
        }
        if content.last != 10 { content.append(10) }
        let fence = [UInt8](repeating: UInt8(ascii: "`"), count: longestRun + 1)
        out += fence + [10] + content + fence + [10]
    }

    /// Bare when no byte of it can start markup, a mention or a link; else as code.
    static func writeWord(_ text: String, inCell: Bool, into out: inout [UInt8]) {
        if isInert(text) { out += text.utf8 } else { writeCode(text, inCell: inCell, into: &out) }
    }

    /// The head of folded details, which is HTML: code there too.
    static func writeSummary(_ text: String, isWord: Bool, into out: inout [UInt8]) {
        if isWord, isInert(text) {
            out += text.utf8
        } else {
            out += "<code>".utf8
            HTMLEscaping.write(text.isEmpty ? "(empty)" : VisibleText.line(text), into: &out)
            out += "</code>".utf8
        }
    }

    /// Whether it is one of our own words: nothing in it starts markup, a mention or a link, here or in `extra`.
    static func isInert(_ text: String, extra: String = "") -> Bool {
        let bytes = Array(text.utf8)
        return !text.contains("www.")
            && bytes.enumerated().allSatisfy { index, byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "."),
                    UInt8(ascii: ";"):
                    true
                case UInt8(ascii: "-"), UInt8(ascii: "+"): index > 0
                case UInt8(ascii: ":"): index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "/")
                default: extra.utf8.contains(byte)
                }
            }
    }
}
