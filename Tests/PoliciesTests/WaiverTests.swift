import Model
import Policies
import Testing

@Suite struct WaiverTests {
    static let good = [
        "id": "W-1", "item": "pre.audit", "check": "advisories-below", "reason": "no fix yet", "risk_owner": "gus",
        "requester": "fay",
        "approver": "gus", "ticket": "REL-1503", "not_before": "2026-11-20T00:00:00Z", "until": "2026-12-20T00:00:00Z",
    ]

    private func load(_ waivers: [[String: String]]) throws -> Policy {
        var files = try StarterFolder.files()
        let lines = waivers.map { fields in
            "  - {" + fields.sorted { $0.key < $1.key }.map { "\($0.key): \"\($0.value)\"" }.joined(separator: ", ")
                + "}"
        }
        files["waivers.yml"] = Array(
            "schema: evidencepack/waivers/1\nwaivers:\n\(lines.joined(separator: "\n"))\n".utf8)
        return try PolicyLoader.load(files)
    }

    @Test func `a whole waiver is taken`() throws {
        var fields = Self.good
        fields["max_value"] = "2"
        fields["subject"] = "sha256:" + String(repeating: "a", count: 64)
        let policy = try load([fields])
        #expect(policy.rejectedWaivers.isEmpty)
        #expect(policy.waivers.map(\.id) == ["W-1"])
        #expect(policy.waivers[0].maxValue == Quantity(ExactDecimal(2), .count))
        #expect(policy.waivers[0].place.line == 3)
    }

    @Test(arguments: [
        ("approver", "Fay", "waivers.self-approved"), ("until", "2026-11-20T00:00:00Z", "waivers.empty-span"),
        ("until", "2026-12-20T00:00:00.001Z", "waivers.too-long"), ("until", "2026-12-01", "waivers.wrong-value"),
        ("not_before", "2026-11-20T00:00:00", "waivers.wrong-value"), ("item", "pre.audti", "waivers.unknown-item"),
        ("check", "advisories", "waivers.unknown-check"), ("max_value", "much", "waivers.wrong-value"),
        ("subject", "sha256:12", "waivers.wrong-value"), ("reason", "", "waivers.wrong-type"),
        ("risk", "x", "waivers.unknown-key"),
    ])
    func `a waiver that is not wholly right counts as absent and is told`(key: String, value: String, id: String) throws
    {
        var fields = Self.good
        fields[key] = value
        let policy = try load([fields])
        #expect(policy.waivers.isEmpty)
        #expect(policy.rejectedWaivers.map(\.problem.id) == [id])
        #expect(policy.rejectedWaivers.first?.id == "W-1")
        #expect(policy.rejectedWaivers.first?.problem.place.line == 3)
    }

    @Test(arguments: good.keys.sorted()) func `a waiver without one of its fields counts as absent`(key: String) throws
    {
        var fields = Self.good
        fields[key] = nil
        let policy = try load([fields])
        #expect(policy.waivers.isEmpty)
        #expect(policy.rejectedWaivers.map(\.problem.id) == ["waivers.missing-key"])
    }

    @Test func `the second waiver of one id counts as absent, and the first stays`() throws {
        let policy = try load([Self.good, Self.good])
        #expect(policy.waivers.count == 1)
        #expect(policy.rejectedWaivers.map(\.problem.id) == ["waivers.duplicate-waiver"])
    }

    @Test func `a broken waivers file is a problem of the configuration`() throws {
        var files = try StarterFolder.files()
        files["waivers.yml"] = Array("schema: evidencepack/waivers/2\nwaiver: []\n".utf8)
        let ids = Set(StarterFolder.problems(files).map(\.id))
        #expect(ids == ["waivers.newer-schema", "waivers.missing-key", "waivers.unknown-key"])
    }
}

@Suite struct SidecarTests {
    @Test func `a sidecar declares what its keys say`() throws {
        let sidecar = try SidecarReader.read(
            Array(
                "collected_at: 2026-11-20T10:00:00+01:00\ncommand: a --ci\ntimezone: Europe/Berlin\nunit: ratio\nenvironment: staging\n"
                    .utf8), path: "x.meta.yml")
        #expect(sidecar.collectedAt == Instant(rfc3339: "2026-11-20T09:00:00Z"))
        #expect(sidecar.command == "a --ci")
        #expect(sidecar.timezone == "Europe/Berlin")
        #expect(sidecar.unit == .ratio)
        #expect(sidecar.environment == "staging")
    }

    @Test(arguments: [
        ("", "meta.missing-key"), ("command: x", "meta.missing-key"), ("sha256: 12", "meta.wrong-value"),
        ("comand: x", "meta.unknown-key"), ("collected_at: yesterday", "meta.wrong-value"),
        ("unit: furlong", "meta.wrong-value"),
        ("timezone: +1", "meta.wrong-value"), ("timezone: ../../etc", "meta.wrong-value"),
        ("commit: abc", "meta.wrong-value"),
        ("- a", "meta.wrong-type"), ("command: &x y", "yaml.anchor"),
    ])
    func `a sidecar that is not understood wholly is refused`(text: String, id: String) {
        let problems: [Problem]
        do {
            _ = try SidecarReader.read(Array(text.utf8), path: "x.meta.yml")
            problems = []
        } catch { problems = error.problems }
        #expect(problems.contains { $0.id == id })
    }
}
