internal import Model
internal import Streams

/// The state of reading what psql printed, line by line.
struct PsqlScan {
    private var table: AlignedTable?
    private var statement: String?
    /// Lines since the last result: statements that are echoed, and an unaligned result up to its footer.
    private var waiting: [(text: [UInt8], line: Int)] = []
    private var results = 0
    private var lastLine = 1

    /// Words that begin a statement; what stands before them was printed by something else.
    private static let verbs: Set<String> = [
        "select", "with", "values", "table", "insert", "update", "delete", "merge", "explain", "create", "alter",
        "drop", "set", "show", "begin", "commit", "rollback", "do", "call", "execute", "fetch", "declare", "copy",
        "analyze", "vacuum", "grant", "truncate", "prepare", "lock", "refresh",
    ]

    /// The count of `(2 rows)`.
    static func footer(_ line: Bytes) -> Int? {
        guard line.hasPrefix("("), line.hasSuffix(" rows)") || line == "(1 row)" else { return nil }
        return line[1..<(line.firstIndex(of: 32) ?? 1)].int
    }

    mutating func take(_ line: Bytes, _ number: Int, _ emit: (Fact) throws -> Void) throws {
        lastLine = number
        if let words = PsqlError.words(line) { throw StreamProblem.databaseToolFailed("psql", words, number) }
        let footer = Self.footer(line)
        if var open = table {
            if let footer {
                guard footer == open.count else {
                    throw StreamProblem.databaseCounts("rows", declared: footer, found: open.count, number)
                }
                (table, results) = (nil, results + 1)
                return
            }
            let cells = try open.take(line, number)
            table = open
            if let cells {
                try emit(
                    .row(TableRow(columns: open.columns, cells: cells, statement: statement, line: number)))
            }
            return
        }
        if let footer { return try takeUnaligned(footer, number, emit) }
        if let header = waiting.last, let open = AlignedTable(header: header.text, rule: line) {
            waiting.removeLast()
            statement = takeStatement()
            table = open
            return
        }
        // `\timing` stands after a result, never in one.
        if line.isEmpty || line.hasPrefix("Time: ") { return }
        waiting.append((Array(line.buffer), number))
    }

    /// The rows before a footer, with their header.
    private mutating func takeUnaligned(_ count: Int, _ number: Int, _ emit: (Fact) throws -> Void) throws {
        guard count >= 0, count < waiting.count else {
            throw StreamProblem.databaseCounts("rows", declared: count, found: max(0, waiting.count - 1), number)
        }
        let lines = Array(waiting.suffix(count + 1))
        waiting.removeLast(count + 1)
        func cells(_ line: [UInt8]) -> [String] {
            line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        let columns = cells(lines[0].text)
        statement = takeStatement()
        results += 1
        for line in lines.dropFirst() {
            let cells = cells(line.text)
            guard cells.count == columns.count else {
                throw StreamProblem.databaseUnexpected(
                    "the row has \(cells.count) cells where the header has \(columns.count)", line.line)
            }
            try emit(.row(TableRow(columns: columns, cells: cells, statement: statement, line: line.line)))
        }
    }

    /// The last statement that was echoed, if one was; the lines are given up.
    private mutating func takeStatement() -> String? {
        defer { waiting = [] }
        var lines = waiting.map(\.text)[...]
        if let last = lines.indices.dropLast().last(where: {
            lines[$0].last == UInt8(ascii: ";") || lines[$0].first == 92
        }) {
            lines = lines[(last + 1)...]
        }
        lines = lines.drop { line in
            let text = line.drop { $0 == 32 || $0 == 9 }
            if text.starts(with: "--".utf8) || text.starts(with: "/*".utf8) || text.first == UInt8(ascii: "(") {
                return false
            }
            let word = text.prefix { $0 | 0x20 &- 97 < 26 }
            return !Self.verbs.contains(String(decoding: word, as: UTF8.self).lowercased())
        }
        return lines.isEmpty ? nil : String(decoding: Array(lines.joined(separator: [10])), as: UTF8.self)
    }

    func finish() throws {
        guard table == nil else { throw StreamProblem.databaseCutOff("a result has no `(n rows)` below it", lastLine) }
        guard results > 0 else { throw StreamProblem.databaseCutOff("there is no whole result in the text", lastLine) }
    }
}
