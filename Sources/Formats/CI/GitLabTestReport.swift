internal import Model
internal import Streams

/// The test report of a GitLab pipeline, counted from its cases; a suite whose own report was broken is an error.
struct GitLabTestReport: EvidenceFormat {
    let id = "gitlab-test-report"
    let title = "GitLab test report"
    let producedBy = [
        "curl -sS -H \"PRIVATE-TOKEN: $TOKEN\" \"$GITLAB/api/v4/projects/$PROJECT/pipelines/$PIPELINE/test_report\""
    ]
    let facts: [FactKind] = [.testSuite, .testCase]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.has("total_count"), json.has("error_count"),
            json["test_suites"]?.isArray ?? false
        else { return nil }
        return Recognition(dialect: id, because: "`total_count` and `test_suites`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var scan = Scan(json: json)
        try scan.suite(depth: 0, emit)
        try json.end()
        return Reading()
    }

    /// The walk through suites and cases; suites are numbered as they begin.
    private struct Scan {
        let json: JSONReader
        private var suites = 0
        private var cases = 0

        init(json: JSONReader) { self.json = json }

        /// Reads the whole report (depth 0) or a suite; its counts may come after its cases.
        mutating func suite(depth: Int, _ emit: (Fact) throws -> Void) throws {
            let (line, number) = (json.line, suites)
            suites += 1
            var name = ""
            var counts: [String: Int] = [:]
            var hasContent = false
            let path = depth == 0 ? [0] : [0, number]
            try json.object { key in
                switch key {
                case "name": name = try json.optionalString() ?? ""
                case "total_count", "failed_count", "error_count", "skipped_count":
                    let key = key.string
                    counts[key] = try json.int()
                case "suite_error":
                    guard let message = try json.value().string else { return }
                    try emit(
                        .testCase(
                            TestCase(
                                outcome: .errored, identity: UInt64(number), line: line,
                                details: TestCaseDetails(
                                    suite: name, suitePath: path, className: "", name: "", message: message))))
                case "test_suites" where depth == 0:
                    hasContent = true
                    try json.array { _ in try suite(depth: 1, emit) }
                case "test_cases" where depth == 1:
                    hasContent = true
                    try json.array { _ in try testCase(of: name, path, emit) }
                default: break
                }
            }
            guard hasContent else {
                throw StreamProblem.missingField(depth == 0 ? "test_suites" : "test_cases", of: "a suite", line: line)
            }
            try emit(
                .testSuite(
                    TestSuite(
                        name: name, depth: depth, tests: counts["total_count"], failures: counts["failed_count"],
                        errors: counts["error_count"], skipped: counts["skipped_count"], line: line)))
        }

        private mutating func testCase(of suite: String, _ path: [Int], _ emit: (Fact) throws -> Void) throws {
            let line = json.line
            var (name, className, status, message) = ("", "", "", "")
            try json.object { key in
                switch key {
                case "name": name = try json.optionalString() ?? ""
                case "classname": className = try json.optionalString() ?? ""
                case "status": status = try json.optionalString() ?? ""
                case "system_output": message = Self.firstLine(try json.value())
                default: break
                }
            }
            let outcomes: [String: TestCase.Outcome] = [
                "success": .passed, "failed": .failed, "error": .errored, "skipped": .skipped,
            ]
            guard let outcome = outcomes[status] else {
                throw StreamProblem(
                    id: "gitlab.unknown-state", message: "`\(status)` is no state of a test case",
                    advice: "Export it from the REST API, which writes success, failed, error or skipped.", line: line)
            }
            cases += 1
            let isNamed = outcome != .passed || cases <= TestCase.namedCases
            let details = TestCaseDetails(
                suite: suite, suitePath: path, className: className, name: name, message: message)
            let identity = [suite, className, name].reduce(UInt64(0)) { sum, text in
                Array(text.utf8).withUnsafeBufferPointer { sum.mixed(with: Bytes($0).hash) }
            }
            try emit(
                .testCase(
                    TestCase(outcome: outcome, identity: identity, line: line, details: isNamed ? details : nil)))
        }

        /// GitLab hands on a text, a list of texts or an object with `message`.
        private static func firstLine(_ output: JSONNode) -> String {
            let text = output.string ?? output["message"]?.string ?? output.elements?.first?.string ?? ""
            let line = text.utf8.split(separator: 10).first.map { String(decoding: Array($0), as: UTF8.self) } ?? ""
            return String(decoding: Array(line.utf8.prefix(400)), as: UTF8.self)
        }
    }
}
