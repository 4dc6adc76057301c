import Glibc
import Model
import Reports
import Testing

@Suite struct `Reports of a pack` {
    private static let pack = PackBuilder().pack

    private func render(_ name: String, _ pack: Pack = Self.pack) throws -> String {
        let report = try #require(try ReportCatalog.all(in: TestDigest.context).first { $0.fileName == name })
        return String(decoding: report.render(pack), as: UTF8.self)
    }

    @Test func `ids and file names are unique`() throws {
        let reports = try ReportCatalog.all(in: TestDigest.context)
        #expect(Set(reports.map(\.id)).count == reports.count)
        #expect(Set(reports.map(\.fileName)).count == reports.count)
    }

    @Test(arguments: ["index.html", "pack.md", "pack.json"])
    func `the same pack gives the same bytes`(name: String) throws {
        let text = try render(name)
        #expect(text == (try render(name)))
        if let folder = getenv("REPORT_SAMPLES") {
            let file = try #require(fopen("\(String(cString: folder))/\(name)", "w"))
            fputs(text, file)
            fclose(file)
        }
    }
}
