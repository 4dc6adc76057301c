internal import Model
internal import Streams

/// Rows that count tables, as `psql --csv` or any other client writes them.
///
/// Only a header that names a table's name and a count is recognised, so that no other CSV is taken for this one.
struct QueryCSV: EvidenceFormat {
    let id = "query-csv"
    let title = "Counts of tables, as CSV"
    let producedBy = ["psql -X -v ON_ERROR_STOP=1 --csv -c 'SELECT $$table$$ AS table_name, COUNT(*) AS row_count, …'"]
    let facts: [FactKind] = [.row]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard Self.isHeader(preamble) else { return nil }
        return Recognition(dialect: id, because: "the header has a table's name and a count")
    }

    static func isHeader(_ preamble: borrowing Preamble) -> Bool {
        guard preamble.json == nil, preamble.xml == nil, !preamble.isHTML else { return false }
        var lines = preamble.lines(2)[...]
        if lines.first?.utf8.starts(with: "sep=".utf8) == true { lines.removeFirst() }
        guard let header = lines.first else { return false }
        return ",;\t".utf8.contains { separator in
            let cells = header.utf8.split(separator: separator, omittingEmptySubsequences: false).map {
                String(decoding: $0.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
            }
            return cells.count > 1 && Self.counts(cells)
        }
    }

    private static func counts(_ cells: [String]) -> Bool {
        let roles = cells.map { TableRow.Role(column: $0) }
        return roles.contains(.table) && roles.contains(.rows)
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var columns: [String] = []
        var last = 1
        let reader = CSVReader(source)
        try reader.read { row in
            last = row.line
            if row.isBlank { return }
            let cells = (0..<row.count).map { row[$0].string }
            // The results of several statements follow each other, each with its header.
            if columns.isEmpty || Self.counts(cells) {
                columns = cells
                return
            }
            if let words = PsqlError.words(row[0]) { throw StreamProblem.databaseToolFailed("psql", words, last) }
            guard cells.count == columns.count else {
                throw StreamProblem.databaseUnexpected(
                    "the row has \(cells.count) cells where the header has \(columns.count)", last)
            }
            // Neither `psql --csv` nor others tell NULL from an empty text.
            try emit(.row(TableRow(columns: columns, cells: cells, line: last)))
        }
        guard reader.endedWithNewline else {
            throw StreamProblem.databaseCutOff("the last row has no line end, so it may be cut off", last)
        }
        return Reading()
    }
}
