internal import CCMarkGFM

/// A Markdown document as GitHub would read it; task lists and strike-through are the only extensions.
///
/// The tree belongs to the document, which every node of it keeps.
package final class MarkdownDocument {
    /// How many bytes a document may have.
    package static let maximumBytes = 256 * 1024

    private static let extensionsRegistered: Void = cmark_gfm_core_extensions_ensure_registered()

    private let root: OpaquePointer

    /// Reads the whole document.
    ///
    /// - Throws: `markdown.too-large`, `markdown.not-utf8` or `markdown.unreadable`.
    package init(_ bytes: [UInt8]) throws(StreamProblem) {
        guard bytes.count <= Self.maximumBytes else { throw Self.tooLarge("\(bytes.count) bytes") }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw StreamProblem(id: "markdown.not-utf8", message: "the file is not UTF-8", advice: "Save it as UTF-8.")
        }
        _ = Self.extensionsRegistered
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else {
            throw Self.unreadable("no memory to read the file", "Try again.")
        }
        defer { cmark_parser_free(parser) }
        for name in ["tasklist", "strikethrough"] {
            guard let found = cmark_find_syntax_extension(name) else {
                throw Self.unreadable(
                    "cmark-gfm lacks its extension '\(name)'", "Install libcmark-gfm-extensions.")
            }
            cmark_parser_attach_syntax_extension(parser, found)
        }
        bytes.withUnsafeBytes { buffer in
            cmark_parser_feed(parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard let document = cmark_parser_finish(parser) else {
            throw Self.unreadable("the file could not be read", "Correct it.")
        }
        root = document
    }

    /// Reads the rest of `source`, of whatever encoding, to its end.
    package convenience init(_ source: ByteSource) throws(StreamProblem) {
        let text = TextSource(source)
        var bytes: [UInt8] = []
        while let chunk = try text.next() {
            bytes.append(contentsOf: chunk.buffer)
            guard bytes.count <= Self.maximumBytes else { throw Self.tooLarge("more") }
        }
        try self.init(bytes)
    }

    deinit { cmark_node_free(root) }

    /// The blocks of the document, in order.
    package var blocks: [MarkdownNode] { MarkdownNode(root, of: self).children }

    private static func tooLarge(_ size: String) -> StreamProblem {
        StreamProblem(
            id: "markdown.too-large", message: "the file has \(size), at most \(maximumBytes) are read",
            advice: "Shorten it.")
    }

    private static func unreadable(_ message: String, _ advice: String) -> StreamProblem {
        StreamProblem(id: "markdown.unreadable", message: message, advice: advice)
    }
}
