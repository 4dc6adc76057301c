/// The text of an input as UTF-8: byte order mark taken off, UTF-16 converted, invalid bytes refused.
package final class TextSource {
    private let source: ByteSource
    private let declared: TextEncoding?
    private var encoding: TextEncoding?
    private var transcoder: Transcoder?
    private let converted = ByteBuffer()
    private let joint = ByteBuffer(capacity: 16)
    private var waiting: Bytes?
    private var failure: StreamProblem?
    private var taken: Int64 = 0

    /// The text of `source`, in the encoding that its byte order mark shows, else UTF-8.
    package convenience init(_ source: ByteSource) { self.init(source, declared: nil) }

    /// The text of `source`; `declared` says what it is where there is no byte order mark.
    init(_ source: ByteSource, declared: TextEncoding?) {
        self.source = source
        self.declared = declared
    }

    /// How far UTF-8 text lies behind the bytes of the file: the byte order mark; `nil` if the text was converted.
    var byteOffsetOfText: Int64? { transcoder == nil ? Int64(encoding?.markLength ?? 0) : nil }

    /// The next bytes, whole scalars, never empty; `nil` at the end. Valid until the next call.
    ///
    /// Throws `text.invalid-utf8` or `text.invalid-encoding`, and only after all text before the bad byte was returned.
    package func next() throws(StreamProblem) -> Bytes? {
        if encoding == nil { try begin() }
        if let failure { throw failure }
        return transcoder == nil ? try nextUTF8() : try nextConverted()
    }

    private func begin() throws(StreamProblem) {
        let marked = TextEncoding.marked(in: try source.peek(4).bytes)
        let actual = marked == .utf8 ? declared ?? .utf8 : marked
        encoding = actual
        if actual != .utf8, actual != .utf8BOM { transcoder = Transcoder(actual) }
        var mark = actual.markLength
        while mark > 0, let chunk = try read() {
            let cut = min(mark, chunk.count)
            mark -= cut
            taken += Int64(cut) - Int64(chunk.count)
            if cut < chunk.count { waiting = chunk.suffix(from: cut) }
        }
    }

    /// The rest of a chunk, or the next one; `taken` is then the offset of its end.
    private func read() throws(StreamProblem) -> Bytes? {
        if let rest = waiting {
            waiting = nil
            taken += Int64(rest.count)
            return rest
        }
        guard let chunk = try source.next() else { return nil }
        taken += Int64(chunk.count)
        return chunk
    }

    private func nextUTF8() throws(StreamProblem) -> Bytes? {
        if joint.count == jointLength { joint.clear() }
        while let chunk = try read() {
            if joint.count > 0 {
                if let scalar = try completeScalar(with: chunk) { return scalar }
                continue
            }
            let (valid, tail) = UTF8Check.check(chunk)
            switch tail {
            case .none: break
            case .cut: joint.append(chunk.suffix(from: valid))
            case .invalid: failure = invalid(at: taken - Int64(chunk.count - valid))
            }
            if valid > 0 { return chunk.prefix(valid) }
            if let failure { throw failure }
        }
        if joint.count > 0 { throw invalid(at: taken - Int64(joint.count)) }
        return nil
    }

    private var jointLength: Int { joint.count == 0 ? 0 : UTF8Check.scalarLength(joint.base[0]) }

    /// A scalar that lies across the edge of two chunks, on its own.
    private func completeScalar(with chunk: Bytes) throws(StreamProblem) -> Bytes? {
        let start = taken - Int64(chunk.count) - Int64(joint.count)
        let missing = min(jointLength - joint.count, chunk.count)
        joint.append(chunk.prefix(missing))
        if missing < chunk.count {
            waiting = chunk.suffix(from: missing)
            taken -= Int64(chunk.count - missing)
        }
        switch UTF8Check.check(joint.bytes).tail {
        case .none: return joint.bytes
        case .cut: return nil
        case .invalid: throw invalid(at: start)
        }
    }

    private func nextConverted() throws(StreamProblem) -> Bytes? {
        while let chunk = try read() {
            converted.clear()
            if let bad = transcoder?.convert(chunk, into: converted) {
                failure = invalid(at: taken - Int64(chunk.count - bad))
            }
            if converted.count > 0 { return converted.bytes }
            if let failure { throw failure }
        }
        if transcoder?.isAtBoundary == false { throw invalid(at: taken) }
        return nil
    }

    private func invalid(at offset: Int64) -> StreamProblem {
        let name: String
        switch encoding {
        case .utf16LE, .utf16BE: name = "UTF-16"
        case .latin1: name = "ISO-8859-1"
        case .windows1252: name = "windows-1252"
        case .ascii: name = "US-ASCII"
        default: name = "UTF-8"
        }
        return StreamProblem(
            id: name == "UTF-8" ? "text.invalid-utf8" : "text.invalid-encoding",
            message: "byte \(offset) is not valid \(name)",
            advice: "Save the file as UTF-8; if it was copied, collect it again.", byteOffset: offset)
    }
}
