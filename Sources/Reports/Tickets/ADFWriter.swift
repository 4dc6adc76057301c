import Model
import Templates

/// Writes nodes of the Atlassian Document Format, where text is data and not markup.
///
/// What comes from others has the mark `code`, so that nobody takes it for ours.
struct ADFWriter {
    let longest: Int
    /// How many texts were too long to be shown.
    private(set) var omissions = 0

    init(longest: Int) { self.longest = longest }

    /// Text of others.
    mutating func code(_ text: String) -> JSONValue {
        guard !text.isEmpty else { return Self.plain("(empty)") }
        guard text.utf16.count <= longest else {
            omissions += 1
            return Self.plain(VisibleText.omission(of: text))
        }
        return Self.text(VisibleText.line(text), mark: "code")
    }

    /// Our words.
    static func plain(_ words: String) -> JSONValue { text(words, mark: nil) }

    static func strong(_ words: String) -> JSONValue { text(words, mark: "strong") }

    static func heading(_ level: Int, _ content: [JSONValue]) -> JSONValue {
        ["type": "heading", "attrs": ["level": JSONValue(level)], "content": .array(content)]
    }

    static func paragraph(_ content: [JSONValue]) -> JSONValue { node("paragraph", content) }

    /// A list of paragraphs; a list cannot be empty.
    static func bullets(_ entries: [[JSONValue]]) -> [JSONValue] {
        entries.isEmpty ? [] : [node("bulletList", entries.map { node("listItem", [paragraph($0)]) })]
    }

    static func panel(_ type: String, _ content: [JSONValue]) -> JSONValue {
        ["type": "panel", "attrs": ["panelType": .string(type)], "content": .array(content)]
    }

    /// Cells may be empty.
    static func table(_ heads: [String], _ rows: [[[JSONValue]]]) -> JSONValue {
        let head = node("tableRow", heads.map { node("tableHeader", [paragraph([strong($0)])]) })
        return node(
            "table", [head] + rows.map { row in node("tableRow", row.map { node("tableCell", [paragraph($0)]) }) })
    }

    /// Folded; the title is text of our own and of others.
    static func expand(_ title: String, _ content: [JSONValue]) -> JSONValue {
        ["type": "expand", "attrs": ["title": .string(title)], "content": .array(content)]
    }

    static func codeBlock(_ lines: String) -> JSONValue {
        ["type": "codeBlock", "attrs": [:], "content": [text(lines, mark: nil)]]
    }

    static func document(_ content: [JSONValue]) -> JSONValue {
        ["type": "doc", "version": 1, "content": .array(content)]
    }

    private static func node(_ type: String, _ content: [JSONValue]) -> JSONValue {
        ["type": .string(type), "content": .array(content)]
    }

    private static func text(_ text: String, mark: String?) -> JSONValue {
        .compactObject([
            "type": "text", "text": .string(text), "marks": mark.map { [["type": .string($0)]] } ?? .null,
        ])
    }
}
