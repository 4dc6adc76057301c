import Glibc
import Promotion
import TestKit
import Testing

@Suite struct `The README` {
    /// The tables as the catalogs make them.
    static var tables: String {
        let formats = Reference.formats.map {
            "| `\($0.id)` | \($0.title) | \($0.producedBy.map { "`\($0)`" }.joined(separator: ", ")) |"
        }
        let kinds = Reference.kinds.map { "| `\($0.name)` | \($0.summary) |" }
        return
            "| format | what it is | made by |\n|---|---|---|\n\(formats.joined(separator: "\n"))\n\n| check kind | what it demands |\n|---|---|\n\(kinds.joined(separator: "\n"))\n"
    }

    @Test func `holds the tables that the catalogs make`() throws {
        let path = "\(packageRoot)/README.md"
        let text = String(decoding: try #require(Sandbox.bytes(path)), as: UTF8.self)
        let parts = text.split(separator: "<!-- catalogs -->\n", omittingEmptySubsequences: false)
        try #require(parts.count == 3)
        if getenv("RECORD") != nil {
            let file = try #require(fopen(path, "w"))
            fputs("\(parts[0])<!-- catalogs -->\n\(Self.tables)<!-- catalogs -->\n\(parts[2])", file)
            fclose(file)
        }
        #expect(parts[1] == Self.tables, "run the test with RECORD=1 to write them")
    }
}
