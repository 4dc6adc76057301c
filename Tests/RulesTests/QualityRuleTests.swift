import Model
import Rules
import TestKit
import Testing

private func lint(
    files: Int? = nil, rules: Int? = nil, declared: Int? = nil, warnings: Int? = nil, suppressed: Int = 0
) -> Fact {
    var run = LintRun(tool: "scan", line: 1)
    (run.files, run.rules, run.declaredErrors, run.declaredWarnings) = (files, rules, declared, warnings)
    run.suppressed = suppressed
    return .lintRun(run)
}

private func found(_ level: LintMessage.Level) -> Fact {
    .lintMessage(LintMessage(level: level, rule: "no-undef", location: "src/a.js:3", text: "x is not defined", line: 5))
}

private func test(_ outcome: TestCase.Outcome) -> Fact {
    .testCase(
        TestCase(
            outcome: outcome, identity: 1, line: 7,
            details: TestCaseDetails(suite: "s", className: "C", name: "t", message: "")))
}

private func coverage(_ covered: Int, _ valid: Int, declared: (Int, Int)? = nil) -> Fact {
    var coverage = Coverage(covered: covered, valid: valid, line: 1)
    (coverage.declaredCovered, coverage.declaredValid) = (declared?.0, declared?.1)
    return .coverage(coverage)
}

@Suite struct `lint-clean` {
    @Test(
        arguments: [
            ("no file at all", .unknown, [[]]), ("a list of no file", .unknown, [[lint(files: 0, declared: 0)]]),
            ("a clean report that names nothing", .unknown, [[lint(rules: 0)]]),
            ("an error", .fail, [[found(.error), lint(files: 1, declared: 1)]]),
            ("a message without severity", .fail, [[found(.unknown), lint(files: 1)]]),
            ("a sum that the list does not show", .error, [[lint(files: 1, declared: 6)]]),
            ("a list that the sum does not show", .error, [[found(.error), lint(files: 1, declared: 0)]]),
            ("a foreign report among good ones", .unknown, [[lint(files: 1)], [coverage(1, 1)]]),
            ("one red linter of two", .fail, [[lint(files: 3)], [found(.error), lint(files: 1)]]),
            ("a red linter that reports as JUnit", .fail, [[test(.passed), test(.failed)]]),
            (
                "JUnit without a case", .unknown,
                [
                    [lint(files: 1)],
                    [.testSuite(TestSuite(name: "", depth: 0, tests: 0, failures: 0, errors: 0, skipped: 0, line: 1))],
                ]
            ),
            ("warnings", .pass, [[found(.warning), found(.note), lint(files: 3, declared: 0)]]),
            ("rules without files", .pass, [[lint(rules: 4, suppressed: 2)]]),
            ("JUnit alone", .pass, [[test(.passed)]]),
            ("JUnit beside SARIF", .pass, [[test(.passed)], [lint(rules: 1)]]),
        ] as [(String, Verdict, [[Fact]])])
    func `judges what linters found`(what: String, expected: Verdict, files: [[Fact]]) throws {
        #expect(verdict(try judge("lint-clean", [:], files)) == expected, "\(what)")
    }

    @Test func `limits warnings by the greater of list and sum`() throws {
        let files = [[found(.warning), lint(files: 1, declared: 0, warnings: 3)]]
        #expect(verdict(try judge("lint-clean", ["warnings": ["<= 2"]], files)) == .fail)
        #expect(verdict(try judge("lint-clean", ["warnings": ["<= 3"]], files)) == .pass)
    }

    @Test(arguments: [(0, Verdict.pass), (2, .unknown)])
    func `a command tells that something was looked at, unless it crashed`(status: Int, expected: Verdict) throws {
        var file = EvidenceFile(path: "f0", sha256: "", bytes: 1, format: "sarif", state: .present)
        file.subject.command = "ruff check --output-format sarif src"
        file.subject.exitStatus = status
        #expect(verdict(try judge("lint-clean", [:], [[lint(rules: 0)]], evidence: [file])) == expected)
        // ESLint lists every file: none was linted, whatever the command.
        #expect(verdict(try judge("lint-clean", [:], [[lint(files: 0, declared: 0)]], evidence: [file])) == .unknown)
    }
}

@Suite struct `coverage-at-least` {
    @Test(
        arguments: [
            ("nothing", .unknown, []), ("no line", .unknown, [coverage(0, 0, declared: (9, 10))]),
            ("too little", .fail, [coverage(799, 1000)]), ("just enough", .pass, [coverage(800, 1000)]),
            ("sums that are stale", .error, [coverage(5, 10, declared: (9, 10))]),
            ("sums that are worse", .error, [coverage(9, 10, declared: (5, 10))]),
            ("sums of another unit that agree", .pass, [coverage(11, 11, declared: (161, 161))]),
            ("sums that cannot be", .error, [coverage(9, 10, declared: (11, 10))]),
            ("one of two", .fail, [coverage(9, 10), coverage(1, 10)]),
        ] as [(String, Verdict, [Fact])])
    func `judges every report`(what: String, expected: Verdict, facts: [Fact]) throws {
        let limit: KeyValuePairs<String, [String]> = ["lines": [">= 80%"]]
        #expect(
            verdict(try judge("coverage-at-least", limit, facts.isEmpty ? [[]] : facts.map { [$0] })) == expected,
            "\(what)")
    }

    @Test(arguments: ["<= 80%", "80", ">= 80"]) func `wants a least share`(limit: String) {
        #expect(
            RuleCatalog.rule(
                kind: "coverage-at-least", parameters: .mapping(["lines": [limit]]), at: Place("r")
            ).rule == nil)
    }
}
