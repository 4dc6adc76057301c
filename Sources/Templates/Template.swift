/// A checked template for one type of context: it loads completely or not at all, and then always renders.
package struct Template<Context: TemplateContext>: Sendable {
    private let nodes: [TemplateNode]

    /// What its `style` element holds, whose hash a content security policy names.
    package let style: [UInt8]
    /// What its `script` element holds, likewise.
    package let script: [UInt8]

    /// - Parameter required: a text that it must print whatever the other values are.
    /// - Throws: `TemplateProblem`, for a name that `Context` does not declare, for a value at a place where it
    /// cannot be escaped safely, or for a malformed template.
    package init(_ name: String, in library: TemplateLibrary, alwaysPrinting required: String? = nil)
        throws(TemplateProblem)
    {
        let (nodes, end) = try TemplateParser.parse(name, in: library, shape: TemplateShape(of: Context.self))
        if let required, !nodes.alwaysPrint(required) {
            throw Self.problem(name, "it must print {{\(required)}}, in no other section than its own")
        }
        self.nodes = nodes
        switch end {
        case .html(let position):
            guard position.state == .text else { throw Self.problem(name, "it ends within a tag or comment") }
            (style, script) = (position.styles.first ?? [], position.scripts.first ?? [])
        case .markdown(var position):
            do throws(Malformed) { try position.consume([10]) } catch { throw Self.problem(name, error.reason) }
            (style, script) = ([], [])
        }
    }

    private static func problem(_ name: String, _ message: String) -> TemplateProblem {
        TemplateProblem(file: name, line: 1, column: 1, message: message)
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
        case (.text(let text), .markdownText), (.text(let text), .markdownCell):
            keepApart(&out)
            MarkdownEscaping.writeCode(text, inCell: slot == .markdownCell, into: &out)
        case (.word(let text), .markdownText), (.word(let text), .markdownCell):
            keepApart(&out)
            MarkdownEscaping.writeWord(text, inCell: slot == .markdownCell, into: &out)
        case (.block(let text), .markdownBlock):
            if out.last.map({ $0 != 10 }) == true { out.append(10) }
            MarkdownEscaping.writeBlock(text, into: &out)
        default: break
        }
    }

    /// Code spans that touch would be read as one.
    private static func keepApart(_ out: inout [UInt8]) { if out.last == UInt8(ascii: "`") { out.append(32) } }
}
