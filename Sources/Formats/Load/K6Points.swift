internal import Model
internal import Streams

/// Every measurement of a k6 run: `--out json` (one JSON document a line) or `--out csv`.
///
/// URLs and tags, which may hold tokens, are passed over. There are thresholds in it, but no word on whether they held.
struct K6Points: EvidenceFormat {
    let id = "k6-points"
    let title = "k6 measurements"
    let producedBy = ["k6 run --out json=k6.ndjson scenario.js", "k6 run --out csv=k6.csv scenario.js"]
    let facts: [FactKind] = [.statistic, .loadRun]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        if let json = preamble.json {
            guard ["Metric", "Point"].contains(json["type"]?.string), json.has("metric"), json.has("data") else {
                return nil
            }
            return Recognition(dialect: "\(id)/json", because: "`type` is \(json["type"]?.string ?? "")")
        }
        guard preamble.lines(1).first?.hasPrefix("metric_name,timestamp,metric_value,") ?? false else { return nil }
        return Recognition(dialect: "\(id)/csv", because: "the first columns are k6's")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var points = PointTallies()
        if dialect.hasSuffix("/csv") { try readCSV(source, &points) } else { try readJSON(source, &points) }
        var report = LoadReport()
        (report.carriesThresholds, report.showsItsEnd) = (false, false)
        points.add(to: &report)
        try report.emit(emit)
        var reading = Reading()
        if points.isOverfull {
            reading.notes.append("there are too many measurements for percentiles: use `--summary-export` for them")
        }
        return reading
    }

    private func readJSON(_ source: ByteSource, _ points: inout PointTallies) throws {
        let json = JSONReader(source, mode: .lines)
        while try json.nextDocument() {
            let line = json.line
            var isPoint: Bool?
            var (metric, kind, contains): (String?, String?, String?)
            var value: DecimalText?
            try json.object { key in
                switch key {
                case "type":
                    isPoint = try json.bytes { $0 == "Point" ? true : $0 == "Metric" ? false : nil }
                case "metric": metric = try json.string()
                case "data":
                    try json.object { key in
                        switch key {
                        case "type": kind = try json.string()
                        case "contains": contains = try json.string()
                        case "value":
                            if try json.kind() == .number { value = try json.numberBytes { DecimalText($0) } }
                        default: break
                        }
                    }
                default: break
                }
            }
            guard let isPoint, let metric else { throw problem("a line is neither a metric nor a point", line) }
            if !isPoint {
                points.declare(metric, kind: kind, isTime: contains == "time")
            } else if let value {
                points.take(metric, value, line: line)
            } else {
                throw problem("a point of \(metric) has no number of at most 18 digits", line)
            }
        }
    }

    private func readCSV(_ source: ByteSource, _ points: inout PointTallies) throws {
        let reader = CSVReader(source, delimiter: UInt8(ascii: ","))
        try reader.read { row in
            guard row.line > 1, !row.isBlank else { return }
            guard row.count > 2, let value = DecimalText(row[2]) else {
                throw problem("a row has no number in its third cell", row.line)
            }
            points.take(row[0].string, value, line: row.line)
        }
        guard reader.endedWithNewline else { throw problem("the last row has no line end", 1) }
    }

    private func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "k6.points", message: message, advice: "The file is cut off or not k6's: run k6 again.", line: line)
    }
}
