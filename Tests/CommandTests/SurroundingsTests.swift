import Glibc
import TestKit
import Testing

private let red = "\(packageRoot)/Tests/Samples/red"
private let at =
    String(decoding: Sandbox.bytes("\(packageRoot)/Tests/Samples/AT") ?? [], as: UTF8.self).split(separator: "\n").first
    .map(String.init) ?? ""

@Suite struct `What surrounds a run` {
    private let sandbox = Sandbox()

    private func run(_ script: String) -> Run { Run(script: script, in: sandbox.path) }

    private func text(_ name: String) -> String {
        String(decoding: Sandbox.bytes("\(sandbox.path)/\(name)") ?? [], as: UTF8.self)
    }

    @Test func `changes no byte of the pack and of what is said`() {
        let usual = run("$0 build '\(red)' --at \(at) --out a > a.txt")
        #expect(usual.status == 0, "\(usual.err)")
        let bare = run("env -i TZ=garbage LC_ALL=C \"$0\" build '\(red)' --at \(at) --out a > b.txt && cmp a.txt b.txt")
        #expect(bare.status == 0, "\(bare.err)")
        let other = run(
            "mv a c; TZ=Asia/Tokyo LANG=tr_TR.UTF-8 HOME=/nonexistent COLUMNS=40 \"$0\" build '\(red)' --at \(at) --out a > b.txt && cmp a.txt b.txt && diff -r -x .evidencepack.lock a c"
        )
        #expect(other.status == 0, "\(other.out)\(other.err)")
    }

    @Test func `may have closed standard streams, or a reader that goes away`() {
        let closed = run(
            "$0 build '\(red)' --at \(at) --out a >&- 2>&- <&-")
        #expect(closed.status == 0)
        #expect(Run("verify", "\(sandbox.path)/a/1.50.3").status == 0)
        #expect(Sandbox.bytes("\(sandbox.path)/a/.evidencepack.lock") == [], "nothing was printed into a file of ours")
        let gone = run(
            "{ $0 build '\(red)' --at \(at) --out b; echo $? > code; } | true\n{ $0 schema pack; echo $? > second; } | head -c 1"
        )
        #expect(gone.status == 0)
        #expect(text("code") == "0\n" && text("second") == "0\n")
        #expect(Run("verify", "\(sandbox.path)/b/1.50.3").status == 0)
        let full = run("$0 schema pack > /dev/full")
        #expect(full.status == 74 && full.err.contains("No space left"), "\(full.status) \(full.err)")
    }

    @Test(.enabled(if: Shell.has("script"), "there is no script(1)"))
    func `has colour, line breaks and progress only on a terminal that can show them`() {
        func shown(_ environment: String) -> String {
            _ = run(
                "env -u NO_COLOR \(environment) script -qec \"$0 explain '\(red)' pre.metrics --at \(at)\" typescript > /dev/null"
            )
            return text("typescript")
        }
        let coloured = shown("TERM=xterm COLUMNS=50")
        #expect(coloured.contains("\u{1B}[1;33mUNKNOWN\u{1B}[0m"))
        let lines = coloured.split(separator: "\r\n").dropFirst().dropLast()
        #expect(lines.count > 30 && lines.allSatisfy { $0.count < 75 })
        for environment in ["TERM=xterm NO_COLOR=1", "TERM=dumb", "TERM="] {
            // Progress is no colour.
            let plain = shown(environment).replacing("\u{1B}[K", with: environment.contains("xterm") ? "" : "\u{1B}")
            #expect(plain.contains("UNKNOWN") && !plain.contains("\u{1B}"), "\(environment)")
        }
        #expect(!Run("explain", red, "pre.metrics", "--at", at).out.contains("\u{1B}"))
    }

    @Test func `is told GitHub's way in its Actions, and nowhere else`() {
        let usual = run("$0 build '\(red)' --at \(at) --out a > a.txt")
        #expect(!usual.err.contains("::"))
        let run = run(
            "export GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=summary GITHUB_WORKSPACE='\(packageRoot)'; echo before > summary; $0 build '\(red)' --at \(at) --out a > b.txt && cmp a.txt b.txt"
        )
        #expect(run.status == 0, "\(run.err)")
        let lines = run.err.split(separator: "\n")
        #expect(
            lines.contains {
                $0.hasPrefix(
                    "::error file=Tests/Samples/red/evidence/pre.audit/audit.json,line=37,title=FAIL pre.audit (security)::1 high outstanding"
                )
            })
        #expect(lines.count { $0.hasPrefix("::error ") } == 6)
        #expect((1...10).contains(lines.count { $0.hasPrefix("::warning ") }))
        #expect(text("summary").hasPrefix("before\n# No go: `v1.50.3`"))
        let gate = self.run(
            "GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=/nonexistent/x $0 gate '\(red)' --before apply --json > gate.json")
        #expect([1, 2, 5].contains(gate.status) && gate.err.contains("::error "), "\(gate.status)")
        #expect(gate.err.contains("output.job-summary") && text("gate.json").hasPrefix("{"))
        self.sandbox.write([UInt8](repeating: 65, count: 920_000), to: "large")
        let full = self.run(
            "GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=large $0 build '\(red)' --at \(at) --out a > /dev/null; wc -c < large"
        )
        #expect(full.err.contains("over 900 KiB") && full.out.contains("920000"))
    }

    @Test func `may be a CI log: evidence cannot start a command in it`() {
        sandbox.copy(red)
        let pulls = String(decoding: Sandbox.bytes("\(red)/evidence/pre.ci/pulls.json") ?? [], as: UTF8.self)
        let meta = "evidence/pre.ci/pulls.json.meta.yml"
        let sidecar = String(decoding: Sandbox.bytes("\(red)/\(meta)") ?? [], as: UTF8.self)
        // Without its digest: the file is changed here.
        sandbox.write(Array(sidecar.drop { $0 != "\n" }.utf8), to: meta)
        let poisoned = pulls.replacing(
            "Remember a device for thirty days",
            with: "##vso[task.complete result=Succeeded] \\n::error::x ##[add-mask]y")
        #expect(poisoned != pulls)
        sandbox.write(Array(poisoned.utf8), to: "evidence/pre.ci/pulls.json")
        for arguments in ["explain . pre.ci", "build . --out out", "build . --out out --json"] {
            let run = run("$0 \(arguments) --at \(at)")
            #expect(run.out.contains("task.complete"), "\(arguments)")
            #expect(!run.out.contains("##") && !run.out.contains("\n::") && !run.out.contains(" ::error\n"))
        }
    }
}
