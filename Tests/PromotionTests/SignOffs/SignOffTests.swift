import Model
import Sealing
import TestKit
import Testing

@testable import Promotion

@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A sign-off` {
    private func audit(_ pack: Pack) throws -> ItemAssessment {
        try #require(pack.items.first { $0.id == "pre.audit" })
    }

    @Test(arguments: SignOffWorld.Channel.allCases, [SignOff.Kind.ready, .done])
    func `counts with the assurance of the way by which it came`(channel: SignOffWorld.Channel, kind: SignOff.Kind)
        async throws
    {
        let world = try SignOffWorld()
        try world.submit(try await world.block("pre.audit", kind: kind), by: channel)
        let item = try audit(try await world.pack())
        let status = kind == .done ? item.done : item.ready
        #expect(status.by == ["sofia"])
        let reached = try #require(GateRule.Assurance(rawValue: channel.rawValue))
        for assurance in GateRule.Assurance.allCases {
            #expect((status.state(atLeast: assurance) == .signed) == (assurance <= reached), "\(assurance)")
        }
        #expect((kind == .done ? item.ready : item.done).by.isEmpty)
    }

    @Test func `of a file alone never opens a gate that asks for more`() async throws {
        let world = try SignOffWorld()
        try world.submit(try await world.block("pre.audit"), by: .file)
        let pack = try await world.pack()
        #expect(pack.gates[0].doneSigned == 0)
        #expect(pack.gates[0].blocking.contains { $0.item == "pre.audit" && $0.why.contains("less assurance") })
    }

    @Test func `is stale when one evidence byte of its item changes, says what changed, and no other goes stale`()
        async throws
    {
        let world = try SignOffWorld()
        try world.submit(try await world.block("pre.audit"), by: .signature)
        try world.submit(
            try await world.block("pre.audit", kind: .ready), by: .signature, name: "b")
        #expect(try audit(try await world.pack()).done.state == .signed)
        try Edit.append("evidence/pre.audit/audit.json", "\n").apply(in: world.sandbox)
        let item = try audit(try await world.pack())
        #expect(item.done.state == .stale)
        #expect(item.done.why?.hasPrefix("its evidence changed: signed sha256:") == true)
        #expect(item.ready.state == .signed)
        try Edit.replace("checklist.md", "High/Critical", with: "High/Critical ").apply(in: world.sandbox)
        #expect(try audit(try await world.pack()).ready.state == .signed)
        try Edit.replaceFirst("checklist.md", "ran on the release", with: "was run on the release").apply(
            in: world.sandbox)
        let reworded = try audit(try await world.pack())
        #expect(reworded.ready.state == .stale && reworded.ready.why?.contains("its wording changed") == true)
        #expect(reworded.done.why?.contains("its wording and its evidence changed") == true)
    }

    @Test func `in the ticket does not void those that were written there before`() async throws {
        let world = try SignOffWorld()
        try world.submit(try await world.block("pre.audit"), by: .ticket, name: "a")
        try world.submit(
            try await world.block("pre.leads", kind: .ready, role: "product-lead", by: "ana"), by: .ticket, as: "ana",
            name: "b")
        let pack = try await world.pack()
        #expect(try audit(pack).done.state == .signed)
        #expect(pack.items.first { $0.id == "pre.leads" }?.ready.state == .signed)
        #expect(pack.signOffs.count == 2)
    }

    @Test func `that rejects beats one that approves, until the same person approves later`() async throws {
        let world = try SignOffWorld()
        try world.submit(try await world.block("pre.audit"), by: .signature, name: "a")
        let reject = try await world.block("pre.audit", decision: .reject)
        try world.submit(reject, by: .signature, name: "b")
        let pack = try await world.pack()
        #expect(try audit(pack).done.state == .rejected)
        #expect(pack.gates[0].decision == .noGo)
        let earlier = Instant(milliseconds: world.at.milliseconds - 60_000)
        try world.submit(
            reject.replacing("at: \(world.at)", with: "at: \(earlier)"), by: .signature, name: "b")
        #expect(try audit(try await world.pack()).done.state == .signed)
    }

    @Test func `by the maker of the evidence needs another approver beside it`() async throws {
        let world = try SignOffWorld()
        try Edit.replaceFirst("evidence/pre.audit/audit.run.json", "\"by\": null", with: "\"by\": \"sofia\"")
            .apply(in: world.sandbox)
        try world.submit(try await world.block("pre.audit"), by: .signature)
        let done = try audit(try await world.pack()).done
        #expect(done.state == .invalid && done.why?.contains("sofia made the evidence") == true)
    }

    @Test func `of one person in two roles counts for the first, unless the rules allow both`() async throws {
        let world = try SignOffWorld()
        try Edit.replaceFirst("release.yml", "roles: [security]", with: "roles: [security, sre]").apply(
            in: world.sandbox)
        try world.submit(try await world.block("pre.audit"), by: .signature, name: "a")
        let second = try await world.block("pre.metrics", role: "sre")
        try world.submit(second, by: .signature, name: "b")
        let metrics = { (pack: Pack) in pack.items.first { $0.id == "pre.metrics" }?.done }
        let done = metrics(try await world.pack())
        #expect(done?.state == .invalid && done?.why?.contains("one person cannot fill two roles") == true)
        try Edit.append("rules.yml", "\none_person_many_roles: true\n").apply(in: world.sandbox)
        #expect(metrics(try await world.pack())?.state == .signed)
    }

    @Test func `is wanted from every role and number that the rules name`() async throws {
        let world = try SignOffWorld()
        try Edit.replaceFirst(
            "rules.yml", "    owner: security\n", with: "    owner: security\n    sign_offs: {security: 1, sre: 1}\n"
        ).apply(in: world.sandbox)
        try world.submit(try await world.block("pre.audit"), by: .signature)
        let done = try audit(try await world.pack()).done
        #expect(done.state == .missing && done.why == "sre 0 of 1")
    }

    @Test func `that rejects is not taken back by what proves less, nor counted as an approval`() async throws {
        let world = try SignOffWorld()
        let reject = try await world.block("pre.audit", decision: .reject)
        let earlier = Instant(milliseconds: world.at.milliseconds - 60_000)
        try world.submit(reject.replacing("at: \(world.at)", with: "at: \(earlier)"), by: .signature, name: "a")
        // A file that anybody can write.
        try world.submit(try await world.block("pre.audit"), by: .file, name: "b")
        let done = try audit(try await world.pack()).done
        for assurance in GateRule.Assurance.allCases { #expect(done.state(atLeast: assurance) == .rejected) }
        try world.submit(try await world.block("pre.audit"), by: .signature, name: "c")
        #expect(try audit(try await world.pack()).done.state == .signed)
    }

    @Test func `of the author of a pull request needs another approver beside it`() async throws {
        let world = try SignOffWorld()
        let block = try await world.block("pre.ci", role: "engineering", by: "priya")
        try world.submit(block, by: .ticket, as: "priya", name: "a")
        let ci = { (pack: Pack) in pack.items.first { $0.id == "pre.ci" }?.done }
        let alone = ci(try await world.pack())
        #expect(alone?.state == .invalid && alone?.why?.contains("priya made the evidence") == true)
        try world.submit(
            try await world.block("pre.ci", role: "engineering", by: "jonas"), by: .ticket, as: "jonas", name: "b")
        #expect(ci(try await world.pack())?.state == .signed)
    }

    @Test func `counts for no waiver of evidence that is absent`() async throws {
        let world = try SignOffWorld()
        let waivers = """
            schema: evidencepack/waivers/1
            waivers:
              - {id: W-1, item: pre.audit, check: advisories-below, reason: r, risk_owner: a, requester: b, approver: c,
                 ticket: T-1, not_before: "2026-11-20T00:00:00Z", until: "2026-12-01T00:00:00Z"}

            """
        world.sandbox.write(Array(waivers.utf8), to: "waivers.yml")
        _ = Shell("rm -r evidence/pre.audit", in: world.sandbox.path)
        let pack = try await world.pack()
        #expect(try audit(pack).verdict == .unknown)
        #expect(pack.waivers[0].state == .refused && pack.waivers[0].note.contains("not there"))
    }
}
