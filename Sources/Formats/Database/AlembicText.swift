internal import Model
internal import Streams

/// What `alembic current`, `check` and `history --indicate-current` print.
///
/// `alembic heads` asks no database, and prints the same line as `current`: the two are told apart by what alembic says
/// about the database.
struct AlembicText: EvidenceFormat {
    let id = "alembic"
    let title = "alembic output"
    let producedBy = ["alembic current --verbose", "alembic history --indicate-current", "alembic check 2>&1"]
    let facts: [FactKind] = [.migration, .migrationStatus]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard
            preamble.mentions(
                "[alembic.", "Current revision(s) for ", " (head)", "upgrade operations detected",
                "Target database is not up to date.", "<base> -> ")
        else { return nil }
        let line = preamble.firstLine { line in
            line.contains("[alembic.") || line.hasPrefix("Current revision(s) for ")
                || line.hasPrefix("No new upgrade operations detected") || line.hasPrefix("FAILED: ")
                || line.hasPrefix("<base> -> ") || Self.revision(line)?.isHead == true
        }
        return line.map { Recognition(dialect: id, because: "alembic prints `\($0.prefix(60))`") }
    }

    /// `3c4d5e6f7081 (head)`, or the id alone.
    fileprivate static func revision(_ line: Bytes) -> (id: String, isHead: Bool)? {
        let isHead = line.hasSuffix(" (head)")
        let id = isHead ? line.prefix(line.count - 7) : line
        guard id.count >= 3, id.count <= 40, id.buffer.allSatisfy({ $0 | 0x20 &- 97 < 26 || $0 &- 48 < 10 || $0 == 95 })
        else { return nil }
        return (id.string, isHead)
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = AlembicScan()
        try LineReader(source).read { line in try scan.take(line.bytes, line.number) }
        try scan.finish(emit)
        return Reading()
    }
}

/// The state of reading one output, line by line.
private struct AlembicScan {
    /// A line of `history`.
    private struct Step {
        let from, to, name: String
        let isHead, isCurrent: Bool
        let line: Int
    }

    private var askedDatabase = false
    private var current: [(id: String, isHead: Bool, line: Int)] = []
    private var steps: [Step] = []
    private var isChecked: Int?
    /// Where the last `Running upgrade …` of the same text went.
    private var moved: String?
    private var last = 1

    mutating func take(_ line: Bytes, _ number: Int) throws {
        last = number
        if line.hasPrefix("FAILED: ") {
            throw StreamProblem.databaseToolFailed("alembic", line.suffix(from: 8).string, number)
        }
        if line.hasPrefix("ERROR "), line.contains("[alembic.") {
            throw StreamProblem.databaseToolFailed("alembic", line.suffix(from: 6).trimmed.string, number)
        }
        if line.contains("[alembic.runtime.migration] Context impl ") {
            askedDatabase = true
        } else if line.contains("[alembic.runtime.migration] Running "), let arrow = line.firstRange(of: " -> ") {
            let rest = line.suffix(from: arrow.upperBound)
            moved = rest.prefix(rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.count).trimmed.string
        } else if line.hasPrefix("Current revision(s) for ") {
            askedDatabase = true
        } else if line.hasPrefix("No new upgrade operations detected") {
            isChecked = number
        } else if line.hasPrefix("Rev: ") {
            guard let found = AlembicText.revision(line.suffix(from: 5).trimmed) else {
                throw StreamProblem.databaseUnexpected(
                    "this revision cannot be read; `history` is read without `--verbose`", number)
            }
            current.append((found.id, found.isHead, number))
        } else if let arrow = line.firstRange(of: " -> "), !line.contains("[alembic.") {
            try step(line, arrow, number)
        } else if let found = AlembicText.revision(line) {
            current.append((found.id, found.isHead, number))
        }
    }

    /// `2b3c -> 3c4d (head) (current), the words`
    private mutating func step(_ line: Bytes, _ arrow: Range<Int>, _ number: Int) throws {
        let rest = line.suffix(from: arrow.upperBound)
        let comma = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.count
        let words = rest.prefix(comma).string.split(separator: " ").map(String.init)
        guard let to = words.first else { throw Self.branches(number) }
        let marks = Set(words.dropFirst().joined(separator: " ").split(separator: "(").map { $0.trimmedASCII })
        guard marks.isSubset(of: ["head)", "current)"]) else { throw Self.branches(number) }
        let step = Step(
            from: line.prefix(arrow.lowerBound).string, to: to,
            name: rest.suffix(from: min(comma + 1, rest.count)).trimmed.string, isHead: marks.contains("head)"),
            isCurrent: marks.contains("current)"), line: number)
        if let newer = steps.last, newer.from != step.to { throw Self.branches(number) }
        steps.append(step)
    }

    func finish(_ emit: (Fact) throws -> Void) throws {
        if !steps.isEmpty { return try finishHistory(emit) }
        if let isChecked {
            return try status(true, nil, "alembic check found nothing to do", isChecked, emit)
        }
        guard askedDatabase else {
            throw StreamProblem.databaseUnexpected(
                "`alembic heads` prints the same without asking a database; collect `alembic current --verbose`", last)
        }
        guard let first = current.first else {
            return try status(nil, nil, "alembic names no current revision", last, emit)
        }
        guard current.count == 1 else {
            throw StreamProblem.databaseUnexpected("the database has \(current.count) revisions at once", first.line)
        }
        guard moved == nil || moved == first.id else {
            throw StreamProblem.databaseUnexpected(
                "the database was moved to \(moved ?? ""), and the text then names \(first.id)", first.line)
        }
        let migration = Migration(
            version: first.id, name: "", state: .applied, word: first.isHead ? "(head)" : "current", line: first.line)
        try emit(.migration(migration))
        let message = first.isHead ? "\(first.id) is the head" : "\(first.id) is not the head"
        try status(first.isHead, first.id, message, first.line, emit)
    }

    /// Newest first: what stands above the current one is pending.
    private func finishHistory(_ emit: (Fact) throws -> Void) throws {
        guard steps.last?.from == "<base>", steps.first?.isHead == true else {
            throw StreamProblem.databaseCutOff("the history does not go from `(head)` to `<base>`", last)
        }
        guard let current = steps.firstIndex(where: \.isCurrent) else {
            throw StreamProblem.databaseUnexpected(
                "the history does not mark `(current)`: add `--indicate-current`", last)
        }
        for (index, step) in steps.enumerated() {
            let isApplied = index >= current
            try emit(
                .migration(
                    Migration(
                        version: step.to, name: step.name, state: isApplied ? .applied : .pending,
                        word: isApplied ? "applied" : "above (current)", line: step.line)))
        }
        let step = steps[current]
        try status(current == 0, step.to, "\(step.to) is current, \(current) revisions above it", step.line, emit)
    }

    private func status(
        _ isUpToDate: Bool?, _ current: String?, _ message: String, _ line: Int, _ emit: (Fact) throws -> Void
    ) throws {
        var status = MigrationStatus(tool: "alembic", isUpToDate: isUpToDate, message: message, line: line)
        status.current = current
        try emit(.migrationStatus(status))
    }

    private static func branches(_ line: Int) -> StreamProblem {
        StreamProblem.databaseUnexpected("the history is no single line of revisions", line)
    }
}

extension Substring {
    fileprivate var trimmedASCII: String { String(decoding: utf8.trimmedSpaces, as: UTF8.self) }
}
