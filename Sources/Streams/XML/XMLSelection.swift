internal import CLibXML2

/// The parts of a small XML document that an XPath 1.0 expression selects, read by libxml2 from a tree in memory.
///
/// The document is first read as any other (see `XMLReader`), within tighter limits, and must have no DOCTYPE at all.
package enum XMLSelection {
    /// Bytes of the whole document.
    package static let maximumBytes = 16 << 20

    /// A selected element, attribute or text.
    package struct Node {
        /// From 1.
        package let line: Int
        fileprivate let node: xmlNodePtr

        /// What an element has under a name: an attribute `@name`, a child element `name`, its own text `.`.
        package func field(_ name: String) -> Field {
            if name == "." { return content(node).map { .text($0) } ?? .absent }
            guard node.pointee.type == XML_ELEMENT_NODE else { return .absent }
            if name.utf8.first == UInt8(ascii: "@") {
                let attribute = name.dropFirst().withCString { text in
                    text.withMemoryRebound(to: xmlChar.self, capacity: 1) { xmlHasProp(node, $0) }
                }
                return attribute.flatMap { attribute in
                    content(UnsafeMutableRawPointer(attribute).assumingMemoryBound(to: xmlNode.self)).map { .text($0) }
                } ?? .absent
            }
            var found: xmlNodePtr?
            var child = node.pointee.children
            while let current = child {
                child = current.pointee.next
                guard current.pointee.type == XML_ELEMENT_NODE, let given = current.pointee.name,
                    Bytes(cString: given).buffer.elementsEqual(name.utf8)
                else { continue }
                guard found == nil else { return .several }
                found = current
            }
            return found.flatMap { content($0).map { .text($0) } } ?? .absent
        }

        private func content(_ node: xmlNodePtr) -> String? {
            guard let text = xmlNodeGetContent(node) else { return nil }
            defer { evidencepack_xml_free(text) }
            return Bytes(cString: text).string
        }
    }

    /// What stands under a name.
    package enum Field: Sendable, Hashable {
        case text(String), absent
        /// More than one element has that name.
        case several
    }

    /// Whether `expression` is one, as far as that can be said without a document.
    package static func isExpression(_ expression: String) -> Bool {
        guard LibXML2.isReady, let context = xmlXPathNewContext(nil) else { return false }
        defer { xmlXPathFreeContext(context) }
        context.pointee.error = { _, _ in }
        let compiled = expression.withCString { text in
            text.withMemoryRebound(to: xmlChar.self, capacity: 1) { xmlXPathCtxtCompile(context, $0) }
        }
        xmlXPathFreeCompExpr(compiled)
        return compiled != nil
    }

    /// Calls `body` with each selected part, in the order of the document.
    package static func read(_ source: ByteSource, select expression: String, _ body: (Node) throws -> Void) throws {
        try read(source, select: expression, seconds: 10, body)
    }

    /// - Parameter seconds: the processor time that the expression may take.
    static func read(
        _ source: ByteSource, select expression: String, seconds: Int, _ body: (Node) throws -> Void
    ) throws {
        var bytes: [UInt8] = []
        while let chunk = try source.next() {
            bytes += chunk.buffer
            guard bytes.count <= maximumBytes else {
                throw StreamProblem(
                    id: "limit.document-bytes", message: "the document is larger than \(maximumBytes) bytes",
                    advice: "Only small XML documents can be read without a reader of their own.")
            }
        }
        var limits = Limits.standard
        limits.elements = 1_000_000
        try XMLReader.read(ByteSource(bytes: bytes), limits: limits, handler: Silence())
        let document = try tree(of: bytes)
        do {
            try XPathRun.select(expression, in: document, seconds: seconds) { nodes in
                for node in nodes {
                    switch node.pointee.type {
                    case XML_ELEMENT_NODE, XML_ATTRIBUTE_NODE, XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                        try body(Node(line: line(of: node), node: node))
                    default:
                        throw XPathRun.problem("no-nodes", "it selects something else than elements and attributes")
                    }
                }
            }
        } catch let problem as StreamProblem where problem.id == "xpath.limit" {
            // A thread may still walk the document.
            throw problem
        } catch {
            xmlFreeDoc(document)
            throw error
        }
        xmlFreeDoc(document)
    }

    private static func line(of node: xmlNodePtr) -> Int {
        guard node.pointee.type == XML_ATTRIBUTE_NODE else { return Int(xmlGetLineNo(node)) }
        return node.pointee.parent.map { Int(xmlGetLineNo($0)) } ?? 0
    }

    private static func tree(of bytes: [UInt8]) throws -> xmlDocPtr {
        let source = ByteSource(bytes: bytes)
        let encoding = try XMLEncoding.decide(try source.peek(4_096).bytes)
        let text = TextSource(source, declared: encoding)
        guard let parser = xmlCreatePushParserCtxt(nil, nil, nil, 0, nil) else {
            throw XPathRun.problem("no-memory", "no memory for the document")
        }
        defer { xmlFreeParserCtxt(parser) }
        xmlCtxtUseOptions(
            parser, LibXML2.options | Int32(XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue))
        while let chunk = try text.next() {
            _ = chunk.base.withMemoryRebound(to: CChar.self, capacity: chunk.count) {
                xmlParseChunk(parser, $0, Int32(chunk.count), 0)
            }
        }
        xmlParseChunk(parser, nil, 0, 1)
        guard let document = parser.pointee.myDoc else {
            throw XPathRun.problem("no-memory", "no memory for the document")
        }
        guard parser.pointee.wellFormed == 1, document.pointee.intSubset == nil else {
            xmlFreeDoc(document)
            throw StreamProblem(
                id: "xml.doctype", message: "the document has a document type",
                advice: "Take `<!DOCTYPE …>` out of it.", line: 1)
        }
        return document
    }

    /// Looks only whether the document can be read.
    private final class Silence: XMLHandler {
        func start(_ element: borrowing XMLElement) {}
        func text(_ bytes: Bytes) {}
        func end(_ name: Bytes, line: Int) {}
    }
}
