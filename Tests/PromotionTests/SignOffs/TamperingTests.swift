import Model
import TestKit
import Testing

@testable import Promotion

/// A way to tamper with a sign-off, and the reason for which it must be refused.
private struct Tampering: Sendable, CustomTestStringConvertible {
    let name: String
    let reason: String
    var channels: [SignOffWorld.Channel] = SignOffWorld.Channel.allCases
    let act: @Sendable (SignOffWorld, SignOffWorld.Channel, String) throws -> Void

    var testDescription: String { name }

    /// Changes the block before it is handed in (and signed by its sender, who may be the forger).
    static func text(
        _ name: String, _ old: String, _ new: String, reason: String,
        channels: [SignOffWorld.Channel] = SignOffWorld.Channel.allCases
    ) -> Tampering {
        Tampering(name: name, reason: reason, channels: channels) { world, channel, block in
            try #require(block.contains(old))
            try world.submit(block.replacing(old, with: new, maxReplacements: 1), by: channel)
        }
    }

    private static let zeros = String(repeating: "0", count: 64)

    static let all: [Tampering] = [
        text("another release", "release: v1.50.3", "release: v1.50.2", reason: "about the release v1.50.2"),
        text("an unknown item", "pre.audit", "pre.adit", reason: "do not name the same items"),
        text("a duplicated key", "kind: done", "kind: done\nkind: done", reason: "'kind' stands twice"),
        text("an unknown key", "kind: done", "kind: done\nforce: yes", reason: "is no line of a sign-off"),
        text("a missing key", "role: security\n", "", reason: "'role' is missing"),
        text("decision approved!", "decision: approve", "decision: approved!", reason: "neither approve nor reject"),
        text("a decision in capitals", "decision: approve", "decision: APPROVE", reason: "neither approve nor reject"),
        text("a role not held", "role: security", "role: sre", reason: "sofia does not hold the role sre"),
        text("an unknown person", "by: sofia", "by: sofie", reason: "nobody in release.yml"),
        text("a date in the future", "at: 20", "at: 21", reason: "dated in the future"),
        text("a time without offset", "Z\ndigests", "\ndigests", reason: "no time with an offset"),
        text("a short digest", "sha256:", "sha256:0", reason: "is no `item=sha256:…`"),
        text("an item twice", "items: pre.audit", "items: pre.audit, pre.audit", reason: "names an item twice"),
        text(
            "a marker of another version", "SIGN-OFF v1-----\nrelease", "SIGN-OFF v2-----\nrelease",
            reason: "not exactly the marker"),
        Tampering(name: "a quoted block", reason: "quoted") { world, channel, block in
            let quoted = block.split(separator: "\n").map { "> \($0)\n" }.joined()
            try world.submit(quoted, by: channel)
        },
        text("no end", "-----END EVIDENCEPACK SIGN-OFF v1-----", "", reason: "no end"),
        Tampering(name: "trailing data", reason: "beside the block", channels: [.file, .signature]) {
            world, channel, block in
            try world.submit(block + "approved by everybody\n", by: channel)
        },
        Tampering(name: "two blocks in a file", reason: "several blocks", channels: [.file, .signature]) {
            world, channel, block in
            try world.submit(block + block, by: channel)
        },
        Tampering(name: "a form used twice", reason: "used twice") { world, channel, block in
            let form = block.replacing("digests:", with: "form: f-1\ndigests:")
            try world.submit(form, by: channel, name: "a")
            try world.submit(form.replacing("digests:", with: "note: again\ndigests:"), by: channel, name: "b")
        },
        Tampering(name: "written by another account", reason: "was written by grace, not by sofia", channels: [.ticket])
        {
            try $0.submit($2, by: $1, as: "grace")
        },
        Tampering(name: "written by a stranger's account", reason: "the account intruder", channels: [.ticket]) {
            try $0.submit($2, by: $1, as: "intruder")
        },
        Tampering(name: "a comment edited later", reason: "was edited at", channels: [.ticket]) {
            world, channel, block in
            let early = Instant(milliseconds: world.at.milliseconds - 3_600_000)
            let text = block.replacing("at: \(world.at)", with: "at: \(early)")
            try world.submit(text, by: channel, created: early, updated: world.at)
        },
        Tampering(name: "a comment older than its date", reason: "after the comment was written", channels: [.ticket]) {
            world, channel, block in
            try world.submit(block, by: channel, created: Instant(milliseconds: world.at.milliseconds - 3_600_000))
        },
        Tampering(name: "a byte changed after signing", reason: "not of these bytes", channels: [.signature]) {
            world, channel, block in
            try world.submit(block, by: channel)
            world.sandbox.write(Array(block.replacing("v1.50.3", with: "v1.50.3 ").utf8), to: "signoffs/a.md")
        },
        Tampering(name: "signed with another's key", reason: "belongs to somebody else", channels: [.signature]) {
            try $0.submit($2, by: $1, as: "grace")
        },
        Tampering(name: "signed with an unknown key", reason: "not in allowed_signers", channels: [.signature]) {
            try $0.submit($2, by: $1, as: "stranger")
        },
        Tampering(name: "signed for another namespace", reason: "signed for 'file'", channels: [.signature]) {
            try $0.submit($2, by: $1, namespace: "file")
        },
        Tampering(name: "a revoked key", reason: "is revoked", channels: [.signature]) { world, channel, block in
            world.sandbox.write(Array("\(world.publicKey(of: "sofia"))\n".utf8), to: "revoked_keys")
            try world.submit(block, by: channel)
        },
        Tampering(name: "an expired key", reason: "no longer valid", channels: [.signature]) { world, channel, block in
            let line = "sofia@example.com valid-before=\"20250101Z\" \(world.publicKey(of: "sofia"))\n"
            world.sandbox.write(Array(line.utf8), to: "allowed_signers")
            try world.submit(block, by: channel)
        },
        Tampering(name: "a signature without its file", reason: "is missing", channels: [.signature]) {
            world, channel, block in
            try world.submit(block, by: channel)
            _ = Shell("rm signoffs/a.md", in: world.sandbox.path)
        },
        Tampering(name: "a signature cut off", reason: "malformed", channels: [.signature]) { world, channel, block in
            try world.submit(block, by: channel)
            _ = Shell("head -c 200 signoffs/a.md.sig > s && mv s signoffs/a.md.sig", in: world.sandbox.path)
        },
    ]

    static var cases: [(Tampering, SignOffWorld.Channel)] { all.flatMap { one in one.channels.map { (one, $0) } } }
}

@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A tampered sign-off` {
    @Test(arguments: Tampering.cases)
    private func `is refused, for its own reason, and shown`(tampering: Tampering, channel: SignOffWorld.Channel)
        async throws
    {
        let world = try SignOffWorld()
        try tampering.act(world, channel, try await world.block("pre.audit"))
        let pack = try await world.pack()
        let item = try #require(pack.items.first { $0.id == "pre.audit" })
        #expect(GateRule.Assurance.allCases.allSatisfy { item.done.state(atLeast: $0) != .signed })
        #expect(!pack.signOffs.isEmpty)
        let reasons = pack.signOffs.compactMap(\.refusal)
        #expect(
            reasons.count == pack.signOffs.count && reasons.contains { $0.contains(tampering.reason) }, "\(reasons)")
        #expect(pack.gates.allSatisfy { $0.decision != .go && $0.decision != .goWithWaivers })
    }

    @Test(arguments: SignOffWorld.Channel.allCases)
    func `with any one digit of a digest changed is stale at best`(channel: SignOffWorld.Channel) async throws {
        let world = try SignOffWorld()
        let block = Array(try await world.block("pre.audit").utf8)
        let digest = try #require(String(decoding: block, as: UTF8.self).firstRange(of: "=sha256:"))
        let start = String(decoding: block, as: UTF8.self)[..<digest.upperBound].utf8.count
        for index in stride(from: start, to: start + 64, by: 9) {
            var changed = block
            changed[index] = changed[index] == 48 ? 49 : 48
            try world.submit(String(decoding: changed, as: UTF8.self), by: channel)
            _ = channel == .signature ? Shell("rm -f signoffs/a.md.sig.old", in: world.sandbox.path) : nil
            let item = try #require(try await world.pack().items.first { $0.id == "pre.audit" })
            #expect(item.done.state(atLeast: .file) == .stale)
            if channel == .ticket { try world.withdraw() } else { _ = Shell("rm -r signoffs", in: world.sandbox.path) }
        }
    }

    @Test func `that repeats an old approval after a change is stale, whatever its date`() async throws {
        let world = try SignOffWorld()
        let block = try await world.block("pre.audit")
        try Edit.append("evidence/pre.audit/audit.json", "\n").apply(in: world.sandbox)
        for channel in SignOffWorld.Channel.allCases {
            try world.submit(block, by: channel)
            let done = try #require(try await world.pack().items.first { $0.id == "pre.audit" }).done
            #expect(done.state(atLeast: .file) == .stale)
        }
    }

    @Test func `an account or key of two people is refused when the release is read`() throws {
        let world = try SignOffWorld()
        try Edit.replaceFirst("release.yml", "keys: [grace@example.com]", with: "keys: [sofia@example.com]").apply(
            in: world.sandbox)
        #expect(throws: ConfigurationProblems.self) { try Promotion.load(world.sandbox.path) }
    }
}
