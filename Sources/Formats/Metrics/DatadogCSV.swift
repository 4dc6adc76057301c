package import Model
package import Streams

/// A long CSV of Datadog: a row a point, with a time, columns of tags, and the value last (FORMATS-OPS.md §3.3).
package struct DatadogCSV: EvidenceFormat {
    package let id = "datadog-csv"
    package let title = "Datadog graph data, as CSV"
    package let producedBy = ["Datadog: graph menu, Download as CSV"]
    package let facts: [FactKind] = [.series, .sample]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let header = preamble.lines(1).first else { return nil }
        let cells = header.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { cell in String(decoding: cell.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self) }
        guard cells.count > 2, cells.last == "value", cells.count(where: Self.isTime) == 1 else { return nil }
        return Recognition(dialect: id, because: "the header has a time, tags, and `value` at the end")
    }

    private static func isTime(_ name: String) -> Bool { ["time", "timestamp", "date"].contains(name) }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        try read(source, as: dialect, timezone: nil, emit: emit)
    }

    package func read(_ source: ByteSource, as dialect: String, timezone: String?, emit: (Fact) throws -> Void) throws
        -> Reading
    {
        let zone = StatedZone(timezone)
        var times = TimeText()
        var names: [String] = []
        var series: [String: Int] = [:]
        var last = 1
        let reader = CSVReader(source, delimiter: UInt8(ascii: ","))
        try reader.read { row in
            if row.isBlank { return }
            last = row.line
            guard !names.isEmpty else {
                for index in 0..<row.count { names.append(row[index].string) }
                return
            }
            guard row.count == names.count else {
                throw problem("the row has \(row.count) cells where the header has \(names.count)", row.line)
            }
            var (metric, tags, time): (String, [String], Int64?) = ("", [], nil)
            for index in 0..<(row.count - 1) {
                let cell = row[index].trimmed
                switch names[index] {
                case let name where Self.isTime(name): time = try self.time(cell, &times, zone, row.line)
                case "metric", "query", "series": metric += (metric.isEmpty ? "" : " ") + cell.string
                case let name: if !cell.isEmpty { tags.append("\(name):\(cell.string)") }
                }
            }
            guard let time else { throw problem("the time of this row cannot be read", row.line) }
            let name = tags.isEmpty ? metric : "\(metric){\(tags.joined(separator: ","))}"
            let index = series[name] ?? series.count
            if series.updateValue(index, forKey: name) == nil {
                try emit(.series(MetricSeries(index: index, name: name, unit: nil, line: row.line)))
            }
            let cell = row[row.count - 1].trimmed
            let value = DecimalText(cell)
            guard value != nil || cell.isEmpty || cell == "null" else {
                throw problem("\"\(cell.prefix(40).string)\" is no number", row.line)
            }
            try emit(.sample(MetricSample(index, at: time, value, line: row.line)))
        }
        guard reader.endedWithNewline else {
            throw problem("the last row has no line end, so it may be cut off", last)
        }
        return Reading()
    }

    /// Milliseconds since 1973, or a written time.
    private func time(_ cell: Bytes, _ times: inout TimeText, _ zone: StatedZone, _ line: Int) throws -> Int64? {
        if let number = cell.int {
            return (100_000_000_000..<100_000_000_000_000).contains(number) ? Int64(number) : nil
        }
        return try times.moment(cell).map { try zone.milliseconds(of: $0, line) }
    }

    private func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "datadog.rows", message: message,
            advice: "Download the graph's data again, or collect the query's answer.",
            line: line)
    }
}
