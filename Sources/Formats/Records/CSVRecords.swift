internal import Model
internal import Streams

/// Rows of a table with a header, as records.
enum CSVRecords {
    static func read(_ source: ByteSource, _ names: [String], _ emit: (Fact) throws -> Void) throws {
        var width: Int?
        var columns: [(name: String, index: Int)] = []
        var blank: Int?
        var last = 1
        let reader = CSVReader(source)
        try reader.read { row in
            if row.isBlank {
                blank = blank ?? row.line
                return
            }
            if let blank {
                throw RecordsReader.refused("second-table", "the table ends, and goes on after line \(blank)", row.line)
            }
            last = row.line
            guard let width else {
                let header = (0..<row.count).map { row[$0].string }
                guard Set(header).count == header.count else {
                    throw RecordsReader.refused("same-name", "two columns have the same name", row.line)
                }
                width = header.count
                columns = names.compactMap { name in header.firstIndex(of: name).map { (name, $0) } }
                return
            }
            guard row.count == width else {
                throw RecordsReader.refused(
                    "wrong-width", "the row has \(row.count) cells, the header \(width)", row.line)
            }
            var fields: [String: Record.Value] = [:]
            for (name, index) in columns { fields[name] = .untyped(row[index].string) }
            try emit(.record(Record(fields: fields, line: row.line, pointer: nil)))
        }
        guard reader.endedWithNewline else {
            throw RecordsReader.refused(
                "cut-off", "the last row is not closed by a line end: the file may be cut off", last)
        }
    }
}
