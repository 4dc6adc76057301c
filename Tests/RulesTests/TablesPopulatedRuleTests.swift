import Model
import Rules
import TestKit
import Testing

@Suite struct `Tables are populated` {
    private func row(_ cells: KeyValuePairs<String, String?>, _ statement: String? = nil, line: Int = 2) -> Fact {
        .row(TableRow(columns: cells.map(\.key), cells: cells.map(\.value), statement: statement, line: line))
    }

    private func counted(
        _ table: String = "consent_events", rows: String? = "120", at: String? = "0", by: String? = "0",
        _ statement: String? = nil
    ) -> Fact {
        row(["table_name": table, "row_count": rows, "null_created_at": at, "null_created_by": by], statement)
    }

    private func count(_ statement: String?, _ number: String) -> Fact { row(["count": number], statement) }

    private func findings(_ facts: Fact..., tables: [Release.Table]? = nil) throws -> [Finding] {
        var release = Release.sample()
        if let tables { release.database = .init(instance: "prod-main", tables: tables) }
        return try judge("tables-populated", [:], [facts], release: release)
    }

    @Test func `when each is counted by name, with its audit columns`() throws {
        #expect(verdict(try findings(counted())) == .pass)
        #expect(verdict(try findings(counted(rows: "1,234,567"))) == .pass)
        #expect(
            verdict(
                try findings(
                    row(["Table": "CONSENT_EVENTS", "count(*)": " 7 ", "created_at_null": "0", "CREATED_BY_NULLS": "0"])
                )) == .pass)
        let found = try findings(counted())
        #expect(found.map(\.observed) == ["120 rows"] && found.map(\.limit) == [">= 1 row"])
        #expect(
            verdict(
                try findings(
                    count("SELECT COUNT(*) FROM consent_events;", "5"),
                    count("-- audit\nselect count(*) as n from Consent_Events\n where created_at is null;", "0"),
                    count("SELECT COUNT(1) FROM \"consent_events\" WHERE created_by IS NULL", "0"))) == .pass)
    }

    @Test(arguments: ["-1", "12.5", "1,23", "1.234", "1e3", "many", "0x7", "99999999999999999999", "1 287"])
    func `never by what is no number of rows`(text: String) throws {
        #expect(verdict(try findings(counted(rows: text))) == .error)
        #expect(verdict(try findings(counted(at: text))) == .error)
    }

    @Test func `never when one is empty, or lacks a value`() throws {
        #expect(verdict(try findings(counted(rows: "0"))) == .fail)
        let without = try findings(counted(at: "2"))
        #expect(verdict(without) == .fail)
        #expect(said(without) == "2 rows of consent_events have no created_at")
        #expect(verdict(try findings(counted(rows: "3", at: "4"))) == .error)
        #expect(verdict(try findings(counted(rows: nil))) == .unknown)
        #expect(verdict(try findings(counted(rows: ""))) == .unknown)
        #expect(verdict(try findings(counted(by: ""))) == .unknown)
        #expect(verdict(try findings(counted(), counted(rows: "0"))) == .fail, "the worse of two counts is judged")
    }

    @Test(arguments: [
        "consent_event", "consent_events_old", "audit.consent_events", "public.consent_events", "\"Consent_Events\"",
        "consent_events2", "", "consent_events; --",
    ])
    func `never by another table`(name: String) throws {
        let found = try findings(counted(name))
        #expect(verdict(found) == .unknown)
        #expect(found.first?.next?.contains("FROM consent_events'") == true)
    }

    @Test func `with their schema, where release yml names one`() throws {
        let tables = [Release.Table(name: "audit.\"Event Log\"", minimum: 1, auditColumns: [])]
        #expect(verdict(try findings(counted("audit.\"Event Log\""), tables: tables)) == .pass)
        #expect(
            verdict(
                try findings(row(["schemaname": "audit", "relname": "\"Event Log\"", "rows": "3"]), tables: tables))
                == .pass)
        #expect(verdict(try findings(counted("\"Event Log\""), tables: tables)) == .unknown)
        #expect(
            verdict(
                try findings(row(["schemaname": "other", "relname": "\"Event Log\"", "rows": "3"]), tables: tables))
                == .unknown)
    }

    @Test func `each of them`() throws {
        let tables = ["consent_events", "mfa"].map { Release.Table(name: $0, minimum: 1, auditColumns: ["created_at"]) }
        let found = try findings(counted(), tables: tables)
        #expect(found.map(\.verdict) == [.pass, .unknown])
        #expect(verdict(try findings(counted(), counted("mfa"), tables: tables)) == .pass)
        #expect(verdict(try findings(counted(), tables: [])) == .unknown)
        #expect(verdict(try findings(tables: tables)) == .unknown)
    }

    @Test(arguments: [
        "SELECT COUNT(*) FROM consent_events WHERE id < 9;", "SELECT COUNT(*) FROM consent_events, other;",
        "SELECT COUNT(*) FROM a; SELECT COUNT(*) FROM consent_events;", "SELECT COUNT(id) FROM consent_events;",
        "SELECT COUNT(*) FROM consent_events_old;", "SELECT COUNT(*) FROM audit.consent_events;",
        "SELECT 5 /* FROM consent_events */;", "SELECT COUNT(*) + 5 FROM consent_events;",
        "SELECT 1 UNION SELECT COUNT(*) FROM consent_events;",
        "SELECT COUNT(*) FROM consent_events TABLESAMPLE SYSTEM (10);",
        "Time: 5 ms SELECT COUNT(*) FROM consent_events;", "SELECT COUNT(*) FROM consent_events 'x;",
    ])
    func `never by a statement that counts something else`(statement: String) throws {
        let found = try findings(
            count(statement, "5"), count("SELECT COUNT(*) FROM consent_events WHERE created_at IS NULL;", "0"),
            count("SELECT COUNT(*) FROM consent_events WHERE created_by IS NULL;", "0"))
        #expect(verdict(found) == .unknown)
    }

    @Test func `never by a count of nothing known`() throws {
        let found = try findings(count(nil, "128"), row(["relname": "consent_events", "n_live_tup": "5"]))
        #expect(verdict(found) == .unknown)
        #expect(said(found).contains("not counted by name"))
    }

    private static let nulls =
        "COUNT(*) FILTER (WHERE created_at IS NULL) AS null_created_at, COUNT(*) - COUNT(created_by) AS null_created_by"

    @Test(arguments: [
        ("SELECT 'consent_events' AS table_name, COUNT(*) AS row_count, \(nulls) FROM consent_events;", Verdict.pass),
        (
            "SELECT 'mfa', 1, 2, 3 UNION ALL SELECT 'consent_events', COUNT(*), \(nulls) FROM consent_events ORDER BY 1;",
            .pass
        ),
        ("SELECT $$consent_events$$ AS table_name, COUNT(*) AS row_count, \(nulls) FROM consent_events", .pass),
        (
            "SELECT 'consent_events', (SELECT COUNT(*) FROM consent_events), (SELECT COUNT(*) FROM consent_events WHERE created_at IS NULL), (SELECT COUNT(*) FROM consent_events WHERE created_by IS NULL)",
            .pass
        ),
        ("SELECT 'consent_events' AS table_name, COUNT(*) AS row_count, \(nulls) FROM mfa;", .unknown),
        (
            "SELECT 'consent_events', COUNT(*), \(nulls) FROM mfa UNION ALL SELECT 'mfa', COUNT(*), \(nulls) FROM consent_events",
            .unknown
        ),
        ("SELECT 'consent_events', COUNT(*), \(nulls) FROM consent_events WHERE created_at IS NOT NULL", .unknown),
        ("SELECT 'consent_events', COUNT(*), 0 AS null_created_at, 0 AS null_created_by FROM consent_events", .unknown),
        ("SELECT 'consent_events', COUNT(*), \(nulls) FROM consent_events JOIN mfa USING (id)", .unknown),
        ("SELECT 'consent_events', COUNT(*), \(nulls) FROM (SELECT * FROM consent_events LIMIT 9) x", .unknown),
        ("SELECT 'consent_events', COUNT(*), \(nulls) FROM audit.consent_events", .unknown),
    ])
    func `only as far as an echoed statement bears out the label`(statement: String, expected: Verdict) throws {
        #expect(verdict(try findings(counted("consent_events", rows: "5", at: "0", by: "0", statement))) == expected)
    }

    @Test func `by the statement that is proposed`() throws {
        let database = Release.Database(
            instance: "prod-main",
            tables: [
                .init(name: "consent_events", minimum: 1, auditColumns: ["created_at", "created_by"]),
                .init(name: "audit.\"Event Log\"", minimum: 0, auditColumns: ["Made At"]),
            ])
        let text = CountQuery.text(for: database)
        #expect(
            text
                == #"SELECT $$consent_events$$ AS table_name, COUNT(*) AS row_count, COUNT(*) FILTER (WHERE created_at IS NULL) AS null_created_at, COUNT(*) FILTER (WHERE created_by IS NULL) AS null_created_by, NULL::bigint AS "null_Made At" FROM consent_events UNION ALL SELECT $$audit."Event Log"$$ AS table_name, COUNT(*) AS row_count, NULL::bigint AS null_created_at, NULL::bigint AS null_created_by, COUNT(*) FILTER (WHERE "Made At" IS NULL) AS "null_Made At" FROM audit."Event Log""#
        )
        let one = Release.Database(instance: "prod-main", tables: [database.tables[0]])
        #expect(
            verdict(try findings(counted("consent_events", rows: "5", at: "0", by: "0", CountQuery.text(for: one))))
                == .pass)
    }
}
