package import Model
package import Streams

/// Reads records out of a file in whatever shape it is, for checks that say themselves what they want of it.
///
/// Where a path leads into nothing, or a record is no record, the file is incomplete: nothing is passed over in silence.
package enum RecordsReader {
    /// Whether `rows` can say where records stand, in a JSON or an XML document.
    package static func isSelector(_ rows: String) -> Bool {
        JSONRecordPath(rows) != nil || XMLSelection.isExpression(rows)
    }

    /// Emits `.record` and `.gap` facts, and returns what the file was read as: `records/json`, `records/csv`, `records/xml`.
    package static func read(
        _ source: ByteSource, _ preamble: borrowing Preamble, _ selection: RecordSelection,
        emit: (Fact) throws -> Void
    ) throws -> String {
        if preamble.json != nil {
            try JSONRecords(json: JSONReader(source, mode: .sequence), fields: selection.fields).read(
                selection.rows, emit)
            return "records/json"
        }
        if preamble.xml != nil {
            guard let rows = selection.rows else {
                throw refused("no-rows", "an XML document needs `rows`, an XPath expression", 1)
            }
            try XMLSelection.read(source, select: rows) { node in
                try emit(.record(record(of: node, selection.fields)))
            }
            return "records/xml"
        }
        guard !preamble.isHTML, preamble.encoding != .other else {
            throw refused("no-records", "the file is neither JSON nor XML nor a table", 1)
        }
        guard selection.rows == nil else {
            throw refused("no-document", "`rows` leads into a JSON or XML document, and the file is none", 1)
        }
        try CSVRecords.read(source, selection.fields, emit)
        return "records/csv"
    }

    static func refused(_ id: String, _ message: String, _ line: Int?) -> StreamProblem {
        StreamProblem(
            id: "records.\(id)", message: message, advice: "Collect the file again, or correct the check in rules.yml.",
            line: line)
    }

    private static func record(of node: XMLSelection.Node, _ names: [String]) -> Record {
        var fields: [String: Record.Value] = [:]
        for name in names {
            switch node.field(name) {
            case .text(let text): fields[name] = .untyped(text)
            case .several: fields[name] = .other
            case .absent: break
            }
        }
        return Record(fields: fields, line: node.line, pointer: nil)
    }
}
