internal import Model
internal import Streams

/// The table that `flyway info` prints.
struct FlywayTable: EvidenceFormat {
    let id = "flyway-table"
    let title = "flyway info, as a table"
    let producedBy = ["flyway info"]
    let facts: [FactKind] = [.migration, .migrationStatus]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.mentions("| Installed On"),
            preamble.firstLine(where: { $0.hasPrefix("| Category") && $0.contains("| State") }) != nil
        else { return nil }
        return Recognition(dialect: id, because: "a table with Category, Version and State")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var table = BoxTable()
        var rows = FlywayRows()
        var current: String?
        var last = 1
        try LineReader(source).read { line in
            last = line.number
            if line.bytes.hasPrefix("ERROR: ") {
                throw StreamProblem.databaseToolFailed("flyway", line.bytes.suffix(from: 7).string, line.number)
            }
            if line.bytes.hasPrefix("Schema version: ") { current = line.bytes.suffix(from: 16).trimmed.string }
            guard let cells = try table.take(line.bytes, line.number) else { return }
            guard let category = table.column("Category"), let version = table.column("Version"),
                let name = table.column("Description"), let state = table.column("State"), !cells[state].isEmpty
            else { throw StreamProblem.databaseUnexpected("a column of `flyway info` is missing", line.number) }
            // Times in the table have no zone, so they prove nothing.
            rows.add(
                category: cells[category], version: cells[version], description: cells[name], word: cells[state],
                installedOn: nil, line: line.number)
        }
        guard table.isClosed else { throw StreamProblem.databaseCutOff("the table has no closing line", last) }
        try rows.finish(emit)
        var status = MigrationStatus(tool: "flyway info", isUpToDate: nil, message: "flyway info", line: 1)
        status.current = current
        status.listsPending = true
        try emit(.migrationStatus(status))
        return Reading(notes: rows.notes)
    }
}
