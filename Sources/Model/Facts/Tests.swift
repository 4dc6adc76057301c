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
    package let line: Int

    package init(name: String, value: String, line: Int) {
        self.name = name
        self.value = value
        self.line = line
    }
}

/// One test case. Passed cases carry no details, so that a million of them cost nothing.
package struct TestCase: Sendable, Hashable {
    package enum Outcome: UInt8, Sendable, Hashable { case passed, flaky, skipped, failed, errored }

    package let outcome: Outcome
    /// Stable hash of suite path, host name, class name and name: the same case twice has the same identity.
    package let identity: UInt64
    package let line: Int
    /// Present unless the outcome is `passed`.
    package let details: TestCaseDetails?

    package init(outcome: Outcome, identity: UInt64, line: Int, details: TestCaseDetails?) {
        self.outcome = outcome
        self.identity = identity
        self.line = line
        self.details = details
    }
}

/// What a person wants to know about a case that did not simply pass.
package final class TestCaseDetails: Sendable, Hashable {
    package let suite: String
    package let className: String
    package let name: String
    /// First line of the failure or the reason for skipping.
    package let message: String

    package init(suite: String, className: String, name: String, message: String) {
        self.suite = suite
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
