import Model
import Testing

private let ours = String(repeating: "a", count: 40)

private func run(_ conclusion: String, id: String = "7", minute: Int64 = 0, warnings: Bool = false) -> Fact {
    var run = WorkflowRun(
        id: id, workflow: "CI", event: "push", commit: ours, attempt: 1,
        status: conclusion == "manual" ? "manual" : "completed", conclusion: conclusion == "manual" ? "" : conclusion,
        startedAt: Instant(milliseconds: now.milliseconds + minute * 60_000), line: 2)
    run.hasWarnings = warnings
    return .workflowRun(run)
}

private func job(
    _ conclusion: String, name: String = "unit", run: String? = "7", commit: String? = ours, attempt: Int = 1,
    mayFail: Bool = false
) -> Fact {
    let isOpen = ["in_progress", "manual"].contains(conclusion)
    var job = PipelineJob(
        name: name, status: isOpen ? conclusion : "completed", conclusion: isOpen ? "" : conclusion, line: 3)
    (job.run, job.commit, job.attempt, job.mayFail) = (run, commit, attempt, mayFail)
    return .job(job)
}

private func badge(_ state: Badge.State, _ label: String = "CI") -> Fact {
    .badge(Badge(label: label, message: "\(state)", state: state, line: 1))
}

@Suite struct `jobs, checks and badges` {
    @Test(
        arguments: [
            ("a failed job that was allowed to", .warn, [run("success"), job("failure")]),
            ("a cancelled job", .warn, [run("success"), job("cancelled")]),
            ("GitLab's allow_failure", .warn, [run("success"), job("failed", mayFail: true)]),
            ("GitLab's passed with warnings", .warn, [run("success", warnings: true)]),
            ("a manual job that may be left out", .warn, [run("success"), job("manual", mayFail: true)]),
            ("a job that was skipped by its condition", .pass, [run("success"), job("skipped")]),
            ("a job that is not done", .unknown, [run("success"), job("in_progress")]),
            ("jobs alone", .unknown, [job("success")]),
            ("a manual pipeline", .unknown, [run("manual")]),
            (
                "a job that failed in an attempt before", .pass,
                [run("success"), job("failure"), job("success", attempt: 2)]
            ),
            (
                "a job that failed in the last attempt", .warn,
                [run("success"), job("success"), job("failure", attempt: 2)]
            ),
            ("two of the same attempt, one red", .warn, [run("success"), job("failure"), job("success")]),
            (
                "a red job of a run that was repeated", .pass,
                [run("failure", id: "6", minute: -5), run("success"), job("failure", run: "6")]
            ),
            ("a red check of its own", .fail, [run("success"), job("failure", run: nil)]),
            ("a red status", .fail, [run("success"), job("error", run: nil)]),
            ("a skipped check of its own", .fail, [run("success"), job("skipped", run: nil)]),
            ("a neutral check of its own", .warn, [run("success"), job("neutral", run: nil)]),
            ("a pending status", .unknown, [run("success"), job("in_progress", run: nil)]),
            ("a job of a run that is not listed", .fail, [run("success"), job("failure", run: "9")]),
            ("a job on no commit", .unknown, [run("success"), job("success", run: nil, commit: nil)]),
            (
                "a red check on another commit", .pass,
                [run("success"), job("failure", run: nil, commit: String(repeating: "b", count: 40))]
            ),
            ("a green check", .pass, [run("success"), job("success", run: nil)]),
            ("a red job of a red run", .fail, [run("failure"), job("failure")]),
            ("a red run with green jobs", .fail, [run("failure"), job("success")]),
        ] as [(String, Verdict, [Fact])])
    func `a run is judged with its jobs`(what: String, expected: Verdict, facts: [Fact]) throws {
        #expect(verdict(try judge("workflow-runs-succeed", ["workflows": ["CI"]], [facts])) == expected, "\(what)")
        #expect(verdict(try judge("workflow-runs-succeed", ["workflows": ["CI"]], facts.map { [$0] })) == expected)
    }

    @Test(
        arguments: [
            ("only a badge", .unknown, [badge(.passing)]), ("no badge", .unknown, [run("success")]),
            ("a failing badge", .fail, [badge(.failing), run("success")]),
            ("a badge that says nothing", .unknown, [badge(.unknown), run("success")]),
            ("one failing badge of two", .fail, [badge(.passing), badge(.failing, "deploy"), run("success")]),
            ("a badge beside a red run of its name", .fail, [badge(.passing), run("failure")]),
            ("a badge beside a run that goes on", .unknown, [badge(.passing), run("manual")]),
            ("a badge beside its run", .pass, [badge(.passing), run("success")]),
            ("a badge of another name", .pass, [badge(.passing, "build"), run("success")]),
        ] as [(String, Verdict, [Fact])])
    func `a badge counts only beside a successful run`(what: String, expected: Verdict, facts: [Fact]) throws {
        #expect(verdict(try judge("badges-green", [:], facts.map { [$0] })) == expected, "\(what)")
    }
}
