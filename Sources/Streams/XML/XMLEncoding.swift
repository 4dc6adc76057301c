/// The encoding of an XML document: its byte order mark and its declaration must agree (SECURITY.md matrix row 28).
///
/// The text is converted here and not by libxml2, so that no other encoding, and no file of the converter, is ever opened.
enum XMLEncoding {
    /// What the document is in, if there is no byte order mark.
    static func decide(_ start: Bytes) throws(StreamProblem) -> TextEncoding {
        let mark = TextEncoding.marked(in: start)
        let body = start.suffix(from: mark.markLength)
        guard mark == .utf16LE || mark == .utf16BE else { return try decide(body, mark) }
        var transcoder = Transcoder(mark)
        let output = ByteBuffer()
        // A byte that cannot be converted is refused where the text is read.
        _ = transcoder.convert(body, into: output)
        return try decide(output.bytes, mark)
    }

    private static func decide(_ text: Bytes, _ mark: TextEncoding) throws(StreamProblem) -> TextEncoding {
        // Signatures of UTF-16, UTF-32 and EBCDIC without a mark, and a second mark.
        if text.prefix(4).firstIndex(of: 0) != nil || text.hasPrefix("Lo") {
            throw problem("the text is in an encoding that no byte order mark tells")
        }
        if text.hasPrefix("\u{FEFF}") { throw problem("two byte order marks follow each other") }
        guard let name = declaredName(in: text) else { return .utf8 }
        guard let declared = encoding(named: name) else {
            throw problem("the encoding `\(name.prefix(40).string)` is not supported")
        }
        let isWide = mark == .utf16LE || mark == .utf16BE
        let agrees: Bool
        switch declared {
        case .utf16LE, .utf16BE: agrees = isWide && (declared == mark || name.count == 6)
        case .utf8: agrees = !isWide
        default: agrees = mark == .utf8
        }
        guard agrees else {
            throw problem("the declaration says `\(name.string)`, the bytes are \(isWide ? "UTF-16" : "UTF-8")")
        }
        return declared
    }

    private static func encoding(named name: Bytes) -> TextEncoding? {
        let names: [(StaticString, TextEncoding)] = [
            ("UTF-8", .utf8), ("UTF8", .utf8), ("US-ASCII", .ascii), ("ASCII", .ascii), ("ISO-8859-1", .latin1),
            ("ISO_8859-1", .latin1), ("LATIN1", .latin1), ("WINDOWS-1252", .windows1252), ("CP1252", .windows1252),
            ("UTF-16", .utf16LE), ("UTF-16LE", .utf16LE), ("UTF-16BE", .utf16BE),
        ]
        return names.first { name.equalsIgnoringASCIICase($0.0) }?.1
    }

    /// The name in the XML declaration; whether the declaration is well formed is for libxml2 to say.
    private static func declaredName(in text: Bytes) -> Bytes? {
        guard text.hasPrefix("<?xml"), text.count > 5, isASCIISpace(text[5]) else { return nil }
        let declaration = text.prefix(text.firstRange(of: "?>")?.lowerBound ?? text.count)
        var from = 5
        while let word = declaration.firstRange(of: "encoding", from: from) {
            from = word.upperBound
            guard isASCIISpace(declaration[word.lowerBound - 1]) else { continue }
            var rest = declaration.suffix(from: from).trimmed
            guard rest.hasPrefix("=") else { continue }
            rest = rest.suffix(from: 1).trimmed
            guard let quote = rest.isEmpty ? nil : rest[0], quote == 0x22 || quote == 0x27,
                let end = rest.firstIndex(of: quote, from: 1)
            else { continue }
            return rest[1..<end]
        }
        return nil
    }

    private static func problem(_ what: String) -> StreamProblem {
        StreamProblem(
            id: "xml.encoding", message: what, advice: "Write the file as UTF-8 and declare that, or nothing.", line: 1,
            column: 1)
    }
}
