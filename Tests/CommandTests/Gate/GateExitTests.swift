import TestKit
import Testing

/// What is wrong with a release, and the exit status that it must end in.
private struct Closed: Sendable, CustomTestStringConvertible {
    let name: String
    let status: Int32
    let decision: String
    let act: @Sendable (GateWorld) -> Void

    var testDescription: String { "\(name): \(status)" }

    init(_ name: String, _ status: Int32, _ decision: String, _ act: @escaping @Sendable (GateWorld) -> Void) {
        (self.name, self.status, self.decision, self.act) = (name, status, decision, act)
    }

    private static func forge(_ world: GateWorld) { world.sign("pre.first", by: "quinn", key: "stranger") }
    private static func fail(_ world: GateWorld) { world.write("[{\"ok\": false}]", to: "evidence/pre.first/a.json") }
    private static func breakOff(_ world: GateWorld) { world.write("[{\"ok\": tr", to: "evidence/pre.second/a.json") }
    private static func remove(_ world: GateWorld) {
        _ = Shell("rm evidence/pre.first/a.json", in: world.sandbox.path)
    }

    static let all = [
        Closed("only sign-offs are missing", 3, "INCOMPLETE") { _ in },
        Closed("one sign-off is missing", 3, "INCOMPLETE") {
            $0.sign("pre.first", by: "quinn")
            $0.sign("post.last", by: "mei", kind: "ready")
        },
        Closed("a ready sign-off does not do for a done one", 3, "INCOMPLETE") {
            $0.sign("pre.first", by: "quinn", kind: "ready")
            $0.sign("pre.second", by: "sofia")
            $0.sign("post.last", by: "mei", kind: "ready")
        },
        Closed("a sign-off is stale", 3, "INCOMPLETE") {
            $0.signAll()
            $0.write("[{\"ok\": true} ]", to: "evidence/pre.first/a.json")
        },
        Closed("evidence is gone", 2, "INCOMPLETE") {
            $0.signAll()
            remove($0)
        },
        Closed("evidence is gone and nothing is signed", 2, "INCOMPLETE", remove),
        Closed("a check fails", 1, "NO_GO") {
            $0.signAll()
            fail($0)
        },
        Closed("a check fails, another is unknown", 1, "NO_GO") {
            fail($0)
            _ = Shell("rm evidence/pre.second/a.json", in: $0.sandbox.path)
        },
        Closed("somebody rejects", 1, "NO_GO") {
            $0.signAll()
            $0.sign("pre.first", by: "quinn", key: nil, "--decision", "reject", "--note", "no")
        },
        Closed("somebody rejects being ready for a later step", 1, "NO_GO") {
            $0.signAll()
            $0.sign("post.last", by: "mei", kind: "ready", key: nil, "--decision", "reject")
        },
        Closed("evidence cannot be read", 5, "NO_GO", breakOff),
        Closed("evidence cannot be read, another check fails", 5, "NO_GO") {
            fail($0)
            breakOff($0)
        },
        Closed("a sign-off is invalid", 4, "INCOMPLETE", forge),
        Closed("a sign-off is invalid, and evidence cannot be read", 4, "NO_GO") {
            forge($0)
            breakOff($0)
        },
        Closed("a sign-off was changed after signing", 4, "INCOMPLETE") {
            $0.signAll()
            _ = Shell("sed -i 's/^by: quinn/by: quinn /' signoffs/done-qa-*.md", in: $0.sandbox.path)
        },
        Closed("the rules are broken, whatever else is", 65, "") {
            forge($0)
            $0.edit("rules.yml", "owner: qa", "owner: qq")
        },
        Closed("allowed_signers is broken", 65, "") {
            $0.write("quinn@example.com ssh-ed25519 AAAA\n", to: "allowed_signers")
        },
        Closed("a file is missing", 66, "") { _ = Shell("rm checklist.md", in: $0.sandbox.path) },
    ]
}

@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A gate` {
    @Test func `opens when all is proven and signed, and says GO`() {
        let world = GateWorld()
        world.signAll()
        let run = world.gate()
        #expect(run.status == 0, "\(run.out)\(run.err)")
        #expect(
            run.out == "GO v1.50.3 apply: 3 pass; done 2/2, ready 3/3\n"
                || run.out == "GO v1.50.3 apply: 2 pass, 1 not due; done 2/2, ready 3/3\n", "\(run.out)")
        #expect(run.err.isEmpty)
        #expect(Run("gate", world.sandbox.path, "--before", "close").status == 3)
        world.sign("post.last", by: "mei")
        #expect(Run("gate", world.sandbox.path, "--before", "close").status == 0)
    }

    @Test(arguments: Closed.all)
    private func `is closed with the status of the worst reason, never 0, and runs nothing`(closed: Closed) {
        let world = GateWorld()
        closed.act(world)
        let run = world.gate()
        #expect(run.status == closed.status, "\(run.out)\(run.err)")
        #expect(run.out.hasPrefix(closed.decision))
        #expect(closed.decision.isEmpty || run.err.isEmpty)
        let json = world.gate("--json")
        #expect(json.status == closed.status)
        if !closed.decision.isEmpty {
            #expect(json.out.contains("\"decision\": \"\(closed.decision)\""))
            #expect(json.out.contains("\"exitStatus\": \(closed.status)"))
        }
        let command = world.gate("--", "touch", "\(world.sandbox.path)/ran")
        #expect(command.status == closed.status)
        #expect(command.out.isEmpty)
        #expect(Sandbox.bytes("\(world.sandbox.path)/ran") == nil)
    }

    @Test func `after a closed one is closed for what closes that`() {
        let world = GateWorld()
        for (name, text, status) in [
            ("a.json", "[{\"ok\": tr", 5), ("a.json", "[{\"ok\": false}]", 1), ("a.json", "[]", 2),
        ] as [(String, String, Int32)] {
            world.write(text, to: "evidence/pre.first/\(name)")
            #expect(Run("gate", world.sandbox.path, "--before", "close").status == status)
        }
        world.write(GateWorld.right, to: "evidence/pre.first/a.json")
        world.sign("pre.first", by: "quinn", key: "stranger")
        #expect(Run("gate", world.sandbox.path, "--before", "close").status == 4)
    }

    @Test func `that stands first in rules yml still waits for the one it comes after`() {
        let close = "  close: {after: apply, done: [post.last]}\n"
        let apply = "  apply: {done: [pre.*], ready: [\"*\"]}\n"
        let gates = "gates:\n\(apply)  close: {after: apply, done: [\"*\"]}\n"
        let world = GateWorld(rules: GateWorld.rules.replacing(gates, with: "gates:\n\(close)\(apply)"))
        world.sign("post.last", by: "mei")
        let run = Run("gate", world.sandbox.path, "--before", "close")
        #expect(run.status == 3, "\(run.out)")
        #expect(run.out.contains("the gate 'apply' before this one is closed"))
        world.signAll()
        #expect(Run("gate", world.sandbox.path, "--before", "close").status == 0)
    }

    @Test func `without an item that must be done is refused when the rules are read`() {
        let world = GateWorld(rules: GateWorld.rules.replacing("done: [pre.*], ", with: ""))
        let run = world.gate()
        #expect(run.status == 65 && run.err.contains("asks for no item that is done"))
        #expect(GateWorld(rules: GateWorld.rules.replacing("done: [pre.*]", with: "done: []")).gate().status == 65)
    }

    @Test func `is decided for now and for nothing else`() {
        let world = GateWorld()
        world.signAll()
        for time in ["2026-11-20T16:00:00Z", "2099-01-01T00:00:00Z", "yesterday"] {
            let run = world.gate("--at", time)
            #expect(run.status == 64)
            #expect(run.err.contains("decided for this moment") && run.err.contains("`build`"), "\(run.err)")
        }
        #expect(world.gate("--at", "2026-11-20T16:00:00Z", "--", "true").status == 64)
        #expect(Run("gate", world.sandbox.path, "--before", "aply").status == 64)
        #expect(Run("gate", "\(world.sandbox.path)/none", "--before", "apply").status == 66)
        #expect(Run("gate", world.sandbox.path).status == 64)
        for flag in ["--force", "--yes", "--ignore"] { #expect(world.gate(flag).status == 64) }
    }

    @Test func `says who must sign what, and which sign-off was refused`() {
        let world = GateWorld()
        world.sign("pre.first", by: "quinn", key: "stranger")
        let run = world.gate()
        #expect(run.out.contains("Blocks 'apply':\n  INTEGRITY  pre.first  (qa)\n"), "\(run.out)")
        #expect(run.out.contains("Still to sign (2):\n  platform, ready: post.last\n  security, done: pre.second\n"))
        #expect(run.out.contains("next: evidencepack sign . --item "))
        #expect(run.out.contains("Refused sign-offs (1):\n  signoffs/done-qa-quinn-"))
        let explained = Run("explain", world.sandbox.path, "pre.first")
        #expect(explained.out.contains("done: invalid (qa, at least by ticket): "), "\(explained.out)")
        #expect(explained.out.contains("quinn approves as qa, ") && explained.out.contains("by signature: refused: "))
    }

    @Test func `of which a role that nobody holds, or cannot prove, must sign is remarked`() {
        let world = GateWorld()
        world.edit("release.yml", "roles: [security], keys: [sofia@example.com]", "roles: [security]")
        world.edit("rules.yml", "owner: qa", "owner: dba")
        let lint = Run("lint", world.sandbox.path)
        #expect(lint.status == 0)
        #expect(lint.err.contains("nobody in release.yml holds the role dba, which signs pre.first"), "\(lint.err)")
        #expect(lint.err.contains("sofia without account or key cannot sign as security, which signs pre.second"))
        #expect(world.gate().err.contains("nobody in release.yml holds the role dba"))
        world.edit("rules.yml", "ready: [\"*\"]", "ready: [\"*\"], assurance: file")
        #expect(Run("lint", world.sandbox.path).err.contains("opens on sign-offs that prove nobody's identity"))
    }
}
