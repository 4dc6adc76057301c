internal import Model
internal import Streams

/// Rows that count tables, as an array of flat objects (`json_agg`) or an object a line (`row_to_json`).
struct QueryJSON: EvidenceFormat {
    let id = "query-json"
    let title = "Counts of tables, as JSON"
    let producedBy = ["psql -X -v ON_ERROR_STOP=1 -At -c 'SELECT json_agg(t) FROM (SELECT …) t'"]
    let facts: [FactKind] = [.row]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, case .object(let members)? = json.isArray ? json.first : json else {
            return nil
        }
        let roles = members.map { TableRow.Role(column: $0.key) }
        guard roles.contains(.table), roles.contains(.rows) else { return nil }
        return Recognition(dialect: id, because: "objects with a table's name and a count")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source, mode: .sequence)
        while try json.nextDocument() {
            if try json.kind() == .array {
                try json.array { _ in try row(json, emit) }
            } else {
                try row(json, emit)
            }
        }
        return Reading()
    }

    private func row(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var columns: [String] = []
        var cells: [String?] = []
        try json.object { key in
            columns.append(key.string)
            switch try json.kind() {
            case .string: cells.append(try json.string())
            case .number: cells.append(try json.number())
            case .bool: cells.append(try json.bool() ? "true" : "false")
            case .null:
                _ = try json.null()
                cells.append(nil)
            case .array, .object: throw json.wrongKind(expected: "a plain value")
            }
        }
        try emit(.row(TableRow(columns: columns, cells: cells, line: line)))
    }
}
