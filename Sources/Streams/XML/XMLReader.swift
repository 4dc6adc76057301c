/// A reader of XML by libxml2's SAX2 push parser, so hardened that a document can reach nothing but its own bytes
/// (SECURITY.md §2): no internal subset, no entity but the five, nothing external, every error refuses.
package enum XMLReader {
    /// Reads all of `source` and tells it to `handler`; returns only if the document is well formed and its end was seen.
    ///
    /// Throws `xml.…`, `text.…` and `limit.…` problems, and what the handler throws.
    package static func read(
        _ source: ByteSource, limits: Limits = .standard, handler: some XMLHandler
    ) throws {
        let encoding = try XMLEncoding.decide(try source.peek(4_096).bytes)
        let session = try XMLSession(handler: handler, limits: limits)
        let text = TextSource(source, declared: encoding)
        while let chunk = try nextChunk(of: text, session) { try session.parse(chunk) }
        try session.finish()
    }

    private static func nextChunk(of text: TextSource, _ session: XMLSession) throws(StreamProblem) -> Bytes? {
        do throws(StreamProblem) { return try text.next() } catch {
            var problem = error
            if problem.line == nil { problem.line = session.line }
            throw problem
        }
    }
}
