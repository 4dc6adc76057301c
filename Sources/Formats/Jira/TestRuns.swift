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
        case "TO DO", "TODO", "EXECUTING", "UNEXECUTED", "WIP": .notExecuted
        default: .unknown
        }
    }
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

    func emit(parent: String?, _ emit: (Fact) throws -> Void) throws {
        for test in order {
            guard let run = latest[test] else { continue }
            let execution = TestExecution(
                test: test, parent: parent, outcome: run.outcome, status: run.status ?? "", finishedAt: run.finishedAt,
                line: run.line)
            try emit(.execution(execution))
        }
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
