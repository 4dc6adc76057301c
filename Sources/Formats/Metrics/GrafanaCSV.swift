package import Model
package import Streams

/// The CSV that Grafana's "Inspect → Data" writes: columns by time, or series as rows (FORMATS-OPS.md §3.2).
package struct GrafanaCSV: EvidenceFormat {
    package let id = "grafana-csv"
    package let title = "Grafana panel data, as CSV"
    package let producedBy = ["Grafana: panel menu, Inspect, Data, \"Formatted data\" off, Download CSV"]
    package let facts: [FactKind] = [.series, .sample]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        var lines = preamble.lines(4)[...]
        if lines.first?.utf8.starts(with: "sep=".utf8) == true { lines.removeFirst() }
        lines = lines.drop { $0.isEmpty }
        guard let header = lines.first else { return nil }
        let plain = header.utf8.filter { $0 != UInt8(ascii: "\"") }
        for separator in [",", ";", "\t"] {
            if plain.elementsEqual("Series\(separator)Time\(separator)Value".utf8) {
                return Recognition(dialect: "grafana-csv/rows", because: "the header is Series, Time, Value")
            }
            guard ["Time", "Zeit"].contains(where: { plain.starts(with: "\($0)\(separator)".utf8) }) else { continue }
            let first = lines.dropFirst().first?.utf8.first { $0 != UInt8(ascii: "\"") }
            guard first.map({ $0 &- UInt8(ascii: "0") < 10 }) ?? true else { return nil }
            return Recognition(dialect: "grafana-csv/columns", because: "the first column is the time")
        }
        return nil
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        try read(source, as: dialect, timezone: nil, emit: emit)
    }

    package func read(_ source: ByteSource, as dialect: String, timezone: String?, emit: (Fact) throws -> Void) throws
        -> Reading
    {
        var scan = GrafanaScan(zone: StatedZone(timezone))
        let reader = CSVReader(source)
        try reader.read { row in try scan.take(row, emit: emit) }
        guard scan.sawHeader else { throw GrafanaProblem.noHeader }
        guard reader.endedWithNewline else { throw GrafanaProblem.cutOff(scan.lastLine) }
        return Reading()
    }
}

/// The state of reading one export, row by row.
private struct GrafanaScan {
    private enum Frame { case none, columns(first: Int, count: Int, width: Int), rows }

    private let zone: StatedZone
    private var frame = Frame.none
    private var series = 0
    private var mark = MetricCell.DecimalMark.unknown
    private var times = TimeText()
    private var names: [[UInt8]: Int] = [:]
    private var lastName: [UInt8] = []
    private var lastSeries = 0
    private(set) var sawHeader = false
    private(set) var lastLine = 0

    init(zone: StatedZone) { self.zone = zone }

    mutating func take(_ row: borrowing CSVRow, emit: (Fact) throws -> Void) throws {
        if row.isBlank {
            frame = .none
            return
        }
        lastLine = row.line
        switch frame {
        case .none: try header(row, emit: emit)
        case .columns(let first, let count, let width):
            guard row.count == width else { throw GrafanaProblem.width(row.count, of: width, row.line) }
            let time = try self.time(row[0], row.line)
            for column in 0..<count {
                try sample(row[column + 1], of: first + column, at: time, row.line, emit: emit)
            }
        case .rows:
            guard row.count == 3 else { throw GrafanaProblem.width(row.count, of: 3, row.line) }
            let time = try self.time(row[1], row.line)
            try sample(row[2], of: index(of: row[0], row.line, emit: emit), at: time, row.line, emit: emit)
        }
    }

    private mutating func header(_ row: borrowing CSVRow, emit: (Fact) throws -> Void) throws {
        if row.count == 3, row[0] == "Series", row[1] == "Time", row[2] == "Value" {
            frame = .rows
            sawHeader = true
            return
        }
        let first = row[0]
        guard row.count > 1, first == "Time" || first == "Zeit" else { throw GrafanaProblem.unexpected(row.line) }
        // Grafana 3 and older close each row with a separator.
        let width = row.count
        let last = row[width - 1]
        let count = width > 2 && last.isEmpty ? width - 2 : width - 1
        for column in 1...count {
            let name = row[column].string
            try emit(.series(MetricSeries(index: series + column - 1, name: name, unit: nil, line: row.line)))
        }
        frame = .columns(first: series, count: count, width: width)
        series += count
        sawHeader = true
    }

    private mutating func index(of name: Bytes, _ line: Int, emit: (Fact) throws -> Void) throws -> Int {
        let isSame = series > 0 && lastName.withUnsafeBufferPointer { Bytes($0) == name }
        if isSame { return lastSeries }
        lastName = Array(name.buffer)
        if let known = names[lastName] {
            lastSeries = known
        } else {
            lastSeries = series
            names[lastName] = series
            try emit(.series(MetricSeries(index: series, name: name.string, unit: nil, line: line)))
            series += 1
        }
        return lastSeries
    }

    private mutating func time(_ cell: Bytes, _ line: Int) throws -> Int64 {
        if let number = cell.int {
            // Milliseconds since 1973; a smaller number would be seconds or something else.
            guard number >= 100_000_000_000, number < 100_000_000_000_000 else { throw GrafanaProblem.time(line) }
            return Int64(number)
        }
        guard let moment = times.moment(cell.trimmed) else { throw GrafanaProblem.time(line) }
        return try zone.milliseconds(of: moment, line)
    }

    private mutating func sample(
        _ cell: Bytes, of series: Int, at time: Int64, _ line: Int, emit: (Fact) throws -> Void
    ) throws {
        let value: MetricCell
        do { value = try MetricCell.read(cell, mark: &mark) } catch { throw GrafanaProblem.cell(error, cell, line) }
        switch value {
        case .missing: try emit(.sample(MetricSample(series, at: time, nil, line: line)))
        case .value(let number, let unit):
            try emit(.sample(MetricSample(series, at: time, number, unit: unit, line: line)))
        }
    }
}
