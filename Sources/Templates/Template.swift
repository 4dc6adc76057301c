/// A checked template for one type of context: it loads completely or not at all, and then always renders.
package struct Template<Context: TemplateContext>: Sendable {
    private let nodes: [TemplateNode]

    /// - Throws: `TemplateProblem`, for a name that `Context` does not declare, for a value at a place where it
    /// cannot be
    ///   escaped safely, or for a malformed template.
    package init(_ name: String, in library: TemplateLibrary) throws(TemplateProblem) {
        nodes = try TemplateParser.parse(name, in: library, shape: TemplateShape(of: Context.self))
    }

    /// The document, in UTF-8.
    package func render(_ context: Context) -> [UInt8] {
        var out: [UInt8] = []
        var scopes = [TemplateRecord(context)]
        Self.write(nodes, &scopes, into: &out)
        return out
    }

    private static func write(_ nodes: [TemplateNode], _ scopes: inout [TemplateRecord], into out: inout [UInt8]) {
        for node in nodes {
            switch node {
            case .literal(let bytes): out += bytes
            case .value(let name, let slot): if let value = lookUp(name, scopes) { write(value, slot, into: &out) }
            case .section(let name, let inverted, let children):
                switch lookUp(name, scopes) {
                case .list(let records) where !inverted:
                    for record in records {
                        scopes.append(record)
                        write(children, &scopes, into: &out)
                        scopes.removeLast()
                    }
                case let value: if isTrue(value) != inverted { write(children, &scopes, into: &out) }
                }
            }
        }
    }

    private static func lookUp(_ name: String, _ scopes: [TemplateRecord]) -> TemplateValue? {
        scopes.last { $0.values[name] != nil }?.values[name]
    }

    private static func isTrue(_ value: TemplateValue?) -> Bool {
        switch value {
        case .flag(let flag): flag
        case .list(let records): !records.isEmpty
        case .text(let text), .word(let text), .block(let text): !text.isEmpty
        case .html(let html): !html.bytes.isEmpty
        case .fragment: true
        case nil: false
        }
    }

    private static func write(_ value: TemplateValue, _ slot: TemplateSlot, into out: inout [UInt8]) {
        switch (value, slot) {
        case (.html(let html), .htmlText): out += html.bytes
        case (.fragment(let fragment), .htmlLink): out += "#\(fragment.name)".utf8
        case (.fragment(let fragment), .htmlText): out += fragment.name.utf8
        case (.text(let text), .htmlText), (.word(let text), .htmlText), (.block(let text), .htmlText):
            HTMLEscaping.write(text, into: &out)
        case (.text(let text), .markdownText): MarkdownEscaping.writeCode(text, inCell: false, into: &out)
        case (.text(let text), .markdownCell): MarkdownEscaping.writeCode(text, inCell: true, into: &out)
        case (.word(let text), .markdownText): MarkdownEscaping.writeWord(text, inCell: false, into: &out)
        case (.word(let text), .markdownCell): MarkdownEscaping.writeWord(text, inCell: true, into: &out)
        case (.block(let text), .markdownBlock): MarkdownEscaping.writeBlock(text, into: &out)
        default: break
        }
    }
}
