import Model
import Policies
import Testing

@Suite struct YAMLDocumentTests {
    private func problems(_ text: String) -> [Problem] { problems(Array(text.utf8)) }

    private func problems(_ bytes: [UInt8]) -> [Problem] {
        do {
            _ = try YAMLDocument.read(bytes, path: "x.yml")
            return []
        } catch { return error.problems }
    }

    @Test(arguments: [
        ("a: &x 1", "yaml.anchor", 1, 4), ("a: 1\nb: [&x 1]", "yaml.anchor", 2, 5),
        ("{\"a\":&b c}", "yaml.anchor", 1, 6),
        ("&a {b: *a}", "yaml.anchor", 1, 1), ("a: *x", "yaml.alias", 1, 4), ("a: !!str 1", "yaml.tag", 1, 4),
        ("a: !secret x", "yaml.tag", 1, 4), ("! a: 1", "yaml.tag", 1, 1),
        ("a: 1\nb: 2\na: 3", "yaml.duplicate-key", 1, 1),
        ("a: 1\n---\nb: 2", "yaml.documents", 2, 1), ("a: [1", "yaml.syntax", 2, 1),
        ("a: 1\n\tb: 2", "yaml.syntax", 2, 1),
        ("[a]: 1", "yaml.key", 1, 1), ("ä: !x 1", "yaml.tag", 1, 5),
        ("a: 1\u{2028}b: !x 1", "yaml.tag", 2, 4), ("a: 1\rb: !x 1", "yaml.tag", 2, 4),
    ])
    func `what could mislead a reader is refused with its place`(text: String, id: String, line: Int, column: Int) {
        let found = problems(text)
        #expect(found.map(\.id) == [id])
        #expect(found.first?.place == Place("x.yml", line: line, column: column))
    }

    @Test func `bytes that are not UTF-8, and control characters, are refused`() {
        #expect(problems([0x61, 0x3A, 0x20, 0xFF]).map(\.id) == ["yaml.not-utf8"])
        #expect(problems([0x61, 0x3A, 0x20, 0x00]).count == 1)
        #expect(problems([0x61, 0x3A, 0x20, 0x1B]).map(\.id) == ["yaml.syntax"])
    }

    @Test func `size, depth and number of values are bounded`() {
        #expect(problems("a: " + String(repeating: "x", count: 256 * 1024)).map(\.id) == ["yaml.too-large"])
        #expect(problems(String(repeating: "[", count: 32) + String(repeating: "]", count: 32)).isEmpty)
        #expect(
            problems(String(repeating: "[", count: 33) + String(repeating: "]", count: 33)).map(\.id) == [
                "yaml.too-large"
            ])
        #expect(problems("[" + String(repeating: "1,", count: 50_001) + "]").map(\.id) == ["yaml.too-large"])
    }

    @Test(arguments: [
        "[", "{", "{a: ", "? ", "- ", "[{", "*a ", "!a ", "\u{2028}!a ", "a: b: ", "? [*a,*a]\n: ", "&a [",
        "\u{85}&a [", "--- \n",
    ])
    func `a hostile repetition ends quickly with a problem`(piece: String) {
        let start = ContinuousClock.now
        let found = problems(String(repeating: piece, count: 250_000 / piece.utf8.count))
        #expect(!found.isEmpty)
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `text stays as written, with its place in bytes`() throws {
        let root = try YAMLDocument.read(
            Array("\u{FEFF}v: 1.50\r\nn: \"1\"\r\né: x & y\r\nc: a && b 2>&1\r\n".utf8), path: "x.yml")
        guard case .mapping(let entries) = root.content else { return #expect(Bool(false), "a mapping") }
        #expect(entries.map(\.key) == ["v", "n", "é", "c"])
        #expect(entries.map(\.value.place.column) == [4, 4, 5, 4])
        guard case .scalar("1.50", isQuoted: false) = entries[0].value.content,
            case .scalar("1", isQuoted: true) = entries[1].value.content
        else { return #expect(Bool(false), "scalars as written") }
    }

    @Test func `an empty file is an empty value`() throws {
        for text in ["", "# nothing\n", "---\n"] {
            guard case .scalar("", isQuoted: false) = try YAMLDocument.read(Array(text.utf8), path: "x.yml").content
            else { return #expect(Bool(false), "empty") }
        }
    }
}
