import Model
import Rules
import TestKit
import Testing

private func test(
    _ name: String, _ outcome: TestCase.Outcome = .passed, in className: String = "tests.test_smoke",
    suites: [Int] = [0]
) -> Fact {
    .testCase(
        TestCase(
            outcome: outcome, identity: 1, line: 7,
            details: TestCaseDetails(suite: "s", suitePath: suites, className: className, name: name, message: "")))
}

private func version(_ value: String, suite: Int = 0) -> Fact {
    .testProperty(TestProperty(name: "sdk.version", value: value, suite: suite, line: 2))
}

private func suite(_ tests: Int, failures: Int = 0) -> Fact {
    .testSuite(TestSuite(name: "s", depth: 0, tests: tests, failures: failures, errors: 0, skipped: 0, line: 1))
}

@Suite struct `flows-pass` {
    @Test(
        arguments: [
            ("no case", .unknown, [suite(0)]), ("a case of another flow", .unknown, [test("test_logout")]),
            ("a word inside a word", .unknown, [test("test_oauth_login")]),
            ("half of the words", .unknown, [test("test_login")]),
            ("a failed case", .fail, [test("test_auth_login", .failed)]),
            ("an error", .fail, [test("test_auth_login", .errored)]),
            ("a skipped case", .unknown, [test("test_auth_login", .skipped)]),
            ("one of several that failed", .fail, [test("test_auth_login[a]"), test("test_auth_login[b]", .failed)]),
            (
                "one of several that was skipped", .unknown,
                [test("test_auth_login[a]"), test("test_auth_login[b]", .skipped)]
            ),
            ("a retry that failed first", .fail, [test("test_auth_login", .failed), test("test_auth_login")]),
            ("only a refusal", .unknown, [test("test_auth_login_refused_without_password")]),
            ("a refusal that fails", .fail, [test("test_auth_login"), test("test_auth_login_refused", .failed)]),
            ("a suite that broke", .fail, [test("test_auth_login"), test("", .errored, in: "")]),
            ("a header that declares failures", .fail, [suite(1, failures: 1), test("test_auth_login")]),
            ("a header that promises more", .unknown, [suite(4), test("test_auth_login")]),
            ("flaky", .warn, [test("test_auth_login", .flaky)]),
            ("snake case", .pass, [test("test_auth_login")]), ("camel case", .pass, [test("authLoginWorks")]),
            ("words in class and name", .pass, [test("can login", in: "AuthTests")]),
            ("another order", .pass, [test("login › AUTH")]),
            ("a refusal beside it", .pass, [test("test_auth_login"), test("test_auth_login_refused")]),
            ("a failed case of another flow", .pass, [test("test_auth_login"), test("test_logout", .failed)]),
        ] as [(String, Verdict, [Fact])])
    func `finds flows by words`(what: String, expected: Verdict, facts: [Fact]) throws {
        #expect(verdict(try judge("flows-pass", ["flows": ["auth login"]], [facts])) == expected, "\(what)")
    }

    @Test(
        arguments: [
            ("no property", .unknown, [[test("test_auth_login")]]),
            ("another version", .unknown, [[version("1.50.2"), test("test_auth_login")]]),
            ("two versions of one suite", .unknown, [[version("1.50.3"), version("1.50.2"), test("test_auth_login")]]),
            (
                "the version of another suite", .unknown,
                [[version("1.50.3"), test("test_auth_login", suites: [0, 1]), version("1.50.2", suite: 1)]]
            ),
            (
                "a flow only in another suite", .unknown,
                [[version("1.50.3", suite: 1), test("x", suites: [0, 1]), test("test_auth_login", suites: [0, 2])]]
            ),
            ("the version in another file", .unknown, [[version("1.50.3")], [test("test_auth_login")]]),
            (
                "a failed case of another version", .fail,
                [[version("1.50.3"), test("test_auth_login"), test("test_auth_login", .failed, suites: [1])]]
            ),
            ("the version", .pass, [[version("1.50.3"), test("test_auth_login")]]),
            ("the version after the case", .pass, [[test("test_auth_login"), version("1.50.3")]]),
            (
                "the version of the suite around", .pass,
                [[version("1.50.3"), test("test_auth_login", suites: [0, 1])]]
            ),
            (
                "several versions, each in its suite", .pass,
                [
                    [
                        version("1.50.3"), test("test_auth_login"), version("1.50.2", suite: 1),
                        test("test_auth_login", suites: [1]),
                    ]
                ]
            ),
        ] as [(String, Verdict, [[Fact]])])
    func `demands a property of the suite`(what: String, expected: Verdict, files: [[Fact]]) throws {
        let parameters: KeyValuePairs<String, [String]> = [
            "flows": ["auth login"], "property": ["sdk.version"], "value": ["1.50.3"],
        ]
        #expect(verdict(try judge("flows-pass", parameters, files)) == expected, "\(what)")
    }

    @Test func `names of acronyms are split, and every flow is needed`() throws {
        let facts = [test("testMFAChallenge"), test("profileRetrieval"), test("refreshToken")]
        let flows = ["mfa challenge", "profile retrieval", "token refresh"]
        #expect(verdict(try judge("flows-pass", ["flows": flows], [facts])) == .pass)
        #expect(verdict(try judge("flows-pass", ["flows": flows + ["auth login"]], [facts])) == .unknown)
    }

    @Test func `a class that is about several flows proves none of them`() throws {
        let facts = [test("test_up[1]", in: "migrations.test_up_down")]
        #expect(verdict(try judge("flows-pass", ["flows": ["up", "down"]], [facts])) == .unknown)
        let both = facts + [test("test_down[1]", in: "migrations.test_up_down")]
        #expect(verdict(try judge("flows-pass", ["flows": ["up", "down"]], [both])) == .pass)
        let red = both + [test("test_it", .failed, in: "migrations.test_up_down")]
        #expect(verdict(try judge("flows-pass", ["flows": ["up", "down"]], [red])) == .fail)
    }

    @Test func `a passed case without a name proves no flow, and hides none`() throws {
        let unnamed = Fact.testCase(TestCase(outcome: .passed, identity: 1, line: 9, details: nil))
        let findings = try judge("flows-pass", ["flows": ["auth login"]], [[unnamed]])
        #expect(verdict(findings) == .unknown)
        #expect(findings.contains { $0.message.contains("names of later ones are not kept") })
        #expect(
            verdict(try judge("flows-pass", ["flows": ["auth login"]], [[test("test_auth_login"), unnamed]])) == .pass)
    }

    @Test func `a flow without a word, and a property without its value, are refused`() {
        for parameters in [["flows": ["–"]], ["flows": ["a"], "property": ["p"]]] as [KeyValuePairs<String, [String]>] {
            #expect(RuleCatalog.rule(kind: "flows-pass", parameters: .mapping(parameters), at: Place("r")).rule == nil)
        }
    }
}
