import Model
import Rules
import TestKit
import Testing

private let first = String(repeating: "ab", count: 32)
private let second = String(repeating: "cd", count: 32)
private let changes = "json:\(String(repeating: "12", count: 32))"
private let other = "json:\(String(repeating: "34", count: 32))"

/// The evidence of one plan: its record with what terraform printed, and its document with the record of that.
private struct Side: Sendable {
    var folder: String
    var run: CommandRun
    var show: CommandRun
    var text: Plan
    var json: Plan
    /// What is left out of the files.
    var lacks: Set<String> = []

    init(_ folder: String, _ digest: String, at minute: Int64) {
        self.folder = folder
        func recorded(_ argv: String..., output: String, minute: Int64) -> CommandRun {
            var run = CommandRun(
                argv: argv, exitStatus: 0, startedAt: minutes(minute - 1), endedAt: minutes(minute), line: 1)
            run.subjects = [
                .init(name: output, sha256: "\(folder)/\(output)"), .init(name: "prod.plan", sha256: digest),
            ]
            (run.commit, run.environment, run.by) = (String(repeating: "a", count: 40), "production", "mei")
            return run
        }
        run = recorded("terraform", "plan", "-out", "prod.plan", output: "plan.txt", minute: minute)
        show = recorded("terraform", "show", "-json", "prod.plan", output: "show.json", minute: minute + 1)
        func plan(isJSON: Bool) -> Plan {
            Plan(
                declared: nil, counted: .init(), statesNoChanges: true, changesOutputs: false, errors: [],
                warnings: [], isComplete: true, isJSON: isJSON, line: 1)
        }
        (text, json) = (plan(isJSON: false), plan(isJSON: true))
        json.changeDigest = changes
    }

    var files: [JudgedFile] {
        [
            JudgedFile("\(folder)/plan.run.json", .commandRun(run)),
            JudgedFile("\(folder)/plan.txt", .plan(text)).of("\(folder)/plan.txt"),
            JudgedFile("\(folder)/show.run.json", .commandRun(show)),
            JudgedFile("\(folder)/show.json", .plan(json)).of("\(folder)/show.json"),
        ].filter { file in !lacks.contains { file.path.hasSuffix($0) } }
    }
}

/// A plan that was approved, and the same planned again.
private struct Replan: Sendable {
    var earlier = Side("deploy.review/earlier/1", first, at: -120)
    var present = Side("deploy.plan", second, at: -30)
    var said = [comment("j-ben", "Approved: plan sha256:\(first)", at: -60)]
    var folder: String? = "deploy.review/earlier"
    var roles: [String] = []

    func judged() throws -> [Finding] {
        var issue = Model.Issue(key: "REL-1503", line: 1)
        issue.comments = said
        let parameters: KeyValuePairs<String, [String]> =
            switch (folder, roles.isEmpty) {
            case (let folder?, true): ["earlier_plans": [folder]]
            case (let folder?, false): ["earlier_plans": [folder], "roles": roles]
            default: [:]
            }
        return try judge(
            "plan-approved", parameters,
            earlier.files + present.files + [JudgedFile("ticket/REL-1503.json", .issue(issue))]
        ).findings
    }
}

/// Something by which equal changes are not proven, with the words that must say so.
private struct Unproven: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let edit: @Sendable (inout Replan) -> Void

    init(_ name: String, _ words: String, _ edit: @escaping @Sendable (inout Replan) -> Void) {
        (testDescription, self.words, self.edit) = (name, words, edit)
    }

    static let all = [
        Unproven("the rule does not allow it", "is of another plan: sha256:abababababab…") {
            $0.folder = nil
            $0.earlier.lacks = ["plan.run.json", "plan.txt", "show.run.json", "show.json"]
        },
        Unproven("the rule does not allow it, and both are there", "the files are of two plans") { $0.folder = nil },
        Unproven("the folder is another one", "the files are of two plans") { $0.folder = "deploy.review/old" },
        Unproven("nothing of the earlier plan is there", "no record below evidence/deploy.review/earlier/") {
            $0.earlier.lacks = ["plan.run.json", "plan.txt", "show.run.json", "show.json"]
        },
        Unproven("its record is missing", "no record below evidence/deploy.review/earlier/") {
            $0.earlier.lacks = ["plan.run.json"]
        },
        Unproven("its text is missing", "what terraform printed while planning it") { $0.earlier.lacks = ["plan.txt"] },
        Unproven("its document is missing", "no record names both it and a document") {
            $0.earlier.lacks = ["show.json"]
        },
        Unproven("its document is declared only", "no record names both it and a document") {
            $0.earlier.lacks = ["show.run.json"]
        },
        Unproven("its document is recorded with another plan", "no record names both") {
            $0.earlier.show.subjects[1] = .init(name: "prod.plan", sha256: second)
        },
        Unproven("its document could not be shown", "no record names both") { $0.earlier.show.exitStatus = 1 },
        Unproven("its document hides or lacks what it would do", "no record names both") {
            $0.earlier.json.changeDigest = nil
        },
        Unproven("only the texts are equal", "no record names both it and a document") {
            ($0.earlier.lacks, $0.present.lacks) = (["show.json"], ["show.json"])
            ($0.earlier.text.changeDigest, $0.present.text.changeDigest) = ("text:1", "text:1")
        },
        Unproven("its document is of other changes", "its changes are others: json:343434343434…") {
            $0.earlier.json.changeDigest = other
        },
        Unproven("it was planned with -target", "it is partial or has errors") {
            $0.earlier.text = Plan(
                declared: nil, counted: .init(), statesNoChanges: true, changesOutputs: false, errors: [],
                warnings: [], isComplete: false, isJSON: false, line: 1)
        },
        Unproven("planning it failed", "ended with exit status 1") { $0.earlier.run.exitStatus = 1 },
        Unproven("it was planned by another command", "by the same command") {
            $0.earlier.run.argv.append("-var-file=staging.tfvars")
        },
        Unproven("it was planned elsewhere", "in the same folder") { $0.earlier.run.workingDirectory = "infra" },
        Unproven("it is of another commit", "the same commit") {
            $0.earlier.run.commit = String(repeating: "b", count: 40)
        },
        Unproven("its commit is not stated", "the same commit") { $0.earlier.run.commit = nil },
        Unproven("neither states a commit", "the same commit") {
            ($0.earlier.run.commit, $0.present.run.commit) = (nil, nil)
        },
        Unproven("tracked files had changes", "tracked files had changes") { $0.earlier.run.isDirty = true },
        Unproven("tracked files have changes now", "tracked files had changes") { $0.present.run.isDirty = true },
        Unproven("it is of another environment", "the same environment") { $0.earlier.run.environment = "staging" },
        Unproven("neither states an environment", "the same environment") {
            ($0.earlier.run.environment, $0.present.run.environment) = (nil, nil)
        },
        Unproven("nobody made it", "who of release.yml made it") { $0.earlier.run.by = nil },
        Unproven("a stranger made it", "who of release.yml made it") { $0.earlier.run.by = "ci-runner" },
        Unproven("it is the later one of both", "it was not made before this one") {
            ($0.earlier, $0.present) = (
                Side("deploy.review/earlier/1", first, at: -65), Side("deploy.plan", second, at: -90)
            )
        },
        Unproven("nothing of this one is recorded", "of this one, no record names both it and a document") {
            $0.present.lacks = ["show.run.json"]
        },
        Unproven("who approved made it", "ben made the plan") { $0.earlier.run.by = "ben" },
        Unproven("who approved made this one", "ben made the plan") { $0.present.run.by = "ben" },
        Unproven("who approved holds no role", "holds none of the roles") { $0.roles = ["platform"] },
        Unproven("a stranger approved it", "whom release.yml does not know") {
            $0.said = [comment("j-zoe", "Approved: plan sha256:\(first)", at: -60)]
        },
        Unproven("it was approved before it was made", "from before that plan was made") {
            $0.said = [comment("j-ben", "Approved: plan sha256:\(first)", at: -121)]
        },
        Unproven("the approval is of a third plan", "no record below evidence/deploy.review/earlier/") {
            $0.said = [comment("j-ben", "Approved: plan sha256:\(String(repeating: "ef", count: 32))", at: -60)]
        },
        Unproven("changes that no file has were approved", "is of another plan: json:3434") {
            $0.said = [comment("j-ben", "Approved: changes \(other)", at: -60)]
        },
        Unproven("these changes were approved before there was a plan", "before the plan was made") {
            $0.said = [comment("j-ben", "Approved: changes \(changes)", at: -121)]
        },
        Unproven("these changes were approved, and the earlier plan is not there", "before the plan was made") {
            $0.said = [comment("j-ben", "Approved: changes \(changes)", at: -60)]
            $0.earlier.lacks = ["plan.run.json", "plan.txt", "show.run.json", "show.json"]
        },
    ]
}

@Suite struct `An approval of an earlier plan` {
    @Test func `is kept when the same is planned again, and says so`() throws {
        let findings = try Replan().judged()
        #expect(verdict(findings) == .pass, "\(said(findings))")
        for words in [
            "ben approved sha256:abababababab…", "the earlier plan sha256:abababababab…",
            "deploy.review/earlier/1/plan.run.json", "this one, sha256:cdcdcdcdcdcd…, has equal changes (json:121212",
            "so the approval is kept",
        ] { #expect(said(findings).contains(words), "\(words) in \(said(findings))") }
    }

    @Test func `is kept when it names the changes, or came after the second plan`() throws {
        var replan = Replan()
        replan.said = [comment("j-ben", "Approved: changes \(changes)", at: -60)]
        #expect(said(try replan.judged()).contains("so the approval is kept"))
        replan.said = [comment("j-ben", "Approved: plan sha256:\(first)", at: -10)]
        #expect(said(try replan.judged()).contains("so the approval is kept"))
        // One of this very plan needs no keeping.
        replan.said = [comment("j-ben", "Approved: plan sha256:\(second)", at: -10)]
        let findings = try replan.judged()
        #expect(verdict(findings) == .pass && !said(findings).contains("kept"))
    }

    @Test(arguments: Unproven.all)
    private func `does not count where equal changes are not proven, and says why`(unproven: Unproven) throws {
        var replan = Replan()
        unproven.edit(&replan)
        let findings = try replan.judged()
        let verdict = verdict(findings)
        #expect(verdict == .unknown || verdict == .error, "\(said(findings))")
        #expect(said(findings).contains(unproven.words), "\(said(findings))")
    }

    @Test func `does not outlive a rejection of either plan`() throws {
        var replan = Replan()
        let yes = replan.said[0]
        for (text, minute) in [
            ("Rejected: it drops the queue", -50), ("Rejected: it drops the queue", -20),
            ("Rejected: plan sha256:\(first)", -50), ("Rejected: plan sha256:\(second)", -20),
            ("Rejected: changes \(changes)", -20), ("Withdrawn: sorry", -50),
        ] as [(String, Int64)] {
            for who in ["j-ben", "j-ana"] {
                replan.said = [yes, comment(who, text, at: minute)]
                #expect(verdict(try replan.judged()) == .fail, "\(who): \(text)")
            }
        }
        replan.said = [yes, comment("j-ana", "Rejected: plan sha256:\(String(repeating: "ef", count: 32))", at: -50)]
        #expect(verdict(try replan.judged()) == .pass)
        replan.said = [comment("j-ana", "Rejected: before there was any", at: -200), yes]
        #expect(verdict(try replan.judged()) == .pass)
    }

    @Test(arguments: ["", "/tmp", "../x", "a//b", "deploy.*", "a/"])
    func `is looked for in a folder only`(folder: String) {
        let (rule, problems) = RuleCatalog.rule(
            kind: "plan-approved", parameters: .mapping(["earlier_plans": [folder]]), at: Place("rules.yml"))
        #expect(rule == nil && problems.contains { $0.message.contains("a folder below evidence/") })
    }
}
