internal import Model
internal import Streams

/// What `prisma migrate status` prints.
struct PrismaStatus: EvidenceFormat {
    let id = "prisma-status"
    let title = "prisma migrate status"
    let producedBy = ["prisma migrate status 2>&1"]
    let facts: [FactKind] = [.migration, .migrationStatus]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.mentions("Prisma schema loaded from ", " found in prisma/migrations", "Database schema is up to")
        else { return nil }
        let line = preamble.firstLine {
            $0.hasPrefix("Prisma schema loaded from ") || Self.found($0) != nil
                || $0.hasPrefix("Database schema is up to date!")
        }
        return line.map { Recognition(dialect: id, because: "prisma prints `\($0.prefix(60))`") }
    }

    /// The count of `2 migrations found in prisma/migrations`.
    fileprivate static func found(_ line: Bytes) -> Int? {
        if line.hasPrefix("No migration found in ") { return 0 }
        guard let mark = line.firstRange(of: " migrations found in ") ?? line.firstRange(of: " migration found in ")
        else { return nil }
        return line.prefix(mark.lowerBound).int
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var state: Migration.State?
        var (found, upToDate): (Int?, Int?)
        var objection: (text: String, line: Int)?
        var listed = 0
        var last = 1
        try LineReader(source).read { line in
            last = line.number
            let bytes = line.bytes
            if bytes.hasPrefix("Error: ") || bytes.hasPrefix("Error:") {
                throw StreamProblem.databaseToolFailed("prisma", bytes.suffix(from: 6).trimmed.string, last)
            } else if let count = Self.found(bytes) {
                guard found == nil else {
                    throw StreamProblem.databaseUnexpected("the file holds two answers of prisma", last)
                }
                found = count
            } else if bytes.hasPrefix("Database schema is up to date!") {
                upToDate = last
            } else if bytes.contains("have not yet been applied:") || bytes.contains("has not yet been applied:") {
                (state, objection) = (.pending, (bytes.string, last))
            } else if bytes.contains(" have failed:") || bytes.contains(" has failed:") {
                (state, objection) = (.failed, (bytes.string, last))
            } else if bytes.contains("are not found locally in ") {
                (state, objection) = (.divergent, (bytes.string, last))
            } else if bytes.contains("are different:") || bytes.contains("not managed by Prisma Migrate") {
                objection = (bytes.string, last)
            } else if bytes.trimmed.isEmpty {
                if listed > 0 { state = nil }
                listed = 0
            } else if let state, !bytes.trimmed.contains(" ") {
                listed += 1
                let name = bytes.trimmed.string
                try emit(
                    .migration(
                        Migration(version: name, name: name, state: state, word: state.rawValue, line: last)))
            }
        }
        guard let found, upToDate != nil || objection != nil || found == 0 else {
            throw StreamProblem.databaseCutOff("prisma's answer is not in the file", last)
        }
        guard upToDate == nil || objection == nil else {
            throw StreamProblem.databaseUnexpected("prisma says both that it is up to date and that it is not", last)
        }
        var status = MigrationStatus(
            tool: "prisma", isUpToDate: upToDate != nil ? true : objection == nil ? nil : false,
            message: objection?.text ?? "\(found) migrations found", line: upToDate ?? objection?.line ?? last)
        if upToDate != nil { status.applied = found }
        try emit(.migrationStatus(status))
        return Reading()
    }
}
