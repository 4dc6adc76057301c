internal import Model
internal import Streams

/// A reader of one document of Xray, whatever its dialect.
struct XrayScan {
    private let json: JSONReader
    private var runs = TestRuns()
    private var scope = TestScope()
    private let line: Int
    /// The page of Xray Server's lists, which do not say that there are others.
    private static let serverPage = 200

    init(_ json: JSONReader) {
        self.json = json
        line = json.line
    }

    /// What was sent to be imported.
    mutating func imported(_ emit: (Fact) throws -> Void) throws {
        try json.object { key in
            switch key {
            case "testExecutionKey": if let key = try json.optionalString() { scope.parents.append(key) }
            case "info":
                try json.object { key in
                    switch key {
                    case "testPlanKey": if let plan = try json.optionalString() { scope.parents.append(plan) }
                    case "version": if let version = try json.optionalString() { scope.versions.append(version) }
                    case "revision": scope.revision = try json.optionalString()
                    case "testEnvironments": try environments()
                    default: break
                    }
                }
            case "tests": try json.array { _ in runs.add(try run()) }
            default: break
            }
        }
        try json.end()
        try runs.emit(of: scope, emit)
    }

    /// A list of Xray Server, whose execution is only named in its address.
    mutating func list(_ emit: (Fact) throws -> Void) throws {
        try json.array { _ in runs.add(try run()) }
        try json.end()
        try page(of: runs.read, emit)
        try runs.emit(of: scope, emit)
    }

    /// The tests of a plan of Xray Server; their latest status may be that of another build.
    mutating func plannedList(_ emit: (Fact) throws -> Void) throws {
        var count = 0
        try json.array { _ in
            let line = json.line
            guard let test = try key() else { throw TestRunProblem.incomplete(line) }
            count += 1
            try emit(.execution(.planned(test, in: nil, line)))
        }
        try json.end()
        try page(of: count, emit)
    }

    /// The answer to a GraphQL query for an execution, or for a plan.
    mutating func answer(_ emit: (Fact) throws -> Void) throws {
        var total: Int?
        try json.object { key in
            switch key {
            case "errors": throw TestRunProblem.failed(json.line)
            case "data":
                try json.object { key in
                    switch key {
                    case "getTestExecution": if try !json.null() { try execution(&total, emit) }
                    case "getTestPlan": if try !json.null() { try plan(emit) }
                    default: break
                    }
                }
            default: break
            }
        }
        try json.end()
        try gap(runs.read, of: total, "test runs", emit)
        try runs.emit(of: scope, emit)
    }

    private mutating func execution(_ total: inout Int?, _ emit: (Fact) throws -> Void) throws {
        try json.object { key in
            switch key {
            case "jira":
                try json.object { key in
                    switch key {
                    case "key": if let key = try json.optionalString() { scope.parents.append(key) }
                    case "fixVersions":
                        try json.elements { _ in
                            if let version = try json.value()["name"]?.string { scope.versions.append(version) }
                        }
                    default: break
                    }
                }
            case "testEnvironments": try environments()
            case "testPlans":
                try json.object { key in
                    guard key == "results" else { return }
                    try json.array { _ in
                        if let key = try plan(emit) { scope.parents.append(key) }
                    }
                }
            case "testRuns":
                try json.object { key in
                    switch key {
                    case "total": total = try json.int()
                    case "results": try json.array { _ in runs.add(try run()) }
                    default: break
                    }
                }
            default: break
            }
        }
    }

    /// A test plan with its tests, where they were asked for; its key.
    @discardableResult private func plan(_ emit: (Fact) throws -> Void) throws -> String? {
        var plan: String?
        var tests: [(key: String, line: Int)] = []
        var total: Int?
        try json.object { key in
            switch key {
            case "jira": plan = try self.key()
            case "tests":
                try json.object { key in
                    switch key {
                    case "total": total = try json.int()
                    case "results":
                        try json.array { _ in
                            let line = json.line
                            var test: String?
                            try json.object { key in if key == "jira" { test = try self.key() } }
                            guard let test else { throw TestRunProblem.incomplete(line) }
                            tests.append((test, line))
                        }
                    default: break
                    }
                }
            default: break
            }
        }
        for test in tests { try emit(.execution(.planned(test.key, in: plan, test.line))) }
        try gap(tests.count, of: total, "tests of \(plan ?? "the plan")", emit)
        return plan
    }

    private func gap(_ count: Int, of total: Int?, _ what: String, _ emit: (Fact) throws -> Void) throws {
        guard let total, total != count else { return }
        try emit(.gap(EvidenceGap(reason: "the answer holds \(count) of \(total) \(what)", line: line)))
    }

    private func page(of count: Int, _ emit: (Fact) throws -> Void) throws {
        guard count == Self.serverPage else { return }
        try emit(.gap(EvidenceGap(reason: "exactly \(count) tests: there may be other pages", line: line)))
    }

    private mutating func environments() throws {
        try json.elements { _ in scope.environments.append(try json.string()) }
    }

    private func key() throws -> String? {
        var found: String?
        try json.object { key in if key == "key" { found = try json.optionalString() } }
        return found
    }

    private func run() throws -> TestRun {
        var run = TestRun(line: json.line)
        var times = TimeText()
        try json.object { key in
            switch key {
            case "testKey", "key": run.test = try json.string()
            case "test": try json.object { key in if key == "jira" { run.test = try self.key() } }
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
