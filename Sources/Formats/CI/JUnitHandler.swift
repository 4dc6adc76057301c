internal import Model
internal import Streams

/// The walk through a JUnit report: keeps the open suites and the one open case, and emits each as it is known.
final class JUnitHandler: XMLHandler {
    private struct Suite {
        let name: String
        let identity: UInt64
        let level: Int
        /// Numbers of the suites around it and of itself.
        let path: [Int]
    }

    private let emit: (Fact) throws -> Void
    private var suites: [Suite] = []
    private var level = 0
    private let openCase = JUnitCase()
    /// Level of the open `testcase`; 0 when none is open.
    private var caseLevel = 0
    /// Level of an open `error` or `failure` directly below a suite; 0 when none is open.
    private var suiteErrorLevel = 0
    private var suiteCount = 0
    private let openProperty = JUnitProperty()
    /// The latest timestamp of a suite that states its offset; one without an offset proves nothing.
    private(set) var latestTimestamp: Instant?
    /// What suites state as their property `commit`.
    private(set) var commits: Set<String> = []

    init(_ emit: @escaping (Fact) throws -> Void) { self.emit = emit }

    func start(_ element: XMLElement) throws {
        level += 1
        if level == 1, !(element.name == "testsuites" || element.name == "testsuite") {
            throw StreamProblem(
                id: "junit.wrong-root", message: "the root element is `\(element.name.string)`",
                advice: "A JUnit report has `testsuites` or `testsuite`.", line: element.line)
        }
        if caseLevel > 0 {
            if element.name == "testcase" || element.name == "testsuite" {
                throw StreamProblem(
                    id: "junit.nested-case", message: "a `\(element.name.string)` lies inside a `testcase`",
                    advice: "No test runner writes this: collect the report again.", line: element.line)
            }
            if level == caseLevel + 1 { openCase.child(element) }
            return
        }
        if element.name == "testcase" {
            caseLevel = level
            openCase.open(element, suite: suites.last?.identity ?? 0)
        } else if element.name == "testsuite" || element.name == "testsuites" {
            try open(suite: element)
        } else if level == (suites.last?.level ?? 0) + 1, element.name == "error" || element.name == "failure" {
            // A suite that failed outside its cases, e.g. in its set-up.
            suiteErrorLevel = level
            openCase.open(element, suite: suites.last?.identity ?? 0)
            openCase.child(element)
        } else if let suite = suites.last {
            openProperty.start(element, depth: level - suite.level)
        }
    }

    func text(_ bytes: Bytes) throws {
        openProperty.text(bytes)
        if caseLevel > 0 && level == caseLevel + 1 || suiteErrorLevel > 0 && level == suiteErrorLevel {
            openCase.text(bytes)
        }
    }

    func end(_ name: Bytes, line: Int) throws {
        if caseLevel > 0 {
            if level == caseLevel + 1 { openCase.endChild() }
            if level == caseLevel {
                caseLevel = 0
                try emit(.testCase(closedCase))
            }
        } else if suiteErrorLevel == level {
            openCase.endChild()
            suiteErrorLevel = 0
            try emit(.testCase(closedCase))
        } else if let suite = suites.last, suite.level == level {
            suites.removeLast()
        } else if let suite = suites.last, let number = suite.path.last {
            if let property = openProperty.end(depth: level - suite.level, suite: number) {
                if property.name == "commit", property.value.isCommit { commits.insert(property.value) }
                try emit(.testProperty(property))
            }
        }
        level -= 1
    }

    private var closedCase: TestCase {
        openCase.close(suite: suites.last?.name ?? "", path: suites.last?.path ?? [])
    }

    private func open(suite element: XMLElement) throws {
        let line = element.line
        if let package = element.attribute("package"), package == "org.eslint" {
            throw StreamProblem(
                id: "junit.lint-output", message: "this is ESLint's output in the form of a test report",
                advice: "It holds no tests; collect the report of the test runner.", line: line)
        }
        var identity = (suites.last?.identity ?? 0).mixed(with: element.attribute("name")?.hash ?? 0)
        if let host = element.attribute("hostname") { identity = identity.mixed(with: host.hash) }
        let name = element.attribute("name")?.string ?? ""
        if let stamp = element.attribute("timestamp"), let time = Instant(rfc3339: stamp.trimmed.string) {
            latestTimestamp = max(time, latestTimestamp ?? time)
        }
        try emit(
            .testSuite(
                TestSuite(
                    name: name, depth: suites.count, tests: try count("tests", element, line),
                    failures: try count("failures", element, line), errors: try count("errors", element, line),
                    skipped: try skipped(element, line), line: line)))
        let path = (suites.last?.path ?? []) + [suiteCount]
        suites.append(Suite(name: name, identity: identity, level: level, path: path))
        suiteCount += 1
    }

    /// Skipped and disabled together; runners name them in five ways.
    private func skipped(_ element: XMLElement, _ line: Int) throws -> Int? {
        var skipped = try count("skipped", element, line)
        if skipped == nil { skipped = try count("skip", element, line) }
        if skipped == nil { skipped = try count("skips", element, line) }
        if skipped == nil { skipped = try count("ignored", element, line) }
        guard let disabled = try count("disabled", element, line) else { return skipped }
        let (sum, overflow) = (skipped ?? 0).addingReportingOverflow(disabled)
        return overflow ? Int.max : sum
    }

    private func count(_ name: StaticString, _ element: XMLElement, _ line: Int) throws -> Int? {
        guard let written = element.attribute(name) else { return nil }
        guard let value = written.trimmed.int, value >= 0 else {
            throw StreamProblem(
                id: "junit.bad-count", message: "`\(name)` is `\(written.prefix(40).string)`, not a whole number",
                advice: "A count cannot be guessed: collect the report again.", line: line)
        }
        return value
    }
}

extension UInt64 {
    /// A hash of both, the same in every run; the order matters.
    func mixed(with other: UInt64) -> UInt64 {
        let product = ((self &* 0x9E37_79B9_7F4A_7C15) ^ other) &* 0xC6A4_A793_5BD1_E995
        return product ^ (product >> 29)
    }
}
