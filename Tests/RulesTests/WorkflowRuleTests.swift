import Model
import Rules
import TestKit
import Testing

private let commit = String(repeating: "a", count: 40)
private let after = Occurrence(start: .minutes(-40), end: .minutes(-30))

private func run(
    _ conclusion: String = "success", id: String = "1", status: String = "completed", on sha: String? = commit,
    minute: Int64? = -20, attempt: Int = 1, path: String? = ".github/workflows/deploy-backend.yml",
    name: String = "Deploy backend"
) -> Fact {
    var run = WorkflowRun(
        id: id, workflow: name, event: "workflow_dispatch", commit: sha, attempt: attempt, status: status,
        conclusion: conclusion, startedAt: minute.map(Instant.minutes), line: 2)
    run.path = path
    run.completedAt = status == "completed" ? minute.map { .minutes($0 + 5) } : nil
    return .workflowRun(run)
}

private func deployment(
    _ state: String? = nil, id: String = "7", to environment: String? = "production", of sha: String? = commit,
    minute: Int64 = -18
) -> Fact {
    var deployment = Deployment(id: id, line: 3)
    (deployment.state, deployment.environment, deployment.at) = (state, environment, .minutes(minute))
    deployment.commit = state == nil ? sha : nil
    return .deployment(deployment)
}

private let deployed = [deployment(), deployment("in_progress", minute: -17), deployment("success", minute: -15)]

@Suite struct `a deployment by a workflow` {
    private func outcome(
        _ facts: [Fact], _ parameters: KeyValuePairs<String, [String]> = ["workflow": ["deploy-backend.yml"]]
    ) throws -> RuleOutcome {
        var file = JudgedFile("deploy.workflow/all.json")
        file.facts = facts
        return try judge("workflow-deployed", parameters, [file], after: after)
    }

    @Test func `passes, and took place when its run did`() throws {
        let outcome = try outcome([run()] + deployed)
        #expect(verdict(outcome.findings) == .pass)
        #expect(outcome.occurrence == Occurrence(start: .minutes(-20), end: .minutes(-15)))
    }

    @Test(arguments: [
        ("no run", Verdict.unknown, []),
        ("a failed run", .fail, [run("failure")]), ("a skipped run", .fail, [run("skipped")]),
        ("a run that goes on", .unknown, [run("", status: "in_progress")]),
        ("a run on another commit", .unknown, [run(on: String(repeating: "b", count: 40))]),
        ("a run on no commit", .unknown, [run(on: nil)]),
        ("a run of another file of the same name", .unknown, [run(path: ".github/workflows/deploy-staging.yml")]),
        ("a run of nobody knows which file", .unknown, [run(path: nil)]),
        ("a run from before the apply", .fail, [run(minute: -35)]),
        ("a run without a time", .unknown, [run(minute: nil)]),
        ("a newer run that failed", .fail, [run(), run("failure", id: "2", minute: -10)]),
        ("a newer attempt that goes on", .unknown, [run(), run("", status: "queued", minute: -10, attempt: 2)]),
        ("one attempt with two ends", .fail, [run(), run("failure")]),
        ("a second attempt", .warn, [run("failure"), run(minute: -10, attempt: 2)]),
        ("a run seen while it went on", .pass, [run("", status: "in_progress"), run()]),
        ("a run that gh lists without its file", .pass, [run(path: nil), run()]),
    ])
    func `is judged by its newest run`(why: String, expected: Verdict, runs: [Fact]) throws {
        #expect(verdict(try outcome(runs + deployed).findings) == expected, "\(why)")
    }

    @Test func `of a gh list is found by the workflow's name where the rule gives it`() throws {
        let parameters: KeyValuePairs = ["workflow": ["deploy-backend.yml"], "name": ["Deploy backend"]]
        #expect(verdict(try outcome([run(path: nil)] + deployed, parameters).findings) == .pass)
        #expect(verdict(try outcome([run(path: nil, name: "Other")] + deployed, parameters).findings) == .unknown)
        #expect(verdict(try outcome([run(path: "x/other.yml")] + deployed, parameters).findings) == .unknown)
    }

    @Test(arguments: [
        ("no deployment", Verdict.unknown, []),
        ("staging alone", .unknown, [deployment(to: "staging"), deployment("success", to: "staging")]),
        ("no state", .unknown, [deployment()]),
        ("a state of another deployment", .unknown, [deployment(), deployment("success", id: "8")]),
        ("failure in the end", .fail, [deployment(), deployment("success"), deployment("failure", minute: -10)]),
        ("superseded", .fail, [deployment(), deployment("success"), deployment("inactive", minute: -10)]),
        ("still going on", .unknown, [deployment(), deployment("in_progress")]),
        ("two states at one time", .fail, [deployment(), deployment("error"), deployment("success")]),
        ("another commit since", .fail, deployed + [deployment(id: "8", of: "b", minute: -5)]),
        ("made before the apply", .fail, [deployment(minute: -35), deployment("success", minute: -34)]),
        ("a state of another environment", .error, [deployment(), deployment("success", to: "staging")]),
        ("an older one of another commit", .pass, deployed + [deployment(id: "6", of: "b", minute: -900)]),
    ])
    func `is judged by the environment's newest deployment`(why: String, expected: Verdict, facts: [Fact]) throws {
        #expect(verdict(try outcome([run()] + facts).findings) == expected, "\(why)")
    }
}
