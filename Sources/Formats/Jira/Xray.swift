package import Model
package import Streams

/// Results of a test execution of Xray: import document, GraphQL answer, or Server list (FORMATS-OPS.md §2.4).
package struct Xray: EvidenceFormat {
    package let id = "xray"
    package let title = "Xray test execution, as JSON"
    package let producedBy = [
        "GET /rest/raven/1.0/api/testexec/QA-900/test?detailed=true",
        "GraphQL getTestExecution { testRuns { results } }",
    ]
    package let facts: [FactKind] = [.execution, .gap]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if let test = json["tests"]?.first, test.has("testKey"), test.has("status") {
            return Recognition(dialect: "xray/import", because: "`tests` have a `testKey` and a `status`")
        }
        if let execution = json["data"]?["getTestExecution"], execution.has("testRuns") {
            return Recognition(dialect: "xray/graphql", because: "`getTestExecution` has `testRuns`")
        }
        if let test = json.first, test.has("key"), test.has("rank"), test.has("status") {
            return Recognition(dialect: "xray/server", because: "the elements have a `key`, a `rank` and a `status`")
        }
        return nil
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var runs = TestRuns()
        var reading = Reading()
        var parent: String?
        var expected: Int?
        let line = json.line
        switch dialect {
        case "xray/import":
            try json.object { key in
                switch key {
                case "testExecutionKey": parent = try json.optionalString()
                case "tests": try json.array { _ in runs.add(try run(json)) }
                default: break
                }
            }
            reading.notes.append("these results were written to be imported; Jira may hold others")
        case "xray/graphql":
            try json.object { key in
                switch key {
                case "errors": throw TestRunProblem.failed(json.line)
                case "data": try execution(json, &runs, parent: &parent, total: &expected)
                default: break
                }
            }
        default: try json.array { _ in runs.add(try run(json)) }
        }
        try json.end()
        if let expected, expected != runs.read {
            try emit(.gap(EvidenceGap(reason: "the answer holds \(runs.read) of \(expected) test runs", line: line)))
        }
        try runs.emit(parent: parent, emit)
        return reading
    }

    private func execution(_ json: JSONReader, _ runs: inout TestRuns, parent: inout String?, total: inout Int?) throws
    {
        try json.object { key in
            guard key == "getTestExecution", try !json.null() else { return }
            try json.object { key in
                switch key {
                case "jira": parent = try jiraKey(json)
                case "testRuns":
                    try json.object { key in
                        switch key {
                        case "total": total = try json.int()
                        case "results": try json.array { _ in runs.add(try run(json)) }
                        default: break
                        }
                    }
                default: break
                }
            }
        }
    }

    private func jiraKey(_ json: JSONReader) throws -> String? {
        var found: String?
        try json.object { key in if key == "key" { found = try json.optionalString() } }
        return found
    }

    private func run(_ json: JSONReader) throws -> TestRun {
        var run = TestRun(line: json.line)
        var times = TimeText()
        try json.object { key in
            switch key {
            case "testKey", "key": run.test = try json.string()
            case "test":
                try json.object { key in if key == "jira" { run.test = try jiraKey(json) } }
            case "status":
                if try json.kind() == .string {
                    run.status = try json.string()
                } else {
                    try json.object { key in if key == "name" { run.status = try json.string() } }
                }
            case "finish", "finishedOn":
                if try !json.null() { run.finishedAt = try json.bytes { times.instant($0) } }
            default: break
            }
        }
        guard run.test != nil, run.status != nil else { throw TestRunProblem.incomplete(run.line) }
        return run
    }
}

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
        try runs.emit(parent: nil, emit)
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
