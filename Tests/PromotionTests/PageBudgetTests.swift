import Model
import Reports
import TestKit
import Testing

@testable import Promotion

@Suite struct `The page's budget` {
    /// How many elements begin in a page.
    private static func elements(in page: [UInt8]) -> Int {
        zip(page, page.dropFirst()).count { $0 == UInt8(ascii: "<") && (97...122).contains($1) }
    }

    @Test(arguments: ["green", "red"])
    func `holds for the samples: 300 KiB and 6,000 elements`(sample: String) async throws {
        let pack = try await assess("\(packageRoot)/Tests/Samples/\(sample)")
        let page = try #require(try PackDocuments.render(pack, sha256: PackFolder.sha256)["index.html"])
        #expect(page.count <= 300 << 10)
        #expect(Self.elements(in: page) <= 6_000)
        #expect(Self.elements(in: page) > 2_000)
    }
}
