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

private func execution(_ outcome: TestExecution.Outcome, parent: String? = "QA-2", hoursAgo: Int64 = 2) -> Fact {
    .execution(
        TestExecution(
            test: "QA-7", parents: [parent].compactMap { $0 }, outcome: outcome, status: "\(outcome)",
            finishedAt: Instant(milliseconds: now.milliseconds - hoursAgo * 3_600_000), line: 9))
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

    @Test(arguments: [(TestExecution.Outcome.failed, Verdict.fail), (.notExecuted, .unknown), (.unknown, .unknown)])
    func `a test that did not pass blocks`(outcome: TestExecution.Outcome, expected: Verdict) throws {
        #expect(verdict(try judge("executions-pass", [:], [[issue(), execution(outcome)]])) == expected)
    }

    @Test func `the last run counts, the plan must be linked, and none is unknown`() throws {
        #expect(
            verdict(
                try judge("executions-pass", [:], [[issue(), execution(.failed, hoursAgo: 5), execution(.passed)]]))
                == .pass)
        #expect(
            verdict(
                try judge("executions-pass", [:], [[issue(), execution(.passed, hoursAgo: 5), execution(.failed)]]))
                == .fail)
        #expect(
            verdict(try judge("executions-pass", [:], [[issue(), execution(.passed, parent: "QA-99")]])) == .unknown)
        #expect(verdict(try judge("executions-pass", [:], [[issue()]])) == .unknown)
    }
}
