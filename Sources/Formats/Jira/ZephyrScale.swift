package import Model
package import Streams

/// Results of Zephyr Scale, which give the numbers of statuses and not their names: no outcome is known from them.
package struct ZephyrScale: EvidenceFormat {
    package let id = "zephyr-scale"
    package let title = "Zephyr Scale test executions, as JSON"
    package let producedBy = ["GET /v2/testexecutions?testCycle=…"]
    package let facts: [FactKind] = [.execution, .gap]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let test = preamble.json?["values"]?.first, test.has("testExecutionStatus") else { return nil }
        return Recognition(dialect: id, because: "`values` have a `testExecutionStatus`")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var runs = TestRuns()
        var total: Int?
        var isLast = true
        let line = json.line
        try json.object { key in
            switch key {
            case "total": total = try json.int()
            case "isLast": isLast = try json.bool()
            case "values": try json.array { _ in runs.add(try run(json)) }
            default: break
            }
        }
        try json.end()
        if !isLast || total.map({ $0 != runs.read }) ?? false {
            try emit(
                .gap(EvidenceGap(reason: "the page holds \(runs.read) executions, and there are others", line: line)))
        }
        try runs.emit(of: TestScope(), emit)
        return Reading(notes: ["Zephyr Scale exports hold numbers of statuses, not their names: no result is known"])
    }

    private func run(_ json: JSONReader) throws -> TestRun {
        var run = TestRun(line: json.line)
        var times = TimeText()
        try json.object { key in
            switch key {
            case "testCase":
                try json.object { key in if key == "self" { run.test = testKey(in: try json.string()) } }
            case "testExecutionStatus":
                try json.object { key in if key == "id" { run.status = "status \(try json.number())" } }
            case "actualEndDate":
                if try !json.null() { run.finishedAt = try json.bytes { times.instant($0) } }
            default: break
            }
        }
        guard run.test != nil, run.status != nil else { throw TestRunProblem.incomplete(run.line) }
        return run
    }

    /// `QA-T1` of `…/testcases/QA-T1/versions/1`.
    private func testKey(in address: String) -> String? {
        let parts = address.split(separator: "/")
        guard let index = parts.firstIndex(of: "testcases"), index + 1 < parts.count else { return nil }
        return String(parts[index + 1])
    }
}
