internal import Streams

/// One unfolded line of an iCalendar file: a name, parameters and a value (RFC 5545 §3.1).
struct ContentLine {
    /// In capitals.
    let name: String
    let parameters: [(name: String, value: String)]
    /// As written, escapes and all.
    let value: String
    let line: Int

    private static let limit = 65_536

    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The value of a text property without its escapes.
    var text: String {
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in value.utf8 {
            if isEscaped {
                bytes.append(byte | 0x20 == UInt8(ascii: "n") ? 0x20 : byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Hands every line to `body`. Unfolds bytes and not characters, for a fold may split one.
    static func read(_ source: ByteSource, _ body: (ContentLine) throws -> Void) throws {
        var current: [UInt8] = []
        var (start, number) = (1, 1)
        var isAtStart = true
        func finish() throws {
            defer { current = [] }
            if current.last == 0x0D { current.removeLast() }
            if !current.isEmpty { try body(ContentLine(current, line: start)) }
        }
        while let chunk = try source.next() {
            for byte in chunk.buffer {
                if byte == 0x0A {
                    number += 1
                    isAtStart = true
                    continue
                }
                if isAtStart {
                    isAtStart = false
                    if byte == 0x20 || byte == 0x09, number > 1 {
                        if current.last == 0x0D { current.removeLast() }
                        continue
                    }
                    try finish()
                    start = number
                }
                current.append(byte)
                guard current.count <= limit else {
                    throw CalendarProblem.line("a line is longer than \(limit) bytes", number)
                }
            }
        }
        try finish()
    }

    private init(_ bytes: [UInt8], line: Int) throws {
        self.line = line
        guard
            let text = String(validating: bytes.drop { line == 1 && [0xEF, 0xBB, 0xBF].contains($0) }, as: UTF8.self),
            !text.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
        else { throw CalendarProblem.line("a line is not UTF-8 text, or holds control characters", line) }
        let all = Array(text.utf8)
        func word(_ range: Range<Int>) -> String { String(decoding: all[range], as: UTF8.self) }
        var index = all.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ";") } ?? all.count
        name = word(0..<index).uppercased()
        guard index < all.count, !name.isEmpty,
            name.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0 &- 48 < 10 || $0 &- 65 < 26 })
        else { throw CalendarProblem.line("`\(text.prefix(40))` is no line of a calendar", line) }
        var parameters: [(name: String, value: String)] = []
        while all[index] == UInt8(ascii: ";") {
            let from = index + 1
            guard let equals = all[from...].firstIndex(of: UInt8(ascii: "=")) else {
                throw CalendarProblem.line("a parameter of \(name) has no value", line)
            }
            index = equals + 1
            var isQuoted = false
            while index < all.count, isQuoted || all[index] != UInt8(ascii: ":") && all[index] != UInt8(ascii: ";") {
                if all[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
                index += 1
            }
            guard index < all.count else { throw CalendarProblem.line("\(name) has no value", line) }
            let value = all[(equals + 1)..<index].filter { $0 != UInt8(ascii: "\"") }
            parameters.append((word(from..<equals).uppercased(), String(decoding: value, as: UTF8.self)))
        }
        self.parameters = parameters
        value = word(index + 1..<all.count)
    }
}

/// What is wrong with a calendar file.
enum CalendarProblem {
    static func line(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "icalendar.line", message: message, advice: "Export the calendar again, as an .ics file.", line: line)
    }

    /// Something that is allowed in calendars and not understood here.
    static func unsupported(_ what: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "icalendar.unsupported", message: "\(what) is not understood, so shifts could be missed",
            advice: "Export the rota from the pager itself (PagerDuty or Opsgenie JSON), or as CSV.", line: line)
    }

    static func invalid(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "icalendar.invalid", message: message, advice: "Correct the rota, and export it again.", line: line)
    }
}
