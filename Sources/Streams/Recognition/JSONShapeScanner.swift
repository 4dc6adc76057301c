/// A forgiving scan of JSON for its outline; the reader that follows judges it.
struct JSONShapeScanner {
    private let text: [UInt8]
    private var index: Int
    // Once false, the rest cannot be made sense of: every open value ends where it stands.
    private var isSound = true
    private static let deepest = 5
    private static let keys = 64
    private static let elements = 3
    private static let stringBytes = 200
    private static let nesting = 128

    init(_ text: [UInt8], from start: Int) {
        self.text = text
        index = start
    }

    /// The next document that is an object or an array, and whether it ends within the text.
    mutating func document() -> (JSONShape, isComplete: Bool)? {
        skipSpace()
        guard isSound, let byte = peek(), byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else { return nil }
        let shape = value(depth: 1)
        return (shape, isSound)
    }

    private func peek() -> UInt8? { index < text.count ? text[index] : nil }

    private mutating func skipSpace() {
        while index < text.count, isASCIISpace(text[index]) { index += 1 }
    }

    private mutating func fail() -> JSONShape {
        isSound = false
        return .cut
    }

    private mutating func value(depth: Int) -> JSONShape {
        skipSpace()
        guard depth <= Self.nesting, let byte = peek() else { return fail() }
        switch byte {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""):
            guard let text = string(isKept: depth <= Self.deepest) else { return fail() }
            return .string(text)
        default: return word()
        }
    }

    private mutating func object(depth: Int) -> JSONShape {
        var members: [(key: String, value: JSONShape)] = []
        let isKept = depth <= Self.deepest
        index += 1
        skipSpace()
        if take("}") { return .object([]) }
        while isSound {
            skipSpace()
            guard peek() == UInt8(ascii: "\""), let key = string(isKept: isKept && members.count < Self.keys) else {
                _ = fail()
                break
            }
            skipSpace()
            let member = take(":") ? value(depth: depth + 1) : fail()
            if isKept, members.count < Self.keys { members.append((key, member)) }
            skipSpace()
            if take("}") { break }
            if !take(",") { _ = fail() }
        }
        return isKept ? .object(members) : .cut
    }

    private mutating func array(depth: Int) -> JSONShape {
        var elements: [JSONShape] = []
        let isKept = depth <= Self.deepest
        index += 1
        skipSpace()
        if take("]") { return .array([]) }
        while isSound {
            let element = value(
                depth: isKept && elements.count < Self.elements ? depth + 1 : max(depth, Self.deepest) + 1)
            if isKept, elements.count < Self.elements { elements.append(element) }
            skipSpace()
            if take("]") { break }
            if !take(",") { _ = fail() }
        }
        return isKept ? .array(elements) : .cut
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard isSound, peek() == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    /// The string at the index, without its text if it is not kept; `nil` if it does not end.
    private mutating func string(isKept: Bool) -> String? {
        let start = index + 1
        var end = start
        var isEscaped = false
        while end < text.count, text[end] != UInt8(ascii: "\"") {
            if text[end] == UInt8(ascii: "\\") {
                isEscaped = true
                end += 1
            }
            end += 1
        }
        guard end < text.count else {
            index = text.count
            return nil
        }
        index = end + 1
        guard isKept else { return "" }
        if isEscaped, let text = unescaped(start - 1, end + 1) { return text }
        return String(decoding: text[start..<cut(start, end)], as: UTF8.self)
    }

    private func cut(_ start: Int, _ end: Int) -> Int {
        var stop = min(end, start + Self.stringBytes)
        while stop < end, stop > start, text[stop] & 0xC0 == 0x80 { stop -= 1 }
        return stop
    }

    private func unescaped(_ start: Int, _ end: Int) -> String? {
        guard end - start <= Self.stringBytes * 6 else { return nil }
        return try? JSONReader(ByteSource(bytes: Array(text[start..<end]))).string()
    }

    private mutating func word() -> JSONShape {
        let start = index
        while let byte = peek(), !isASCIISpace(byte), byte != UInt8(ascii: ","), byte != UInt8(ascii: "}"),
            byte != UInt8(ascii: "]"), byte != UInt8(ascii: ":"), byte != UInt8(ascii: "\"")
        {
            index += 1
        }
        // A word at the very end may go on.
        guard index > start, index < text.count else { return fail() }
        let word = String(decoding: text[start..<min(index, start + Self.stringBytes)], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            let isNumber = word.utf8.first.map { $0 == UInt8(ascii: "-") || $0 &- UInt8(ascii: "0") < 10 } ?? false
            return isNumber ? .number(word) : fail()
        }
    }
}
