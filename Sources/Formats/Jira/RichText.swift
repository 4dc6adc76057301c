internal import Streams

/// The words of a text with markup, line by line as they are shown: Atlassian documents (ADF) and the HTML of Jira's XML.
///
/// What is quoted, code or struck out stays tellable (`Issue.Comment.text`), since a quoted approval is no approval.
enum RichText {
    private static let blocks: Set<String> = [
        "paragraph", "heading", "listItem", "taskItem", "decisionItem", "codeBlock", "tableRow", "rule", "blockquote",
        "panel",
    ]

    /// The text of a document node; a node of an unknown type gives the text of its children.
    static func plain(_ document: JSONNode) -> String {
        var text = ""
        append(document, to: &text)
        return text.withoutLastNewlines
    }

    private static func append(_ node: JSONNode, to text: inout String) {
        let type = node["type"]?.string ?? ""
        let attributes = node["attrs"]
        if blocks.contains(type), let last = text.utf8.last, last != 0x0A, type != "paragraph" { text += "\n" }
        switch type {
        case "text": text += marked(node)
        case "hardBreak": text += "\n"
        case "mention", "status": text += attributes?["text"]?.string ?? ""
        case "emoji": text += attributes?["text"]?.string ?? attributes?["shortName"]?.string ?? ""
        case "date": text += attributes?["timestamp"]?.string ?? ""
        case "inlineCard", "blockCard", "embedCard": text += attributes?["url"]?.string ?? ""
        case "taskItem": text += attributes?["state"]?.string == "DONE" ? "[x] " : "[ ] "
        default: break
        }
        var inner = ""
        let isSetOff = type == "blockquote" || type == "codeBlock"
        for child in node["content"]?.elements ?? [] {
            if isSetOff { append(child, to: &inner) } else { append(child, to: &text) }
        }
        if isSetOff { text += prefixed(inner.withoutLastNewlines, with: type == "codeBlock" ? "    " : "> ") + "\n\n" }
        if blocks.contains(type), text.utf8.last != 0x0A { text += "\n" }
        if type == "tableCell" || type == "tableHeader", text.utf8.last == 0x0A {
            text.unicodeScalars.removeLast()
            text += "\t"
        }
    }

    private static func marked(_ node: JSONNode) -> String {
        let words = node["text"]?.string ?? ""
        let marks = (node["marks"]?.elements ?? []).compactMap { $0["type"]?.string }
        if marks.contains("strike") { return "~~\(words)~~" }
        return marks.contains("code") ? "`\(words)`" : words
    }

    /// Every line of a text behind a mark.
    static func prefixed(_ text: String, with mark: String) -> String {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { mark + String(decoding: Array($0), as: UTF8.self) }.joined(separator: "\n")
    }

    /// The text of an HTML fragment: tags are dropped, and a line ends where a block or a `<br>` ends it.
    static func plain(html: String) -> String {
        let entities: [(String, String)] = [
            ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("apos;", "'"), ("#39;", "'"), ("nbsp;", " "), ("amp;", "&"),
        ]
        var lines = HTMLLines()
        var tag: [UInt8]?
        var rest = html.utf8[...]
        while let byte = rest.first {
            rest = rest.dropFirst()
            if let open = tag {
                if byte == UInt8(ascii: ">") {
                    lines.take(tag: open)
                    tag = nil
                } else {
                    tag?.append(byte)
                }
            } else if byte == UInt8(ascii: "<") {
                tag = []
            } else if byte == UInt8(ascii: "&"), let entity = entities.first(where: { rest.starts(with: $0.0.utf8) }) {
                for byte in entity.1.utf8 { lines.take(byte) }
                rest = rest.dropFirst(entity.0.utf8.count)
            } else {
                lines.take(byte)
            }
        }
        return lines.finish().withoutLastNewlines
    }
}

/// Collects the lines that a browser would show, with a mark before those that are quoted or code.
private struct HTMLLines {
    private var output: [UInt8] = []
    private var line: [UInt8] = []
    private var quotes = 0
    private var codes = 0

    mutating func take(_ byte: UInt8) {
        if codes > 0, byte == 0x0A { return endLine() }
        let isSpace = byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x20
        if codes == 0, isSpace {
            if let last = line.last, last != 0x20 { line.append(0x20) }
        } else {
            line.append(byte)
        }
    }

    /// A tag without its brackets, e.g. `/p` or `div class="x"`.
    mutating func take(tag: [UInt8]) {
        let name = String(decoding: tag.prefix { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 }, as: UTF8.self).lowercased()
        switch name {
        case "del", "s", "strike", "/del", "/s", "/strike": line += "~~".utf8
        case "tt", "code", "/tt", "/code": line += "`".utf8
        case "td", "th": line.append(0x09)
        case "a", "/a", "b", "/b", "i", "/i", "em", "/em", "strong", "/strong", "u", "/u", "ins", "/ins", "span",
            "/span", "font", "/font", "img", "sup", "/sup", "sub", "/sub", "/td", "/th", "small", "/small":
            break
        default: endLine()
        }
        switch name {
        case "blockquote": quotes += 1
        case "/blockquote":
            quotes = max(0, quotes - 1)
            output.append(0x0A)
        case "pre": codes += 1
        case "/pre": codes = max(0, codes - 1)
        default: break
        }
    }

    private mutating func endLine() {
        defer { line = [] }
        while line.last == 0x20 { line.removeLast() }
        guard !line.isEmpty else { return }
        for _ in 0..<quotes { output += "> ".utf8 }
        if codes > 0 { output += "    ".utf8 }
        output += line
        output.append(0x0A)
    }

    mutating func finish() -> String {
        endLine()
        return String(decoding: output, as: UTF8.self)
    }
}

extension String {
    fileprivate var withoutLastNewlines: String {
        var text = self
        while text.utf8.last == 0x0A { text.unicodeScalars.removeLast() }
        return text
    }
}
