import TestKit
import Testing

@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A command behind a gate` {
    private static let rules = GateWorld.rules.replacing(
        "  close: {after: apply, done: [\"*\"]}\n",
        with: "  deploy: {after: apply, done: [post.last]}\n  close: {after: deploy, done: [\"*\"]}\n")

    @Test func `does not run on a plan that is not there`() {
        let world = GateWorld()
        world.signAll()
        for plan in ["none.plan", "evidence", "none/prod.plan"] {
            let run = world.gate("--plan", "\(world.sandbox.path)/\(plan)", "--", "touch", "\(world.sandbox.path)/ran")
            #expect(run.status == 66, "\(plan): \(run.err)")
            #expect(run.err.contains(plan) && run.out.isEmpty)
        }
        #expect(Sandbox.bytes("\(world.sandbox.path)/ran") == nil)
    }

    @Test func `that is not there is 127, and one that is no program 126`() {
        let world = GateWorld()
        world.signAll()
        for (name, status) in [("no-such-command", 127), ("/no/such/command", 127), ("./release.yml", 126)] {
            let run = world.gate(script: "$0 gate . --before apply -- \(name) x")
            #expect(run.status == status, "\(name): \(run.err)")
            #expect(run.out.isEmpty && run.err.contains("GO v1.50.3 apply") && run.err.contains("Nothing was run"))
        }
        // Behind a closed gate nobody looks for it.
        #expect(GateWorld().gate("--", "no-such-command").status == 3)
    }

    @Test func `ends as it does itself, with its own output and nothing else's`() {
        let world = GateWorld()
        world.signAll()
        let run = world.gate("--", "sh", "-c", "echo done; exit 7")
        #expect(run.status == 7 && run.out == "done\n", "\(run.err)")
    }

    @Test func `runs behind the gate deploy too, once that is open`() {
        let world = GateWorld(rules: Self.rules, terraform: "terraform: {plan: evidence/deploy.plan/prod.plan}")
        let deploy = { (words: String) in world.gate(script: "$0 gate . --before deploy -- touch ran \(words)") }
        #expect(deploy("").status == 3)
        world.signAll()
        let closed = deploy("")
        #expect(closed.status == 3 && closed.err.contains("INCOMPLETE v1.50.3 deploy"), "\(closed.err)")
        #expect(Sandbox.bytes("\(world.sandbox.path)/ran") == nil)
        world.sign("post.last", by: "mei")
        // It is about no plan, but a command that names the plan is.
        #expect(deploy("prod.plan").status == 64)
        #expect(Sandbox.bytes("\(world.sandbox.path)/ran") == nil)
        let open = deploy("")
        #expect(open.status == 0 && open.out.isEmpty && open.err.hasPrefix("GO v1.50.3 deploy: "), "\(open.err)")
        #expect(Sandbox.bytes("\(world.sandbox.path)/ran") != nil)
    }
}

@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A first gate` {
    @Test(arguments: [("[{\"ok\": false}]", 1, "FAIL"), ("[{\"ok\": tr", 5, "ERROR")] as [(String, Int32, String)])
    func `is closed by a later item whose evidence is there and bad, though it need only be ready`(
        text: String, status: Int32, word: String
    ) {
        let world = GateWorld()
        world.write(text, to: "evidence/post.last/a.json")
        world.signAll()
        let run = world.gate("--", "touch", "\(world.sandbox.path)/ran")
        #expect(run.status == status, "\(run.err)")
        #expect(run.err.contains("  \(word)  post.last  (platform)\n"), "\(run.err)")
        #expect(run.err.contains("only its 'ready' sign-off is due yet, but its evidence says already: "))
        #expect(run.err.contains("move evidence of an earlier attempt out of evidence/"))
        #expect(Sandbox.bytes("\(world.sandbox.path)/ran") == nil)
    }

    @Test func `is not closed by one whose evidence is not there, or does not tell yet`() {
        for text in ["", "[]"] {
            let world = GateWorld()
            world.write(text, to: "evidence/post.last/a.json")
            world.signAll()
            #expect(world.gate().status == 0, "\(text)")
        }
    }

    @Test func `says so when a waiver took that on`() {
        let world = GateWorld()
        world.write("[{\"ok\": false}]", to: "evidence/post.last/a.json")
        world.write(
            """
            schema: evidencepack/waivers/1
            waivers:
              - {id: W-1, item: post.last, check: records-match, reason: r, risk_owner: a, requester: b, approver: c,
                 ticket: T-1, not_before: "\(Self.day(-1))", until: "\(Self.day(5))"}

            """, to: "waivers.yml")
        world.signAll()
        let run = world.gate()
        #expect(run.status == 0 && run.out.hasPrefix("GO_WITH_WAIVERS v1.50.3 apply"), "\(run.out)\(run.err)")
    }

    private static func day(_ days: Int) -> String {
        Shell("date -u -d '\(days) days' +%FT%TZ", in: "/").out.filter { $0 != "\n" }
    }
}
