internal import Model
internal import Streams

/// What `knex migrate:list` prints; its colours say the opposite of its words, and do not count.
struct KnexList: EvidenceFormat {
    let id = "knex-list"
    let title = "knex migrate:list"
    let producedBy = ["knex migrate:list", "knex migrate:status"]
    let facts: [FactKind] = [.migration, .migrationStatus]

    private enum Part {
        case none
        case listing(Migration.State, declared: Int, line: Int)
    }

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.mentions("Completed Migration file", "Pending Migration file"),
            let line = preamble.firstLine(where: { Self.header($0) != nil })
        else { return nil }
        return Recognition(dialect: id, because: "knex prints `\(line.prefix(60))`")
    }

    /// State and count of `Found 2 Completed Migration file/files.` and `No Pending Migration files Found.`
    private static func header(_ line: Bytes) -> (state: Migration.State, count: Int)? {
        let states: [(StaticString, Migration.State)] = [
            (" Completed Migration file", .applied), (" Pending Migration file", .pending),
        ]
        for (words, state) in states {
            guard let mark = line.firstRange(of: words) else { continue }
            let before = line.prefix(mark.lowerBound)
            if before == "No" { return (state, 0) }
            if before.hasPrefix("Found "), let count = before.suffix(from: 6).int { return (state, count) }
        }
        return nil
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var part = Part.none
        var counts: [Migration.State: Int] = [:]
        var listed = 0
        var last = 1
        var reading = Reading()
        func close() throws {
            guard case .listing(_, let declared, let line) = part, declared != listed else { return }
            throw StreamProblem.databaseCounts("migrations", declared: declared, found: listed, line)
        }
        try LineReader(source).read { line in
            last = line.number
            if let header = Self.header(line.bytes) {
                try close()
                guard counts.updateValue(header.count, forKey: header.state) == nil else {
                    throw StreamProblem.databaseUnexpected("the file holds two lists of knex", last)
                }
                (part, listed) = (.listing(header.state, declared: header.count, line: last), 0)
                return
            }
            let text = line.bytes.trimmed
            guard !text.isEmpty else { return }
            if line.bytes.hasPrefix("Using environment: ") {
                reading.subject.environment = line.bytes.suffix(from: 19).trimmed.string
                return
            }
            guard case .listing(let state, let declared, _) = part else {
                guard
                    line.bytes.hasPrefix("Working directory changed to ") || line.bytes.hasPrefix("Requiring external")
                else { throw StreamProblem.databaseToolFailed("knex", text.string, last) }
                return
            }
            guard listed < declared else { throw StreamProblem.databaseToolFailed("knex", text.string, last) }
            listed += 1
            let name = text.string
            try emit(
                .migration(
                    Migration(
                        version: name, name: name, state: state, word: state == .applied ? "Completed" : "Pending",
                        line: last)))
        }
        try close()
        guard let applied = counts[.applied], let pending = counts[.pending] else {
            throw StreamProblem.databaseCutOff(
                "knex lists both completed and pending migrations, and one is missing", last)
        }
        let message = "\(applied) completed, \(pending) pending"
        try emit(
            .migrationStatus(MigrationStatus(tool: "knex", isUpToDate: pending == 0, message: message, line: last)))
        return reading
    }
}
