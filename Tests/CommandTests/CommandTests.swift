import Glibc
import TestKit
import Testing

private let samples = "\(packageRoot)/Tests/Samples"
private let at =
    String(decoding: Sandbox.bytes("\(samples)/AT") ?? [], as: UTF8.self).split(separator: "\n").first.map(String.init)
    ?? ""

@Suite struct `The command line` {
    @Test func `errors show no secret either, be they ours or the argument parser's`() {
        let token = "gh" + "p_" + String(repeating: "aB3x", count: 9)
        for arguments in [
            ["lint", "/nowhere/\(token)"], ["identify", "/nowhere/\(token)"], ["schema", token], ["--\(token)"],
            ["build", "/nowhere", "--at", token], ["verify", "/nowhere/\(token)"], ["checks", token],
        ] {
            let run = Run(arguments)
            #expect(run.status != 0, "\(arguments)")
            #expect(!(run.out + run.err).contains(token), "\(arguments): \(run.out)\(run.err)")
        }
    }

    @Test func `builds the green sample, twice with the same bytes, and verifies the pack`() throws {
        let sandbox = Sandbox()
        let first = Run("build", "\(samples)/green", "--at", at, "--out", "\(sandbox.path)/a")
        #expect(first.status == 0, "\(first.err)")
        #expect(first.out.hasPrefix("INCOMPLETE v1.50.3 apply: "))
        #expect(first.out.contains(" apply: 20 pass, 1 warn, 1 not applicable; "))
        let second = Run("build", "\(samples)/green", "--at", at, "--out", "\(sandbox.path)/b")
        #expect(second.status == 0)
        let files = Sandbox.files(below: "\(sandbox.path)/a/1.50.3")
        #expect(
            files.contains("index.html") && files.contains("pack.json") && files.contains("pack.md")
                && files.contains("SHA256SUMS"))
        for name in files {
            #expect(
                Sandbox.bytes("\(sandbox.path)/a/1.50.3/\(name)") == Sandbox.bytes("\(sandbox.path)/b/1.50.3/\(name)"),
                "\(name)")
        }
        #expect(Run("verify", "\(sandbox.path)/a/1.50.3").status == 0)
        sandbox.write([0], to: "a/1.50.3/pack.md")
        let tampered = Run("verify", "\(sandbox.path)/a/1.50.3")
        #expect(tampered.status == 4)
        #expect(tampered.err.contains("pack.md"))
    }

    @Test func `compares with an earlier pack, in the pack and by diff, and trusts none that was changed`() {
        let sandbox = Sandbox()
        let (old, new) = ("\(sandbox.path)/a/1.50.3", "\(sandbox.path)/b/1.50.3")
        #expect(Run("build", "\(samples)/green", "--at", at, "--out", "\(sandbox.path)/a").status == 0)
        let built = Run("build", "\(samples)/red", "--at", at, "--out", "\(sandbox.path)/b", "--previous", old)
        #expect(built.status == 0, "\(built.err)")
        let page = String(decoding: Sandbox.bytes("\(new)/pack.json") ?? [], as: UTF8.self)
        #expect(page.contains("\"kind\": \"worse\""))
        let diff = Run("diff", old, "\(new)/pack.json")
        #expect(diff.status == 0 && diff.out.contains("pre.audit: verdict: pass -> fail"), "\(diff.out)")
        #expect(Run("diff", new, old).out.contains("pre.audit: verdict: fail -> pass"))
        #expect(Run("diff", old, old).out.hasPrefix("no difference"))
        #expect(Run("diff", old, "\(sandbox.path)/none").status == 66)
        sandbox.write([0], to: "a/1.50.3/pack.md")
        #expect(Run("diff", old, new).status == 4)
        #expect(
            Run("build", "\(samples)/red", "--at", at, "--out", "\(sandbox.path)/c", "--previous", old).status == 4)
    }

    @Test func `says NO_GO and names what blocks the red sample`() {
        let sandbox = Sandbox()
        let run = Run("build", "\(samples)/red", "--at", at, "--out", sandbox.path)
        #expect(run.status == 0)
        #expect(run.out.hasPrefix("NO_GO v1.50.3 apply: "))
        for word in [
            "pre.audit", "lodash", "pre.metrics", "25 min", "pre.qa", "QA-2150", "aws_db_instance.main", "#494",
        ] { #expect(run.out.contains(word) || word == "lodash", "\(word)") }
    }

    @Test func `a gate whose evidence is missing is closed, whatever the clock says`() {
        let sandbox = Sandbox()
        sandbox.copy("\(samples)/green")
        unlink("\(sandbox.path)/evidence/pre.audit/audit.json")
        let run = Run("gate", sandbox.path, "--before", "apply")
        #expect(run.status == 2, "\(run.out)\(run.err)")
        #expect(Run("gate", "\(samples)/green", "--before", "aply").status == 64)
        #expect(Run("gate", "\(samples)/green", "--before", "apply", "--at", at).status == 64)
    }

    @Test(arguments: ["# nothing\n", "#!", "- [ ] one more thing that nobody bound\n"])
    func `a changed checklist ends in 65 and names the line`(extra: String) {
        let sandbox = Sandbox()
        sandbox.copy("\(samples)/green")
        let checklist = Sandbox.bytes("\(samples)/green/checklist.md") ?? []
        let lines = checklist.split(separator: 10, omittingEmptySubsequences: false)
        let target = lines.firstIndex { $0.starts(with: "- [ ]".utf8) } ?? 0
        var changed = lines.map(Array.init)
        switch extra {
        case "# nothing\n": changed.remove(at: target)
        case "#!": changed[target] = Array("- [ ] Something else entirely.".utf8)
        default: changed.insert(Array(extra.utf8.dropLast()), at: target)
        }
        sandbox.write(Array(changed.joined(separator: [10])), to: "checklist.md")
        let run = Run("lint", sandbox.path)
        #expect(run.status == 65)
        #expect(run.err.contains("checklist.md:") || run.err.contains("rules.yml:"), "\(run.err)")
    }

    @Test func `a newcomer gets from init to lint to build`() {
        let sandbox = Sandbox()
        let folder = "\(sandbox.path)/mine"
        #expect(Run("init", folder).status == 0)
        #expect(Run("init", folder).status == 74)
        let lint = Run("lint", folder)
        #expect(lint.status == 0, "\(lint.err)")
        #expect(lint.out.contains("22 of 22 items bound"))
        let build = Run("build", folder, "--out", "\(sandbox.path)/out")
        #expect(build.status == 0, "\(build.err)")
        #expect(build.out.hasPrefix("INCOMPLETE"))
        #expect(!build.out.contains(" pass"))
    }

    @Test func `missing input is 66, bad usage 64, an unwritable output 74`() {
        let sandbox = Sandbox()
        #expect(Run("build", "\(sandbox.path)/none").status == 66)
        #expect(Run("build").status == 64)
        let typo = Run("biuld")
        #expect(typo.status == 64 && typo.err.contains("Did you mean 'build'?"))
        sandbox.write([1], to: "file")
        #expect(Run("build", "\(samples)/green", "--at", at, "--out", "\(sandbox.path)/file").status == 74)
    }

    @Test func `explains an item on one screen`() {
        let run = Run("explain", "\(samples)/red", "pre.audit", "--at", at)
        #expect(run.status == 0)
        #expect(run.out.contains("lodash") && run.out.contains("audit.json:") && run.out.contains("next: "))
        #expect(run.out.split(separator: "\n").count < 50)
        let typo = Run("explain", "\(samples)/red", "pre.adit", "--at", at)
        #expect(typo.status == 64)
        #expect(typo.err.contains("pre.audit"))
    }

    @Test func `identifies by content, and refuses what it does not know`() {
        let known = Run("identify", "\(samples)/green/evidence/pre.audit/audit.json")
        #expect(known.status == 0)
        #expect(known.out.contains("npm-audit/2") && known.out.contains("auditReportVersion"))
        let sandbox = Sandbox()
        sandbox.write(Array("<html><title>502 Bad Gateway</title>\u{1B}[31m".utf8), to: "results.xml")
        let page = Run("identify", "\(sandbox.path)/results.xml")
        #expect(page.status == 2)
        #expect(page.out.contains("HTML"))
        #expect(!page.out.utf8.contains(0x1B))
    }

    @Test(arguments: ["release", "rules", "waivers", "meta", "pack"]) func `prints the schema of`(name: String) {
        let run = Run("schema", name)
        #expect(run.status == 0)
        #expect(run.out.contains("https://json-schema.org/draft/2020-12/schema"))
    }

    @Test func `lists the check kinds, and describes one`() {
        #expect(Run("checks").out.contains("series-within"))
        #expect(Run("checks", "series-within").out.contains("ends_within"))
        #expect(Run("checks", "series").status == 64)
    }
}
