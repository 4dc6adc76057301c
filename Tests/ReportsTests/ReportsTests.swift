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
        if let folder = getenv("REPORT_SAMPLES") { try write(text, to: "\(String(cString: folder))/\(name)") }
    }

    @Test func `the first lines of the Markdown say the decision and counts that sum to 22`() throws {
        let lines = try render("pack.md").split(separator: "\n")
        #expect(lines[0] == "# No go: `v1.50.3` gate `apply`")
        let counts = try #require(lines.first { $0.hasPrefix("**22 items:**") })
        #expect(counts.dropFirst(13).split(separator: " ").compactMap { Int($0) }.reduce(0, +) == 22)
        #expect(lines.last?.hasPrefix("`evidencepack v1 release=v1.50.3 pack=sha256:") == true)
    }

    @Test func `the title says the decision, and a pack without items or gates is never a go`() throws {
        #expect(try render("index.html").contains("<title>NO_GO v1.50.3 apply: staging to production</title>"))
        let usual = Self.pack
        let empty = Pack(
            release: usual.release, checklistTitle: "", at: usual.at, toolVersion: "1", gates: [], items: [],
            waivers: [], evidence: [], configuration: [],
            problems: [])
        #expect(try render("index.html", empty).contains("<title>INCOMPLETE"))
    }

    @Test func `a chart keeps its extremes, its gap and its breach`() throws {
        let page = try render("index.html")
        #expect(page.contains("to 71.5% in 1,415 samples over 24 h; outside the limit &lt; 65 % once, at "))
        #expect(page.contains("1 gap of 25 min.") && page.contains(">gap 25 min</text>"))
        #expect(page.ranges(of: "M-5-9H5L0 0Z").count == 1)
    }

    @Test func `the mended title shows the bytes of the file beside it`() throws {
        let page = try render("index.html")
        #expect(page.contains("Checklist – Version 1.50"))
        #expect(page.contains("(in the file: Environment Promotion Checklist â€“ Version 1.50)"))
    }

    @Test func `pack.json is valid by its schema`() throws {
        let folder = "/tmp/evidencepack-schema-\(getpid())"
        mkdir(folder, 0o700)
        defer { for name in ["pack.json", "schema.json"] { unlink("\(folder)/\(name)") } }
        var pack = Self.pack
        pack.templates = [ConfigurationFile(path: "pack.css", sha256: String(repeating: "a", count: 64), bytes: 1)]
        try write(try render("pack.json", pack), to: "\(folder)/pack.json")
        try write(String(decoding: PackSchema.document.pretty, as: UTF8.self), to: "\(folder)/schema.json")
        let status = system(
            """
            python3 -c 'import jsonschema' 2>/dev/null || exit 77
            cd \(folder) && python3 -c '
            import json, jsonschema
            schema = json.load(open("schema.json"))
            jsonschema.Draft202012Validator.check_schema(schema)
            pack = json.load(open("pack.json"))
            jsonschema.Draft202012Validator(schema).validate(pack)
            pack["extra"] = 1
            assert list(jsonschema.Draft202012Validator(schema).iter_errors(pack))
            '
            """)
        rmdir(folder)
        if status >> 8 == 77 { print("skipped: python3 has no jsonschema") }
        #expect(status == 0 || status >> 8 == 77)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }
}
