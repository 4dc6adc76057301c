/// A suite's own claim about its counts; `nil` where the report does not say.
package struct TestSuite: Sendable, Hashable {
    package let name: String
    /// 0 for the outermost element.
    package let depth: Int
    package let tests: Int?
    package let failures: Int?
    package let errors: Int?
    package let skipped: Int?
    package let line: Int

    package init(name: String, depth: Int, tests: Int?, failures: Int?, errors: Int?, skipped: Int?, line: Int) {
        self.name = name
        self.depth = depth
        self.tests = tests
        self.failures = failures
        self.errors = errors
        self.skipped = skipped
        self.line = line
    }
}

/// A property that a suite states about itself, e.g. `sdk.version`.
package struct TestProperty: Sendable, Hashable {
    package let name: String
    package let value: String
    /// Number of the suite in the file, from 0 in the order in which suites begin.
    package let suite: Int
    package let line: Int

    package init(name: String, value: String, suite: Int, line: Int) {
        self.name = name
        self.value = value
        self.suite = suite
        self.line = line
    }
}

/// One test case. Only the first passed cases of a file carry details, so that a million of them cost nothing.
package struct TestCase: Sendable, Hashable {
    /// How many cases of a file have details although they passed.
    package static let namedCases = 10_000

    package enum Outcome: UInt8, Sendable, Hashable { case passed, flaky, skipped, failed, errored }

    package let outcome: Outcome
    /// Stable hash of suite path, host name, class name and name: the same case twice has the same identity.
    package let identity: UInt64
    package let line: Int
    /// Present unless it passed and comes after the first `namedCases` of its file.
    package let details: TestCaseDetails?

    package init(outcome: Outcome, identity: UInt64, line: Int, details: TestCaseDetails?) {
        self.outcome = outcome
        self.identity = identity
        self.line = line
        self.details = details
    }
}

/// What a person wants to know about a case, and by what a rule finds the case that it needs.
package final class TestCaseDetails: Sendable, Hashable {
    /// Name of the innermost suite.
    package let suite: String
    /// Numbers of the suites around it, outermost first (see `TestProperty.suite`).
    package let suitePath: [Int]
    package let className: String
    package let name: String
    /// First line of the failure or the reason for skipping.
    package let message: String

    package init(suite: String, suitePath: [Int] = [], className: String, name: String, message: String) {
        self.suite = suite
        self.suitePath = suitePath
        self.className = className
        self.name = name
        self.message = message
    }

    package static func == (left: TestCaseDetails, right: TestCaseDetails) -> Bool {
        (left.suite, left.className, left.name, left.message) == (
            right.suite, right.className, right.name, right.message
        )
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(className)
        hasher.combine(name)
    }
}
