import Model

private let counts = "evidence/post.data/counts.csv"

/// What psql prints on a terminal.
private func aligned(
    _ table: String = "consent_events", rows: String = "120", nulls: String = "0", footer: String = "(1 row)"
)
    -> String
{
    let cells = [table, rows, nulls, "0"]
    let names = ["table_name", "row_count", "null_created_at", "null_created_by"]
    let widths = zip(cells, names).map { max($0.utf8.count, $1.utf8.count) }
    func line(_ texts: [String]) -> String {
        zip(texts, widths).map { " \($0)\(String(repeating: " ", count: $1 - $0.utf8.count)) " }.joined(separator: "|")
    }
    let rule = widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "+")
    return "\(line(names))\n\(rule)\n\(line(cells))\n\(footer)\n\n"
}

/// A session of psql that echoes each statement.
private func session(_ results: (statement: String, count: String)...) -> String {
    results.map {
        "\($0.statement)\n count \n-------\n \(String(repeating: " ", count: 5 - $0.count.utf8.count))\($0.count)\n(1 row)\n\nTime: 0.5 ms\n"
    }
    .joined()
}

extension Defect {
    private static let item = "post.data"

    static let data: [Defect] = [
        Defect(
            "the new table is empty", .replaceMatches(counts, "consent_events,[0-9]+", with: "consent_events,0"),
            turns: [item: .fail], says: "consent_events has 0 rows"),
        Defect(
            "rows lack an audit column", .replace(counts, ",0,0\n", with: ",2,0\n"), turns: [item: .fail],
            says: "2 rows of consent_events have no created_at"),
        Defect(
            "a table of a similar name is counted", .replace(counts, "consent_events", with: "consent_events_old"),
            turns: [item: .unknown], says: "consent_events is not counted"),
        Defect(
            "the table of another schema is counted", .replace(counts, "consent_events", with: "audit.consent_events"),
            turns: [item: .unknown], says: "another table"),
        Defect(
            "a second table of the release is not counted",
            .replace(
                "release.yml", "    consent_events: {", with: "    refresh_token: {minimum: 1}\n    consent_events: {"),
            turns: [item: .unknown], says: "refresh_token is not counted"),
        Defect(
            "an audit column is not counted", .replace(counts, ",null_created_by", with: ""),
            .replace(counts, ",0,0", with: ",0"), turns: [item: .unknown], says: "without created_by"),
        Defect(
            "a count is negative", .replaceMatches(counts, "consent_events,[0-9]+", with: "consent_events,-1"),
            turns: [item: .error], says: "`-1`"),
        Defect(
            "a count has a fraction", .replaceMatches(counts, "consent_events,[0-9]+", with: "consent_events,119.5"),
            turns: [item: .error], says: "`119.5`"),
        Defect(
            "more rows lack a value than there are", .replace(counts, ",0,0\n", with: ",0,9999\n"),
            turns: [item: .error],
            says: "9999"),
        Defect(
            "there is no row below the header", .replaceMatches(counts, "consent_events.*\n", with: ""),
            turns: [item: .unknown], says: "not counted"),
        Defect(
            "the file is cut off", .transform(counts) { Array($0.dropLast(1)) }, turns: [item: .error], says: "cut off"),
        Defect(
            "the planner's estimate is taken for a count", .replace(counts, "row_count", with: "n_live_tup"),
            turns: [item: .unknown], says: "no reader recognises"),
        Defect(
            "psql reports an error and goes on",
            .write(
                counts,
                "psql:post.sql:1: ERROR:  relation \"refresh_token\" does not exist\n\(aligned())"),
            turns: [item: .error],
            says: "does not exist"),
        Defect(
            "psql's rows are not as many as its footer says", .write(counts, aligned(footer: "(2 rows)")),
            turns: [item: .error], says: "declares 2 rows"),
        Defect(
            "nothing says what was counted", .write(counts, " count \n-------\n   120\n(1 row)\n\n"),
            turns: [item: .unknown], says: "not counted by name"),
        Defect(
            "the statement counts a part of the table",
            .write(
                counts,
                session(
                    ("SELECT COUNT(*) FROM consent_events WHERE id < 200;", "120"),
                    ("SELECT COUNT(*) FROM consent_events WHERE created_at IS NULL;", "0"),
                    ("SELECT COUNT(*) FROM consent_events WHERE created_by IS NULL;", "0"))), turns: [item: .unknown],
            says: "consent_events is not counted"),
        Defect(
            "the statement counts another table than its label says",
            .write(
                counts,
                "SELECT 'consent_events' AS table_name, COUNT(*) AS row_count, 0 AS null_created_at, 0 AS null_created_by FROM account;\n\(aligned())"
            ), turns: [item: .unknown], says: "its statement does not count"),
        Defect(
            "it was counted before the deployment",
            .replaceMatches("\(counts).meta.yml", "collected_at: .*", with: "collected_at: 2026-11-24T12:00:00Z"),
            turns: [item: .unknown], says: "before deploy.workflow ended"),
        Defect(
            "it was counted on staging",
            .replace("\(counts).meta.yml", "environment: production", with: "environment: staging"),
            turns: [item: .unknown], says: "another environment"),
        Defect(
            "nothing says when or where it was counted",
            .transform("\(counts).meta.yml") { _ in Array("collected_at: 2026-11-24T14:00:23Z\n".utf8) },
            turns: [item: .unknown], says: "which environment"),
    ]
}

extension Variation {
    static let data: [Variation] = [
        Variation("psql aligned the counts", .write(counts, aligned())),
        Variation("psql grouped the digits", .write(counts, aligned(rows: "1,287"))),
        Variation(
            "psql aligned nothing",
            .write(counts, "table_name|row_count|null_created_at|null_created_by\nconsent_events|120|0|0\n(1 row)\n")),
        Variation(
            "each count has a statement of its own",
            .write(
                counts,
                session(
                    ("SELECT COUNT(*) FROM consent_events;", "120"),
                    ("-- audit\nSELECT COUNT(*) FROM consent_events\n WHERE created_at IS NULL;", "0"),
                    ("select count(*) as n from CONSENT_EVENTS where created_by is null;", "0")))),
        Variation(
            "the counts are JSON",
            .write(
                counts,
                "[{\"null_created_by\": 0, \"row_count\": \"120\", \"table_name\": \"consent_events\", \"null_created_at\": 0}]\n"
            )),
        Variation(
            "another client wrote semicolons, quotes and a byte order mark",
            .write(
                counts,
                "\u{FEFF}\"TABLE_NAME\";\"CREATED_AT_NULL\";\"CREATED_BY_NULL\";\"COUNT(*)\"\r\n\"CONSENT_EVENTS\";\"0\";\"0\";\"120\"\r\n"
            )),
    ]
}
