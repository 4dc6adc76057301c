import Model
import TestKit
import Testing

@testable import Promotion

/// The red sample stands before its apply: what comes later is not due, whatever else reads the same files.
@Suite struct `An item before its gate` {
    private let sandbox = Sandbox()

    init() { sandbox.copy("\(packageRoot)/Tests/Samples/red") }

    private func verdict(_ id: String) async throws -> Verdict {
        try #require(try await assess(sandbox.path).items.first { $0.id == id }).verdict
    }

    @Test func `is not due although it reads what an item that is due needs`() async throws {
        let pack = try await assess(sandbox.path)
        let apply = try #require(try Promotion.load(sandbox.path).policy.gates.first)
        for item in pack.items where !apply.done.contains(item.id) {
            #expect(item.verdict == .notDue && item.judgement.proof == nil, "\(item.id)")
        }
        #expect(pack.items.contains { $0.id == "deploy.stability" && $0.checks.contains { !$0.evidence.isEmpty } })
        #expect(pack.gates[0].blocking.allSatisfy { apply.done.contains($0.item) || $0.kind == "sign-off" })
    }

    @Test func `is judged as soon as evidence of its own is there`() async throws {
        let name = "evidence/deploy.stability/services-1.json"
        for suffix in ["", ".meta.yml"] {
            sandbox.write(try #require(Sandbox.bytes("\(green)/\(name)\(suffix)")), to: name + suffix)
        }
        #expect(try await verdict("deploy.stability") == .unknown)
        #expect(try await verdict("post.notify") == .notDue)
    }

    @Test func `does not hide what already fails, and closes the first gate with it`() async throws {
        try People.say(People.hanna, "Rollback started: errors above 2 %").apply(in: sandbox)
        #expect(try await verdict("rollback.incident") == .fail)
        let apply = try await assess(sandbox.path).gates[0]
        #expect(
            apply.blocking.contains {
                $0.item == "rollback.incident" && $0.kind == "fail" && $0.why.contains("only its 'ready' sign-off")
            })
    }
}

/// Once the apply took place, a later failure is the business of the later gates: the first one was rightly open.
@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A gate that was passed` {
    @Test func `stays open when a later item fails, and is closed for whoever wants to pass it again`() async throws {
        let release = try await SignedRelease([
            .replace("evidence/post.health/ready.txt", "HTTP/1.1 200 OK", with: "HTTP/1.1 503 Service Unavailable")
        ])
        try release.sign()
        let pack = try release.pack()
        #expect(pack.gates.map(\.isOpen) == [true, true, false])
        let again = try release.pack(before: "apply").gates[0]
        #expect(again.decision == .noGo)
        #expect(again.blocking.map(\.item) == ["post.health"])
    }
}
