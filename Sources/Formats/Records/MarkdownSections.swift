internal import Model
internal import Streams

/// A document in Markdown, such as a rollback plan: its headings, with what stands below each.
struct MarkdownSections: EvidenceFormat {
    let id = "markdown"
    let title = "Markdown document"
    let producedBy = ["any editor, e.g. docs/rollback-plan.md"]
    let facts: [FactKind] = [.section]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard Self.begins(preamble), TerraformPlanText().recognise(preamble) == nil else { return nil }
        return Recognition(dialect: id, because: "it begins with a `#` heading and goes on as a document")
    }

    /// A first line that is a heading, and below it another one or a list: `# HELP` lines of metrics are none.
    static func begins(_ preamble: borrowing Preamble) -> Bool {
        var lines = preamble.lines(2_000).drop { $0.utf8.allSatisfy { $0 == 32 || $0 == 9 } }
        guard let first = lines.popFirst(), isHeading(first), !first.hasPrefix("# HELP "), !first.hasPrefix("# TYPE ")
        else { return false }
        return lines.contains { line in
            let text = line.utf8.drop { $0 == 32 }
            let digits = text.prefix { $0 &- 48 < 10 }
            let isNumbered =
                !digits.isEmpty
                && (text.dropFirst(digits.count).starts(with: ". ".utf8)
                    || text.dropFirst(digits.count).starts(with: ") ".utf8))
            return isHeading(line) || isNumbered
                || ["- ", "* ", "+ "].contains { text.starts(with: $0.utf8) }
        }
    }

    private static func isHeading(_ line: String) -> Bool {
        let marks = line.utf8.prefix { $0 == UInt8(ascii: "#") }.count
        return (1...6).contains(marks) && line.utf8.dropFirst(marks).first == 32
            && line.utf8.dropFirst(marks).contains { $0 != 32 }
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let document = try MarkdownDocument(source)
        var section = DocumentSection(title: "", level: 0, line: 1)
        func close() throws {
            if section.level > 0 || section.words > 0 { try emit(.section(section)) }
        }
        for block in document.blocks {
            if case .heading(let level) = block.kind {
                try close()
                section = DocumentSection(title: block.text, level: level, line: block.line)
                continue
            }
            let text = block.standingText
            section.words += text.utf8.split(separator: 32).count
            section.text += section.text.isEmpty ? text : " \(text)"
            switch block.kind {
            case .list(let isOrdered):
                section.steps += block.children.count { item in
                    (isOrdered || item.kind == .item(isTask: true)) && !item.standingText.isEmpty
                }
            case .code: section.codeBlocks += 1
            default: break
            }
        }
        try close()
        return Reading()
    }
}
