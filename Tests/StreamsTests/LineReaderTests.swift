import Testing

@testable import Streams

@Suite struct LineReaderTests {
    private func lines(_ text: String, stripping: Bool = true, chunk: Int = 1 << 18) throws -> [String] {
        var lines: [String] = []
        let reader = LineReader(ByteSource(bytes: Array(text.utf8), chunk: chunk), stripping: stripping)
        try reader.read { lines.append($0.bytes.string) }
        return lines
    }

    @Test(arguments: [
        ("plain", "plain"),
        ("with return\r", "with return"),
        ("\u{1B}[1mPlan:\u{1B}[0m 2 to add", "Plan: 2 to add"),
        ("\u{1B}]8;;https://example.org\u{07}link\u{1B}]8;;\u{1B}\\ end", "link end"),
        ("\u{1B}]0;never closed", "0;never closed"),
        ("10 %\r50 %\r100 %", "100 %"),
        ("section_start:1795425242:step_script\r\u{1B}[0K\u{1B}[0KExecuting", "Executing"),
        ("2026-11-23T09:14:02.4342320Z No changes.", "No changes."),
        ("2026-11-23T09:14:02.4342320Z", ""),
        ("2026-11-23T09:14:02.434Z INFO started", "2026-11-23T09:14:02.434Z INFO started"),
        ("[2026-11-23T09:14:02.123Z] No changes.", "No changes."),
        ("job\tTerraform plan\t\u{FEFF}2026-11-23T09:14:02.4342320Z No changes.", "No changes."),
        ("api-1  | ready", "ready"),
        ("a\tb\tc", "a\tb\tc"),
        ("", ""),
    ])
    func `a line is what a person would have seen`(raw: String, seen: String) throws {
        for chunk in [1, 2, 7, 1 << 18] {
            #expect(try lines(raw + "\nnext\n", chunk: chunk) == [seen, "next"])
        }
    }

    @Test func `a table whose first line is no container name keeps its columns`() throws {
        #expect(try lines("---- | ----\nfile.js  | 100\n") == ["---- | ----", "file.js  | 100"])
    }

    @Test func `without stripping only the line end is taken off`() throws {
        #expect(try lines("\u{1B}[1mx\r\ny\rz\n", stripping: false) == ["\u{1B}[1mx", "y\rz"])
    }

    @Test func `a last line without its end is handed on and told`() throws {
        let cut = LineReader(ByteSource(bytes: Array("a\nb".utf8)))
        var count = 0
        try cut.read { _ in count += 1 }
        #expect(count == 2)
        #expect(!cut.endedWithNewline)
        let whole = LineReader(ByteSource(bytes: Array("a\nb\n".utf8)))
        try whole.read { _ in count += 1 }
        #expect(count == 4)
        #expect(whole.endedWithNewline)
    }

    @Test func `a line over the limit is refused with its number`() throws {
        var limits = Limits()
        limits.lineBytes = 10
        let reader = LineReader(ByteSource(bytes: Array("short\nmuch longer than ten\n".utf8)), limits: limits)
        let problem = #expect(throws: StreamProblem.self) { try reader.read { _ in } }
        #expect(problem?.id == "limit.line-bytes")
        #expect(problem?.line == 2)
    }

    @Test func `UTF-16 with a mark reads as the same lines`() throws {
        let units = Array("\u{FEFF}Plan: é 😀\r\nend\r\n".utf16)
        for chunk in [1, 3, 4096] {
            for isLittle in [true, false] {
                let bytes = units.flatMap { unit in
                    let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
                    return isLittle ? pair : pair.reversed()
                }
                var read: [String] = []
                try LineReader(ByteSource(bytes: bytes, chunk: chunk)).read { read.append($0.bytes.string) }
                #expect(read == ["Plan: é 😀", "end"])
            }
        }
    }
}
