import Testing

@testable import Streams

@Suite struct CSVReaderTests {
    static let chunks = [1, 2, 3, 7, 1 << 18]

    static func rows(_ bytes: [UInt8], chunk: Int = 1 << 18, limits: Limits = .standard) throws -> [[String]] {
        var rows: [[String]] = []
        try CSVReader(ByteSource(bytes: bytes, chunk: chunk), limits: limits).read { row in
            rows.append((0..<row.count).map { row[$0].string })
        }
        return rows
    }

    @Test(arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,", [["a", "b"], ["1", ""]]),
        ("a;b,c;d\n", [["a", "b,c", "d"]]),
        ("a\tb\n", [["a", "b"]]),
        ("sep=;\na,b;c\n", [["a,b", "c"]]),
        ("sep=,\r\na;b;c\r\n", [["a;b;c"]]),
        ("sep=\t\ra\tb", [["a", "b"]]),
        ("sep=;", []),
        ("\u{FEFF}a,b\n", [["a", "b"]]),
        ("\"a;b;c\",d\n", [["a;b;c", "d"]]),
        ("\"say \"\"hi\"\"\",\"\"\"\",\"\"\n", [["say \"hi\"", "\"", ""]]),
        ("\"two\nlines\",x\r\n", [["two\nlines", "x"]]),
        ("a\n\nb\n", [["a"], [""], ["b"]]),
        ("a,long cell of more than eight bytes,é😀\n", [["a", "long cell of more than eight bytes", "é😀"]]),
        ("", []),
    ])
    func `records are the same wherever chunks end`(text: String, rows: [[String]]) throws {
        for chunk in Self.chunks { #expect(try Self.rows(Array(text.utf8), chunk: chunk) == rows) }
    }

    @Test(arguments: [
        ("a,b\nc\"d,e\n", "csv.bare-quote", 2, 2), ("a,\"b\"c\n", "csv.text-after-quote", 1, 6),
        ("a,\"b\nc", "csv.unterminated-quote", 1, 3), ("\"x\ny\",\"z\" \n", "csv.text-after-quote", 2, 7),
        ("a,\0\n", "csv.nul", 1, 3),
    ])
    func `what is ambiguous is refused with its place`(text: String, id: String, line: Int, column: Int) {
        for chunk in Self.chunks {
            let problem = #expect(throws: StreamProblem.self) { try Self.rows(Array(text.utf8), chunk: chunk) }
            #expect(problem?.id == id)
            #expect(problem?.line == line)
            #expect(problem?.column == column)
        }
    }

    @Test func `lines, quoting and blankness are told`() throws {
        let reader = CSVReader(ByteSource(bytes: Array("sep=;\n\"a\nb\";c\n\n\"\"\n1".utf8)))
        var seen: [String] = []
        try reader.read { row in seen.append("\(row.line) \(row.count) \(row.isQuoted(0)) \(row.isBlank)") }
        #expect(seen == ["2 2 true false", "4 1 false true", "5 1 true false", "6 1 false false"])
        #expect(reader.delimiter == UInt8(ascii: ";"))
        #expect(!reader.endedWithNewline)
    }

    @Test func `the limits on cells and columns hold`() {
        var limits = Limits()
        limits.columns = 3
        limits.tokenBytes = 5
        limits.lineBytes = 100
        #expect(throws: Never.self) { try Self.rows(Array("a,b,c\n12345,\"12345\",c\n".utf8), limits: limits) }
        for (text, id) in [
            ("a,b,c,d\n", "limit.columns"), ("123456,b\n", "limit.token-bytes"), ("\"123456\"\n", "limit.token-bytes"),
            (String(repeating: "x", count: 600_000), "limit.row-bytes"),
        ] {
            let problem = #expect(throws: StreamProblem.self) { try Self.rows(Array(text.utf8), limits: limits) }
            #expect(problem?.id == id)
        }
    }

    @Test func `a thousand columns are read`() throws {
        let text = (0..<1_000).map(String.init).joined(separator: ",") + "\n"
        #expect(try Self.rows(Array(text.utf8)).first?.last == "999")
    }

    @Test func `UTF-16 exports are read`() throws {
        let bytes = "\u{FEFF}sep=,\r\n\"Zeit\",\"°C\"\r\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        for chunk in Self.chunks { #expect(try Self.rows(bytes, chunk: chunk) == [["Zeit", "°C"]]) }
    }
}

/// max-mapper/csv-spectrum: twelve files, each with what it means.
@Suite(.enabled(if: Corpus.isPresent, Comment(rawValue: Corpus.absence)))
struct CSVSpectrumTests {
    static let names = Corpus.names(in: "suites/csv-spectrum/csvs").map { String($0.dropLast(4)) }

    @Test func `the suite has twelve files`() { #expect(Self.names.count == 12) }

    @Test(arguments: names.filter { $0 != "location_coordinates" })
    func `each file reads as the suite says`(name: String) throws {
        let expected = try JSONReader(ByteSource(bytes: Corpus.bytes("suites/csv-spectrum/json/\(name).json"))).value()
        for chunk in CSVReaderTests.chunks {
            let rows = try CSVReaderTests.rows(Corpus.bytes("suites/csv-spectrum/csvs/\(name).csv"), chunk: chunk)
            let header = try #require(rows.first)
            let objects = rows.dropFirst().map { row in zip(header, row).map { "\($0)=\($1)" } }
            let wanted = expected.elements?.map { element in header.map { "\($0)=\(element[$0]?.string ?? "-")" } }
            #expect(objects == wanted)
        }
    }

    /// RFC 4180 has no quote inside a plain cell, and a reader that guesses may guess a cell away; so it is refused by name.
    @Test func `the file with a quote inside a plain cell is refused with its place`() {
        let problem = #expect(throws: StreamProblem.self) {
            try CSVReaderTests.rows(Corpus.bytes("suites/csv-spectrum/csvs/location_coordinates.csv"))
        }
        #expect(problem?.id == "csv.bare-quote")
        #expect(problem?.line == 2)
    }
}
