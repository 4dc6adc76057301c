internal import Model
internal import Streams

/// What `liquibase status`, `history`, `update` and `validate` print.
///
/// `Liquibase command 'status' was executed successfully.` stands below both answers of `status`, and proves nothing.
struct LiquibaseText: EvidenceFormat {
    let id = "liquibase"
    let title = "Liquibase output"
    let producedBy = ["liquibase status --verbose", "liquibase history", "liquibase update"]
    let facts: [FactKind] = [.migration, .migrationStatus]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.mentions("Liquibase", "not been applied to ", " is up to date") else { return nil }
        let line = preamble.firstLine { line in
            line.hasPrefix("Starting Liquibase at ") || line.hasPrefix("Liquibase ") || line.hasPrefix("Liquibase:")
                || Self.pending(line) != nil || line.contains("@jdbc:") && line.hasSuffix(" is up to date")
        }
        return line.map { Recognition(dialect: id, because: "Liquibase prints `\($0.prefix(60))`") }
    }

    /// The count of `2 changesets have not been applied to …`; `change sets` before Liquibase 4.9.
    fileprivate static func pending(_ line: Bytes) -> Int? {
        guard
            let mark = line.firstRange(of: " changesets have not been applied to ")
                ?? line.firstRange(of: " change sets have not been applied to ")
        else { return nil }
        return line.prefix(mark.lowerBound).int
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = LiquibaseScan()
        try LineReader(source).read { line in try scan.take(line.bytes, line.number, emit) }
        try scan.finish(emit)
        return Reading()
    }
}

/// The state of reading one output, line by line.
private struct LiquibaseScan {
    private enum Part {
        case none, pending, history(left: Int), summary
    }

    private var part = Part.none
    private var table = BoxTable()
    private var listed = 0
    private var declared: (count: Int, line: Int)?
    private var isUpToDate: (Bool, line: Int)?
    private var sentence: (text: String, line: Int)?
    private var ran = 0
    private var last = 1

    mutating func take(_ line: Bytes, _ number: Int, _ emit: (Fact) throws -> Void) throws {
        last = number
        for mark: StaticString in ["Unexpected error running Liquibase: ", "Liquibase Error: ", "ERROR: "]
        where line.hasPrefix(mark) {
            throw StreamProblem.databaseToolFailed(
                "Liquibase", line.suffix(from: mark.utf8CodeUnitCount).string, number)
        }
        if line.contains("Validation Failed:") {
            throw StreamProblem.databaseToolFailed("Liquibase", line.trimmed.string, number)
        }
        if let count = LiquibaseText.pending(line) {
            guard declared == nil, isUpToDate == nil else { throw Self.two(number) }
            (declared, isUpToDate, part) = ((count, number), (false, number), .pending)
        } else if line.contains("@jdbc:"), line.hasSuffix(" is up to date") {
            guard isUpToDate == nil else { throw Self.two(number) }
            isUpToDate = (true, number)
        } else if line.hasPrefix("Liquibase History for ") {
            sentence = (line.string, number)
        } else if line.hasPrefix("- Database updated at "), let mark = line.firstRange(of: ". Applied ") {
            try closeHistory(number)
            let rest = line.suffix(from: mark.upperBound)
            guard let space = rest.firstIndex(of: 32), let count = rest.prefix(space).int else {
                throw StreamProblem.databaseUnexpected("the number of change sets cannot be read", number)
            }
            part = .history(left: count)
        } else if line.hasPrefix("Running Changeset: ") {
            ran += 1
            try changeset(line.suffix(from: 19).trimmed.string, .applied, "run", number, emit)
        } else if line.hasPrefix("No validation errors found") || line.hasPrefix("Liquibase command '")
            || line.hasPrefix("Liquibase: Update has been successful")
        {
            if sentence == nil { sentence = (line.string, number) }
        } else if line.hasPrefix("Run: "), let count = line.suffix(from: 5).trimmed.int, ran > 0, count != ran {
            throw StreamProblem.databaseCounts("change sets that ran", declared: count, found: ran, number)
        } else if let cells = try table.take(line, number) {
            try row(cells, number, emit)
        } else {
            try entry(line, number, emit)
        }
    }

    /// An indented `path::id::author`.
    private mutating func entry(_ line: Bytes, _ number: Int, _ emit: (Fact) throws -> Void) throws {
        guard line.hasPrefix("  "), line.trimmed.contains("::") else { return }
        switch part {
        case .pending:
            listed += 1
            try changeset(line.trimmed.string, .pending, "not applied", number, emit)
        case .history(let left):
            guard left > 0 else { throw Self.more(number) }
            part = .history(left: left - 1)
            try changeset(line.trimmed.string, .applied, "applied", number, emit)
        default: break
        }
    }

    private func row(_ cells: [String], _ number: Int, _ emit: (Fact) throws -> Void) throws {
        guard let path = table.column("Changelog Path"), let id = table.column("Changeset ID"),
            let author = table.column("Changeset Author")
        else { return }
        try changeset("\(cells[path])::\(cells[id])::\(cells[author])", .applied, "applied", number, emit)
    }

    private func changeset(
        _ name: String, _ state: Migration.State, _ word: String, _ number: Int, _ emit: (Fact) throws -> Void
    ) throws {
        let parts = name.split(separator: "::")
        try emit(
            .migration(
                Migration(
                    version: parts.count > 1 ? String(parts[parts.count - 2]) : name, name: name, state: state,
                    word: word, line: number)))
    }

    private func closeHistory(_ number: Int) throws {
        if case .history(let left) = part, left > 0 {
            throw StreamProblem.databaseCutOff("\(left) more change sets of the history are announced", number)
        }
    }

    func finish(_ emit: (Fact) throws -> Void) throws {
        try closeHistory(last)
        if !table.header.isEmpty, !table.isClosed {
            throw StreamProblem.databaseCutOff("the table has no closing line", last)
        }
        // Without `--verbose` none is listed.
        if let declared, listed > 0, listed != declared.count {
            throw StreamProblem.databaseCounts(
                "change sets that are not applied", declared: declared.count, found: listed, declared.line)
        }
        let message =
            declared.map { "\($0.count) change sets have not been applied" }
            ?? (isUpToDate == nil ? sentence?.text ?? "no answer of Liquibase" : "the database is up to date")
        var status = MigrationStatus(
            tool: "liquibase", isUpToDate: isUpToDate?.0, message: message,
            line: isUpToDate?.line ?? sentence?.line ?? last)
        status.comparesChecksums = isUpToDate != nil
        try emit(.migrationStatus(status))
    }

    private static func two(_ line: Int) -> StreamProblem {
        StreamProblem.databaseUnexpected("the file holds two answers of `liquibase status`", line)
    }

    private static func more(_ line: Int) -> StreamProblem {
        StreamProblem.databaseUnexpected("the history lists more change sets than it announces", line)
    }
}
