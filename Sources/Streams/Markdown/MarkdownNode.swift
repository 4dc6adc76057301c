internal import CCMarkGFM

/// One block of a Markdown document.
///
/// Nothing here recurses, since a hostile document nests as deep as it is long.
package struct MarkdownNode {
    /// What a block is.
    package enum Kind: Sendable, Equatable {
        /// A heading of level 1 to 6.
        case heading(level: Int)
        /// A list of entries.
        case list(isOrdered: Bool)
        /// An entry of a list; `isTask` if it has a box to tick.
        case item(isTask: Bool)
        /// Code, fenced or indented.
        case code
        /// Anything else: a paragraph, a quotation, HTML, …
        case other
    }

    private let node: OpaquePointer
    private let document: MarkdownDocument

    init(_ node: OpaquePointer, of document: MarkdownDocument) {
        self.node = node
        self.document = document
    }

    /// What the block is.
    package var kind: Kind {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
        case CMARK_NODE_LIST: .list(isOrdered: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST)
        case CMARK_NODE_ITEM: .item(isTask: String(cString: cmark_node_get_type_string(node)) == "tasklist")
        case CMARK_NODE_CODE_BLOCK: .code
        default: .other
        }
    }

    /// The line on which it starts, from 1.
    package var line: Int { Int(cmark_node_get_start_line(node)) }

    /// The line on which it ends.
    package var endLine: Int { Int(cmark_node_get_end_line(node)) }

    /// Whether its box is ticked.
    package var isTicked: Bool { cmark_gfm_extensions_get_tasklist_item_checked(node) }

    /// The nodes directly in it.
    package var children: [MarkdownNode] {
        sequence(first: cmark_node_first_child(node)) { $0.flatMap { cmark_node_next($0) } }.prefix { $0 != nil }
            .compactMap { $0.map { MarkdownNode($0, of: document) } }
    }

    /// Itself and the nodes anywhere below it, in the order of the text.
    package func descendants(_ visit: (MarkdownNode) -> Void) {
        walk { node, isEntering in
            if isEntering { visit(MarkdownNode(node, of: document)) }
        }
    }

    /// The words below the node; code keeps its backticks, links are followed by their address.
    package var text: String { words(struck: true) }

    /// The words that a reader acts on: neither struck out nor in a comment of HTML.
    package var standingText: String { words(struck: false) }

    private func words(struck: Bool) -> String {
        var bytes: [UInt8] = []
        var strikes = 0
        func literal(_ node: OpaquePointer) -> [UInt8] {
            cmark_node_get_literal(node).map { Array(String(cString: $0).utf8) } ?? []
        }
        walk { node, isEntering in
            let type = cmark_node_get_type(node)
            if String(cString: cmark_node_get_type_string(node)) == "strikethrough" {
                strikes += isEntering ? 1 : -1
                if struck { bytes += "~~".utf8 }
                return
            }
            guard struck || strikes == 0 else { return }
            switch (type, isEntering) {
            case (CMARK_NODE_HTML_INLINE, true), (CMARK_NODE_HTML_BLOCK, true): if struck { bytes += literal(node) }
            case (CMARK_NODE_TEXT, true): bytes += literal(node)
            case (CMARK_NODE_CODE, true): bytes += [96] + literal(node) + [96]
            case (CMARK_NODE_CODE_BLOCK, true): bytes += " `".utf8 + Self.collapsed(literal(node)) + "` ".utf8
            case (CMARK_NODE_SOFTBREAK, true), (CMARK_NODE_LINEBREAK, true), (CMARK_NODE_PARAGRAPH, false):
                bytes.append(32)
            case (CMARK_NODE_HEADING, false): if !struck { bytes.append(32) }
            case (CMARK_NODE_LINK, false):
                if let url = cmark_node_get_url(node), url.pointee != 0 { bytes += " (\(String(cString: url)))".utf8 }
            default: break
            }
        }
        return String(decoding: Self.collapsed(bytes), as: UTF8.self)
    }

    private func walk(_ visit: (OpaquePointer, _ isEntering: Bool) -> Void) {
        guard let iterator = cmark_iter_new(node) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return }
            visit(node, event == CMARK_EVENT_ENTER)
        }
    }

    /// Runs of white space as one space, none at the ends.
    package static func collapsed(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.split { $0 == 32 || (9...13).contains($0) }.joined(separator: [32]))
    }
}
