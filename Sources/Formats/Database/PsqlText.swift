internal import Model
internal import Streams

/// What psql prints: aligned or unaligned results, with or without the statements that gave them.
struct PsqlText: EvidenceFormat {
    let id = "psql"
    let title = "psql output"
    let producedBy = ["psql -X -a -v ON_ERROR_STOP=1 -f post-deploy.sql 2>&1"]
    let facts: [FactKind] = [.row]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.mentions("--", " rows)", "(1 row)", "psql:"), !MarkdownSections.begins(preamble),
            !QueryCSV.isHeader(preamble)
        else { return nil }
        var before: [UInt8] = []
        let line = preamble.firstLine { line in
            defer { before = Array(line.buffer) }
            return PsqlScan.footer(line) != nil || AlignedTable(header: before, rule: line) != nil
                || line.hasPrefix("psql: ") || line.hasPrefix("psql:") && PsqlError.words(line) != nil
        }
        return line.map { Recognition(dialect: id, because: "psql prints `\($0.prefix(60))`") }
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = PsqlScan()
        try LineReader(source).read { line in try scan.take(line.bytes, line.number, emit) }
        try scan.finish()
        return Reading()
    }
}

/// A line in which psql or the server reports an error.
enum PsqlError {
    /// What it says; without `ON_ERROR_STOP` psql goes on after it, and ends with 0.
    static func words(_ line: Bytes) -> String? {
        for mark: StaticString in ["ERROR: ", "FATAL: ", "PANIC: "] where line.hasPrefix(mark) {
            return line.trimmed.string
        }
        guard line.hasPrefix("psql:") else { return nil }
        // The server's words may be of any language, so that all but its harmless ones count.
        for harmless: StaticString in [" NOTICE: ", " INFO: ", " WARNING: ", " DEBUG: ", " LOG: "]
        where line.contains(harmless) { return nil }
        return line.suffix(from: 5).trimmed.string
    }
}
