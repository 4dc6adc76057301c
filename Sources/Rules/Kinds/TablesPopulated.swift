package import Model

/// Every new table of the release has rows, and none of them lacks an audit column.
package struct TablesPopulated: Rule {
    package static let kind = "tables-populated"
    package static let summary =
        "Each table of release.yml was counted by name and has at least its minimum of rows, none without an audit column."
    package static let parameters: [Parameter] = []
    package static let example = "tables-populated: {about: [environment], after: deploy.workflow}"
    package static let reads: Set<FactKind> = [.row]

    package init(_ reader: inout MappingReader) {}

    /// A number with the row that states it.
    fileprivate struct Stated {
        let count: RowCount
        let place: Place
    }

    /// The counts of each table, and of the rows that lack a column; several of the same are all kept.
    package struct Counts: Tally {
        fileprivate let path: String
        fileprivate var rows: [TableName: [Stated]] = [:]
        fileprivate var nulls: [TableName: [String: [Stated]]] = [:]
        /// Rows whose statement does not count the table that they name.
        fileprivate var doubtful: [TableName: Place] = [:]
        /// A count of which nothing says what it counts.
        fileprivate var unnamed: Place?
        private var taken = 0
        package private(set) var isCut = false

        fileprivate init(path: String) { self.path = path }

        package mutating func take(_ fact: Fact) {
            guard case .row(let row) = fact else { return }
            guard taken < 100_000 else { return isCut = true }
            taken += 1
            let place = Place(path, line: row.line)
            let roles = row.columns.map { TableRow.Role(column: $0) }
            let statement = row.statement.map { CountStatement($0) }
            guard let label = roles.firstIndex(of: .table) else {
                guard row.cells.count == 1 else { return }
                guard let simple = statement??.simple else {
                    if roles == [.rows] { unnamed = unnamed ?? place }
                    return
                }
                let stated = Stated(count: RowCount(row.cells[0]), place: place)
                if let column = simple.nulls {
                    nulls[simple.table, default: [:]][column, default: []].append(stated)
                } else {
                    rows[simple.table, default: []].append(stated)
                }
                return
            }
            guard let text = row.cells[label], var table = TableName(text) else { return }
            if let schema = roles.firstIndex(of: .schema), let name = row.cells[schema].flatMap({ TableName($0) }) {
                table = table.qualified(by: name)
            }
            var found: [(column: String?, stated: Stated)] = []
            for (role, cell) in zip(roles, row.cells) {
                let stated = Stated(count: RowCount(cell), place: place)
                switch role {
                case .rows: found.append((nil, stated))
                // What a statement leaves out for this table is NULL.
                case .nulls(let column) where stated.count != .absent: found.append((column, stated))
                default: break
                }
            }
            if let statement {
                guard statement?.counts(table, label: text, nulls: found.compactMap(\.column)) == true else {
                    doubtful[table] = doubtful[table] ?? place
                    return
                }
            }
            for (column, stated) in found {
                if let column {
                    nulls[table, default: [:]][column, default: []].append(stated)
                } else {
                    rows[table, default: []].append(stated)
                }
            }
        }

        package mutating func merge(_ later: Counts) {
            rows.merge(later.rows) { $0 + $1 }
            nulls.merge(later.nulls) { $0.merging($1) { $0 + $1 } }
            doubtful.merge(later.doubtful) { first, _ in first }
            unnamed = unnamed ?? later.unnamed
            isCut = isCut || later.isCut
        }
    }

    package func tally(path: String) -> Counts { Counts(path: path) }

    package func findings(_ tally: Counts, in context: CheckContext) -> [Finding] {
        guard let database = context.release.database, !database.tables.isEmpty else {
            return [Finding(.unknown, "release.yml names no table under `database: tables:`", observed: "no table")]
        }
        let next = "psql -X -v ON_ERROR_STOP=1 --csv -c '\(CountQuery.text(for: database))'"
        return database.tables.flatMap { judge($0, tally, next) }
    }

    private func judge(_ wanted: Release.Table, _ tally: Counts, _ next: String) -> [Finding] {
        guard let table = TableName(wanted.name) else {
            return [
                Finding(.unknown, "release.yml names a table that SQL cannot: \(wanted.name)", observed: wanted.name)
            ]
        }
        let limit = ">= \(counted(wanted.minimum, "row"))"
        guard let stated = tally.rows[table], !stated.isEmpty else {
            return [
                Finding(
                    .unknown, missing(wanted, table, tally), observed: "not counted", limit: limit,
                    at: tally.doubtful[table] ?? tally.unnamed, next: next)
            ]
        }
        var findings: [Finding] = []
        // Where it was counted more than once, the worst count is judged.
        var least: (count: Int, place: Place)?
        for entry in stated {
            switch entry.count {
            case .rows(let count): if count < least?.count ?? .max { least = (count, entry.place) }
            case .absent:
                findings.append(
                    Finding(
                        .unknown, "the count of \(wanted.name) is empty", observed: "nothing", limit: limit,
                        at: entry.place, next: next))
            case .invalid(let text): findings.append(invalid(wanted.name, text, entry.place))
            }
        }
        if let least, least.count < wanted.minimum {
            findings.append(
                Finding(
                    .fail,
                    "\(wanted.name) has \(counted(least.count, "row")), at least \(wanted.minimum) must be there",
                    observed: counted(least.count, "row"), limit: limit, at: least.place))
        }
        for column in wanted.auditColumns {
            findings += judge(column, of: wanted, tally.nulls[table] ?? [:], least, next)
        }
        guard findings.isEmpty, let least else { return findings }
        let columns = wanted.auditColumns.joined(separator: ", ")
        return [
            Finding(
                .pass,
                "\(wanted.name) has \(counted(least.count, "row"))\(columns.isEmpty ? "" : ", none without \(columns)")",
                observed: counted(least.count, "row"), limit: limit, at: least.place)
        ]
    }

    private func judge(
        _ column: String, of wanted: Release.Table, _ nulls: [String: [Stated]], _ rows: (count: Int, place: Place)?,
        _ next: String
    ) -> [Finding] {
        let limit = "= 0 rows without \(column)"
        guard let stated = nulls[column] ?? nulls[column.lowercased()], !stated.isEmpty else {
            return [
                Finding(
                    .unknown, "nothing counts the rows of \(wanted.name) without \(column)", observed: "not counted",
                    limit: limit, at: rows?.place, next: next)
            ]
        }
        return stated.compactMap { entry in
            switch entry.count {
            case .rows(0): return nil
            case .rows(let count):
                if let rows, rows.place == entry.place, count > rows.count {
                    return Finding(
                        .error,
                        "\(count) rows of \(wanted.name) are said to lack \(column), but it has only \(rows.count)",
                        observed: counted(count, "row"), limit: limit, at: entry.place)
                }
                return Finding(
                    .fail, "\(counted(count, "row")) of \(wanted.name) \(count == 1 ? "has" : "have") no \(column)",
                    observed: "\(counted(count, "row")) without \(column)", limit: limit, at: entry.place)
            case .absent:
                return Finding(
                    .unknown, "the count of rows of \(wanted.name) without \(column) is empty", observed: "nothing",
                    limit: limit, at: entry.place, next: next)
            case .invalid(let text): return invalid("\(wanted.name) without \(column)", text, entry.place)
            }
        }
    }

    private func invalid(_ what: String, _ text: String, _ place: Place) -> Finding {
        Finding(
            .error, "the count of \(what) is `\(text)`, which is no number of rows", observed: text,
            limit: "a whole number", at: place)
    }

    private func missing(_ wanted: Release.Table, _ table: TableName, _ tally: Counts) -> String {
        if tally.doubtful[table] != nil {
            return "a row is called \(wanted.name), but its statement does not count that whole table"
        }
        if let other = tally.rows.keys.filter({ $0.resembles(table) }).map(\.text).min() {
            return "\(wanted.name) is not counted; \(other) is, which is another table"
        }
        return tally.unnamed == nil
            ? "\(wanted.name) is not counted"
            : "\(wanted.name) is not counted by name: a count says nothing of its table"
    }
}
