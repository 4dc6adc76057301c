import Sealing
import Testing

@Suite struct `A manifest` {
    private let digest = String(repeating: "0f", count: 32)

    @Test func `is read back as written`() throws {
        let manifest = Manifest(digests: ["b.md": digest, "a/b.json": digest])
        #expect(String(decoding: manifest.bytes, as: UTF8.self) == "\(digest)  a/b.json\n\(digest)  b.md\n")
        #expect(try Manifest(parsing: manifest.bytes) == manifest)
    }

    @Test(arguments: [
        "", "D  b\nD  a\n", "D  a\nD  a\n", "D  a\r\n", "D  a", "D *a\n", "D  ../a\n", "D  /a\n", "d0  a\n", "D  \n",
    ])
    func `is refused when it is not exactly so`(text: String) {
        let bytes = Array(text.split(separator: "D", omittingEmptySubsequences: false).joined(separator: digest).utf8)
        #expect(throws: (any Error).self) { try Manifest(parsing: bytes) }
    }
}
