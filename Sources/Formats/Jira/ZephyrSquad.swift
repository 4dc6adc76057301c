package import Model
package import Streams

/// Test executions of Zephyr Squad as CSV: a row an execution, or a row a step of one (FORMATS-OPS.md §2.4).
///
/// It names neither a test plan nor an offset for its times, which are read only where the zone is stated beside the file.
package struct ZephyrSquad: EvidenceFormat {
    package let id = "zephyr-squad"
    package let title = "Zephyr Squad test executions, as CSV"
    package let producedBy = ["Zephyr Squad: Search Test Executions, Export, CSV"]
    package let facts: [FactKind] = [.execution]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.json == nil, preamble.xml == nil, let header = preamble.lines(1).first else { return nil }
        let names = header.utf8.split(separator: UInt8(ascii: ",")).map(Self.word)
        guard names.contains("issuekey"), names.contains("executionstatus") else { return nil }
        return Recognition(dialect: id, because: "the header has an issue key and an execution status")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        try read(source, as: dialect, timezone: nil, emit: emit)
    }

    package func read(_ source: ByteSource, as dialect: String, timezone: String?, emit: (Fact) throws -> Void) throws
        -> Reading
    {
        let zone = timezone.map { StatedZone($0) }
        var names: [String] = []
        // A test may be executed in several cycles and versions.
        var runs: [(scope: TestScope, runs: TestRuns)] = []
        var last = 1
        let reader = CSVReader(source, delimiter: UInt8(ascii: ","))
        try reader.read { row in
            if row.isBlank { return }
            last = row.line
            guard !names.isEmpty else {
                for index in 0..<row.count { names.append(Self.word(row[index].buffer)) }
                return
            }
            guard row.count == names.count else {
                throw problem("the row has \(row.count) cells where the header has \(names.count)", row.line)
            }
            var run = TestRun(line: row.line)
            var scope = TestScope()
            for index in 0..<row.count {
                let cell = row[index].trimmed
                if cell.isEmpty { continue }
                switch names[index] {
                case "issuekey": run.test = cell.string
                case "executionstatus": run.status = cell.string
                case "version": scope.versions = [cell.string]
                case "executedon":
                    run.finishedAt = try zone.flatMap { try ExporterDate.instant(cell, in: $0, row.line) }
                default: break
                }
            }
            // The steps after the first repeat nothing of their execution.
            if run.test == nil, run.status == nil, !runs.isEmpty { return }
            guard run.test != nil, run.status != nil else { throw TestRunProblem.incomplete(row.line) }
            if let index = runs.firstIndex(where: { $0.scope.versions == scope.versions }) {
                runs[index].runs.add(run)
            } else {
                var first = TestRuns()
                first.add(run)
                runs.append((scope, first))
            }
        }
        guard reader.endedWithNewline else {
            throw problem("the last row has no line end, so it may be cut off", last)
        }
        for (scope, runs) in runs { try runs.emit(of: scope, emit) }
        return Reading()
    }

    /// `Issue Key`, `IssueKey` and `ISSUE KEY` are one column.
    private static func word(_ name: some Sequence<UInt8>) -> String {
        String(decoding: name.map { $0 | 0x20 }.filter { (97...122).contains($0) }, as: UTF8.self)
    }

    private func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(id: "zephyr-squad.rows", message: message, advice: "Export the executions again.", line: line)
    }
}

/// A date as Jira's exports write it, in the zone of whoever exported: `22/Nov/26 10:05 AM`, or year first.
private enum ExporterDate {
    /// `nil` for another spelling: an execution without a time proves no order.
    static func instant(_ cell: Bytes, in zone: StatedZone, _ line: Int) throws -> Instant? {
        var times = TimeText()
        if let moment = times.moment(cell) {
            return Instant(milliseconds: try zone.milliseconds(of: moment, line))
        }
        let parts = cell.string.split { $0 == " " || $0 == "/" || $0 == ":" }
        guard parts.count == 6, let day = Int(parts[0]), let month = MailDate.month(String(parts[1])),
            let year = Int(parts[2]), let hour = Int(parts[3]), let minute = Int(parts[4]), (1...12).contains(hour),
            ["AM", "PM"].contains(parts[5])
        else { return nil }
        let ofDay = hour % 12 + (parts[5] == "PM" ? 12 : 0)
        guard
            let local = Instant(
                year: year < 100 ? 2000 + year : year, month: month, day: day, hour: ofDay, minute: minute)
        else { return nil }
        let moment = TimeText.Moment(milliseconds: local.milliseconds, hasZone: false)
        return Instant(milliseconds: try zone.milliseconds(of: moment, line))
    }
}
