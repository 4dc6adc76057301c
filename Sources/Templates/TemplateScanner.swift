/// Splits a template into text and tags, each with its place.
///
/// A section, comment or partial that has a line to itself takes the whole line, so that templates can be laid out
/// freely.
struct TemplateScanner {
    enum Token {
        case literal([UInt8])
        case value(String)
        case section(String, inverted: Bool)
        case end(String)
        case partial(String)
    }

    struct Placed {
        let token: Token
        /// 1-based place of its first byte.
        let line: Int
        let column: Int
    }

    private let file: String
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var lineStart = 0
    private var placed: [Placed] = []

    /// - Throws: `TemplateProblem` for a tag that is not closed, not known, or asks for raw insertion.
    static func scan(_ bytes: [UInt8], file: String) throws(TemplateProblem) -> [Placed] {
        try refuseUnreadable(bytes, file: file)
        var scanner = TemplateScanner(file: file, bytes: bytes)
        try scanner.run()
        return scanner.placed
    }

    private init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    private mutating func run() throws(TemplateProblem) {
        var literalStart = 0
        while index < bytes.count {
            guard matches("{{", at: index) else {
                advance(to: index + 1)
                continue
            }
            let opening = index
            guard let close = position(of: "}}", from: opening + 2) else {
                throw problem("tag is never closed with }}")
            }
            let token = try parseTag(opening + 2..<close)
            var before = opening
            var after = close + 2
            if !isValue(token), let whole = standaloneLine(opening, after) {
                (before, after) = (max(whole.lowerBound, literalStart), whole.upperBound)
            }
            appendLiteral(literalStart..<max(before, literalStart))
            if let token { placed.append(Placed(token: token, line: line, column: opening - lineStart + 1)) }
            advance(to: after)
            literalStart = after
        }
        appendLiteral(literalStart..<bytes.count)
    }

    /// `nil` for a comment.
    private func parseTag(_ range: Range<Int>) throws(TemplateProblem) -> Token? {
        guard let sigil = bytes[range].first else { throw problem("empty tag") }
        switch sigil {
        case UInt8(ascii: "!"): return nil
        case UInt8(ascii: "#"): return .section(try name(range.dropFirst()), inverted: false)
        case UInt8(ascii: "^"): return .section(try name(range.dropFirst()), inverted: true)
        case UInt8(ascii: "/"): return .end(try name(range.dropFirst()))
        case UInt8(ascii: ">"): return .partial(try name(range.dropFirst(), isFile: true))
        case UInt8(ascii: "{"), UInt8(ascii: "&"): throw problem("raw insertion is not supported")
        default: return .value(try name(range))
        }
    }

    private func name(_ range: Range<Int>, isFile: Bool = false) throws(TemplateProblem) -> String {
        let text = bytes[range]
        let isName = text.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            case UInt8(ascii: "."), UInt8(ascii: "-"): isFile
            default: false
            }
        }
        guard isName, !text.isEmpty else { throw problem("a name has only letters and digits") }
        return String(decoding: text, as: UTF8.self)
    }

    private func isValue(_ token: Token?) -> Bool { if case .value = token { true } else { false } }

    /// The line of a tag, with its newline, if nothing but white space is beside it.
    private func standaloneLine(_ opening: Int, _ end: Int) -> Range<Int>? {
        let isBlank = { (byte: UInt8) in byte == 32 || byte == 9 }
        guard bytes[lineStart..<opening].allSatisfy(isBlank) else { return nil }
        var after = end
        while after < bytes.count, isBlank(bytes[after]) { after += 1 }
        guard after < bytes.count else { return lineStart..<after }
        return bytes[after] == 10 ? lineStart..<after + 1 : nil
    }

    private mutating func appendLiteral(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let (line, column) = bytes[..<range.lowerBound].place
        placed.append(Placed(token: .literal(Array(bytes[range])), line: line, column: column))
    }

    /// Text that is not UTF-8, or holds control characters, is shown differently from what it is.
    private static func refuseUnreadable(_ bytes: [UInt8], file: String) throws(TemplateProblem) {
        func refuse(at offset: Int, _ message: String) -> TemplateProblem {
            let (line, column) = bytes[..<offset].place
            return TemplateProblem(file: file, line: line, column: column, message: message)
        }
        if let offset = bytes.firstIndex(where: { $0 < 32 && $0 != 9 && $0 != 10 || $0 == 127 }) {
            throw refuse(at: offset, "a control character")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw refuse(at: 0, "a byte order mark") }
        let decoded = Array(String(decoding: bytes, as: UTF8.self).utf8)
        guard decoded != bytes else { return }
        let offset = zip(decoded, bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        throw refuse(at: offset ?? bytes.count, "a byte that is not UTF-8")
    }

    private mutating func advance(to end: Int) {
        while index < end {
            if bytes[index] == 10 {
                line += 1
                lineStart = index + 1
            }
            index += 1
        }
    }

    private func matches(_ text: StaticString, at start: Int) -> Bool {
        let pair = bytes[start...].prefix(2)
        return pair.count == 2 && pair.elementsEqual(text.withUTF8Buffer { Array($0) })
    }

    private func position(of text: StaticString, from start: Int) -> Int? {
        (start..<max(start, bytes.count - 1)).first { matches(text, at: $0) }
    }

    private func problem(_ message: String) -> TemplateProblem {
        TemplateProblem(file: file, line: line, column: index - lineStart + 1, message: message)
    }
}

extension ArraySlice<UInt8> {
    /// 1-based line and column of the byte that follows these.
    var place: (line: Int, column: Int) {
        (count { $0 == 10 } + 1, endIndex - (lastIndex(of: 10) ?? startIndex - 1))
    }
}
