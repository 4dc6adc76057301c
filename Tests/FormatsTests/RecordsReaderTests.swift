import Model
import Streams
import Testing

@testable import Formats

private func read(_ text: String, rows: String? = nil, fields: [String] = ["a"]) throws -> [String] {
    let source = ByteSource(bytes: Array(text.utf8))
    var lines: [String] = []
    _ = try RecordsReader.read(source, try source.preamble(), RecordSelection(rows: rows, fields: fields)) { fact in
        switch fact {
        case .record(let record):
            let values = fields.map { record.fields[$0].map { "\($0)" } ?? "-" }.joined(separator: " ")
            lines.append("\(record.line) \(record.pointer ?? ""): \(values)")
        case .gap(let gap): lines.append("gap: \(gap.reason)")
        default: Issue.record("another fact")
        }
    }
    return lines
}

private func problem(_ text: String, rows: String? = nil) -> String? {
    do {
        _ = try read(text, rows: rows)
        return nil
    } catch { return (error as? StreamProblem)?.id ?? "\(error)" }
}

@Suite struct `Records of any document` {
    @Test func `stand in JSON where a pointer with stars leads, with the types they have`() throws {
        let text = """
            {"items": [{"a": 1.50, "b": {"c": ["x", "y"]}},
              {"a": "1.5", "b/c": true}, {"a": null}, {"a": []}, {}], "more": {"k": {"a": 2}, "l": {"a": 3}}}
            """
        #expect(
            try read(text, rows: "/items/*", fields: ["a", "/b/c/1", "b/c"]) == [
                "1 /items/0: number(1.5) text(\"y\") -", "2 /items/1: text(\"1.5\") - flag(true)",
                "2 /items/2: null - -",
                "2 /items/3: other - -", "2 /items/4: - - -",
            ])
        #expect(try read(text, rows: "/more/*") == ["2 /more/k: number(2)", "2 /more/l: number(3)"])
        #expect(try read(text, rows: "/items/1") == ["2 /items/1: text(\"1.5\")"])
        #expect(try read("[5, \"x\"]", fields: ["."]) == ["1 /0: number(5)", "1 /1: text(\"x\")"])
    }

    @Test func `are the elements of a list, the documents of a stream, or the one document, unless told otherwise`()
        throws
    {
        #expect(try read("[{\"a\": 1}, {\"a\": 2}]") == ["1 /0: number(1)", "1 /1: number(2)"])
        #expect(try read("{\"a\": 1}\n{\"a\": 2}\n") == ["1 : number(1)", "2 : number(2)"])
        #expect(try read("{\"a\": 1}", rows: "") == ["1 : number(1)"])
        #expect(try read("[]").isEmpty)
    }

    @Test func `leave a gap where the path leads into nothing, and never pass over a part`() throws {
        #expect(try read("{}", rows: "/items/*").count == 1)
        let pages = "{\"pages\": [{\"items\": [{\"a\": 1}]}, {\"error\": \"500\"}, {\"items\": null}]}"
        let lines = try read(pages, rows: "/pages/*/items/*")
        #expect(lines.count == 3 && lines[0] == "1 /pages/0/items/0: number(1)")
        #expect(lines[1].hasPrefix("gap: there is no `items` at `/pages/1`"))
        #expect(lines[2].hasPrefix("gap: there is no list at `/pages/2/items`"))
    }

    @Test func `are the rows of a table, whatever stands between its cells`() throws {
        #expect(try read("a,b\n1,2\n\"x, y\",\n\n") == ["2 : untyped(\"1\")", "3 : untyped(\"x, y\")"])
        #expect(try read("b;a\r\n1;2\r\n", fields: ["a", "c"]) == ["2 : untyped(\"2\") -"])
        #expect(try read("a\tb\n1\t2\n") == ["2 : untyped(\"1\")"])
    }

    @Test func `are the parts of an XML document that an expression selects`() throws {
        let text = "<r>\n<i s='1'><a>x</a></i><i><a>y</a><a>z</a></i></r>"
        #expect(
            try read(text, rows: "//i", fields: ["a", "@s"]) == ["2 : untyped(\"x\") untyped(\"1\")", "2 : other -"])
    }

    @Test(
        arguments: [
            ("{\"items\": [{\"a\": 1}", "/items/*"), ("[{\"a\": 1, \"a\": 2}]", nil), ("{\"a\": 1} x", nil),
            ("a,b\n1\n", nil), ("a,a\n1,2\n", nil), ("a,b\n1,2", nil), ("a,b\n1,2\n\na,b\n3,4\n", nil),
            ("a,b\n1,2\n", "/items/*"),
            ("<html><body>502</body></html>", "//a"), ("<r/>", nil), ("<r><i></r>", "//i"), ("[1]", "//i["),
            ("\u{0}\u{1}", nil),
        ] as [(String, String?)])
    func `are not taken from what is broken, cut off or something else`(text: String, rows: String?) {
        #expect(problem(text, rows: rows) != nil)
    }

    @Test func `are chosen by a pointer or an expression, and nothing else`() {
        for rows in ["", "/items/*", "/a~1b/~0", "//case", "count(//a)"] { #expect(RecordsReader.isSelector(rows)) }
        for rows in ["items[", "/a~2[", "$.items[*]"] { #expect(!RecordsReader.isSelector(rows)) }
    }
}
