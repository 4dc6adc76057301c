import Formats
import Model
import Streams
import Testing

@Suite struct `The catalog of formats` {
    @Test func `has unique ids, facts and producers`() {
        #expect(Set(FormatCatalog.all.map(\.id)).count == FormatCatalog.all.count)
        for format in FormatCatalog.all {
            #expect(!format.title.isEmpty && !format.producedBy.isEmpty && !format.facts.isEmpty, "\(format.id)")
        }
    }

    @Test(arguments: [
        "", " ", "{}", "[]", "null", "{\"a\":1}", "<a/>", "<html><title>502</title></html>", "plain text", "\u{FEFF}",
        "PK\u{3}\u{4}",
    ])
    func `recognises nothing in`(text: String) {
        #expect(FormatCatalog.recognise(Preamble(bytes: Array(text.utf8), isWhole: true)) == nil)
    }

    @Test(.enabled(if: CICorpus.root != nil, "the corpus is not there"))
    func `names one format at most for every file of the corpus`() throws {
        for row in CICorpus.rows + CICorpus.opsRows {
            let bytes = try #require(CICorpus.contents("\(CICorpus.root ?? "")/\(row.file)"))
            let preamble = Preamble(bytes: Array(bytes.prefix(262_144)), isWhole: bytes.count <= 262_144)
            let found = FormatCatalog.all.filter { $0.recognise(preamble) != nil }.map(\.id)
            #expect(found.count <= 1, "\(row.file): \(found)")
        }
    }
}
