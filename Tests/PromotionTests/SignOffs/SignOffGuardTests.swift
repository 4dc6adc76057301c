import Model
import Sealing
import TestKit
import Testing

@testable import Promotion

/// Ways round the rules for people, keys and waivers.
@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A sign-off guarded` {
    private func item(_ id: String, _ pack: Pack) throws -> ItemAssessment {
        try #require(pack.items.first { $0.id == id })
    }

    private func minutes(_ count: Int64, before time: Instant) -> Instant {
        Instant(milliseconds: time.milliseconds - count * 60_000)
    }

    @Test func `is rejected by who names no plan`() async throws {
        let world = try SignOffWorld()
        let block = try await world.block("deploy.plan", role: "platform", by: "mei", decision: .reject)
        #expect(block.contains("\nplan: sha256:"))
        let bare = block.split(separator: "\n").filter { !$0.hasPrefix("plan:") }.map { "\($0)\n" }.joined()
        try world.submit(bare, by: .signature, as: "mei")
        #expect(try item("deploy.plan", try await world.pack()).done.state == .rejected)
        // To approve, one must name it.
        _ = Shell("rm signoffs/*", in: world.sandbox.path)
        try world.submit(
            bare.replacing("decision: reject", with: "decision: approve"), by: .signature, as: "mei")
        let done = try item("deploy.plan", try await world.pack()).done
        #expect(done.state == .invalid && done.why?.contains("does not name the plan") == true)
    }

    @Test func `is rejected in a second role, in which its person could not approve`() async throws {
        let world = try SignOffWorld()
        try Edit.replaceFirst("release.yml", "roles: [security]", with: "roles: [security, sre]").apply(
            in: world.sandbox)
        try world.submit(try await world.block("pre.audit"), by: .signature, name: "a")
        let reject = try await world.block("pre.metrics", role: "sre", decision: .reject)
        try world.submit(reject, by: .signature, name: "b")
        let pack = try await world.pack()
        #expect(try item("pre.audit", pack).done.state == .signed)
        #expect(try item("pre.metrics", pack).done.state == .rejected)
        #expect(pack.gates[0].decision == .noGo)
    }

    @Test func `is not saved by a date at which its key was still valid`() async throws {
        let world = try SignOffWorld()
        let early = minutes(60, before: world.at)
        let end = minutes(30, before: world.at).description.filter { $0.isNumber }
        let line = "sofia@example.com valid-before=\"\(end)Z\" \(world.publicKey(of: "sofia"))\n"
        world.sandbox.write(Array(line.utf8), to: "allowed_signers")
        let block = try await world.block("pre.audit").replacing("at: \(world.at)", with: "at: \(early)")
        try world.submit(block, by: .signature)
        let done = try item("pre.audit", try await world.pack()).done
        #expect(done.state == .invalid && done.why?.contains("no longer valid") == true, "\(done.why ?? "")")
    }

    @Test func `does not cover a second waiver behind a first`() async throws {
        let world = try SignOffWorld()
        let later = Instant(milliseconds: world.at.milliseconds + 3_600_000)
        try Edit.replaceFirst(
            "rules.yml", "      - advisories-below: {critical: 0, high: 0, about: [commit]}\n",
            with: """
                      - advisories-below: {id: first, low: 0, about: [commit]}
                      - advisories-below: {id: second, moderate: 0, about: [commit], from: "\(later)"}

                """
        ).apply(in: world.sandbox)
        let waiver = { (id: String, check: String) in
            """
              - {id: \(id), item: pre.audit, check: \(check), reason: r, risk_owner: a, requester: b, approver: c,
                 ticket: T-1, not_before: "2026-11-20T00:00:00Z", until: "2026-12-01T00:00:00Z"}

            """
        }
        let head = "schema: evidencepack/waivers/1\nwaivers:\n"
        world.sandbox.write(Array((head + waiver("W-1", "first")).utf8), to: "waivers.yml")
        try world.submit(try await world.block("pre.audit"), by: .signature)
        let now = try item("pre.audit", try await world.pack())
        #expect(now.verdict == .waived && now.done.state == .signed)
        // What only warned fails now, and is waived too: the item says `waived` as before, over the same evidence.
        world.sandbox.write(
            Array((head + waiver("W-1", "first") + waiver("W-2", "second")).utf8), to: "waivers.yml")
        let pack = try await Promotion.assess(
            try Promotion.load(world.sandbox.path), at: later, toolVersion: "test", workers: 2)
        let then = try item("pre.audit", pack)
        #expect(then.verdict == .waived)
        #expect(then.done.state == .stale && then.done.why?.hasPrefix("its verdict changed") == true)
    }

    @Test(arguments: ["ci-runner", "sofia marino ", "SOFIA", "s.marino@corp.example.com"])
    func `by one person is not enough when somebody unknown made the evidence`(by: String) async throws {
        let world = try SignOffWorld()
        let isHers = by.lowercased().hasPrefix("sofia")
        try Edit.replaceFirst("evidence/pre.audit/audit.run.json", "\"by\": null", with: "\"by\": \"\(by)\"")
            .apply(in: world.sandbox)
        try world.submit(try await world.block("pre.audit"), by: .signature)
        let done = try item("pre.audit", try await world.pack()).done
        #expect(done.state == .invalid)
        let words = isHers ? "sofia made the evidence" : "'\(by)' made the evidence and is nobody in release.yml"
        #expect(done.why?.contains(words) == true, "\(done.why ?? "")")
        guard !isHers else { return }
        // Named there, it is somebody else.
        try Edit.replaceFirst(
            "release.yml", "people:\n", with: "people:\n  - {id: bot, name: Bot, roles: [], accounts: {ci: \(by)}}\n"
        ).apply(in: world.sandbox)
        #expect(try item("pre.audit", try await world.pack()).done.state == .signed)
    }

    @Test func `of pull requests by an unknown account needs two`() async throws {
        let world = try SignOffWorld()
        for account in ["priyanair", "jweber-dev"] {
            try Edit.replace("evidence/pre.ci/pulls.json", account, with: "someone-else").apply(in: world.sandbox)
        }
        for (index, who) in ["priya", "jonas"].enumerated() {
            let block = try await world.block("pre.ci", role: "engineering", by: who)
            try world.submit(block, by: .ticket, as: who, name: who)
            let done = try item("pre.ci", try await world.pack()).done
            #expect(done.state == (index == 0 ? .invalid : .signed))
            guard index == 0 else { continue }
            #expect(done.why?.contains("'github account someone-else' made the evidence") == true, "\(done.why ?? "")")
        }
    }

    @Test func `in a comment counts from when that was written, whatever earlier time it states`() async throws {
        let world = try SignOffWorld()
        let early = minutes(60, before: world.at)
        let block = try await world.block("pre.audit").replacing("at: \(world.at)", with: "at: \(early)")
        try world.submit(block, by: .ticket)
        let done = try item("pre.audit", try await world.pack()).done
        #expect(done.signed(atLeast: .ticket) == world.at)
    }
}
