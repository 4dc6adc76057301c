import Testing

@testable import Streams

@Suite struct JSONReaderTests {
    static let chunks = [1, 2, 3, 7, 1 << 18]

    private func reader(_ text: String, mode: JSONReader.Mode = .one, chunk: Int = 1 << 18) -> JSONReader {
        JSONReader(ByteSource(bytes: Array(text.utf8), chunk: chunk), mode: mode)
    }

    private func problem(_ text: String, mode: JSONReader.Mode = .one, chunk: Int = 1 << 18) -> StreamProblem? {
        let reader = reader(text, mode: mode, chunk: chunk)
        do {
            while try reader.nextDocument() { try reader.skip() }
            return nil
        } catch { return error as? StreamProblem }
    }

    /// One line a value: a transcript of everything that a reader delivers.
    private func transcript(_ reader: JSONReader) throws -> [String] {
        var lines: [String] = []
        func walk() throws {
            let place = "\(reader.pointer)@\(reader.line):\(reader.column)+\(reader.byteOffset)"
            switch try reader.kind() {
            case .object:
                lines.append(place + " {")
                try reader.object { key in
                    lines.append("key " + key.string)
                    if !(key == "skipped") { try walk() }
                }
            case .array:
                lines.append(place + " [")
                try reader.array { index in
                    lines.append("index \(index)")
                    try walk()
                }
            case .string: lines.append(place + " string " + (try reader.string()))
            case .number: lines.append(place + " number " + (try reader.number()))
            case .bool: lines.append(place + " bool \(try reader.bool())")
            case .null: lines.append(place + " null \(try reader.null())")
            }
        }
        while try reader.nextDocument() { try walk() }
        return lines
    }

    private let sample = """
        {"plain": "text", "esc\\u0061pe\\n": "a\\"b\\\\c\\/\\ud83d\\ude00é😀",
          "numbers": [0, -1, 1.50, 1e400, 123456789012345678901234567890 ],
          "skipped": {"deep": [{"x": null}, "y\\t"]},
          "empty": [[], {}, ""], "words": [true,false, null],
          "a/b~c": {"": 1}}

        """

    @Test func `what is delivered does not depend on where chunks end`() throws {
        let whole = try transcript(reader(sample))
        #expect(whole.contains("/a~1b~0c/@5:17+249 number 1"))
        #expect(whole.contains("/numbers/2@2:22+87 number 1.50"))
        #expect(whole.contains("key escape\n"))
        #expect(whole.contains { $0.hasSuffix("string a\"b\\c/😀é😀") })
        for chunk in Self.chunks { #expect(try transcript(reader(sample, chunk: chunk)) == whole) }
    }

    @Test func `every truncation is refused`() {
        let bytes = Array(sample.utf8.dropLast(2))
        for length in 0..<bytes.count {
            for chunk in [1, 1 << 18] {
                let reader = JSONReader(ByteSource(bytes: Array(bytes[..<length]), chunk: chunk))
                #expect(throws: (any Error).self) {
                    try reader.skip()
                    try reader.end()
                }
            }
        }
    }

    @Test(arguments: [
        (#"{"high": 3, "high": 0}"#, 1, 13), (#"{"a": [{"b": 1,"# + "\n" + #" "\u0062": 2}]}"#, 2, 2),
    ])
    func `a duplicate key is refused where it stands, in skipped values too`(text: String, line: Int, column: Int) {
        for chunk in Self.chunks {
            let problem = problem(text, chunk: chunk)
            #expect(problem?.id == "json.duplicate-key")
            #expect(problem?.line == line)
            #expect(problem?.column == column)
        }
    }

    @Test(arguments: [1, 15, 16, 17, 31, 32, 33, 200, 5_000])
    func `a duplicate key is found among many, and many keys are no duplicates`(count: Int) {
        let members = (0..<count).map { "\"key\($0)\": \($0)" }.joined(separator: ",")
        #expect(problem("[{\(members)},{\(members)}]") == nil)
        #expect(problem("{\(members),\"key0\":1}")?.id == "json.duplicate-key")
        #expect(problem("{\(members),\"key\(count - 1)\":1}")?.id == "json.duplicate-key")
    }

    @Test func `a problem says where, by line, column, offset and pointer`() {
        let text = "{\"a\": [\n  1,\n  {\"b\": 01}]}"
        for chunk in Self.chunks {
            let problem = problem(text, chunk: chunk)
            #expect(problem?.id == "json.unexpected")
            #expect(problem?.line == 3)
            #expect(problem?.column == 10)
            #expect(problem?.byteOffset == 22)
            #expect(problem?.pointer == "/a/1/b")
        }
    }

    @Test func `an invalid byte is told with its line and offset`() {
        let bytes = Array("[\"a\",\n \"b".utf8) + [0xC3, 0x28] + Array("\"]".utf8)
        for chunk in Self.chunks {
            let reader = JSONReader(ByteSource(bytes: bytes, chunk: chunk))
            let problem = #expect(throws: StreamProblem.self) { try reader.skip() }
            #expect(problem?.id == "text.invalid-utf8")
            #expect(problem?.line == 2)
            #expect(problem?.column == 4)
            #expect(problem?.byteOffset == 9)
        }
    }

    @Test(arguments: [
        ("[NaN]", "json.unexpected"), ("[Infinity]", "json.unexpected"), ("{'a':1}", "json.unexpected"),
        ("[1,]", "json.unexpected"), ("{\"a\":1,}", "json.unexpected"), ("[1] x", "json.unexpected"),
        ("[1][2]", "json.unexpected"), ("// c\n[]", "json.unexpected"), ("[1.]", "json.bad-number"),
        ("[-]", "json.bad-number"), ("[\"\u{1}\"]", "json.control-character"), ("[\"a\nb\"]", "json.control-character"),
        ("[\"\\x\"]", "json.bad-escape"), ("[\"\\u12g4\"]", "json.bad-escape"),
        ("[\"\\ud800\"]", "json.lone-surrogate"),
        ("", "json.cut-off"), ("[", "json.cut-off"), ("\"abc", "json.unterminated-string"), ("\0[]", "json.unexpected"),
    ])
    func `what RFC 8259 does not allow is refused by name`(text: String, id: String) {
        for chunk in Self.chunks { #expect(problem(text, chunk: chunk)?.id == id) }
    }

    @Test func `128 levels are read and 129 refused`() {
        let deep = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
        #expect(problem(deep(128)) == nil)
        #expect(problem(deep(129))?.id == "limit.depth")
        #expect(problem(deep(200_000))?.id == "limit.depth")
    }

    @Test func `a token over the limit is refused, one at it is read`() throws {
        var limits = Limits()
        limits.tokenBytes = 300_000
        for (length, isRead) in [(299_000, true), (300_001, false), (900_000, false)] {
            for text in ["\"" + String(repeating: "x", count: length) + "\"", String(repeating: "1", count: length)] {
                let reader = JSONReader(ByteSource(bytes: Array(text.utf8)), limits: limits)
                if isRead {
                    try reader.skip()
                } else {
                    #expect(throws: StreamProblem.self) { try reader.skip() }
                }
            }
        }
    }

    @Test func `documents follow each other where the mode allows it`() throws {
        let text = "{\"a\":1}\n\n[2]\r\n3"
        for chunk in Self.chunks {
            for mode in [JSONReader.Mode.lines, .sequence] {
                let reader = reader(text, mode: mode, chunk: chunk)
                var count = 0
                while try reader.nextDocument() {
                    try reader.skip()
                    count += 1
                }
                #expect(count == 3)
            }
            #expect(problem("{} {}", mode: .sequence, chunk: chunk) == nil)
            #expect(problem("{} {}", mode: .lines, chunk: chunk)?.id == "json.unexpected")
            #expect(problem("", mode: .lines, chunk: chunk) == nil)
        }
    }

    @Test func `the wrong kind is refused with the pointer, and null is never a number`() {
        let reader = reader(#"{"total": null}"#)
        let problem = #expect(throws: StreamProblem.self) { try reader.object { _ in _ = try reader.int() } }
        #expect(problem?.id == "json.wrong-kind")
        #expect(problem?.pointer == "/total")
        #expect(problem?.message == "null where a number should be")
        #expect(throws: StreamProblem.self, "a spent reader stays spent") { try reader.end() }
    }

    @Test(arguments: ["1.0", "1e3", "9223372036854775808"])
    func `a whole number has neither fraction nor exponent nor overflow`(text: String) {
        let reader = reader("[\(text)]")
        let problem = #expect(throws: StreamProblem.self) { try reader.array { _ in _ = try reader.int() } }
        #expect(problem?.id == "json.not-an-integer")
        #expect(problem?.pointer == "/0")
        #expect(problem?.column == 2)
    }

    @Test func `a value that a member leaves is skipped, and one document is not two`() throws {
        let reader = reader(#"{"a": {"b": [1, 2]}, "c": "d"}"#)
        var last = ""
        #expect(try reader.nextDocument())
        try reader.object { key in if key == "c" { last = try reader.string() } }
        #expect(last == "d")
        #expect(try !reader.nextDocument())
    }

    @Test func `a small value is read into memory within its budget`() throws {
        let node = try reader(#"{"a": [1.50, "x", true, null]}"#).value()
        #expect(node["a"]?.elements?[0].number == "1.50")
        #expect(node["a"]?.elements?[1].string == "x")
        #expect(node["a"]?.elements?[2].bool == true)
        let problem = #expect(throws: StreamProblem.self) { try reader("[1,2,3]").value(nodes: 3) }
        #expect(problem?.id == "limit.nodes")
    }

    @Test func `an error of the caller passes through`() {
        struct Stop: Error {}
        let reader = reader("[1]")
        #expect(throws: Stop.self) { try reader.array { _ in throw Stop() } }
        #expect(throws: StreamProblem.self) { try reader.end() }
    }
}
