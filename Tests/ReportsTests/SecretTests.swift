import Reports
import TestKit
import Testing

@testable import Model

/// No output shows a secret, whichever text of a pack holds it; and no output or text is forgotten.
@Suite struct `Secrets in a pack` {
    /// A text in a value of the model, by the name of its field.
    private static func texts(of value: Any, in name: String = "", _ take: (String, String) -> Void) {
        if let text = value as? String { return take(name, text) }
        let mirror = Mirror(reflecting: value)
        let isOfModel = mirror.displayStyle == .struct && !(value is Instant)
        for child in mirror.children {
            let field = isOfModel ? "\(mirror.subjectType).\(child.label ?? "")" : name
            texts(of: child.value, in: field, take)
        }
    }

    /// Words of ours, ids and digests, which no file fills in freely; all the same they are masked.
    private static let fixed: Set<String> = [
        "CheckAssessment.id", "CheckAssessment.kind", "CheckAssessment.evidence", "ConfigurationFile.path",
        "ConfigurationFile.sha256", "EvidenceFile.sha256", "Blocker.item", "Blocker.kind", "GateAssessment.id",
        "GateAssessment.items", "GateAssessment.causes", "GateAssessment.after", "ItemAssessment.id",
        "ItemAssessment.digest", "ItemAssessment.readyDigest", "ItemAssessment.shortParts", "ItemAssessment.plan",
        "ItemAssessment.signers", "MetricChart.unit", "Row.unit", "Problem.id", "SignOffStatus.by", "Pack.toolVersion",
        "WaiverAssessment.id", "Waiver.id", "Waiver.item", "Waiver.check", "Place.path", "Place.pointer",
        "Blocker.owner", "MetricChart.limitText", "RunbookValue.key", "Earlier.at", "Earlier.sha256", "Member.key",
        "GateRule.id", "GateRule.after", "GateRule.done", "GateRule.ready",
    ]

    private static let secrets = SecretSample.oneOfEach

    private static var planted: Pack {
        var pack = PackBuilder(poisons: secrets.map(\.text)).pack
        let text = secrets[3].text
        var signOff = SignOff(
            release: text, items: [text], kind: .done, role: text, by: text, decision: .approve, at: pack.at,
            digests: [text: text], plan: text, form: text, note: text)
        signOff.parts = [text: text]
        pack.signOffs = [
            SignOffAssessment(
                signOff: signOff, assurance: .ticket, place: Place(text), identity: text,
                outcomes: [text: .stale(text), "x": .refused(text)], refusal: text, remark: text)
        ]
        let form = SignOffForm(
            release: text, items: [text], kind: .done, role: text, digests: [text: text], parts: [text: text],
            plan: nil,
            id: text)
        pack.sheets = [
            SignOffSheet(gate: text, role: text, kind: .done, assurance: .ticket, items: [text], forms: [form])
        ]
        var release = Release.sample()
        (release.train, release.version, release.tag, release.commit, release.base) = (text, text, text, text, text)
        (release.environment, release.ticket, release.host) = (.init(from: text, to: text), text, text)
        (release.secrets, release.sdkVersion, release.audiences) = ([text], text, [text])
        release.terraform = .init(varFile: text, plan: text, stateKey: text, stateBucket: text)
        release.ecs = .init(cluster: text, services: [text], targetGroups: [text])
        release.database = .init(instance: text, tables: [.init(name: text, minimum: 1, auditColumns: [text])])
        release.people = [.init(id: text, name: text, roles: [text], accounts: [text: text], keys: [text])]
        pack.release = release
        for index in pack.evidence.indices {
            let subject = EvidenceFile.Subject(commit: text, tag: text, train: text, environment: text, command: text)
            pack.evidence[index].subject = subject
            pack.evidence[index].subject.by = text
        }
        pack.changes = PackChanges(
            since: .init(tag: text, at: "2026-11-19T10:00:00Z", sha256: "9b07c1f3"),
            [PackChange(.changed, text, text, from: text, to: text)])
        for index in pack.items.indices where !pack.items[index].checks.isEmpty {
            pack.items[index].checks[0].rule = ["parameters": ["token": .string(text)], "files": [.string(text)]]
            pack.items[index].asOf = text
        }
        for index in pack.waivers.indices { pack.waivers[index].waiver?.subject = text }
        return pack
    }

    private static func isPlanted(_ text: String) -> Bool { secrets.contains { text.contains($0.value) } }

    @Test func `every text field of a pack holds one in these tests, or is none that a file fills in`() {
        var planted: Set<String> = []
        var fields: Set<String> = []
        Self.texts(of: Self.planted) { name, text in
            fields.insert(name)
            if Self.isPlanted(text) { planted.insert(name) }
        }
        let forgotten = fields.subtracting(planted).subtracting(Self.fixed)
        #expect(
            forgotten.sorted() == [], "plant a secret there, and mask it in Sources/Model/Secrets/PackMasking.swift")
        #expect(fields.count > 60)
    }

    @Test func `a masked pack holds none in any field`() {
        var leaks: Set<String> = []
        Self.texts(of: Self.planted.masked()) { name, text in if Self.isPlanted(text) { leaks.insert(name) } }
        #expect(leaks.sorted() == [], "mask it in Sources/Model/Secrets/PackMasking.swift")
    }

    @Test func `no report of the catalog shows one, in whatever form`() throws {
        let pack = Self.planted.masked()
        for report in try ReportCatalog.all(in: TestDigest.context) {
            let text = String(decoding: report.render(pack), as: UTF8.self)
            for secret in Self.secrets {
                let core = secret.value.split { " \n=".contains($0) }.max { $0.count < $1.count } ?? ""
                #expect(!text.contains(core), "\(report.fileName) shows \(secret.kind)")
            }
        }
    }

    @Test func `unmasked, every report shows one: the test above can fail`() throws {
        let plain = Self.planted
        for report in try ReportCatalog.all(in: TestDigest.context)
        where ["index.html", "pack.md", "pack.json"].contains(report.fileName) {
            let text = String(decoding: report.render(plain), as: UTF8.self)
            #expect(Self.secrets.contains { text.contains($0.value) }, "\(report.fileName)")
        }
    }

    @Test func `the same secret has the same number everywhere, and the pack says how many and where`() throws {
        let token = "gh" + "p_" + String(repeating: "aB3x", count: 9)
        var pack = PackBuilder(poisons: ["x \(token) y", "quiet", "password=\"hunter2hunter2\""]).pack
        pack = pack.masked()
        #expect(pack.secrets.map(\.number) == [1, 2])
        #expect(Set(pack.secrets.map(\.kind)) == ["github-pat", "password"])
        #expect(pack.secrets.allSatisfy { !$0.places.isEmpty })
        #expect(pack.masked().secrets == pack.secrets)
        let reports = try ReportCatalog.all(in: TestDigest.context)
        for name in ["index.html", "pack.md", "ticket.md", "ticket.jira.txt", "ticket.adf.json", "pack.txt"] {
            let text = String(
                decoding: try #require(reports.first { $0.fileName == name }).render(pack), as: UTF8.self)
            #expect(text.contains("2 secrets were found in the evidence and masked"), "\(name)")
        }
        let json = String(
            decoding: try #require(reports.first { $0.fileName == "pack.json" }).render(pack), as: UTF8.self)
        #expect(json.contains("\"kind\": \"github-pat\""))
        // Verdicts and digests are those of the texts as they are.
        #expect(pack.items.map(\.digest) == PackBuilder().pack.items.map(\.digest))
    }

    @Test func `what a sentence names, its value beside it does not show`() {
        var finding = Finding(
            .fail, "record /0: 'db.password' is 'tulip'", observed: "'tulip'", limit: "db.password = x", at: Place("a"))
        var masker = SecretMasker()
        finding.mask(by: &masker)
        #expect(finding.message == "record /0: 'db.password' is '[redacted:password #1]'")
        #expect(finding.observed == "'[redacted:secret #1]'" || finding.observed == "'[redacted:password #1]'")
    }
}
