internal import Model
internal import Streams

/// One run of a test.
struct TestRun {
    var test: String?
    var status: String?
    var finishedAt: Instant?
    let line: Int

    init(line: Int) { self.line = line }

    /// What the tool's word means; a word that is not known is no pass.
    var outcome: TestExecution.Outcome {
        switch status ?? "" {
        case "PASSED", "PASS": .passed
        case "FAILED", "FAIL", "ABORTED": .failed
        case "TO DO", "TODO", "EXECUTING", "UNEXECUTED", "WIP", "BLOCKED": .notExecuted
        default: .unknown
        }
    }
}

/// What an execution says of all its runs.
struct TestScope {
    /// Keys of the execution and its test plans.
    var parents: [String] = []
    var versions: [String] = []
    var revision: String?
    var environments: [String] = []
}

/// The runs of an execution; a test that ran twice counts by the run that finished last.
struct TestRuns {
    private var order: [String] = []
    private var latest: [String: TestRun] = [:]
    /// How many runs were read.
    private(set) var read = 0

    init() {}

    mutating func add(_ run: TestRun) {
        read += 1
        let test = run.test ?? ""
        guard let known = latest[test] else {
            order.append(test)
            latest[test] = run
            return
        }
        // Without two different times the worse one stands.
        let isLater =
            if let old = known.finishedAt, let new = run.finishedAt, old != new { new > old } else {
                known.outcome == .passed
            }
        if isLater { latest[test] = run }
    }

    func emit(of scope: TestScope, _ emit: (Fact) throws -> Void) throws {
        for test in order {
            guard let run = latest[test] else { continue }
            var execution = TestExecution(
                test: test, parents: scope.parents, outcome: run.outcome, status: run.status ?? "",
                finishedAt: run.finishedAt, line: run.line)
            execution.versions = scope.versions
            execution.revision = scope.revision
            execution.environments = scope.environments
            try emit(.execution(execution))
        }
    }
}

extension TestExecution {
    /// A test that a plan lists, which is no run of it.
    static func planned(_ test: String, in plan: String?, _ line: Int) -> TestExecution {
        var planned = TestExecution(
            test: test, parents: plan.map { [$0] } ?? [], outcome: .notExecuted, status: "planned", finishedAt: nil,
            line: line)
        planned.isPlanned = true
        return planned
    }
}

/// What is wrong with the results of a test manager.
enum TestRunProblem {
    static func incomplete(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "executions.incomplete", message: "a test run has no test key or no status",
            advice: "Collect it again, and ask for both.", line: line)
    }

    static func failed(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "executions.error", message: "the answer holds errors",
            advice: "Correct the query and collect it again.",
            line: line)
    }
}
