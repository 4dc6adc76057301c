internal import CLibXML2

/// One document on its way through libxml2: the parser, the handler that is told, and what stopped them.
final class XMLSession {
    private static let chunkBytes = 1 << 16

    private let handler: any XMLHandler
    private let limits: Limits
    private var context: xmlParserCtxtPtr?
    private var failure: (any Error)?
    private var isEnded = false
    private var elements = 0
    // Of each open element: how much text it has so far, and where it began.
    private let open: UnsafeMutablePointer<(textBytes: Int, line: Int)>
    private var depth = 0

    init(handler: any XMLHandler, limits: Limits) throws(StreamProblem) {
        self.handler = handler
        self.limits = limits
        open = .allocate(capacity: limits.depth)
        var events = XMLEvents.handlers
        guard LibXML2.isReady,
            let context = xmlCreatePushParserCtxt(&events, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
        else {
            throw StreamProblem(
                id: "xml.no-parser", message: "libxml2 could not start", advice: "Check the memory of the machine.")
        }
        context.pointee._private = Unmanaged.passUnretained(self).toOpaque()
        xmlCtxtUseOptions(context, LibXML2.options)
        self.context = context
    }

    deinit {
        open.deallocate()
        if let document = context?.pointee.myDoc { xmlFreeDoc(document) }
        xmlFreeParserCtxt(context)
    }

    /// Where the parser stands.
    var line: Int { Int(context?.pointee.input?.pointee.line ?? 0) }
    private var column: Int { Int(context?.pointee.input?.pointee.col ?? 0) }

    func parse(_ chunk: Bytes) throws {
        var rest = chunk
        while !rest.isEmpty {
            let piece = rest.prefix(XMLSession.chunkBytes)
            rest = rest.suffix(from: piece.count)
            try feed(piece, isLast: false)
        }
    }

    func finish() throws {
        try feed(.empty, isLast: true)
        // A stopped parser calls itself well formed; so all of this must hold.
        guard isEnded, elements > 0, depth == 0, context?.pointee.wellFormed == 1, context?.pointee.nsWellFormed == 1
        else {
            throw problem("xml.ill-formed", "the document does not end as XML does", "Collect the file again.")
        }
    }

    private func feed(_ piece: Bytes, isLast: Bool) throws {
        let code = piece.base.withMemoryRebound(to: CChar.self, capacity: max(piece.count, 1)) {
            xmlParseChunk(context, $0, Int32(piece.count), isLast ? 1 : 0)
        }
        if let failure { throw failure }
        guard code == 0 else {
            throw problem("xml.ill-formed", "not well formed (libxml2 code \(code))", "Collect the file again.")
        }
    }

    func start(
        _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, declarations: Int,
        attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) {
        guard failure == nil, let name else { return }
        elements += 1
        if let problem = overLimit(attributes, count: count, declarations: declarations) { return stop(problem) }
        open[depth] = (0, line)
        depth += 1
        do {
            try handler.start(
                XMLElement(
                    name: Bytes(cString: name), uri: uri, context: context, attributes: attributes,
                    attributeCount: count))
        } catch { stop(error) }
    }

    func text(_ bytes: Bytes) {
        guard failure == nil, depth > 0 else { return }
        let last = depth - 1
        open[last].textBytes += bytes.count
        guard open[last].textBytes <= limits.textBytes else {
            return stop(limit("limit.text-bytes", "an element has more than \(limits.textBytes) bytes of text"))
        }
        do { try handler.text(bytes) } catch { stop(error) }
    }

    func end(_ name: UnsafePointer<xmlChar>?) {
        guard failure == nil, let name else { return }
        depth -= 1
        do { try handler.end(Bytes(cString: name), line: line) } catch { stop(error) }
    }

    func endDocument() { isEnded = true }

    /// An internal subset begins, or something in one is declared.
    func refuseDeclarations() {
        stop(
            problem(
                "xml.doctype", "the document type declares something (an internal subset)",
                "Take the declarations out of `<!DOCTYPE …>`: evidence needs none, and they can rewrite it."))
    }

    /// `<!DOCTYPE name SYSTEM "…">` alone is common (Cobertura), and is never loaded.
    func documentType() {
        guard let input = context?.pointee.input, let base = input.pointee.base, let cur = input.pointee.cur else {
            return
        }
        if cur.pointee == UInt8(ascii: "[") { return refuseDeclarations() }
        // libxml2 2.9 does not ask for the space after the word.
        var word = cur
        while word > base, !Bytes(word, count: cur - word).hasPrefix("<!DOCTYPE") { word -= 1 }
        if cur - word <= 9 || !isASCIISpace(word[9]) {
            stop(problem("xml.ill-formed", "no space after `<!DOCTYPE`", "Collect the file again from its tool."))
        }
    }

    /// The document type ends. libxml2 2.9 takes `<!DOCTYPE a>[…]>` for a subset too, and is then in another state.
    func endOfDocumentType() {
        if context?.pointee.instate == XML_PARSER_DTD { refuseDeclarations() }
    }

    func refuseEntity() {
        stop(problem("xml.entity", "an entity that XML itself does not define", "Write the character itself."))
    }

    func refuseExternal() {
        stop(problem("xml.external-entity", "the document asks for another file", "Collect a file that stands alone."))
    }

    /// libxml2 reports: all but warnings refuse the document.
    func report(_ error: xmlError) {
        guard failure == nil, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        var message =
            error.message.map { Bytes(cString: UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self)) }?
            .trimmed.prefix(200).string ?? "not well formed"
        if depth > 0,
            error.code == XML_ERR_DOCUMENT_END.rawValue || error.code == XML_ERR_TAG_NOT_FINISHED.rawValue
        {
            message += " (an element that begins on line \(open[depth - 1].line) is still open)"
        }
        let isNamespace = error.domain == Int32(XML_FROM_NAMESPACE.rawValue)
        stop(
            problem(
                isNamespace ? "xml.namespace" : "xml.ill-formed", message,
                "The file is damaged, cut off or not XML: collect it again from its tool."))
    }

    private func overLimit(
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int, declarations: Int
    ) -> StreamProblem? {
        if depth >= limits.depth {
            return limit("limit.depth", "elements are nested more than \(limits.depth) deep")
        }
        if elements > limits.elements { return limit("limit.elements", "more than \(limits.elements) elements") }
        if count + declarations > limits.attributes {
            return limit("limit.attributes", "an element has more than \(limits.attributes) attributes")
        }
        for index in 0..<count {
            guard let start = attributes?[index * 5 + 3], let end = attributes?[index * 5 + 4] else { continue }
            if end - start > limits.attributeBytes {
                return limit("limit.attribute-bytes", "an attribute is longer than \(limits.attributeBytes) bytes")
            }
        }
        return nil
    }

    private func stop(_ error: any Error) {
        if failure == nil { failure = error }
        xmlStopParser(context)
    }

    private func limit(_ id: String, _ message: String) -> StreamProblem {
        problem(id, message, "No tool writes such evidence: check which file was collected.")
    }

    private func problem(_ id: String, _ message: String, _ advice: String) -> StreamProblem {
        StreamProblem(id: id, message: message, advice: advice, line: line, column: column)
    }
}
