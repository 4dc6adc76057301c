internal import CLibXML2
internal import Glibc
internal import Synchronization

/// One evaluation of an XPath expression, on a thread of its own, so that one without end can be left alone.
///
/// libxml2 counts the nodes that it visits, but neither the bytes that it compares nor the work of joining node sets, which
/// grows with the square of their size; so what its limit does not stop, a limit of processor time does. A run that is given
/// up keeps its document.
final class XPathRun: @unchecked Sendable {
    /// Nodes that libxml2 may visit.
    private static let operations: UInt = 50_000_000

    private let context: xmlXPathContextPtr
    private let expression: String
    private let isDone = Atomic<Bool>(false)
    // Written before `isDone`, read after it.
    private var object: xmlXPathObjectPtr?
    private var code: Int32 = 0

    private init(_ context: xmlXPathContextPtr, _ expression: String) {
        (self.context, self.expression) = (context, expression)
        context.pointee.opLimit = Self.operations
        // Without a function of ours libxml2 prints.
        context.pointee.error = { _, _ in }
    }

    /// The nodes that the expression selects, for `body`, in document order.
    /// - Parameter seconds: of processor time.
    static func select(
        _ expression: String, in document: xmlDocPtr, seconds: Int, _ body: ([xmlNodePtr]) throws -> Void
    ) throws {
        guard let context = xmlXPathNewContext(document) else { throw problem("no-memory", "no memory for it") }
        // Numbers the elements: else finding the order of two siblings takes a walk along all between them.
        xmlXPathOrderDocElems(document)
        var space = xmlDocGetRootElement(document)?.pointee.nsDef
        while let declared = space {
            if let prefix = declared.pointee.prefix { xmlXPathRegisterNs(context, prefix, declared.pointee.href) }
            space = declared.pointee.next
        }
        let run = XPathRun(context, expression)
        guard try run.isDone(within: seconds) else {
            throw problem("limit", "it takes more than \(seconds) s of processor time")
        }
        defer {
            xmlXPathFreeObject(run.object)
            xmlXPathFreeContext(context)
        }
        guard let object = run.object else { throw failure(run.code) }
        guard object.pointee.type == XPATH_NODESET else { throw problem("no-nodes", "it selects no nodes") }
        guard let set = object.pointee.nodesetval else { return try body([]) }
        try body((0..<Int(set.pointee.nodeNr)).compactMap { set.pointee.nodeTab[$0] })
    }

    private func isDone(within seconds: Int) throws -> Bool {
        var thread = pthread_t()
        let started = pthread_create(
            &thread, nil,
            { run in
                if let run { Unmanaged<XPathRun>.fromOpaque(run).takeRetainedValue().evaluate() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        guard started == 0 else {
            Unmanaged.passUnretained(self).release()
            throw Self.problem("no-memory", "no thread for it")
        }
        var clock = clockid_t()
        let hasClock = pthread_getcpuclockid(thread, &clock) == 0
        pthread_detach(thread)
        var waited = 0
        while !isDone.load(ordering: .acquiring) {
            usleep(waited < 100 ? 200 : 20_000)
            waited += 1
            var used = timespec()
            if hasClock, clock_gettime(clock, &used) == 0, used.tv_sec >= seconds {
                // It ends when it next counts a node; a plain store is all that the C field offers.
                context.pointee.opLimit = 1
                return isDone.load(ordering: .acquiring)
            }
        }
        return true
    }

    private func evaluate() {
        object = expression.withCString { text in
            text.withMemoryRebound(to: xmlChar.self, capacity: 1) { xmlXPathEval($0, context) }
        }
        code = context.pointee.lastError.code
        if let object, object.pointee.type == XPATH_NODESET { xmlXPathNodeSetSort(object.pointee.nodesetval) }
        isDone.store(true, ordering: .releasing)
    }

    private static func failure(_ code: Int32) -> StreamProblem {
        let reason = code - Int32(XML_XPATH_EXPRESSION_OK.rawValue)
        if reason == Int32(XPATH_OP_LIMIT_EXCEEDED.rawValue) {
            return problem("limit", "it visits more than \(operations) nodes")
        }
        if reason == Int32(XPATH_RECURSION_LIMIT_EXCEEDED.rawValue) { return problem("limit", "it is nested too deep") }
        return problem("invalid", "it is no XPath 1.0 expression for this document (libxml2 code \(code))")
    }

    static func problem(_ id: String, _ what: String) -> StreamProblem {
        StreamProblem(
            id: "xpath.\(id)", message: "the expression of `rows` cannot be used: \(what)",
            advice: "Write a simpler path, e.g. //testcase, in rules.yml.")
    }
}
