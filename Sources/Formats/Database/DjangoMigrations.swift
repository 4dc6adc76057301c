internal import Model
internal import Streams

/// What `manage.py showmigrations` prints, by application or as a plan.
struct DjangoMigrations: EvidenceFormat {
    let id = "django-showmigrations"
    let title = "Django showmigrations"
    let producedBy = ["python manage.py showmigrations", "python manage.py showmigrations --plan"]
    let facts: [FactKind] = [.migration, .migrationStatus]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.mentions("[X] ", "[ ] ") else { return nil }
        // A plan begins with a bracket, as JSON does.
        var first = preamble.lines(1).first ?? ""
        if first.withUTF8({ Self.entry(Bytes($0)).map { !$0.name.isEmpty } ?? false }), first.hasPrefix("[") {
            return Recognition(dialect: id, because: "Django prints `\(first.prefix(60))`")
        }
        // Nothing else may stand in the first lines: task lists of documents look alike.
        var found: String?
        _ = preamble.firstLine { line in
            if Self.isLabel(line) { return false }
            if Self.entry(line) != nil { found = line.string }
            return found != nil || !line.hasPrefix(" (no migrations)")
        }
        return found.map { Recognition(dialect: id, because: "Django prints `\($0.prefix(60))`") }
    }

    private static func isLabel(_ line: Bytes) -> Bool {
        !line.isEmpty && line.buffer.allSatisfy { $0 | 0x20 &- 97 < 26 || $0 &- 48 < 10 || $0 == 95 }
    }

    /// ` [X] 0001_initial` below an application, `[X]  app.0001_initial` in a plan.
    private static func entry(_ line: Bytes) -> (state: Migration.State, word: String, name: Bytes)? {
        let text = line.trimmed
        let indent = line.count > 0 && line[0] == 32 ? 1 : 0
        guard text.count > 4, text[0] == UInt8(ascii: "["), text[2] == UInt8(ascii: "]"), text[3] == 32,
            line.suffix(from: indent).prefix(1) == "["
        else { return nil }
        let name = text.suffix(from: 4).trimmed
        let state: Migration.State
        switch text[1] {
        case UInt8(ascii: "X"): state = .applied
        case UInt8(ascii: " "): state = .pending
        // `-`: a squashed one whose parts ran and which was not recorded.
        default: state = .unknown
        }
        return (state, text.prefix(3).string, name)
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var application: String?
        var last = 1
        let reader = LineReader(source)
        try reader.read { line in
            last = line.number
            if Self.isLabel(line.bytes) {
                application = line.bytes.string
            } else if let entry = Self.entry(line.bytes) {
                let end = entry.name.firstIndex(of: 32) ?? entry.name.count
                let name = entry.name.prefix(end).string
                let isPlan = line.bytes[0] != 32
                guard isPlan || application != nil else {
                    throw StreamProblem.databaseUnexpected("a migration stands below no application", last)
                }
                let full = isPlan ? name : "\(application ?? "").\(name)"
                try emit(
                    .migration(
                        Migration(version: full, name: full, state: entry.state, word: entry.word, line: last)))
            } else if !(line.bytes.trimmed.isEmpty || line.bytes.trimmed == "(no migrations)") {
                throw StreamProblem.databaseUnexpected("`\(line.bytes.prefix(60).string)` is no migration", last)
            }
        }
        guard reader.endedWithNewline else {
            throw StreamProblem.databaseCutOff("the last line has no end, so more may follow", last)
        }
        var status = MigrationStatus(tool: "django", isUpToDate: nil, message: "showmigrations", line: 1)
        status.listsPending = true
        try emit(.migrationStatus(status))
        return Reading()
    }
}
