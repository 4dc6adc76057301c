internal import Streams

/// The words of a text with markup: Atlassian documents (ADF) and the HTML of Jira's XML.
enum RichText {
    private static let blocks: Set<String> = [
        "paragraph", "heading", "listItem", "taskItem", "decisionItem", "codeBlock", "tableRow", "rule", "blockquote",
        "panel",
    ]

    /// The text of a document node; a node of an unknown type gives the text of its children.
    static func plain(_ document: JSONNode) -> String {
        var text = ""
        append(document, to: &text)
        while text.utf8.last == 0x0A { text.unicodeScalars.removeLast() }
        return text
    }

    private static func append(_ node: JSONNode, to text: inout String) {
        let type = node["type"]?.string ?? ""
        let attributes = node["attrs"]
        switch type {
        case "text": text += node["text"]?.string ?? ""
        case "hardBreak": text += "\n"
        case "mention", "status": text += attributes?["text"]?.string ?? ""
        case "emoji": text += attributes?["text"]?.string ?? attributes?["shortName"]?.string ?? ""
        case "date": text += attributes?["timestamp"]?.string ?? ""
        case "inlineCard", "blockCard", "embedCard": text += attributes?["url"]?.string ?? ""
        case "taskItem": text += attributes?["state"]?.string == "DONE" ? "[x] " : "[ ] "
        default: break
        }
        for child in node["content"]?.elements ?? [] { append(child, to: &text) }
        if blocks.contains(type), text.utf8.last != 0x0A { text += "\n" }
        if type == "tableCell" || type == "tableHeader", text.utf8.last == 0x0A {
            text.unicodeScalars.removeLast()
            text += "\t"
        }
    }

    /// The text of an HTML fragment: tags are dropped, and a line ends where a block ends.
    static func plain(html: String) -> String {
        let entities: [(String, String)] = [
            ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("apos;", "'"), ("#39;", "'"), ("nbsp;", " "), ("amp;", "&"),
        ]
        var output: [UInt8] = []
        var tag: [UInt8]?
        var rest = html.utf8[...]
        while let byte = rest.first {
            rest = rest.dropFirst()
            if tag != nil {
                if byte == UInt8(ascii: ">") {
                    let ended = tag ?? []
                    if ended.starts(with: "br".utf8) || ended.elementsEqual("/p".utf8)
                        || ended.elementsEqual("/li".utf8),
                        output.last != 0x0A
                    {
                        output.append(0x0A)
                    }
                    tag = nil
                } else {
                    tag?.append(byte)
                }
            } else if byte == UInt8(ascii: "<") {
                tag = []
            } else if byte == UInt8(ascii: "&"), let entity = entities.first(where: { rest.starts(with: $0.0.utf8) }) {
                output.append(contentsOf: entity.1.utf8)
                rest = rest.dropFirst(entity.0.utf8.count)
            } else {
                output.append(byte)
            }
        }
        while output.last == 0x0A { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }
}
