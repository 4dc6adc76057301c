private import CCMarkGFM
package import Model

/// Reads checklist.md as GitHub would: the level-1 heading is the title, level-2 headings are phases, and every entry of
/// a list directly below one is an item.
///
/// List entries elsewhere (in a quotation, before the first section) are refused, because an item that is not seen is not
/// checked. Task lists and strike-through are the only extensions.
package enum ChecklistReader {
    package static let maximumBytes = 256 * 1024

    private static let extensionsRegistered: Void = cmark_gfm_core_extensions_ensure_registered()

    /// - Throws: everything that is wrong, by line.
    package static func read(_ bytes: [UInt8], path: String) throws(ConfigurationProblems) -> Checklist {
        guard bytes.count <= maximumBytes else {
            throw refused(
                "too-large", "the file has \(bytes.count) bytes, at most \(maximumBytes) are read", path, "Shorten it.")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw refused("not-utf8", "the file is not UTF-8", path, "Save it as UTF-8.")
        }
        _ = extensionsRegistered
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else {
            throw refused("unreadable", "no memory to read the file", path, "Try again.")
        }
        defer { cmark_parser_free(parser) }
        for name in ["tasklist", "strikethrough"] {
            guard let found = cmark_find_syntax_extension(name) else {
                throw refused(
                    "unreadable", "cmark-gfm lacks its extension '\(name)'", path, "Install libcmark-gfm-extensions.")
            }
            cmark_parser_attach_syntax_extension(parser, found)
        }
        bytes.withUnsafeBytes { buffer in
            cmark_parser_feed(parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard let document = cmark_parser_finish(parser) else {
            throw refused("unreadable", "the file could not be read", path, "Correct it.")
        }
        defer { cmark_node_free(document) }

        var title = ""
        var sections: [ChecklistSection] = []
        var heading: (title: String, line: Int)?
        var problems: [Problem] = []
        for block in children(of: document) {
            let line = Int(cmark_node_get_start_line(block))
            let place = Place(path, line: line)
            switch cmark_node_get_type(block) {
            case CMARK_NODE_HEADING where cmark_node_get_heading_level(block) == 1:
                if title.isEmpty { title = text(of: block) }
            case CMARK_NODE_HEADING where cmark_node_get_heading_level(block) == 2:
                heading = (text(of: block), line)
            case CMARK_NODE_LIST:
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
                let items = children(of: block).map { item(of: $0) }
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

    private static func refused(_ id: String, _ message: String, _ path: String, _ advice: String)
        -> ConfigurationProblems
    {
        ConfigurationProblems([Problem("checklist.\(id)", message, at: Place(path), advice: advice)])
    }

    private static func phase(of heading: String) -> Phase? {
        let words = heading.lowercased()
        if words.contains("rollback") || words.contains("roll back") { return .rollback }
        if words.contains("post") || words.contains("verif") { return .post }
        if words.contains("pre-") || words.contains("promotion") { return .pre }
        if words.contains("deploy") { return .deploy }
        return nil
    }

    private static func children(of node: OpaquePointer) -> [OpaquePointer] {
        Array(
            sequence(first: cmark_node_first_child(node)) { $0.flatMap { cmark_node_next($0) } }.prefix { $0 != nil }
                .compactMap { $0 })
    }

    private static func item(of node: OpaquePointer) -> ChecklistItem {
        let start = Int(cmark_node_get_start_line(node))
        let end = children(of: node).map { Int(cmark_node_get_end_line($0)) }.max() ?? start
        return ChecklistItem(
            text: text(of: node), line: start, endLine: max(start, end),
            isTicked: cmark_gfm_extensions_get_tasklist_item_checked(node))
    }

    private static func firstListItem(below block: OpaquePointer) -> Int? {
        var line: Int?
        walk(block) { node, isEntering in
            if isEntering, line == nil, cmark_node_get_type(node) == CMARK_NODE_ITEM {
                line = Int(cmark_node_get_start_line(node))
            }
        }
        return line
    }

    private static func walk(_ root: OpaquePointer, _ visit: (OpaquePointer, _ isEntering: Bool) -> Void) {
        guard let iterator = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return }
            visit(node, event == CMARK_EVENT_ENTER)
        }
    }

    /// The words below a node; code keeps its backticks, links are followed by their address.
    private static func text(of root: OpaquePointer) -> String {
        var bytes: [UInt8] = []
        func literal(_ node: OpaquePointer) -> [UInt8] {
            cmark_node_get_literal(node).map { Array(String(cString: $0).utf8) } ?? []
        }
        walk(root) { node, isEntering in
            switch (cmark_node_get_type(node), isEntering) {
            case (CMARK_NODE_TEXT, true), (CMARK_NODE_HTML_INLINE, true), (CMARK_NODE_HTML_BLOCK, true):
                bytes += literal(node)
            case (CMARK_NODE_CODE, true): bytes += [96] + literal(node) + [96]
            case (CMARK_NODE_CODE_BLOCK, true): bytes += " `".utf8 + collapsed(literal(node)) + "` ".utf8
            case (CMARK_NODE_SOFTBREAK, true), (CMARK_NODE_LINEBREAK, true), (CMARK_NODE_PARAGRAPH, false):
                bytes.append(32)
            case (CMARK_NODE_LINK, false):
                if let url = cmark_node_get_url(node), url.pointee != 0 { bytes += " (\(String(cString: url)))".utf8 }
            case _ where String(cString: cmark_node_get_type_string(node)) == "strikethrough": bytes += "~~".utf8
            default: break
            }
        }
        return String(decoding: collapsed(bytes), as: UTF8.self)
    }

    /// Runs of white space as one space, none at the ends.
    static func collapsed(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.split { $0 == 32 || (9...13).contains($0) }.joined(separator: [32]))
    }
}
