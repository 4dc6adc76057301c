import Model
import Testing

private func issue(_ edit: (inout Model.Issue) -> Void = { _ in }) -> Fact {
    var issue = Model.Issue(key: "QA-1", line: 3)
    (issue.type, issue.status, issue.statusCategory, issue.resolution) = ("QA Sign-off", "Done", .done, "Done")
    (issue.fixVersions, issue.links) = (["v1.50.3"], [.init(relation: "relates to", key: "QA-2")])
    (issue.resolvedAt, issue.resolvedBy) = (Instant(milliseconds: now.milliseconds - 3_600_000), ["qmora"])
    edit(&issue)
    return .issue(issue)
}

private func execution(
    _ outcome: TestExecution.Outcome, parent: String? = "QA-2", hoursAgo: Int64? = 2, test: String = "QA-7"
) -> Fact {
    .execution(
        TestExecution(
            test: test, parents: [parent].compactMap { $0 }, outcome: outcome, status: "\(outcome)",
            finishedAt: hoursAgo.map { Instant(milliseconds: now.milliseconds - $0 * 3_600_000) }, line: 9))
}

@Suite struct `the QA rules` {
    private let signOff: KeyValuePairs<String, [String]> = [
        "type": ["QA Sign-off"], "version": ["v1.50.3"], "resolver_role": ["qa"],
    ]

    @Test func `a done sign-off after the last execution passes`() throws {
        #expect(verdict(try judge("issue-done", signOff, [[issue(), execution(.passed)]])) == .pass)
    }

    @Test(arguments: [
        (Verdict.fail, issue { $0.statusCategory = .indeterminate }), (.fail, issue { $0.resolution = "Won't Do" }),
        (.unknown, issue { $0.resolution = nil }), (.fail, issue { $0.resolvedBy = ["somebody"] }),
        (.unknown, issue { $0.resolvedBy = [] }), (.unknown, issue { $0.fixVersions = ["v1.49.0"] }),
        (.unknown, issue { $0.links = [] }), (.unknown, issue { $0.resolvedAt = nil }),
        (.unknown, issue { $0.type = "Story" }),
        (.fail, issue { $0.resolvedAt = Instant(milliseconds: now.milliseconds - 9_000_000) }),
    ])
    func `anything less does not`(expected: Verdict, fact: Fact) throws {
        #expect(verdict(try judge("issue-done", signOff, [[fact, execution(.passed)]])) == expected)
    }

    @Test func `without an execution, or without its time, nothing shows the order`() throws {
        #expect(verdict(try judge("issue-done", signOff, [[issue()]])) == .unknown)
        let findings = try judge(
            "issue-done", signOff, [[issue(), execution(.passed), execution(.passed, hoursAgo: nil)]])
        #expect(verdict(findings) == .unknown)
        #expect(findings.contains { $0.observed == "no time" })
        #expect(verdict(try judge("issue-done", signOff, [[issue(), planned(), execution(.passed)]])) == .pass)
    }

    @Test func `only the account of the tracker is somebody's identity`() throws {
        let asOnGitHub = issue { $0.resolvedBy = ["g-quinn"] }
        #expect(verdict(try judge("issue-done", signOff, [[asOnGitHub, execution(.passed)]])) == .fail)
    }
}

private func planned(_ test: String = "QA-7", plan: String? = "QA-2") -> Fact {
    var planned = TestExecution(
        test: test, parents: [plan].compactMap(\.self), outcome: .notExecuted, status: "planned", finishedAt: nil,
        line: 8)
    planned.isPlanned = true
    return .execution(planned)
}

@Suite struct `executions-pass` {
    private let whole: KeyValuePairs<String, [String]> = [
        "linked_by": ["QA Sign-off"], "version": ["v1.50.3"], "environment": ["staging"],
    ]
    private let one: KeyValuePairs<String, [String]> = ["minimum": ["1"]]

    private func run(
        _ outcome: TestExecution.Outcome = .passed, test: String = "QA-7", hoursAgo: Int64? = 2,
        versions: [String] = ["v1.50.3"], environments: [String] = [], revision: String? = nil, parent: String? = "QA-2"
    ) -> Fact {
        guard case .execution(var made) = execution(outcome, parent: parent, hoursAgo: hoursAgo, test: test) else {
            return planned()
        }
        (made.versions, made.environments, made.revision) = (versions, environments, revision)
        return .execution(made)
    }

    @Test func `passes when every test of the linked plan passed on this version`() throws {
        #expect(verdict(try judge("executions-pass", whole, [[issue()], [planned(), run()]])) == .pass)
        #expect(
            verdict(try judge("executions-pass", whole, [[issue()], [planned(), run(environments: ["staging"])]]))
                == .pass
        )
    }

    @Test(
        arguments: [
            ("a test of the plan without a run", [issue(), planned(), planned("QA-8")]),
            ("a plan that nobody exported", [issue()]),
            ("a plan that only another issue links", [issue { $0.type = "Story" }, planned()]),
            ("a sign-off of another version", [issue { $0.fixVersions = ["v1.50.2"] }, planned()]),
            (
                "a sign-off that links another plan",
                [issue { $0.links = [.init(relation: "tests", key: "QA-99")] }, planned()]
            ),
            ("a list of tests that does not name its plan", [issue(), planned("QA-8", plan: nil), planned()]),
        ])
    func `is unknown with`(what: String, others: [Fact]) throws {
        #expect(verdict(try judge("executions-pass", whole, [others + [run()]])) == .unknown, "\(what)")
    }

    @Test func `a run on another version, revision or environment, or in the future, is no run of this build`() throws {
        for (foreign, words) in [
            (run(versions: ["v1.50.2"]), "was not executed on v1.50.3, only on v1.50.2"),
            (run(environments: ["production"]), "was executed on production"),
            (run(revision: "bbbbbbb"), "was executed on revision bbbbbbb"),
            (run(hoursAgo: -1), "later than it is judged"),
            (run(versions: []), "does not say on which build"),
        ] {
            let findings = try judge("executions-pass", whole, [[issue(), planned(), foreign]])
            #expect(verdict(findings) == .unknown)
            #expect(findings.contains { $0.message.contains(words) }, "\(findings.map(\.message))")
        }
        #expect(
            verdict(try judge("executions-pass", whole, [[issue(), planned(), run(revision: "aaaaaaa")]])) == .pass)
        #expect(
            verdict(try judge("executions-pass", whole, [[issue(), planned(), run(revision: "build 12")]])) == .pass)
        // A later pass on another build does not hide a failure on ours.
        let facts = [issue(), planned(), run(.failed), run(hoursAgo: 1, versions: ["v1.51.0"])]
        #expect(verdict(try judge("executions-pass", whole, [facts])) == .fail)
    }

    @Test func `a list that names neither version nor plan is known by what stands beside it`() throws {
        let facts = [issue(), run(versions: [], parent: nil)]
        let list = [planned(plan: nil)]
        func beside(_ execution: String, _ plan: String, commit: String?) throws -> Verdict {
            let files = [
                evidenceFile("f0") {
                    $0.subject.command = "curl https://jira/rest/raven/1.0/api/testexec/\(execution)/test?detailed=true"
                    $0.subject.commit = commit
                },
                evidenceFile("f1") {
                    $0.subject.command = "curl 'https://jira/rest/raven/1.0/api/testplan/\(plan)/test'"
                },
            ]
            return verdict(try judge("executions-pass", whole, [facts, list], evidence: files))
        }
        let commit = String(repeating: "a", count: 40)
        #expect(try beside("QA-9", "QA-2", commit: commit) == .pass)
        #expect(try beside("QA-2", "QA-2", commit: commit) == .pass)
        #expect(try beside("QA-9", "QA-2", commit: nil) == .unknown)
        #expect(try beside("QA-9", "QA-99", commit: commit) == .unknown)
        #expect(verdict(try judge("executions-pass", whole, [facts, list])) == .unknown)
    }

    @Test(arguments: [(TestExecution.Outcome.failed, Verdict.fail), (.notExecuted, .unknown), (.unknown, .unknown)])
    func `a test that did not pass blocks`(outcome: TestExecution.Outcome, expected: Verdict) throws {
        #expect(verdict(try judge("executions-pass", one, [[issue(), execution(outcome)]])) == expected)
        #expect(verdict(try judge("executions-pass", whole, [[issue(), planned(), run(outcome)]])) == expected)
    }

    @Test func `the last run counts, the plan must be linked, and none is unknown`() throws {
        #expect(
            verdict(
                try judge("executions-pass", one, [[issue(), execution(.failed, hoursAgo: 5), execution(.passed)]]))
                == .pass)
        #expect(
            verdict(
                try judge("executions-pass", one, [[issue(), execution(.passed, hoursAgo: 5), execution(.failed)]]))
                == .fail)
        #expect(
            verdict(try judge("executions-pass", one, [[issue(), execution(.passed, parent: "QA-99")]])) == .unknown)
        #expect(verdict(try judge("executions-pass", ["minimum": ["2"]], [[issue(), execution(.passed)]])) == .unknown)
        #expect(verdict(try judge("executions-pass", one, [[issue()]])) == .unknown)
        #expect(verdict(try judge("executions-pass", one, [[issue(), planned()]])) == .unknown)
    }
}
