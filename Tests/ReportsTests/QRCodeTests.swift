import Glibc
import Model
import Testing

@testable import Reports

@Suite struct `A QR code` {
    private static func rows(_ code: QRCode) -> [String] {
        (0..<code.size).map { y in
            code.modules[(y * code.size)..<((y + 1) * code.size)].map { $0 ? "#" : "." }.joined()
        }
    }

    @Test(arguments: QRVectors.all)
    func `is module by module what another encoder makes`(vector: QRVectors.Vector) throws {
        let code = try #require(QRCode(Array(vector.text.utf8), mask: vector.mask))
        #expect(Self.rows(code) == vector.rows)
    }

    @Test func `has the generator polynomials of the standard`() {
        // x⁷ + α⁸⁷x⁶ + α²²⁹x⁵ + …, and that of degree 10 (annex A), as field elements.
        #expect(ReedSolomon.divisor(7) == [127, 122, 154, 164, 11, 68, 117])
        #expect(ReedSolomon.divisor(10) == [216, 194, 159, 111, 199, 94, 95, 113, 157, 193])
    }

    @Test func `holds as much as the standard says at level M, and no more`() throws {
        let capacities = [
            14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666,
        ]
        for (index, capacity) in capacities.enumerated() {
            #expect(QRVersion.smallest(for: capacity)?.number == index + 1)
            #expect(QRVersion.smallest(for: capacity + 1)?.number == index + 2)
        }
        #expect(QRVersion.smallest(for: 2_331)?.number == 40)
        #expect(QRCode([UInt8](repeating: 65, count: 2_332)) == nil)
    }

    @Test func `of the form is drawn in the page once a form, and says the release, the pack and the form`() throws {
        let pack = PackBuilder().formPack
        let report = try #require(try ReportCatalog.all(in: TestDigest.context).first { $0.fileName == "signoff.html" })
        let page = String(decoding: report.render(pack), as: UTF8.self)
        #expect(page.ranges(of: "<svg class=\"qr\"").count == pack.sheets.flatMap(\.forms).count)
        let digest = TestDigest.sha256(PackDocument().render(pack)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        #expect(page.contains("<title>QR code: v1.50.3|\(digest)|form-1a2b3c4d5e6f7a8b</title>"))
    }

    /// What `.ci/qr` hands to decoders and to another encoder.
    @Test(.enabled(if: getenv("EVIDENCEPACK_QR") != nil, "named by .ci/qr"))
    func `is written for other programs`() throws {
        let folder = getenv("EVIDENCEPACK_QR").map { String(cString: $0) } ?? ""
        for count in [1, 14, 15, 26, 42, 62, 84, 104, 106, 122, 152, 180, 213, 251, 300, 450, 666, 1_000, 1_500, 2_331]
        {
            let text = String(
                decoding: (0..<count).map { UInt8(ascii: "!") + UInt8(($0 * 31 + count) % 90) }, as: UTF8.self)
            for mask in 0..<8 {
                let code = try #require(QRCode(Array(text.utf8), mask: mask))
                let file = try #require(fopen("\(folder)/\(count)-\(mask).txt", "w"))
                fputs(([text] + Self.rows(code)).joined(separator: "\n") + "\n", file)
                fclose(file)
            }
        }
    }
}
