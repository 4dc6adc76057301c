import Glibc
import Model
import Testing

@Suite struct `Tickets of any pack` {
    /// `EVIDENCEPACK_PACKS=10000` runs the campaign; `EVIDENCEPACK_ADF_FOLDER` keeps the ADF documents for another
    /// validator.
    private static let count = number("EVIDENCEPACK_PACKS") ?? 5
    private static let first = number("EVIDENCEPACK_FIRST_PACK") ?? 17
    private static let folder = getenv("EVIDENCEPACK_ADF_FOLDER").map { String(cString: $0) }
    private static let isCampaign = getenv("EVIDENCEPACK_PACKS") != nil

    private static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }

    @Test func `keep their limits, their markup and every text`() throws {
        let hasParser = MarkdownTree.isAvailable
        if !hasParser { print("skipped: Markdown is not parsed, cmark-gfm is not installed") }
        var complete: [String: Int] = [:]
        var bad = 0
        for seed in Self.first..<(Self.first + Self.count) {
            let pack = RandomPack.pack(seed: UInt64(seed), hostile: HostileText.all)
            let tickets = try Tickets(pack)
            let faults = tickets.faults + tickets.markupFaults(pack, hasParser, &complete)
            if let folder = Self.folder { save(tickets.files["ticket.adf.json"] ?? [], to: "\(folder)/\(seed).json") }
            if !faults.isEmpty {
                bad += 1
                if bad <= 3 { Issue.record("pack \(seed): \(faults.count) faults, \(faults.prefix(6))") }
            }
        }
        #expect(bad == 0)
        // A comparison that never happens shows nothing.
        for name in Tickets.limits.map(\.name) where hasParser || !name.hasSuffix(".md") && name != "summary" {
            #expect(complete[name, default: 0] > 0, "\(name) was never complete")
        }
        print("\(Self.count) packs, complete documents: \(complete.sorted { $0.key < $1.key })")
    }

    @Test func `show each payload in some field, and none acts`() throws {
        let payloads = Self.isCampaign ? HostileText.all : HostileText.own
        let hasParser = MarkdownTree.isAvailable
        for start in stride(from: 0, to: payloads.count, by: 130) {
            let pack = PackBuilder(poisons: Array(payloads[start...].prefix(130))).pack
            let tickets = try Tickets(pack)
            var complete: [String: Int] = [:]
            let faults = tickets.faults + tickets.markupFaults(pack, hasParser, &complete)
            #expect(faults.isEmpty, "from payload \(start): \(faults.prefix(6))")
            #expect(complete["pack.txt"] == 1, "from payload \(start)")
        }
        print("\(payloads.count) payloads")
    }

    @Test func `fit with ten thousand blockers and texts without end`() throws {
        let usual = PackBuilder().pack
        let long = String(repeating: "{|\\`\u{202E}@#12 ", count: 7_000)
        var release = usual.release
        (release.tag, release.ticket, release.commit) = (long, long, long)
        let blockers = (0..<10_000).map { index in
            // Some of each kind, and enough of them that no tier but the last could hold them.
            let text = index < 8 ? long : "w"
            return Blocker(
                item: index % 3 == 0 ? text : "x.\(index)", owner: index < 8 ? long : "role-\(index % 300)",
                kind: index % 2 == 0 ? "sign-off" : "fail", why: text, next: text)
        }
        let gate = GateAssessment(
            id: long, decision: .noGo, blocking: blockers, counts: [:], doneRequired: 1, doneSigned: 0,
            readyRequired: 1, readySigned: 0)
        let pack = Pack(
            release: release, checklistTitle: long, at: usual.at, toolVersion: "1", gates: [gate], items: usual.items,
            waivers: usual.waivers, evidence: usual.evidence, configuration: usual.configuration,
            problems: usual.problems)
        let tickets = try Tickets(pack)
        #expect(tickets.faults == [])
        for name in ["ticket.md", "ticket.jira.txt", "pack.txt", "ticket.adf.json"] {
            #expect(tickets.isShortened(name), "\(name)")
            #expect(tickets.text(name).contains("5000"), "\(name) counts the missing sign-offs")
        }
    }

    private func save(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "w") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
