/// What the first bytes of a file look like: formats recognise their files by it.
///
/// It is tolerant: nothing is refused here, and nothing here is evidence.
package struct Preamble {
    /// Whether the file is empty, or white space to its end.
    package var isEmpty: Bool
    /// Whether the file ends within the preamble.
    package var isWhole: Bool
    /// The text as UTF-8 without a byte order mark, cut at a whole scalar; empty if it is not text.
    package var text: [UInt8]
    /// The very first bytes, at most 64, without a byte order mark and whether they are text or not.
    package var opening: [UInt8]
    /// The encoding, by byte order mark and validity.
    package var encoding: TextEncoding
    /// The shape of the first JSON document, if the text begins with `{` or `[`.
    package var json: JSONShape?
    /// The shapes of the next documents, at most 7.
    package var jsonMore: [JSONShape]
    /// How many JSON documents lie wholly inside, at most 50.
    package var jsonDocuments: Int
    /// The root of an XML document.
    package var xml: XMLShape?
    /// Whether it is an HTML page: an error page, mostly.
    package var isHTML: Bool
    /// The first 64 bytes as they are, for files that are no text.
    package var head: [UInt8]

    /// Looks at `bytes`, the first of a file; `isWhole` says whether they are all.
    package init(bytes: [UInt8], isWhole: Bool) {
        self = bytes.withUnsafeBufferPointer { Preamble(Bytes($0), isWhole: isWhole) }
    }

    init(_ bytes: Bytes, isWhole: Bool) {
        self.isWhole = isWhole
        head = Array(bytes.prefix(64).buffer)
        (text, encoding) = Preamble.decode(bytes, isWhole: isWhole)
        opening = Array(bytes.suffix(from: TextEncoding.marked(in: bytes).markLength).prefix(64).buffer)
        jsonMore = []
        jsonDocuments = 0
        isEmpty = bytes.isEmpty || isWhole && encoding != .other && text.allSatisfy(isASCIISpace)
        isHTML = false
        let start = text.firstIndex { !isASCIISpace($0) } ?? text.count
        guard start < text.count else { return }
        if text[start] == UInt8(ascii: "{") || text[start] == UInt8(ascii: "[") {
            var scanner = JSONShapeScanner(text, from: start)
            while jsonDocuments < 50, let (shape, isComplete) = scanner.document() {
                if json == nil { json = shape } else if jsonMore.count < 7 { jsonMore.append(shape) }
                guard isComplete else { break }
                jsonDocuments += 1
            }
        } else if text[start] == UInt8(ascii: "<") {
            isHTML = text.withUnsafeBufferPointer { XMLShape.isHTML(Bytes($0).suffix(from: start)) }
            if !isHTML { xml = XMLShape(text) }
            if xml?.name == "html" { (isHTML, xml) = (true, nil) }
        }
    }

    /// The first lines, at most `max`, without their ends; escape sequences are left in.
    package func lines(_ max: Int) -> [String] {
        var lines: [String] = []
        var rest = text[...]
        while lines.count < max, !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            var line = rest[..<end]
            if line.last == 0x0D { line.removeLast() }
            lines.append(String(decoding: line, as: UTF8.self))
            rest = end < rest.endIndex ? rest[(end + 1)...] : []
        }
        return lines
    }

    private static func decode(_ bytes: Bytes, isWhole: Bool) -> ([UInt8], TextEncoding) {
        let encoding = TextEncoding.marked(in: bytes)
        let body = bytes.suffix(from: encoding.markLength)
        if encoding == .utf16LE || encoding == .utf16BE {
            var transcoder = Transcoder(encoding)
            let output = ByteBuffer(capacity: body.count)
            if transcoder.convert(body, into: output) != nil || isWhole && !transcoder.isAtBoundary {
                return ([], .other)
            }
            return (Array(output.bytes.buffer), encoding)
        }
        let (valid, tail) = UTF8Check.check(body)
        let isText = tail == .none || tail == .cut && !isWhole
        guard isText, body.firstIndex(of: 0) == nil else { return ([], .other) }
        return (Array(body.prefix(valid).buffer), encoding)
    }
}

extension ByteSource {
    /// Looks at the first bytes, at most `limit`, without consuming them; call it before anything is read.
    package func preamble(limit: Int = 262_144) throws(StreamProblem) -> Preamble {
        let (bytes, isWhole) = try peek(limit)
        return Preamble(bytes, isWhole: isWhole)
    }
}
