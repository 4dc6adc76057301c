/// The tokens of RFC 8259, one at a time, over a window of the text.
final class JSONCursor {
    let window: Window
    private let tokenBytes: Int
    private let scratch = ByteBuffer()
    /// How long the string before the cursor is, with its quotes.
    private(set) var tokenLength = 0

    init(_ source: ByteSource, limits: Limits) {
        window = Window(TextSource(source))
        tokenBytes = limits.tokenBytes
    }

    /// The next byte that is not white space, not consumed; 0 at the end of the text.
    func peek() throws(StreamProblem) -> UInt8 {
        repeat {
            let base = window.base
            var index = window.start
            while isASCIISpace(base[index]) { index += 1 }
            window.start = index
            if base[index] != 0 { return base[index] }
        } while try atEdge()
        return 0
    }

    /// As `peek`, but a line end stops it too.
    func peekInLine() throws(StreamProblem) -> UInt8 {
        repeat {
            while window.base[window.start] != 0x0A, isASCIISpace(window.base[window.start]) { window.start += 1 }
            if window.base[window.start] != 0 { return window.base[window.start] }
        } while try atEdge()
        return 0
    }

    /// Whether more text came after what seemed to be the end. A NUL in the text is no end.
    private func atEdge() throws(StreamProblem) -> Bool {
        guard window.start == window.end else { throw unexpected("a value") }
        return try window.more()
    }

    func advance() { window.start += 1 }

    /// The unescaped bytes of the string at the cursor, consumed; valid until the next token.
    func string() throws(StreamProblem) -> Bytes {
        let (length, escaped) = try measureString()
        if escaped { try unescape(length) }
        let bytes = escaped ? scratch.bytes : window.bytes(1, length - 1)
        window.start += length
        tokenLength = length
        return bytes
    }

    /// How long the string is with its quotes, and whether it has escapes.
    private func measureString() throws(StreamProblem) -> (length: Int, escaped: Bool) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var length = 1
        var escaped = false
        while true {
            let base = UnsafePointer(window.base + window.start)
            let available = window.end - window.start
            scan: while true {
                // Eight bytes at a time for a quote, a backslash or a control character; the lowest hit is exact.
                while true {
                    let word = UInt64(littleEndian: load64(base + length))
                    let quote = word ^ (ones &* 0x22)
                    let slash = word ^ (ones &* 0x5C)
                    let hits =
                        ((quote &- ones) & ~quote | (slash &- ones) & ~slash | (word &- ones &* 0x20) & ~word) & highs
                    if hits != 0 {
                        length += hits.trailingZeroBitCount / 8
                        break
                    }
                    length += 8
                }
                if length >= available { break scan }
                switch base[length] {
                case 0x22:
                    guard length <= tokenBytes else { throw tooLong(0) }
                    return (length + 1, escaped)
                case 0x5C:
                    if length + 1 >= available { break scan }
                    escaped = true
                    length += 2
                    if length >= available { break scan }
                default:
                    throw control(at: length)
                }
            }
            length = min(length, available)
            guard length <= tokenBytes else { throw tooLong(0) }
            guard try window.more() else {
                throw problem(
                    "json.unterminated-string", "the string is not closed", "The file is cut off: collect it again.")
            }
        }
    }

    private func unescape(_ length: Int) throws(StreamProblem) {
        scratch.clear()
        let body = window.bytes(1, length - 1)
        var index = 0
        while let slash = body.firstIndex(of: 0x5C, from: index) {
            scratch.append(body[index..<slash])
            index = slash + 2
            switch body[slash + 1] {
            case UInt8(ascii: "\""): scratch.append(0x22)
            case UInt8(ascii: "\\"): scratch.append(0x5C)
            case UInt8(ascii: "/"): scratch.append(0x2F)
            case UInt8(ascii: "b"): scratch.append(0x08)
            case UInt8(ascii: "f"): scratch.append(0x0C)
            case UInt8(ascii: "n"): scratch.append(0x0A)
            case UInt8(ascii: "r"): scratch.append(0x0D)
            case UInt8(ascii: "t"): scratch.append(0x09)
            case UInt8(ascii: "u"): scratch.append(scalar: try scalar(in: body, at: &index))
            default:
                throw problem(
                    "json.bad-escape", "an escape that JSON does not know", "Collect the file again from its tool.",
                    at: slash + 1)
            }
        }
        scratch.append(body.suffix(from: index))
    }

    private func scalar(in body: Bytes, at index: inout Int) throws(StreamProblem) -> UInt32 {
        let start = index - 2
        let unit = try hex4(in: body, at: &index)
        guard unit >= 0xD800, unit < 0xE000 else { return unit }
        if unit < 0xDC00, index + 6 <= body.count, body[index] == 0x5C, body[index + 1] == UInt8(ascii: "u") {
            index += 2
            let low = try hex4(in: body, at: &index)
            if low >= 0xDC00, low < 0xE000 { return 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00) }
        }
        throw problem(
            "json.lone-surrogate", "half of a surrogate pair stands alone", "Collect the file again from its tool.",
            at: start + 1)
    }

    private func hex4(in body: Bytes, at index: inout Int) throws(StreamProblem) -> UInt32 {
        var value: UInt32 = 0
        for offset in 0..<4 {
            guard index + offset < body.count, let digit = hexDigit(body[index + offset]) else {
                throw problem(
                    "json.bad-escape", "`\\u` without four hexadecimal digits", "Collect the file again.", at: index)
            }
            value = value << 4 | digit
        }
        index += 4
        return value
    }

    private func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// The exact text of the number at the cursor, consumed; valid until the next token.
    func number() throws(StreamProblem) -> Bytes {
        while true {
            let (length, valid) = measureNumber()
            // What touches the end of the window may go on behind it.
            if window.start + length == window.end {
                guard length <= tokenBytes else { throw tooLong(0) }
                if try window.more() { continue }
            }
            guard valid else {
                throw problem(
                    "json.bad-number", "not a number as JSON writes them", "Collect the file again from its tool.",
                    at: length)
            }
            guard length <= tokenBytes else { throw tooLong(0) }
            let bytes = window.bytes(0, length)
            window.start += length
            return bytes
        }
    }

    private func measureNumber() -> (length: Int, valid: Bool) {
        let base = window.base + window.start
        var index = 0
        func digits() -> Bool {
            let first = index
            while base[index] &- 0x30 < 10 { index += 1 }
            return index > first
        }
        if base[index] == UInt8(ascii: "-") { index += 1 }
        if base[index] == UInt8(ascii: "0") { index += 1 } else if !digits() { return (index, false) }
        if base[index] == UInt8(ascii: ".") {
            index += 1
            if !digits() { return (index, false) }
        }
        if base[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if base[index] == UInt8(ascii: "+") || base[index] == UInt8(ascii: "-") { index += 1 }
            if !digits() { return (index, false) }
        }
        return (index, true)
    }

    /// Consumes `true`, `false` or `null`.
    func literal(_ word: StaticString) throws(StreamProblem) {
        let length = word.utf8CodeUnitCount
        guard try window.require(length), window.bytes(0, length) == word else { throw unexpected("a value") }
        window.start += length
    }

    /// A problem at the byte `offset` after the cursor.
    func problem(_ id: String, _ message: String, _ advice: String, at offset: Int = 0) -> StreamProblem {
        let index = min(window.start + offset, window.end)
        let (line, column) = window.place(of: index)
        return StreamProblem(
            id: id, message: message, advice: advice, line: line, column: column,
            byteOffset: window.byteOffset(of: index))
    }

    /// What stands at the cursor is not what the grammar wants there.
    func unexpected(_ wanted: String) -> StreamProblem {
        if window.start == window.end {
            return problem(
                "json.cut-off", "the text ends where \(wanted) should follow", "The file is cut off: collect it again.")
        }
        let byte = window.base[window.start]
        let shown =
            byte > 0x20 && byte < 0x7F ? "`\(Character(Unicode.Scalar(byte)))`" : "byte \(byte)"
        return problem(
            "json.unexpected", "\(shown) where \(wanted) should be",
            "The file is not JSON as RFC 8259 defines it: collect it again from its tool.")
    }

    private func control(at offset: Int) -> StreamProblem {
        problem(
            "json.control-character", "a control character inside a string", "Collect the file again from its tool.",
            at: offset)
    }

    private func tooLong(_ offset: Int) -> StreamProblem {
        problem(
            "limit.token-bytes", "a string or number is longer than \(tokenBytes) bytes",
            "Leave such content out of the evidence.", at: offset)
    }
}
