import Model
import Rules
import TestKit
import Testing

private let now = Instant(milliseconds: 1_795_000_000_000)

/// Judges facts of files, in order, by a rule of the given kind.
private func judge(
    _ kind: String, _ parameters: KeyValuePairs<String, [String]>, _ files: [[Fact]],
    commit: String = String(repeating: "a", count: 40)
) throws -> [Finding] {
    let (rule, problems) = RuleCatalog.rule(kind: kind, parameters: .mapping(parameters), at: Place("rules.yml"))
    let bound = try #require(rule, "\(problems)")
    func run(_ rule: some Rule) -> [Finding] {
        let tallies = files.enumerated().map { index, facts -> any Tally in
            var tally = rule.tally(path: "f\(index)")
            for fact in facts { tally.take(fact) }
            return tally
        }
        return rule.judge(tallies, in: CheckContext(release: .sample(commit: commit), at: now, evidence: [])).findings
    }
    return run(bound)
}

private func verdict(_ findings: [Finding]) -> Verdict { Judgement.worst(of: findings.map(\.verdict)).verdict }

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

private func totals(_ declared: [Severity: Int]?, _ dependencies: Int? = 10) -> Fact {
    .auditTotals(AuditTotals(declared: declared, dependencies: dependencies, line: 99))
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

    @Test func `nothing audited is unknown`() throws {
        #expect(verdict(try judge("advisories-below", none, [[totals([:], 0)]])) == .unknown)
        #expect(verdict(try judge("advisories-below", none, [[totals([:], nil)]])) == .unknown)
        #expect(verdict(try judge("advisories-below", none, [[]])) == .unknown)
    }
}

private func samples(
    from: Int64 = -86_400, to: Int64 = 0, step: Int64 = 60, unit: Model.Unit? = .milliseconds,
    _ value: (Int64) -> Int64? = { _ in 120 }
) -> [Fact] {
    [.series(MetricSeries(index: 0, name: "p95 latency", unit: unit, line: 1))]
        + stride(from: from, through: to, by: Int64.Stride(step)).enumerated().map { row, second in
            let number = value(second)
            return .sample(
                MetricSample(
                    series: 0, time: now.milliseconds + second * 1000, mantissa: number ?? 0, exponent: 0,
                    isMissing: number == nil, line: Int32(row + 2)))
        }
}

@Suite struct `series-within` {
    private let p95: KeyValuePairs<String, [String]> = [
        "series": ["P95"], "limit": ["< 300ms"], "covers": [">= 24h"], "ends_within": ["1h"],
    ]

    @Test func `passes a whole day below the limit`() throws {
        #expect(verdict(try judge("series-within", p95, [samples()])) == .pass)
    }

    @Test func `one sample at the limit fails, and is named`() throws {
        let findings = try judge("series-within", p95, [samples { $0 == -600 ? 300 : 120 }])
        #expect(verdict(findings) == .fail)
        #expect(findings.first?.observed == "worst 300 ms" || findings.first?.observed == "300 ms")
    }

    @Test(
        arguments: [
            ("a minute short", samples(from: -86_340)),
            ("a hole of ten minutes", samples { $0 > -6_000 && $0 < -5_400 ? nil : 120 }),
            ("yesterday's", samples(from: -190_000, to: -90_000)),
            ("the future", samples(from: -80_000, to: 7_200)),
            ("no samples", [.series(MetricSeries(index: 0, name: "p95", unit: .milliseconds, line: 1))]),
            ("another series", [.series(MetricSeries(index: 0, name: "cpu", unit: nil, line: 1))]),
            ("no unit anywhere", samples(unit: nil)), ("a foreign unit", samples(unit: .percent)), ("nothing", []),
            ("only missing values", samples { _ in nil }),
            ("backwards", Array(samples().reversed()).filter { if case .sample = $0 { true } else { false } }),
        ] as [(String, [Fact])])
    func `is unknown for`(what: String, facts: [Fact]) throws {
        #expect(verdict(try judge("series-within", p95, [facts])) == .unknown, "\(what)")
    }

    @Test func `every series that matches must keep the limit`() throws {
        #expect(verdict(try judge("series-within", p95, [samples(), samples { $0 == -60 ? 900 : 1 }])) == .fail)
    }

    @Test func `a breach before the window does not count`() throws {
        #expect(
            verdict(try judge("series-within", p95, [samples(from: -100_000) { $0 < -90_000 ? 900 : 120 }])) == .pass)
    }

    @Test(arguments: [
        ("(a|b)+c", "xxabac", true), ("^cpu$", "cpu usage", false), ("5xx", "HTTP 5XX ratio", true),
        ("p9[0-9]", "p95", true), ("a*b", "aaaac", false), ("(x+x+)+y", String(repeating: "x", count: 5_000), false),
    ])
    func `expressions match in linear time`(pattern: String, name: String, expected: Bool) throws {
        let facts: [Fact] = [.series(MetricSeries(index: 0, name: name, unit: nil, line: 1))]
        let findings = try judge(
            "series-within", ["series": [pattern], "limit": ["< 1"], "covers": [">= 1h"], "ends_within": ["1h"]],
            [facts])
        #expect(findings.allSatisfy { $0.message.contains("no series matches") } != expected)
    }
}

private func change(_ action: PlannedChange.Action, _ type: String = "aws_ecs_service", drift: Bool = false) -> Fact {
    .plannedChange(PlannedChange(action: action, address: "\(type).x", type: type, isDrift: drift, line: 5))
}

private func plan(
    _ declared: Plan.Counts?, _ counted: Plan.Counts, errors: [String] = [], complete: Bool = true,
    noChanges: Bool = false
) -> Fact {
    .plan(
        Plan(
            declared: declared, counted: counted, statesNoChanges: noChanges, changesOutputs: false, errors: errors,
            warnings: [], isComplete: complete, isJSON: false, line: 40))
}

@Suite struct `the plan's rules` {
    private let one = Plan.Counts(adds: 1)

    @Test func `a plan whose summary agrees is complete`() throws {
        #expect(verdict(try judge("plan-complete", [:], [[change(.create), plan(one, one)]])) == .pass)
    }

    @Test(arguments: [
        (Verdict.error, plan(Plan.Counts(adds: 2), Plan.Counts(adds: 1))),
        (.fail, plan(Plan.Counts(), Plan.Counts(), errors: ["no credentials"])),
        (.unknown, plan(Plan.Counts(), Plan.Counts(), complete: false)),
        (.unknown, plan(nil, Plan.Counts())),
    ])
    func `anything less is not`(expected: Verdict, fact: Fact) throws {
        #expect(verdict(try judge("plan-complete", [:], [[fact]])) == expected)
    }

    @Test func `no plan is unknown for every plan rule`() throws {
        #expect(verdict(try judge("plan-complete", [:], [[]])) == .unknown)
        #expect(verdict(try judge("changes-within", ["destroy": ["<= 0"]], [[]])) == .unknown)
        #expect(verdict(try judge("types-kept", ["types": ["aws_db_instance"]], [[change(.create)]])) == .unknown)
    }

    @Test func `text and JSON that differ are an error`() throws {
        #expect(
            verdict(
                try judge("plan-complete", [:], [[plan(one, one)], [plan(Plan.Counts(adds: 2), Plan.Counts(adds: 2))]]))
                == .error)
    }

    @Test func `a replacement counts as a destruction, drift does not`() throws {
        #expect(
            verdict(try judge("changes-within", ["destroy": ["<= 0"]], [[change(.replace), plan(one, one)]])) == .fail)
        #expect(
            verdict(
                try judge("changes-within", ["destroy": ["<= 0"]], [[change(.delete, drift: true), plan(one, one)]]))
                == .pass)
    }

    @Test(arguments: [PlannedChange.Action.delete, .replace, .forget]) func `a protected type is kept from`(
        action: PlannedChange.Action
    ) throws {
        #expect(
            verdict(
                try judge(
                    "types-kept", ["types": ["aws_db_instance"]], [[change(action, "aws_db_instance"), plan(one, one)]])
            ) == .fail)
        #expect(
            verdict(try judge("types-kept", ["types": ["aws_db_instance"]], [[change(action), plan(one, one)]]))
                == .pass)
    }
}

private func issue(_ edit: (inout Model.Issue) -> Void = { _ in }) -> Fact {
    var issue = Model.Issue(key: "QA-1", line: 3)
    (issue.type, issue.status, issue.statusCategory, issue.resolution) = ("QA Sign-off", "Done", .done, "Done")
    (issue.fixVersions, issue.links) = (["v1.50.3"], [.init(relation: "relates to", key: "QA-2")])
    (issue.resolvedAt, issue.resolvedBy) = (Instant(milliseconds: now.milliseconds - 3_600_000), ["qmora"])
    edit(&issue)
    return .issue(issue)
}

private func execution(_ outcome: TestExecution.Outcome, parent: String? = "QA-2", hoursAgo: Int64 = 2) -> Fact {
    .execution(
        TestExecution(
            test: "QA-7", parents: [parent].compactMap { $0 }, outcome: outcome, status: "\(outcome)",
            finishedAt: Instant(milliseconds: now.milliseconds - hoursAgo * 3_600_000), line: 9))
}

@Suite struct `the QA rules` {
    private let signOff: KeyValuePairs<String, [String]> = [
        "type": ["QA Sign-off"], "version": ["v1.50.3"], "resolver_role": ["qa"],
    ]

    @Test func `a done sign-off after the last execution passes`() throws {
        #expect(verdict(try judge("issue-done", signOff, [[issue(), execution(.passed)]])) == .pass)
    }

    @Test(arguments: [
        (Verdict.fail, issue { $0.statusCategory = .indeterminate }), (.fail, issue { $0.resolution = "Won't Do" }),
        (.unknown, issue { $0.resolution = nil }), (.fail, issue { $0.resolvedBy = ["somebody"] }),
        (.unknown, issue { $0.resolvedBy = [] }), (.unknown, issue { $0.fixVersions = ["v1.49.0"] }),
        (.unknown, issue { $0.links = [] }), (.unknown, issue { $0.resolvedAt = nil }),
        (.unknown, issue { $0.type = "Story" }),
        (.fail, issue { $0.resolvedAt = Instant(milliseconds: now.milliseconds - 9_000_000) }),
    ])
    func `anything less does not`(expected: Verdict, fact: Fact) throws {
        #expect(verdict(try judge("issue-done", signOff, [[fact, execution(.passed)]])) == expected)
    }

    @Test(arguments: [(TestExecution.Outcome.failed, Verdict.fail), (.notExecuted, .unknown), (.unknown, .unknown)])
    func `a test that did not pass blocks`(outcome: TestExecution.Outcome, expected: Verdict) throws {
        #expect(verdict(try judge("executions-pass", [:], [[issue(), execution(outcome)]])) == expected)
    }

    @Test func `the last run counts, the plan must be linked, and none is unknown`() throws {
        #expect(
            verdict(
                try judge("executions-pass", [:], [[issue(), execution(.failed, hoursAgo: 5), execution(.passed)]]))
                == .pass)
        #expect(
            verdict(
                try judge("executions-pass", [:], [[issue(), execution(.passed, hoursAgo: 5), execution(.failed)]]))
                == .fail)
        #expect(
            verdict(try judge("executions-pass", [:], [[issue(), execution(.passed, parent: "QA-99")]])) == .unknown)
        #expect(verdict(try judge("executions-pass", [:], [[issue()]])) == .unknown)
    }
}

private func run(
    _ conclusion: String, status: String = "completed", commit: String? = String(repeating: "a", count: 40),
    attempt: Int = 1, minute: Int64 = 0, workflow: String = "CI"
) -> Fact {
    .workflowRun(
        WorkflowRun(
            id: "1", workflow: workflow, event: "push", commit: commit, attempt: attempt, status: status,
            conclusion: conclusion, startedAt: Instant(milliseconds: now.milliseconds + minute * 60_000), line: 2))
}

@Suite struct `the pipeline's rules` {
    @Test(
        arguments: [
            (Verdict.pass, [run("success")]), (.fail, [run("failure")]), (.fail, [run("skipped")]),
            (.fail, [run("neutral")]), (.fail, [run("cancelled")]), (.unknown, [run("", status: "in_progress")]),
            (.unknown, [run("success", commit: nil)]), (.unknown, [run("success", commit: "b")]), (.unknown, []),
            (.unknown, [run("success", workflow: "Docs")]), (.warn, [run("success", attempt: 2)]),
            (.fail, [run("success"), run("failure", minute: 5)]), (.pass, [run("failure"), run("success", minute: 5)]),
            (.fail, [run("success"), run("failure", workflow: "Security")]),
        ] as [(Verdict, [Fact])])
    func `the newest run on the commit decides`(expected: Verdict, facts: [Fact]) throws {
        #expect(verdict(try judge("workflow-runs-succeed", ["workflows": ["CI"]], [facts])) == expected)
    }

    @Test(arguments: [
        (PullRequest.State.merged, "main", Verdict.pass), (.open, "main", .fail), (.closedUnmerged, "main", .fail),
        (.merged, "develop", .unknown),
    ])
    func `a pull request must be merged into the base`(state: PullRequest.State, base: String, expected: Verdict) throws
    {
        let fact = Fact.pullRequest(
            PullRequest(number: 4, title: "x", state: state, base: base, mergedAt: nil, line: 1))
        #expect(verdict(try judge("pull-requests-merged", [:], [[fact]])) == expected)
        #expect(verdict(try judge("pull-requests-merged", [:], [[]])) == .unknown)
    }
}

@Suite struct `The catalog of rules` {
    @Test func `has unique kinds, each with an example that begins with it`() {
        #expect(Set(RuleCatalog.kinds).count == RuleCatalog.all.count)
        for type in RuleCatalog.all { #expect(type.example.hasPrefix("\(type.kind):")) }
    }

    @Test func `refuses unknown kinds and keys with a hint`() {
        #expect(
            RuleCatalog.rule(kind: "test-pass", parameters: .mapping([:]), at: Place("r")).problems.first?.advice
                == "Did you mean 'tests-pass'?")
        #expect(
            RuleCatalog.rule(kind: "tests-pass", parameters: .mapping(["minimun": ["3"]]), at: Place("r")).problems
                .first?.advice == "Did you mean 'minimum'?")
    }

    @Test(arguments: RuleCatalog.all.filter { $0.parameters.contains { $0.isRequired } }.map { $0.kind })
    func `demands required parameters`(kind: String) {
        #expect(RuleCatalog.rule(kind: kind, parameters: .mapping([:]), at: Place("r")).rule == nil)
    }

    @Test(arguments: RuleCatalog.kinds.filter { $0 != "human-judgement" && $0 != "command-ran" })
    func `never passes without facts`(kind: String) throws {
        let minimal: [String: KeyValuePairs<String, [String]>] = [
            "advisories-below": ["critical": ["0"]], "changes-within": ["destroy": ["<= 0"]],
            "issue-done": ["type": ["a"], "version": ["b"]],
            "series-within": ["series": ["a"], "limit": ["< 1"], "covers": [">= 1h"], "ends_within": ["1h"]],
            "types-kept": ["types": ["a"]], "workflow-runs-succeed": ["workflows": ["a"]],
        ]
        #expect(verdict(try judge(kind, minimal[kind] ?? [:], [[]])) == .unknown)
    }
}
