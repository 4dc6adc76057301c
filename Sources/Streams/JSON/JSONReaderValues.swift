extension JSONReader {
    /// Reads a string.
    package func string() throws -> String { try stringBytes().string }

    /// Reads a string without making a `String`: `body` gets its unescaped bytes.
    package func bytes<R>(_ body: (Bytes) throws -> R) throws -> R { try body(try stringBytes()) }

    /// Reads a string, or `null` as `nil`.
    package func optionalString() throws -> String? { try null() ? nil : try string() }

    /// Reads a number as it is written.
    package func number() throws -> String { try numberBytes().string }

    /// Reads a number without making a `String`: `body` gets its exact text.
    package func numberBytes<R>(_ body: (Bytes) throws -> R) throws -> R { try body(try numberBytes()) }

    /// Reads a whole number; `json.not-an-integer` if it has a fraction or an exponent, or is beyond 64 bits.
    package func int() throws -> Int {
        let (start, place) = (byteOffset, self.place)
        let bytes = try numberBytes()
        guard let value = bytes.int else {
            throw note(
                StreamProblem(
                    id: "json.not-an-integer", message: "`\(bytes.prefix(40).string)` is not a 64-bit whole number",
                    advice: "A count is expected here; check the tool's version.", line: place.line,
                    column: place.column, byteOffset: start, pointer: pointer))
        }
        return value
    }

    /// Passes over one value, which is checked as fully as one that is read.
    package func skip() throws {
        switch try nextKind() {
        case .object: try object { _ in }
        case .array: try array { _ in }
        case .string: _ = try stringBytes()
        case .number: _ = try numberBytes()
        case .bool: _ = try bool()
        case .null: _ = try null()
        }
    }

    /// Reads a small value into memory; `limit.nodes` if it holds more than `nodes` values.
    package func value(nodes: Int = 100_000) throws -> JSONNode {
        var left = nodes
        return try value(&left)
    }

    private func value(_ left: inout Int) throws -> JSONNode {
        left -= 1
        guard left >= 0 else {
            throw note(
                cursor.problem(
                    "limit.nodes", "the value is larger than this place allows", "Leave such content out."))
        }
        switch try nextKind() {
        case .object:
            var members: [(String, JSONNode)] = []
            try object { key in
                let name = key.string
                members.append((name, try value(&left)))
            }
            return .object(members)
        case .array:
            var elements: [JSONNode] = []
            try array { _ in elements.append(try value(&left)) }
            return .array(elements)
        case .string: return .string(try string())
        case .number: return .number(try number())
        case .bool: return .bool(try bool())
        case .null:
            _ = try null()
            return .null
        }
    }

    private var place: (line: Int, column: Int) { cursor.window.place(of: cursor.window.start) }

    /// The line of the next value, from 1: ask before reading it.
    package var line: Int { place.line }

    /// The column of the next value in bytes, from 1.
    package var column: Int { place.column }

    /// The offset of the next value in the file, from 0 (in the UTF-8 form, if the file is UTF-16).
    package var byteOffset: Int64 { cursor.window.byteOffset(of: cursor.window.start) }

    /// The next value is not of the kind that is needed: `json.wrong-kind` with its place.
    package func wrongKind(expected: String) -> StreamProblem {
        let found = (try? nextKind())?.name ?? "something else"
        var problem = cursor.problem(
            "json.wrong-kind", "\(found) where \(expected) should be",
            "The file has another shape than its format: check the tool and its version.")
        problem.pointer = pointer
        return problem
    }
}
