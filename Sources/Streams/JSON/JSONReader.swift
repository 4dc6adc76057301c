/// A strict pull reader of JSON (RFC 8259): each call consumes exactly one value, and memory does not grow with the input.
///
/// Stricter than most: duplicate keys are refused at any depth, in skipped values too; numbers keep their exact text;
/// lone surrogates are refused. After anything was thrown the reader is spent: `nextDocument` and `end` throw it again.
package final class JSONReader {
    /// How many documents the input holds.
    package enum Mode: Sendable {
        /// Exactly one, and nothing but white space after it.
        case one
        /// One a line (NDJSON); empty lines do not count.
        case lines
        /// Any number, with or without white space between them.
        case sequence
    }

    let cursor: JSONCursor
    let limits: Limits
    private let mode: Mode
    private let outermost = JSONLevel(outer: nil)
    private var level: JSONLevel
    private var depth = 0
    private var isPending: Bool
    private var documents = 0
    private var failure: StreamProblem?

    private let allowsDuplicateKeys: Bool

    /// A reader of `source` from its first byte.
    package convenience init(_ source: ByteSource, mode: Mode = .one, limits: Limits = .standard) {
        self.init(source, mode: mode, limits: limits, allowsDuplicateKeys: false)
    }

    /// RFC 8259's grammar alone allows duplicate keys; evidence must not have any, so only tests of the grammar ask for it.
    init(_ source: ByteSource, mode: Mode, limits: Limits, allowsDuplicateKeys: Bool) {
        self.allowsDuplicateKeys = allowsDuplicateKeys
        cursor = JSONCursor(source, limits: limits)
        self.limits = limits
        self.mode = mode
        level = outermost
        isPending = mode == .one
    }

    /// Goes to the next document; false at the end of the input. In mode `.one` true once, and then as `end()`.
    package func nextDocument() throws -> Bool {
        try requireClosed()
        if mode == .one, documents == 0 {
            documents = 1
            return true
        }
        if mode == .one {
            try end()
            return false
        }
        let next: UInt8
        if mode == .lines, documents > 0 {
            next = try noting { () throws(StreamProblem) in try cursor.peekInLine() }
            if next != 0, next != 0x0A { throw note(cursor.unexpected("a new line")) }
        }
        if try noting({ () throws(StreamProblem) in try cursor.peek() }) == 0 { return false }
        documents += 1
        isPending = true
        return true
    }

    /// Checks that nothing but white space follows.
    package func end() throws {
        try requireClosed()
        if try noting({ () throws(StreamProblem) in try cursor.peek() }) != 0 {
            throw note(cursor.unexpected("the end of the file"))
        }
    }

    private func requireClosed() throws(StreamProblem) {
        if let failure { throw failure }
        if depth > 0 || isPending && documents > 0 {
            throw note(cursor.problem("json.not-read", "a value was not read to its end", "Report this fault."))
        }
    }

    /// The kind of the next value, which is not consumed.
    package func kind() throws -> JSONKind { try nextKind() }

    func nextKind() throws(StreamProblem) -> JSONKind {
        let byte = try noting { () throws(StreamProblem) in try cursor.peek() }
        guard isPending else {
            throw note(cursor.problem("json.not-read", "a value was asked for where none is", "Report this fault."))
        }
        switch byte {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: throw note(cursor.unexpected("a value"))
        }
    }

    /// Reads an object. `member` gets each key, unescaped, and consumes its value; what it leaves is skipped.
    package func object(_ member: (Bytes) throws -> Void) throws {
        let level = try open(.object)
        if try peek() == UInt8(ascii: "}") { return close() }
        while true {
            try readKey(of: level)
            isPending = true
            try member(level.key.bytes)
            if isPending { try skip() }
            let byte = try peek()
            if byte == UInt8(ascii: "}") { return close() }
            guard byte == UInt8(ascii: ",") else { throw note(cursor.unexpected("`,` or `}`")) }
            cursor.advance()
        }
    }

    /// Reads an array. `element` gets each index from 0 and consumes the value there; what it leaves is skipped.
    package func array(_ element: (Int) throws -> Void) throws {
        let level = try open(.array)
        if try peek() == UInt8(ascii: "]") { return close() }
        while true {
            _ = try peek()
            isPending = true
            try element(level.index)
            if isPending { try skip() }
            let byte = try peek()
            if byte == UInt8(ascii: "]") { return close() }
            guard byte == UInt8(ascii: ",") else { throw note(cursor.unexpected("`,` or `]`")) }
            cursor.advance()
            level.index += 1
        }
    }

    /// The unescaped bytes of a string, valid until the next call of the reader.
    package func stringBytes() throws -> Bytes {
        try require(.string)
        isPending = false
        return try noting { () throws(StreamProblem) in try cursor.string() }
    }

    /// The exact bytes of a number, valid until the next call of the reader.
    package func numberBytes() throws -> Bytes {
        try require(.number)
        isPending = false
        return try noting { () throws(StreamProblem) in try cursor.number() }
    }

    /// Reads `true` or `false`.
    package func bool() throws -> Bool {
        try require(.bool)
        isPending = false
        let value = try peek() == UInt8(ascii: "t")
        try noting { () throws(StreamProblem) in try cursor.literal(value ? "true" : "false") }
        return value
    }

    /// Whether the next value is `null`, which is then consumed; anything else is not.
    package func null() throws -> Bool {
        guard try nextKind() == .null else { return false }
        isPending = false
        try noting { () throws(StreamProblem) in try cursor.literal("null") }
        return true
    }

    func require(_ kind: JSONKind) throws(StreamProblem) {
        guard try nextKind() == kind else { throw note(wrongKind(expected: kind.name)) }
    }

    private func open(_ kind: JSONKind) throws(StreamProblem) -> JSONLevel {
        try require(kind)
        guard depth < limits.depth else {
            throw note(
                cursor.problem(
                    "limit.depth", "arrays and objects are nested more than \(limits.depth) deep",
                    "No tool writes such evidence: collect the file again."))
        }
        level = level.inner
        level.begin(isObject: kind == .object)
        depth += 1
        cursor.advance()
        isPending = false
        return level
    }

    private func close() {
        cursor.advance()
        depth -= 1
        level = level.outer ?? outermost
        isPending = false
    }

    private func readKey(of level: JSONLevel) throws(StreamProblem) {
        guard try peek() == UInt8(ascii: "\"") else { throw note(cursor.unexpected("a key in double quotes")) }
        let key = try noting { () throws(StreamProblem) in try cursor.string() }
        level.key.clear()
        level.key.append(key)
        guard level.keys.insert(key.hash) || allowsDuplicateKeys else {
            throw note(
                cursor.problem(
                    "json.duplicate-key", "the key `\(level.key.bytes.string)` occurs twice in one object",
                    "Readers differ on which one counts; write each key once.", at: -cursor.tokenLength))
        }
        guard try peek() == UInt8(ascii: ":") else { throw note(cursor.unexpected("`:`")) }
        cursor.advance()
        _ = try peek()
    }

    private func peek() throws(StreamProblem) -> UInt8 {
        try noting { () throws(StreamProblem) in try cursor.peek() }
    }

    /// Remembers what was thrown, and adds the pointer.
    @inline(__always)
    private func noting<R>(_ body: () throws(StreamProblem) -> R) throws(StreamProblem) -> R {
        do throws(StreamProblem) { return try body() } catch { throw note(error) }
    }

    func note(_ problem: StreamProblem) -> StreamProblem {
        var problem = problem
        if problem.pointer == nil { problem.pointer = pointer }
        if failure == nil { failure = problem }
        return problem
    }

    /// The RFC 6901 pointer of the value that was read last, or is read next.
    package var pointer: String { level.pointer }
}
