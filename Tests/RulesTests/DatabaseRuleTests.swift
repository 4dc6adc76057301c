import Model
import Rules
import TestKit
import Testing

/// Judges facts by file, where each file states the release commit and staging unless told otherwise.
private func judge(
    _ kind: String, _ parameters: KeyValuePairs<String, [String]> = [:], files: [[Fact]],
    commit: String? = String(repeating: "a", count: 40), environment: String? = "staging"
) throws -> [Finding] {
    let evidence = files.indices.map { index in
        evidenceFile("f\(index)") { $0.subject = .init(commit: commit, environment: environment) }
    }
    return try judge(kind, parameters, files, evidence: evidence)
}

private func hours(_ ago: Int64) -> Instant { Instant(milliseconds: now.milliseconds - ago * 3_600_000) }

@Suite struct `Migrations are applied` {
    private func migration(_ version: String, _ state: Migration.State = .applied, at: Instant? = nil) -> Fact {
        var migration = Migration(version: version, name: "m\(version)", state: state, word: "\(state)", line: 3)
        migration.appliedAt = at
        return .migration(migration)
    }

    private func status(
        _ isUpToDate: Bool?, lists: Bool = false, sums: Bool = false, applied: Int? = nil, tool: String = "flyway info"
    ) -> Fact {
        var status = MigrationStatus(tool: tool, isUpToDate: isUpToDate, message: "words", line: 1)
        (status.listsPending, status.comparesChecksums, status.applied) = (lists, sums, applied)
        return .migrationStatus(status)
    }

    private var info: Fact { status(nil, lists: true) }

    private func snapshot(_ created: Instant) -> Fact {
        var snapshot = DatabaseSnapshot(
            id: "s", instance: "prod-main", type: "manual", status: "available", line: 2)
        snapshot.createdAt = created
        return .databaseSnapshot(snapshot)
    }

    @Test func `when all are, after the snapshot, and their checksums are equal`() throws {
        let files = [
            [migration("1", at: hours(99)), migration("2", at: hours(1)), info],
            [status(true, sums: true, tool: "flyway validate")], [snapshot(hours(5))],
        ]
        let findings = try judge(
            "migrations-applied", ["versions": ["2"], "checksums": ["equal"]], files: files)
        #expect(verdict(findings) == .pass)
        #expect(findings.map(\.observed) == ["2 applied"])
    }

    @Test(arguments: [
        (Migration.State.pending, Verdict.fail), (.failed, .fail), (.divergent, .fail), (.unknown, .unknown),
    ])
    func `never when one is not`(state: Migration.State, expected: Verdict) throws {
        let findings = try judge("migrations-applied", files: [[migration("1"), migration("2", state), info]])
        #expect(verdict(findings) == expected)
        #expect(said(findings).contains("2 (m2)"))
    }

    @Test func `never when nothing was, or nothing says so`() throws {
        #expect(verdict(try judge("migrations-applied", files: [[]])) == .unknown)
        #expect(verdict(try judge("migrations-applied", files: [[info]])) == .unknown)
        #expect(verdict(try judge("migrations-applied", files: [[status(true)]])) == .unknown)
        #expect(verdict(try judge("migrations-applied", files: [[status(true, applied: 0)]])) == .unknown)
        #expect(verdict(try judge("migrations-applied", files: [[status(true, applied: 2)]])) == .pass)
    }

    @Test func `never by a history, which does not list what is pending`() throws {
        let history = [migration("1"), status(nil, tool: "liquibase")]
        #expect(verdict(try judge("migrations-applied", files: [history])) == .unknown)
        #expect(verdict(try judge("migrations-applied", files: [history, [status(true, tool: "liquibase")]])) == .pass)
        #expect(
            verdict(try judge("migrations-applied", files: [history, [migration("2"), info]])) == .unknown,
            "another tool's answer is no answer")
    }

    @Test func `never when the summary says otherwise, or contradicts the rows`() throws {
        #expect(verdict(try judge("migrations-applied", files: [[migration("1"), status(false)]])) == .fail)
        let findings = try judge(
            "migrations-applied", files: [[migration("1"), migration("2", .pending), status(true)]])
        #expect(findings.contains { $0.verdict == .error })
    }

    @Test func `never when a version of the release is not listed`() throws {
        let findings = try judge(
            "migrations-applied", ["versions": ["2", "3"]], files: [[migration("2"), migration("30"), info]])
        #expect(verdict(findings) == .unknown)
        #expect(said(findings).contains("3 is not listed"))
    }

    @Test func `never when they ran before the snapshot, or in the future`() throws {
        let old = [migration("1", at: hours(99)), migration("2", at: hours(9)), info, snapshot(hours(5))]
        #expect(verdict(try judge("migrations-applied", files: [old])) == .unknown)
        let mixed = [migration("1", at: hours(99)), migration("2", at: hours(1)), info, snapshot(hours(5))]
        #expect(verdict(try judge("migrations-applied", files: [mixed])) == .pass)
        #expect(verdict(try judge("migrations-applied", ["versions": ["1"]], files: [mixed])) == .unknown)
        #expect(verdict(try judge("migrations-applied", files: [[migration("1", at: hours(-2)), info]])) == .error)
    }

    @Test func `never when nobody compared the checksums`() throws {
        let wanted: KeyValuePairs<String, [String]> = ["checksums": ["equal"]]
        let rows = [migration("1"), info]
        #expect(verdict(try judge("migrations-applied", wanted, files: [rows])) == .unknown)
        #expect(verdict(try judge("migrations-applied", wanted, files: [rows + [status(true)]])) == .unknown)
        #expect(verdict(try judge("migrations-applied", wanted, files: [rows + [status(true, sums: true)]])) == .pass)
    }

    @Test func `never when nothing states the sources or the database`() throws {
        let rows = [migration("1"), info]
        #expect(said(try judge("migrations-applied", files: [rows], commit: nil)).contains("which commit"))
        #expect(said(try judge("migrations-applied", files: [rows], environment: nil)).contains("which environment"))
        #expect(verdict(try judge("migrations-applied", files: [rows], environment: nil)) == .unknown)
    }
}

@Suite struct `A procedure is documented` {
    private func section(_ title: String, _ level: Int, steps: Int = 0, _ text: String = "words") -> Fact {
        var section = DocumentSection(title: title, level: level, line: 4)
        (section.steps, section.text) = (steps, text)
        return .section(section)
    }

    private let wanted: KeyValuePairs<String, [String]> = [
        "section": ["rollback", "procedure"], "steps": ["3"], "names": ["1.50.3"],
    ]

    @Test func `by a section with enough steps, below it too, in a document of this release`() throws {
        let whole = [section("Rollback plan of v1.50.3.", 1), section("Why", 2), section("Steps", 2, steps: 3)]
        #expect(verdict(try judge("procedure-documented", wanted, files: [whole])) == .pass)
        let part = [
            section("Accounts", 1, "release 1.50.3"), section("PROCEDURE", 2, steps: 2), section("Then", 3, steps: 1),
        ]
        #expect(verdict(try judge("procedure-documented", wanted, files: [part])) == .pass)
    }

    @Test(arguments: [
        (Verdict.fail, "has 2 steps", "Procedure", 2, "of 1.50.3"), (.fail, "has 0 steps", "Procedure", 0, "1.50.3"),
        (.fail, "says TODO", "Procedure", 3, "1.50.3 todo: ask"), (.fail, "says TBD", "Procedure", 3, "1.50.3 (TBD)"),
        (.unknown, "no section is called", "Plan", 3, "1.50.3"),
        (.unknown, "does not name 1.50.3", "Procedure", 3, "of 1.50.30"),
        (.unknown, "does not name", "Procedure", 3, "of v1.50.3-rc.1"),
        (.unknown, "does not name", "Procedure", 3, "of 11.50.3"),
        (.unknown, "does not name", "Procedure", 3, "2.1.50.3"),
    ])
    func `never by less`(expected: Verdict, words: String, title: String, steps: Int, text: String) throws {
        let findings = try judge("procedure-documented", wanted, files: [[section(title, 2, steps: steps, text)]])
        #expect(verdict(findings) == expected)
        #expect(said(findings).contains(words), "\(said(findings))")
    }

    @Test func `never by steps of another section, or of another document`() throws {
        let beside = [section("Procedure", 2, "1.50.3"), section("Deploy", 2, steps: 9)]
        #expect(verdict(try judge("procedure-documented", wanted, files: [beside])) == .fail)
        let apart = [[section("Procedure", 2, "1.50.3")], [section("Deploy", 2, steps: 9)]]
        #expect(verdict(try judge("procedure-documented", wanted, files: apart)) == .fail)
        #expect(verdict(try judge("procedure-documented", wanted, files: [[]])) == .unknown)
    }
}
