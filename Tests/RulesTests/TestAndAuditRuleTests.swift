import Model
import Testing

private func test(_ outcome: TestCase.Outcome, _ identity: UInt64 = 1) -> Fact {
    .testCase(
        TestCase(
            outcome: outcome, identity: identity, line: 7,
            details: outcome == .passed ? nil : TestCaseDetails(suite: "s", className: "C", name: "t", message: "boom"))
    )
}

private func suite(_ tests: Int?, failures: Int? = nil) -> Fact {
    .testSuite(TestSuite(name: "s", depth: 0, tests: tests, failures: failures, errors: nil, skipped: nil, line: 1))
}

@Suite struct `tests-pass` {
    @Test func `passes only when cases passed`() throws {
        #expect(verdict(try judge("tests-pass", [:], [[suite(2), test(.passed, 1), test(.passed, 2)]])) == .pass)
    }

    @Test func `one failed case among many fails and names place and message`() throws {
        let findings = try judge("tests-pass", [:], [[test(.passed), test(.failed, 2)]])
        #expect(verdict(findings) == .fail)
        #expect(findings.contains { $0.message.contains("boom") && $0.place?.line == 7 })
    }

    @Test(
        arguments: [
            ("no case at all", [[suite(0)]]), ("an empty report beside a good one", [[test(.passed)], [suite(0)]]),
            ("everything skipped", [[test(.skipped)]]),
            ("a header that promises more cases", [[suite(3), test(.passed)]]), ("no facts", [[]]),
        ] as [(String, [[Fact]])])
    func `is unknown with`(what: String, files: [[Fact]]) throws {
        #expect(verdict(try judge("tests-pass", [:], files)) == .unknown, "\(what)")
    }

    @Test func `a header that declares failures fails, though no case shows them`() throws {
        #expect(verdict(try judge("tests-pass", [:], [[suite(1, failures: 1), test(.passed)]])) == .fail)
    }

    @Test func `flaky cases warn`() throws {
        #expect(verdict(try judge("tests-pass", [:], [[test(.passed), test(.flaky, 2)]])) == .warn)
    }

    @Test func `too many skipped fail`() throws {
        let files = [[test(.passed), test(.skipped, 2)]]
        #expect(verdict(try judge("tests-pass", ["skipped": ["<= 10%"]], files)) == .fail)
        #expect(verdict(try judge("tests-pass", ["skipped": ["<= 50%"]], files)) == .pass)
        #expect(verdict(try judge("tests-pass", ["skipped": ["<= 0"]], files)) == .fail)
    }
}

private func advisory(_ severity: Severity) -> Fact {
    .advisory(
        Advisory(
            id: "GHSA-1", package: "lodash", version: "4.17.20", severity: severity, title: "Prototype pollution",
            line: 12, pointer: "/vulnerabilities/lodash"))
}

private func totals(_ declared: [Severity: Int]?, _ dependencies: Int? = 10, countsPaths: Bool = false) -> Fact {
    .auditTotals(AuditTotals(declared: declared, dependencies: dependencies, countsPaths: countsPaths, line: 99))
}

@Suite struct `advisories-below` {
    private let none: KeyValuePairs<String, [String]> = ["critical": ["0"], "high": ["0"]]

    @Test func `passes when the listed advisories are mild and agree with the summary`() throws {
        #expect(
            verdict(try judge("advisories-below", none, [[advisory(.moderate), totals([.moderate: 1, .high: 0])]]))
                == .pass)
    }

    @Test(arguments: [Severity.high, .critical, .unknown]) func `fails with one`(severity: Severity) throws {
        let findings = try judge("advisories-below", none, [[advisory(severity), totals(nil)]])
        #expect(verdict(findings) == .fail)
        #expect(findings.contains { $0.place?.pointer == "/vulnerabilities/lodash" && $0.place?.line == 12 })
    }

    @Test func `a summary that disagrees with the list is an error`() throws {
        #expect(verdict(try judge("advisories-below", none, [[totals([.high: 3])]])) == .error)
        #expect(verdict(try judge("advisories-below", none, [[advisory(.low), totals([.high: 0])]])) == .pass)
    }

    @Test func `a summary that counts paths may say more than is listed, never less, and never without any`() throws {
        let listed = [advisory(.moderate), advisory(.moderate)]
        func judged(_ declared: Int) throws -> Verdict {
            verdict(try judge("advisories-below", none, [listed + [totals([.moderate: declared], countsPaths: true)]]))
        }
        #expect(try judged(5) == .pass)
        #expect(try judged(2) == .pass)
        #expect(try judged(1) == .error)
        #expect(try judged(0) == .error)
        #expect(verdict(try judge("advisories-below", none, [[totals([.high: 4], countsPaths: true)]])) == .error)
    }

    @Test func `each document is looked at, not their sum`() throws {
        #expect(verdict(try judge("advisories-below", none, [[totals([:])], [totals([:], 0)]])) == .unknown)
        #expect(
            verdict(try judge("advisories-below", none, [[totals([:])], [advisory(.high), totals(nil)]])) == .fail)
        #expect(
            verdict(
                try judge(
                    "advisories-below", none,
                    [[advisory(.low), totals([.low: 0, .high: 1])], [advisory(.high), totals([.high: 0])]])) == .error)
        let many: KeyValuePairs<String, [String]> = ["critical": ["0"], "high": ["0"], "dependencies": ["400"]]
        #expect(verdict(try judge("advisories-below", many, [[totals([:], 12)]])) == .unknown)
    }

    @Test func `nothing audited is unknown`() throws {
        #expect(verdict(try judge("advisories-below", none, [[totals([:], 0)]])) == .unknown)
        #expect(verdict(try judge("advisories-below", none, [[totals([:], nil)]])) == .unknown)
        #expect(verdict(try judge("advisories-below", none, [[]])) == .unknown)
    }
}
