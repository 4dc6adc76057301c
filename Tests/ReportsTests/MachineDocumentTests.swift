import Glibc
import Model
import Reports
import Templates
import TestKit
import Testing

@Suite struct `Documents for machines` {
    private static let usual = PackBuilder().pack

    @Test func `have the same bytes twice`() throws {
        #expect(try MachineDocument.render(Self.usual) == MachineDocument.render(Self.usual))
    }

    @Test func `SARIF names what does not pass with rule, place and next action, and nothing that is not due`() throws {
        let text = String(decoding: try MachineDocument.render(Self.usual)["pack.sarif"] ?? [], as: UTF8.self)
        #expect(text.contains("\"uri\": \"evidence/pre.audit/audit.json\"") && text.contains("\"startLine\": 812"))
        #expect(
            text.contains("Next: evidencepack record -o evidence/pre.audit/run.json -- make pre.audit. Who: security."))
        #expect(!text.contains("\"ruleId\": \"later\""))
        #expect(text.contains("\"ruleId\": \"sign-off\""))
        #expect(text.contains("\"justification\": \"W-7: Two retried browser tests; fix is tracked. Risk owner"))
        #expect(!text.contains("\"level\": \"none\""))
    }

    @Test func `SARIF of a verdict without a finding is a result at the checklist's line`() throws {
        let item = ItemAssessment(
            id: "x", phase: .pre, sectionTitle: "", text: "", line: 7, owner: "qa",
            judgement: Judgement.worst(of: [.unknown]), underlying: nil,
            checks: [
                CheckAssessment(
                    id: "c", kind: "k", verdict: .unknown, underlying: nil, isGating: true, findings: [], evidence: [],
                    charts: [])
            ], next: "", digest: "")
        let pack = Pack(
            release: .sample(), checklistTitle: "", at: PackBuilder.at, toolVersion: "1", gates: [], items: [item],
            waivers: [], evidence: [], configuration: [], problems: [])
        let text = String(decoding: SARIFLog(context: MachineDocument.context).render(pack), as: UTF8.self)
        #expect(text.contains("\"level\": \"error\"") && text.contains("\"uri\": \"checklist.md\""))
        #expect(text.contains("\"startLine\": 7"))
    }

    @Test func `SARIF and OSCAL of very many findings say what they leave out`() throws {
        let findings = (1...2_000).map { Finding($0 == 2_000 ? .error : .warn, "case \($0)", at: Place("e", line: $0)) }
        let check = CheckAssessment(
            id: "c", kind: "k", verdict: .error, underlying: nil, isGating: true, findings: findings, evidence: [],
            charts: [])
        let item = ItemAssessment(
            id: "x", phase: .pre, sectionTitle: "", text: "", line: 7, owner: "qa",
            judgement: Judgement.worst(of: [.error]), underlying: nil, checks: [check], next: "", digest: "")
        let pack = Pack(
            release: .sample(), checklistTitle: "", at: PackBuilder.at, toolVersion: "1", gates: [], items: [item],
            waivers: [], evidence: [], configuration: [], problems: [])
        let files = try MachineDocument.render(pack)
        let sarif = String(decoding: files["pack.sarif"] ?? [], as: UTF8.self)
        #expect(sarif.ranges(of: "\"ruleId\"").count == 501)
        #expect(
            sarif.contains("1500 more findings, all in pack.json")
                && sarif.ranges(of: "\"level\": \"error\"").count == 2)
        let oscal = String(decoding: files["oscal.json"] ?? [], as: UTF8.self)
        #expect(oscal.contains("1950 more findings, all in pack.json.") && oscal.utf8.count < 100_000)
    }

    @Test func `OSCAL calls satisfied only what is proven`() throws {
        let texts = try MachineDocument.texts(json: try MachineDocument.render(Self.usual)["oscal.json"] ?? []).texts
        let proven = Self.usual.items.count { $0.judgement.proof != nil }
        #expect(proven > 0 && texts.count { $0 == "satisfied" } == proven)
        #expect(texts.count { $0 == "not-satisfied" } == 22 - proven)
        #expect(texts.count { $0 == "deviation-approved" } == 1)
    }

    @Test func `the badge says the decision of the next closed gate, and of no gate never a go`() throws {
        func words(_ pack: Pack) throws -> [String] {
            try MachineDocument.texts(xml: BadgeImage().render(pack)).elements.filter { $0.name == "text" }.map(\.text)
        }
        #expect(try words(Self.usual) == ["v1.50.3 apply", "No go"])
        var pack = Self.usual
        pack.gates = []
        #expect(try words(pack) == ["v1.50.3 no gate", "Incomplete"])
    }

    /// The suites' lines, each in many a text of a pack; everyday runs take a sixteenth of the scripts.
    private static func chunks() -> [[String]] {
        let root = getenv("EVIDENCEPACK_CORPUS").map { String(cString: $0) } ?? "\(packageRoot)/../shared/corpus"
        func lines(_ name: String) -> [String] {
            (Sandbox.bytes("\(root)/suites/\(name)") ?? []).split(separator: UInt8(ascii: "\n")).map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        let every = getenv("REPORT_SAMPLES") == nil ? 16 : 1
        let scripts = lines("xss-payloads.txt").enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element)
        let all = lines("naughty-strings.json") + scripts
        return stride(from: 0, to: all.count, by: 150).map { Array(all[$0...].prefix(150)) }
    }

    private static let own = [
        "\"\u{301}><x y='z'>", "]]><!--", "&lt;&#0;&x;", "\u{0}\u{1}\u{8}\u{B}\u{1B}[31m\u{7F}\u{9B}", "\u{202E}PASS",
        "\u{FFFE}\u{FFFF}\u{1FFFF}", "[a](http://x) [b](1)", "a\nb\r\nc\td", "\\](x)", "{0} {{1}}", "", " ",
        "../../etc/passwd", "//host/x", "javascript:x", "%2e%2e", "`x` ``y``", "::error::x",
        "\u{1F469}\u{200D}\u{1F52C}",
    ]

    @Test func `stay themselves whatever the texts are`() throws {
        let shape = try MachineDocument.render(Self.usual)
        let names = try Dictionary(
            uniqueKeysWithValues: MachineDocument.json.map {
                ($0, try MachineDocument.texts(json: shape[$0] ?? []).names)
            })
        let elements = try Dictionary(
            uniqueKeysWithValues: MachineDocument.xml.map { name in
                (name, Set(try MachineDocument.texts(xml: shape[name] ?? []).elements.map(\.name)))
            })
        let samples = getenv("REPORT_SAMPLES").map { String(cString: $0) }
        let chunks = Self.own.map { [$0] } + Self.chunks()
        for (number, poisons) in chunks.enumerated() {
            let files = try MachineDocument.render(PackBuilder(poisons: poisons).pack)
            for name in MachineDocument.xml {
                let found = try MachineDocument.texts(xml: try #require(files[name])).elements
                #expect(Set(found.map(\.name)).subtracting(elements[name] ?? []) == [], "\(name) \(poisons[0])")
            }
            for name in MachineDocument.json {
                let found = try MachineDocument.texts(json: try #require(files[name]))
                // Roles are names of members in pack.json.
                guard name != "pack.json" else { continue }
                #expect(found.names.subtracting(names[name] ?? []) == [], "\(name) \(poisons[0])")
                guard name == "pack.sarif" else { continue }
                #expect(!found.texts.contains { $0.contains("](") }, "\(poisons[0])")
            }
            guard let samples else { continue }
            let folder = "\(samples)/hostile-\(number)"
            mkdir(folder, 0o755)
            for (name, bytes) in files { try Self.write(bytes, "\(folder)/\(name)") }
            try Self.write(PackSchema.document.pretty, "\(folder)/pack.schema.json")
        }
    }

    private static func write(_ bytes: [UInt8], _ path: String) throws {
        let file = try #require(fopen(path, "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    /// Byte by byte: characters may combine across an edge.
    private static func holds(_ text: String, _ part: String) -> Bool { Array(text.utf8).contains(Array(part.utf8)) }

    @Test(arguments: own) func `keep the text itself`(poison: String) throws {
        let files = try MachineDocument.render(PackBuilder(poisons: [poison]).pack)
        let visible = VisibleText.lines(poison)
        let output = try MachineDocument.texts(xml: files["junit.xml"] ?? []).texts
        #expect(output.contains { Self.holds($0, visible) })
        let sarif = try MachineDocument.texts(json: files["pack.sarif"] ?? []).texts
        #expect(sarif.contains { Self.holds($0, visible.replacing("](", with: "] (")) })
        let oscal = try MachineDocument.texts(json: files["oscal.json"] ?? []).texts
        #expect(oscal.contains { Self.holds($0, VisibleText.markdownCode(poison)) })
        #expect(try MachineDocument.texts(json: files["pack.json"] ?? []).texts.contains(poison))
    }
}
