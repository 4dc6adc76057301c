import Glibc
import Model
import Streams
import Testing

@testable import Formats

/// Small inputs with the facts or the refusal that each must lead to; `RECORD=1` writes them anew, and fails.
struct FixtureTests {
    @Test(arguments: Fixtures.cases)
    func `a fixture gives the facts or the refusal beside it`(fixture: String) throws {
        let outcome = outcome(
            of: try #require(Fixtures.input(of: fixture)), timezone: Fixtures.timezone(of: fixture))
        if getenv("RECORD") != nil {
            Fixtures.record(outcome, for: fixture)
            Issue.record("recorded \(fixture)")
        }
        #expect(outcome == Fixtures.expectation(of: fixture))
    }

    @Test(arguments: Fixtures.formats)
    func `every format has a fixture that it accepts and one that it refuses`(format: String) {
        let outcomes = Fixtures.cases.filter { $0.utf8.starts(with: "\(format)/".utf8) }.compactMap(
            Fixtures.expectation)
        #expect(outcomes.contains { $0.utf8.starts(with: "format \(format):".utf8) })
        #expect(outcomes.contains { $0.utf8.starts(with: "refused ".utf8) })
        #expect(FormatCatalog.all.contains { $0.id == format })
    }

    private func outcome(of bytes: [UInt8], timezone: String?) -> String {
        do {
            guard let found = try ReadFacts(bytes, timezone: timezone) else { return "not recognised\n" }
            var lines = ["format \(found.format): \(found.dialect)"] + found.facts.map(\.fixtureLine)
            if let time = found.reading.producedAt { lines.append("produced at \(time)") }
            if let commit = found.reading.subject.commit { lines.append("about \(commit)") }
            lines += found.reading.notes.map { "note \($0)" }
            return lines.joined(separator: "\n") + "\n"
        } catch let problem as StreamProblem {
            return "refused \(problem.id) at line \(problem.line ?? 0)\n\(problem.message)\n\(problem.advice)\n"
        } catch {
            return "thrown \(error)\n"
        }
    }
}
