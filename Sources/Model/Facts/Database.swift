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
    /// How many applied migrations it counts, where it names none.
    package var applied: Int?
    /// Whether what is pending would stand among its rows, so that rows without one are an answer.
    package var listsPending = false
    /// Whether it compares the migrations of the sources with those applied, by checksum.
    package var comparesChecksums = false
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

extension TableRow {
    /// What a column tells about a table that was counted; `nil` for any other column.
    ///
    /// Estimates of the planner (`n_live_tup`, `reltuples`, `num_rows`, `table_rows`) are no counts.
    package enum Role: Sendable, Hashable {
        case table, schema, rows
        /// How many rows have no value in that column, in lower case.
        case nulls(of: String)

        package init?(column: String) {
            let name = column.lowercased()
            switch name {
            case "table_name", "table", "tablename", "relname", "table name": self = .table
            case "table_schema", "schema", "schemaname", "schema_name": self = .schema
            case "row_count", "rows", "count", "count(*)", "rowcount", "row count": self = .rows
            default:
                let parts = name.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
                guard parts.count > 1, let first = parts.first, let last = parts.last else { return nil }
                func isNull(_ part: Substring.UTF8View) -> Bool {
                    part.elementsEqual("null".utf8) || part.elementsEqual("nulls".utf8)
                }
                if isNull(first) {
                    self = .nulls(of: String(name.dropFirst(first.count + 1)))
                } else if isNull(last) {
                    self = .nulls(of: String(name.dropLast(last.count + 1)))
                } else {
                    return nil
                }
            }
        }
    }
}
