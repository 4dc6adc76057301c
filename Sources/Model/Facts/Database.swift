/// One migration of a schema, as the migration tool reports it.
package struct Migration: Sendable, Hashable {
    package enum State: String, Sendable, Hashable {
        case applied, pending, failed
        /// Applied, but not as it is in the sources: another checksum, out of order, missing.
        case divergent
        case unknown
    }

    package var version: String
    package var name: String
    package var state: State
    /// The tool's own word.
    package var word: String
    package var appliedAt: Instant?
    package let line: Int

    package init(version: String, name: String, state: State, word: String, line: Int) {
        self.version = version
        self.name = name
        self.state = state
        self.word = word
        self.line = line
    }
}

/// What the migration tool says as a whole: `flyway info`, `alembic current`, `prisma migrate status`.
package struct MigrationStatus: Sendable, Hashable {
    package var tool: String
    /// `true` when it says that nothing is pending, `false` when something is; `nil` when it does not say.
    package var isUpToDate: Bool?
    /// Version that the schema has, where stated.
    package var current: String?
    package var message: String
    package let line: Int

    package init(tool: String, isUpToDate: Bool?, message: String, line: Int) {
        self.tool = tool
        self.isUpToDate = isUpToDate
        self.message = message
        self.line = line
    }
}

/// One row of a query's result. A cell is `nil` only where the file can tell NULL from empty text.
package struct TableRow: Sendable, Hashable {
    package var columns: [String]
    package var cells: [String?]
    /// The statement that gave the row, where the file echoes it.
    package var statement: String?
    package let line: Int

    package init(columns: [String], cells: [String?], statement: String? = nil, line: Int) {
        self.columns = columns
        self.cells = cells
        self.statement = statement
        self.line = line
    }
}
