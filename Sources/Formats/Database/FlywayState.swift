internal import Model

extension Migration.State {
    /// What flyway's word means, of which a newer flyway may have more.
    init(flyway word: String) {
        switch word {
        case "Success", "Baseline", "Superseded": self = .applied
        // `Ignored` is older than the newest applied one and would never be run.
        case "Pending", "Above Target", "Ignored", "Undone": self = .pending
        case "Failed", "Failed (Missing)", "Failed (Future)": self = .failed
        case "Out of Order", "Outdated", "Missing", "Future", "Deleted": self = .divergent
        default: self = .unknown
        }
    }
}

/// The rows of `flyway info`, as text or JSON.
struct FlywayRows {
    /// A row with the category that flyway puts it in.
    private var rows: [(migration: Migration, category: String)] = []
    private(set) var notes: [String] = []

    mutating func add(
        category: String, version: String, description: String, word: String, installedOn: String?, line: Int
    ) {
        // A script that could undo one, and versions that a baseline stands for, are nothing to be applied.
        guard word != "Available", word != "Below Baseline", word != "Ignored (Baseline)" else {
            notes.append("\(version.isEmpty ? description : version) is \(word)")
            return
        }
        var migration = Migration(
            version: version, name: description, state: .init(flyway: word), word: word, line: line)
        migration.appliedAt = installedOn.flatMap { Instant(rfc3339: $0) }
        rows.append((migration, category))
    }

    /// Emits them; one that was undone and applied again is only its newer row.
    mutating func finish(_ emit: (Fact) throws -> Void) throws {
        for (index, row) in rows.enumerated() {
            let (migration, isUndo) = (row.migration, row.category == "Undo")
            if isUndo, migration.state == .applied {
                notes.append("\(migration.version) was undone once")
                continue
            }
            let isAgain = rows[(index + 1)...].contains {
                $0.migration.version == migration.version && $0.category == row.category
                    && $0.migration.state == .applied
            }
            if migration.word == "Undone", isAgain { continue }
            try emit(.migration(migration))
        }
    }
}
