internal import Model
internal import Streams

/// The totals of Maven's integration tests, `failsafe-summary.xml`: counts as elements, and no cases.
struct FailsafeSummary: EvidenceFormat {
    let id = "failsafe-summary"
    let title = "Maven Failsafe summary"
    let producedBy = ["mvn verify"]
    let facts: [FactKind] = [.testSuite, .testCase]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.xml?.name == "failsafe-summary" else { return nil }
        return Recognition(dialect: "failsafe-summary", because: "its root element is `failsafe-summary`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let summary = FailsafeSummaryHandler()
        try XMLReader.read(source, handler: summary)
        func count(_ name: String) throws -> Int {
            guard let text = summary.values[name], let value = Int(text), value >= 0 else {
                throw StreamProblem(
                    id: "failsafe-summary.bad-count", message: "`\(name)` is missing or not a whole number",
                    advice: "Run `mvn verify` again and collect its summary.", line: summary.lines[name] ?? 1)
            }
            return value
        }
        let (errors, failures) = (try count("errors"), try count("failures"))
        try emit(
            .testSuite(
                TestSuite(
                    name: "failsafe-summary", depth: 0, tests: try count("completed"), failures: failures,
                    errors: errors, skipped: try count("skipped"), line: 1)))
        var troubles: [(name: String, message: String, outcome: TestCase.Outcome)] = []
        if errors > 0 { troubles.append(("errors", "\(errors) errors", .errored)) }
        if failures > 0 { troubles.append(("failures", "\(failures) failures", .failed)) }
        if let message = summary.values["failureMessage"], !message.isEmpty {
            troubles.append(("failureMessage", message, .errored))
        }
        if summary.isTimeout { troubles.append(("timeout", "the test run timed out", .errored)) }
        for (name, message, outcome) in troubles {
            let details = TestCaseDetails(suite: "failsafe-summary", className: "", name: name, message: message)
            let line = summary.lines[name] ?? 1
            try emit(
                .testCase(TestCase(outcome: outcome, identity: Self.identity(of: name), line: line, details: details)))
        }
        return Reading()
    }

    private static func identity(of name: String) -> UInt64 {
        Array(name.utf8).withUnsafeBufferPointer { Bytes($0).hash }
    }
}

/// The text of the root's child elements.
private final class FailsafeSummaryHandler: XMLHandler {
    private(set) var values: [String: String] = [:]
    private(set) var lines: [String: Int] = [:]
    private(set) var isTimeout = false
    private var level = 0
    private var text: [UInt8] = []

    func start(_ element: XMLElement) throws {
        level += 1
        if level == 1, let timeout = element.attribute("timeout") { isTimeout = timeout == "true" }
        guard level == 2 else { return }
        text.removeAll(keepingCapacity: true)
        lines[element.name.string] = element.line
    }

    func text(_ bytes: Bytes) throws {
        if level == 2, text.count < 400 { text.append(contentsOf: bytes.prefix(400 - text.count).buffer) }
    }

    func end(_ name: Bytes, line: Int) throws {
        if level == 2 {
            values[name.string] = text.withUnsafeBufferPointer { Bytes($0).trimmed.string }
        }
        level -= 1
    }
}
