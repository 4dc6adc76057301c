import Model
import Testing

private func run(
    _ conclusion: String, status: String = "completed", commit: String? = String(repeating: "a", count: 40),
    attempt: Int = 1, minute: Int64 = 0, workflow: String = "CI"
) -> Fact {
    .workflowRun(
        WorkflowRun(
            id: "1", workflow: workflow, event: "push", commit: commit, attempt: attempt, status: status,
            conclusion: conclusion, startedAt: Instant(milliseconds: now.milliseconds + minute * 60_000), line: 2))
}

@Suite struct `the pipeline's rules` {
    @Test(
        arguments: [
            (Verdict.pass, [run("success")]), (.fail, [run("failure")]), (.fail, [run("skipped")]),
            (.fail, [run("neutral")]), (.fail, [run("cancelled")]), (.unknown, [run("", status: "in_progress")]),
            (.unknown, [run("success", commit: nil)]), (.unknown, [run("success", commit: "b")]), (.unknown, []),
            (.unknown, [run("success", workflow: "Docs")]), (.warn, [run("success", attempt: 2)]),
            (.fail, [run("success"), run("failure", minute: 5)]), (.pass, [run("failure"), run("success", minute: 5)]),
            (.fail, [run("failure"), run("success")]), (.fail, [run("success"), run("failure")]),
            (.fail, [run("success"), run("failure", workflow: "Security")]),
        ] as [(Verdict, [Fact])])
    func `the newest run on the commit decides`(expected: Verdict, facts: [Fact]) throws {
        #expect(verdict(try judge("workflow-runs-succeed", ["workflows": ["CI"]], [facts])) == expected)
    }

    @Test func `a list too long to be kept proves nothing, whatever its first part says`() throws {
        let runs = Array(repeating: run("success"), count: 100_000)
        #expect(verdict(try judge("workflow-runs-succeed", ["workflows": ["CI"]], [runs])) == .pass)
        let longer = runs + [run("failure", minute: 5)]
        #expect(verdict(try judge("workflow-runs-succeed", ["workflows": ["CI"]], [longer])) == .error)
    }

    @Test(arguments: [
        (PullRequest.State.merged, "main", Verdict.pass), (.open, "main", .fail), (.closedUnmerged, "main", .fail),
        (.merged, "develop", .unknown),
    ])
    func `a pull request must be merged into the base`(state: PullRequest.State, base: String, expected: Verdict) throws
    {
        let fact = Fact.pullRequest(
            PullRequest(number: 4, title: "x", state: state, base: base, mergedAt: nil, line: 1))
        #expect(verdict(try judge("pull-requests-merged", [:], [[fact]])) == expected)
        #expect(verdict(try judge("pull-requests-merged", [:], [[]])) == .unknown)
    }
}
