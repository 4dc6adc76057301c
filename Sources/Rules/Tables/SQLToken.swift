/// A word of an SQL statement; comments are none.
enum SQLToken: Hashable {
    /// A keyword or plain identifier, in lower case, as PostgreSQL folds it.
    case word(String)
    /// An identifier in double quotes.
    case quoted(String)
    /// A string.
    case text(String)
    case number(String)
    case symbol(UInt8)

    /// The name of a column, table or schema.
    var identifier: String? {
        switch self {
        case .word(let name), .quoted(let name): name
        default: nil
        }
    }

    /// The tokens of a text; `nil` if a quote is never closed, or a string has escapes.
    static func tokens(of text: String) -> [SQLToken]? {
        var rest = Array(text.utf8)[...]
        var tokens: [SQLToken] = []
        func string(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
        while let byte = rest.first {
            if byte == 32 || (9...13).contains(byte) {
                rest.removeFirst()
            } else if rest.starts(with: "--".utf8) {
                rest = rest.drop { $0 != 10 }
            } else if rest.starts(with: "/*".utf8) {
                guard let end = end(of: "*/", in: rest.dropFirst(2)) else { return nil }
                rest = rest[end...]
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                guard let (body, after) = quoted(rest) else { return nil }
                let isText = byte == UInt8(ascii: "'")
                tokens.append(isText ? .text(string(body)) : .quoted(string(body)))
                rest = rest[after...]
            } else if byte == UInt8(ascii: "$") {
                let tag = rest.dropFirst().prefix { isWord($0) }
                let opening = Array(rest.prefix(tag.count + 1)) + [UInt8(ascii: "$")]
                guard rest.starts(with: opening), let end = end(of: opening, in: rest.dropFirst(opening.count)) else {
                    return nil
                }
                tokens.append(.text(string(rest[(rest.startIndex + opening.count)..<(end - opening.count)])))
                rest = rest[end...]
            } else if isWord(byte) {
                let word = rest.prefix { isWord($0) || $0 == UInt8(ascii: "$") }
                rest = rest.dropFirst(word.count)
                let isNumber = byte &- 48 < 10
                // `E'…'` and its like have escapes, which are not read.
                if rest.first == UInt8(ascii: "'") { return nil }
                let folded = word.map { $0 &- 65 < 26 ? $0 | 32 : $0 }
                tokens.append(isNumber ? .number(string(word)) : .word(string(folded)))
            } else {
                tokens.append(.symbol(byte))
                rest.removeFirst()
            }
        }
        return tokens
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte | 0x20 &- 97 < 26 || byte &- 48 < 10 || byte == 95 || byte >= 0x80
    }

    /// What stands in quotes at the start, and the index behind them; a doubled quote is one.
    private static func quoted(_ bytes: ArraySlice<UInt8>) -> (body: [UInt8], after: Int)? {
        guard let quote = bytes.first else { return nil }
        var body: [UInt8] = []
        var index = bytes.startIndex + 1
        while index < bytes.endIndex {
            if bytes[index] == quote {
                guard index + 1 < bytes.endIndex, bytes[index + 1] == quote else { return (body, index + 1) }
                index += 1
            }
            body.append(bytes[index])
            index += 1
        }
        return nil
    }

    private static func end(of mark: String, in bytes: ArraySlice<UInt8>) -> Int? {
        end(of: Array(mark.utf8), in: bytes)
    }

    private static func end(of mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        var rest = bytes
        while !rest.isEmpty {
            if rest.starts(with: mark) { return rest.startIndex + mark.count }
            rest.removeFirst()
        }
        return nil
    }
}
