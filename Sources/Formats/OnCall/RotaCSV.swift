internal import Model
internal import Streams

/// A rota as a table: a header that names person, start and end, and a row a shift.
struct RotaCSV: EvidenceFormat {
    let id = "rota-csv"
    let title = "On-call rota, as CSV"
    let producedBy = ["printf 'person,start,end\\nGrace,2026-11-24T18:00:00Z,2026-11-24T22:00:00Z\\n' > rota.csv"]
    let facts: [FactKind] = [.shift]

    private enum Column: String {
        case person, start, end, schedule, status, other

        /// The spellings of a column in small letters, `_` and `-` as spaces.
        init(_ name: some StringProtocol) {
            switch String(decoding: name.lowercased().utf8.map { $0 == 95 || $0 == 45 ? 32 : $0 }, as: UTF8.self) {
            case "person", "name", "user", "on call", "oncall", "on call user", "who", "assignee", "engineer",
                "responder", "user name":
                self = .person
            case "start", "from", "begin", "begins", "starts", "start time", "start date", "shift start", "starts at",
                "start at":
                self = .start
            case "end", "to", "until", "ends", "end time", "end date", "shift end", "ends at", "end at": self = .end
            case "schedule", "rota", "team", "rotation", "calendar", "schedule name": self = .schedule
            case "status", "state": self = .status
            default: self = .other
            }
        }
    }

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.json == nil, preamble.xml == nil else { return nil }
        let lines = preamble.lines(2)
        guard let header = lines.first(where: { !$0.hasPrefix("sep=") }) else { return nil }
        let columns = header.utf8.split(omittingEmptySubsequences: false) { [44, 59, 9].contains($0) }.map { cell in
            let bare = cell.filter { $0 != UInt8(ascii: "\"") }
            return Column(String(decoding: bare.withUnsafeBufferPointer { Bytes($0).trimmed.buffer }, as: UTF8.self))
        }
        let wanted: [Column] = [.person, .start, .end]
        guard wanted.allSatisfy({ one in columns.count { $0 == one } == 1 }) else { return nil }
        return Recognition(dialect: id, because: "the header names a person, a start and an end")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var columns: [Column] = []
        var times = TimeText()
        try CSVReader(source).read { row in
            if row.isBlank { return }
            guard !columns.isEmpty else {
                for index in 0..<row.count { columns.append(Column(row[index].trimmed.string)) }
                return
            }
            guard row.count == columns.count else {
                throw Self.problem("the row has \(row.count) cells where the header has \(columns.count)", row.line)
            }
            var (person, schedule, status): (String, String?, String) = ("", nil, "")
            var (start, end): (Instant?, Instant?)
            for index in 0..<row.count {
                let cell = row[index].trimmed
                switch columns[index] {
                case .person: person = cell.string
                case .schedule: schedule = cell.isEmpty ? nil : cell.string
                case .status: status = cell.string.lowercased()
                case .start, .end:
                    guard let time = times.instant(cell) else {
                        throw Self.problem(
                            "`\(cell.prefix(40).string)` is not a time with an offset, e.g. 2026-11-24T18:00:00+01:00",
                            row.line)
                    }
                    if columns[index] == .start { start = time } else { end = time }
                case .other: break
                }
            }
            guard let start, let end, start < end else {
                throw Self.problem("the shift ends before it starts", row.line)
            }
            switch status {
            case "", "confirmed", "active", "scheduled", "accepted", "published": break
            case "cancelled", "canceled", "declined", "deleted", "tentative", "draft": return
            default: throw Self.problem("'\(status)' is no status of a shift that is known", row.line)
            }
            var shift = OnCallShift(person: person, start: start, end: end, line: row.line)
            shift.schedule = schedule
            try emit(.shift(shift))
        }
        return Reading()
    }

    private static func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "rota-csv.row", message: message, advice: "Correct the row, or export the rota again.", line: line)
    }
}
