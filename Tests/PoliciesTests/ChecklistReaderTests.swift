import Model
import Policies
import Testing

@Suite struct ChecklistReaderTests {
    private func read(_ text: String) throws -> Checklist {
        try ChecklistReader.read(Array(text.utf8), path: "checklist.md")
    }

    private func problems(_ text: String) -> [Problem] {
        do {
            _ = try read(text)
            return []
        } catch let error as ConfigurationProblems { return error.problems } catch { return [] }
    }

    @Test func `an item holds its continuation, its code and its nested list`() throws {
        let list = try read(
            "# T *x*\n\n## Pre-promotion\r\n- [x] One `a  b`\n  and more\n\n  ```sh\n  run it\n  now\n  ```\n- [ ] Two ~~not~~ [this](http://x.y)\n  - [ ] inner\n"
        )
        #expect(list.title == "T x")
        let items = list.sections[0].items
        #expect(items.map(\.text) == ["One `a b` and more `run it now`", "Two ~~not~~ this (http://x.y) inner"])
        #expect(items.map(\.isTicked) == [true, false])
        #expect(items.map(\.line) == [4, 11])
        #expect(items.map(\.endLine) == [10, 12])
    }

    @Test(arguments: [
        ("Pre-Promotion Gate", Phase.pre), ("Deployment Steps", .deploy), ("Post-Deployment Verification", .post),
        ("Verify", .post),
        ("Rollback Plan", .rollback), ("DEPLOY", .deploy), ("How to roll back a deployment", .rollback),
    ])
    func `a heading's words tell its phase`(heading: String, phase: Phase) throws {
        #expect(try read("## \(heading)\n1. x\n").sections.map(\.phase) == [phase])
    }

    @Test(arguments: [
        ("", "checklist.empty", nil), ("# Only a title\n", "checklist.empty", nil),
        ("- [ ] early\n", "checklist.no-phase", 1),
        ("## Misc\n\n- [ ] x\n", "checklist.no-phase", 3),
        ("## Deploy\n- [ ] x\n\n> - [ ] hidden\n", "checklist.hidden-item", 4),
        ("## Deploy\n- [ ] x\n-\n", "checklist.empty-item", 3),
    ])
    func `an item that could be overlooked is refused by line`(text: String, id: String, line: Int?) {
        let found = problems(text)
        #expect(found.map(\.id) == [id])
        #expect(found.first?.place.line == line)
    }

    @Test func `tables are no items, and a big or broken file is refused`() throws {
        #expect(try read("## Deploy\n- x\n\n| a | b |\n|---|---|\n| - [ ] y | z |\n").sections[0].items.count == 1)
        #expect(problems(String(repeating: "x", count: 256 * 1024 + 1)).map(\.id) == ["checklist.too-large"])
        #expect(throws: ConfigurationProblems.self) { try ChecklistReader.read([0xFF], path: "c") }
    }

    @Test(arguments: ["> ", "- ", "1. ", "[", "![", "*a", "`", "<", "~~a", "- [ ] ", "&", "[a](", "- a\n"])
    func `a hostile repetition ends quickly`(piece: String) {
        let start = ContinuousClock.now
        let found = problems("## Misc\n" + String(repeating: piece, count: 250_000 / piece.utf8.count))
        #expect(!found.isEmpty)
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}
