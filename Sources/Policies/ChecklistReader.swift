package import Model
private import Streams

/// Reads checklist.md as GitHub would: the level-1 heading is the title, level-2 headings are phases, and every entry of
/// a list directly below one is an item.
///
/// List entries elsewhere (in a quotation, before the first section) are refused, because an item that is not seen is not
/// checked. Task lists and strike-through are the only extensions.
package enum ChecklistReader {
    /// - Throws: everything that is wrong, by line.
    package static func read(_ bytes: [UInt8], path: String) throws(ConfigurationProblems) -> Checklist {
        let document: MarkdownDocument
        do { document = try MarkdownDocument(bytes) } catch {
            let id = error.id.dropFirst("markdown.".utf8.count)
            throw ConfigurationProblems([
                Problem("checklist.\(id)", error.message, at: Place(path), advice: error.advice)
            ])
        }
        var title = ""
        var sections: [ChecklistSection] = []
        var heading: (title: String, line: Int)?
        var problems: [Problem] = []
        for block in document.blocks {
            let place = Place(path, line: block.line)
            switch block.kind {
            case .heading(level: 1):
                if title.isEmpty { title = block.text }
            case .heading(level: 2):
                heading = (block.text, block.line)
            case .list:
                guard let heading, let phase = phase(of: heading.title) else {
                    let message =
                        heading.map {
                            "the heading '\($0.title)' (line \($0.line)) names no phase, but items stand below it"
                        }
                        ?? "items stand before the first phase"
                    problems.append(
                        Problem(
                            "checklist.no-phase", message, at: place,
                            advice:
                                "Put them below a `##` heading with Pre-Promotion, Deployment, Post-Deployment or Rollback in it."
                        ))
                    continue
                }
                if sections.last?.title != heading.title {
                    sections.append(ChecklistSection(title: heading.title, phase: phase, items: []))
                }
                let items = block.children.map { item(of: $0) }
                sections[sections.count - 1].items += items
                problems += items.filter(\.text.isEmpty).map {
                    Problem(
                        "checklist.empty-item", "an item without words", at: Place(path, line: $0.line),
                        advice: "Write what is to be done, or remove it.")
                }
            default:
                if let hidden = firstListItem(below: block) {
                    problems.append(
                        Problem(
                            "checklist.hidden-item", "a list entry inside a quotation is not checked",
                            at: Place(path, line: hidden),
                            advice: "Move it to the list of its phase, or write it as plain text."))
                }
            }
        }
        if problems.isEmpty, sections.isEmpty {
            problems.append(
                Problem(
                    "checklist.empty", "the checklist holds no item", at: Place(path),
                    advice: "Write `- [ ] …` lines below the phases."))
        }
        guard problems.isEmpty else { throw ConfigurationProblems(problems) }
        return Checklist(title: title, sections: sections)
    }

    private static func phase(of heading: String) -> Phase? {
        let words = heading.lowercased()
        if words.contains("rollback") || words.contains("roll back") { return .rollback }
        if words.contains("post") || words.contains("verif") { return .post }
        if words.contains("pre-") || words.contains("promotion") { return .pre }
        if words.contains("deploy") { return .deploy }
        return nil
    }

    private static func item(of node: MarkdownNode) -> ChecklistItem {
        let end = node.children.map(\.endLine).max() ?? node.line
        return ChecklistItem(text: node.text, line: node.line, endLine: max(node.line, end), isTicked: node.isTicked)
    }

    private static func firstListItem(below block: MarkdownNode) -> Int? {
        var line: Int?
        block.descendants { node in
            if case .item = node.kind, line == nil { line = node.line }
        }
        return line
    }
}
