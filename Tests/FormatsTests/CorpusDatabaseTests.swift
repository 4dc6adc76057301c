import Model
import Streams
import Testing

@testable import Formats

/// The database part of the public corpus, compared with the facts that its index states.
@Suite(.enabled(if: CICorpus.root != nil, "the corpus is not there"))
struct CorpusDatabaseTests {
    private func facts(_ file: String) throws -> [Fact] {
        let row = try #require(CICorpus.opsRows.first { $0.file == "ops/\(file)" }, "\(file) is not in the index")
        let bytes = try #require(CICorpus.contents("\(CICorpus.root ?? "")/\(row.file)"))
        return try #require(try ReadFacts(bytes), "\(file) is not recognised").facts
    }

    @Test(arguments: ["psql/audit-columns.aligned.txt", "psql/audit-columns.json"])
    func `counts of tables are those of the index`(file: String) throws {
        let expected = try #require(CICorpus.opsRows.first { $0.file == "ops/\(file)" }?.cells["expected_facts"])
        var said: [String] = []
        for case .row(let row) in try facts(file) {
            let cells = Dictionary(uniqueKeysWithValues: zip(row.columns, row.cells))
            let table = try #require(cells["table_name"] ?? nil)
            said.append("\(table)=\((cells["rows"] ?? nil) ?? "")")
            for column in ["created_at", "created_by", "updated_by"] {
                let nulls = (cells["\(column)_null"] ?? nil) ?? ""
                let short = table.split(separator: "_")[0]
                if nulls != "0" { said.append("NULL \(column) in \(short)=\(nulls)") }
            }
        }
        #expect(said.count == 4)
        for words in said { #expect(expected.contains(words), "\(words)") }
    }

    @Test(arguments: ["psql/script.on-error-stop.txt", "psql/script.session.txt"])
    func `a session with an error is refused at its line`(file: String) throws {
        let problem = #expect(throws: StreamProblem.self) { try facts(file) }
        #expect(problem?.id == "database.tool-failed")
        #expect(problem?.message.contains("relation \"not_there\" does not exist") == true)
        #expect((problem?.line ?? 0) > 20)
    }

    @Test func `migrations are in the states of the index`() throws {
        let states = try facts("migrations/flyway.info.pending-failed.json").compactMap {
            if case .migration(let one) = $0 { "\(one.version) \(one.word) \(one.state)" } else { nil }
        }
        #expect(
            states == [
                "50.1 Success applied", "50.2 Failed failed", "50.3 Pending pending", "49.9 Out of Order divergent",
                " Outdated divergent",
            ])
        let alembic = try facts("migrations/alembic.current.head.txt").compactMap {
            if case .migrationStatus(let status) = $0 { status } else { nil }
        }
        #expect(alembic.map(\.isUpToDate) == [true])
        #expect(alembic.map(\.current) == ["3c4d5e6f7081"])
    }
}
