package import Model

/// The SQL that counts every new table of a release in the columns that `tables-populated` reads.
package enum CountQuery {
    /// One statement, to be put in single quotes of a shell.
    package static func text(for database: Release.Database) -> String {
        var columns: [String] = []
        for column in database.tables.flatMap(\.auditColumns) where !columns.contains(column) { columns.append(column) }
        return database.tables.map { table in
            var fields = ["$$\(table.name)$$ AS table_name", "COUNT(*) AS row_count"]
            fields += columns.map { column in
                let isPlain = column.utf8.allSatisfy { $0 &- 97 < 26 || $0 &- 48 < 10 || $0 == 95 }
                let name = isPlain ? column : "\"\(column)\""
                let count =
                    table.auditColumns.contains(column) ? "COUNT(*) FILTER (WHERE \(name) IS NULL)" : "NULL::bigint"
                return "\(count) AS \(isPlain ? "null_\(column)" : "\"null_\(column)\"")"
            }
            return "SELECT \(fields.joined(separator: ", ")) FROM \(table.name)"
        }
        .joined(separator: " UNION ALL ").replacing("'", with: #"'\''"#)
    }
}
