package import Model
package import Streams

/// The CSV of the CloudWatch console: five header rows, then a row a time; an empty cell is a point that is not there.
package struct CloudWatchCSV: EvidenceFormat {
    package let id = "cloudwatch-csv"
    package let title = "CloudWatch console data, as CSV"
    package let producedBy = ["CloudWatch console: Metrics, Actions, Download as .csv"]
    package let facts: [FactKind] = [.series, .sample, .gap]
    private static let header = ["Id", "StatusCode", "Messages", "Full label", "Label"]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        let starts = preamble.lines(2).map { line in line.utf8.prefix { $0 != UInt8(ascii: ",") } }
        guard starts.count == 2, starts[0].elementsEqual("Id".utf8), starts[1].elementsEqual("StatusCode".utf8) else {
            return nil
        }
        return Recognition(dialect: id, because: "the first rows are Id and StatusCode")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        try read(source, as: dialect, timezone: nil, emit: emit)
    }

    package func read(_ source: ByteSource, as dialect: String, timezone: String?, emit: (Fact) throws -> Void) throws
        -> Reading
    {
        let zone = StatedZone(timezone)
        var times = TimeText()
        var header: [[String]] = []
        var last = 1
        let reader = CSVReader(source, delimiter: UInt8(ascii: ","))
        try reader.read { row in
            if row.isBlank { return }
            last = row.line
            if let width = header.first?.count, row.count != width {
                throw StreamProblem.cloudWatch("the row has \(row.count) cells where the first has \(width)", row.line)
            }
            if header.count < Self.header.count {
                guard row[0].string == Self.header[header.count], row.count > 1 else {
                    throw StreamProblem.cloudWatch("a row '\(Self.header[header.count])' was expected", row.line)
                }
                var cells: [String] = []
                for index in 0..<row.count { cells.append(row[index].string) }
                header.append(cells)
                if header.count == Self.header.count { try series(header, row.line, emit) }
                return
            }
            guard let moment = times.moment(row[0].trimmed) else {
                throw StreamProblem.cloudWatch("the time of this row cannot be read", row.line)
            }
            let time = try zone.milliseconds(of: moment, row.line)
            for column in 1..<row.count {
                let cell = row[column].trimmed
                let value = DecimalText(cell)
                guard value != nil || cell.isEmpty else {
                    throw StreamProblem.cloudWatch("\"\(cell.prefix(40).string)\" is no number", row.line)
                }
                try emit(.sample(MetricSample(column - 1, at: time, value, line: row.line)))
            }
        }
        guard header.count == Self.header.count else {
            throw StreamProblem.cloudWatch("it has \(header.count) of five header rows", last)
        }
        guard reader.endedWithNewline else {
            throw StreamProblem.cloudWatch("the last row has no line end, so it may be cut off", last)
        }
        return Reading()
    }

    private func series(_ header: [[String]], _ line: Int, _ emit: (Fact) throws -> Void) throws {
        for column in 1..<header[0].count {
            let (status, message) = (header[1][column], header[2][column])
            let name = [header[4][column], header[3][column], header[0][column]].first { !$0.isEmpty } ?? ""
            try emit(.series(MetricSeries(index: column - 1, name: name, unit: nil, line: line)))
            switch status {
            case "Complete" where message.isEmpty: break
            case "Complete", "PartialData":
                let reason = "CloudWatch gave only a part of \(name): \(message.isEmpty ? status : message)"
                try emit(.gap(EvidenceGap(reason: reason, line: 2)))
            default: throw StreamProblem.cloudWatch("the StatusCode of \(name) is '\(status)'", 2)
            }
        }
    }
}
