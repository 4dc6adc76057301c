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
        case .lines: (style, script) = ([], [])
        }
    }

    private static func problem(_ name: String, _ message: String) -> TemplateProblem {
        TemplateProblem(file: name, line: 1, column: 1, message: message)
    }

    /// The document, in UTF-8.
    package func render(_ context: Context) -> [UInt8] { render(context, longest: .max).document }

    /// The document, in which a `text` of more than `longest` UTF-16 units is left out whole, and how many were.
    package func render(_ context: Context, longest: Int) -> (document: [UInt8], omissions: Int) {
        var writer = TemplateWriter(longest: longest)
        writer.write(nodes, in: [TemplateRecord(context)])
        return (writer.out, writer.omissions)
    }
}

/// Writes nodes with the values of nested contexts.
private struct TemplateWriter {
    let longest: Int
    var out: [UInt8] = []
    var omissions = 0

    init(longest: Int) { self.longest = longest }

    mutating func write(_ nodes: [TemplateNode], in scopes: [TemplateRecord]) {
        for node in nodes {
            switch node {
            case .literal(let bytes): out += bytes
            case .value(let name, let slot): if let value = lookUp(name, scopes) { write(value, slot) }
            case .section(let name, let inverted, let children):
                switch lookUp(name, scopes) {
                case .list(let records) where !inverted:
                    for record in records { write(children, in: scopes + [record]) }
                case let value: if isTrue(value) != inverted { write(children, in: scopes) }
                }
            }
        }
    }

    private func lookUp(_ name: String, _ scopes: [TemplateRecord]) -> TemplateValue? {
        for scope in scopes.reversed() {
            if let value = scope.value(name) { return value }
        }
        return nil
    }

    private func isTrue(_ value: TemplateValue?) -> Bool {
        switch value {
        case .flag(let flag): flag
        case .list(let records): !records.isEmpty
        case .text(let text), .word(let text), .block(let text): !text.isEmpty
        case .html(let html): !html.bytes.isEmpty
        case .fragment: true
        case nil: false
        }
    }

    private mutating func write(_ value: TemplateValue, _ slot: TemplateSlot) {
        var value = value
        if case .text(let text) = value, text.utf16.count > longest {
            omissions += 1
            value = .word(VisibleText.omission(of: text))
        }
        switch (value, slot) {
        case (.html(let html), .htmlText): out += html.bytes
        case (.fragment(let fragment), .htmlLink): out += "#\(fragment.name)".utf8
        case (.fragment(let fragment), .htmlText): out += fragment.name.utf8
        case (.text(let text), .htmlText), (.word(let text), .htmlText), (.block(let text), .htmlText):
            HTMLEscaping.write(text, into: &out)
        case (.text(let text), .markdownText), (.text(let text), .markdownCell):
            keepApart()
            MarkdownEscaping.writeCode(text, inCell: slot == .markdownCell, into: &out)
        case (.word(let text), .markdownText), (.word(let text), .markdownCell):
            keepApart()
            MarkdownEscaping.writeWord(text, inCell: slot == .markdownCell, into: &out)
        case (.block(let text), .markdownBlock):
            if out.last.map({ $0 != 10 }) == true { out.append(10) }
            MarkdownEscaping.writeBlock(text, into: &out)
        case (.text(let text), .markdownSummary): MarkdownEscaping.writeSummary(text, isWord: false, into: &out)
        case (.word(let text), .markdownSummary): MarkdownEscaping.writeSummary(text, isWord: true, into: &out)
        case (.text(let text), .jiraText): JiraEscaping.writeText(text, into: &out)
        case (.word(let text), .jiraWord), (.word(let text), .jiraText): JiraEscaping.writeWord(text, into: &out)
        case (.text(let text), .plainText): PlainEscaping.writeText(text, into: &out)
        case (.text(let text), .plainQuote): PlainEscaping.writeQuote(text, into: &out)
        case (.word(let text), .plainWord), (.word(let text), .plainText), (.word(let text), .plainQuote):
            PlainEscaping.writeWord(text, into: &out)
        default: break
        }
    }

    /// Code spans that touch would be read as one.
    private mutating func keepApart() { if out.last == UInt8(ascii: "`") { out.append(32) } }
}
