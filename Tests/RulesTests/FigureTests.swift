import Model
import Rules
import TestKit
import Testing

@Suite struct `Figures of checks` {
    private func figure(_ kind: String, _ parameters: KeyValuePairs<String, [String]>, _ files: [JudgedFile]) throws
        -> Figure?
    { try judge(kind, parameters, files).figures.first }

    private func file(_ facts: [Fact], _ name: String = "a.json") -> JudgedFile {
        var file = JudgedFile(name)
        file.facts = facts
        return file
    }

    private func change(_ action: PlannedChange.Action, _ address: String) -> Fact {
        .plannedChange(PlannedChange(action: action, address: address, type: "t", isDrift: false, line: 3))
    }

    private let plan = Fact.plan(
        Plan(
            declared: nil, counted: .init(), statesNoChanges: false, changesOutputs: false, errors: [], warnings: [],
            isComplete: true, isJSON: true, line: 1))

    @Test func `count the changes of the plan with the most destructions`() throws {
        let mild = file([change(.create, "a"), plan], "a.json")
        let harsh = file(
            (0..<60).map { change(.delete, "d\($0)") } + [change(.read, "data"), change(.update, "u"), plan], "b.json")
        guard case .plan(let figure)? = try figure("changes-within", ["destroy": ["<= 0"]], [harsh, mild]) else {
            Issue.record("no plan")
            return
        }
        #expect(figure.path == "evidence/b.json" && figure.counts[.delete] == 60 && figure.counts[.update] == 1)
        #expect(figure.resources.count == 51 && !figure.resources.contains { $0.action == .read })
    }

    private func cases(_ suite: String, _ outcomes: [TestCase.Outcome]) -> [Fact] {
        outcomes.enumerated().map { index, outcome in
            .testCase(
                TestCase(
                    outcome: outcome, identity: UInt64(index), line: index,
                    details: TestCaseDetails(suite: suite, className: "C", name: "n\(index)", message: "")))
        }
    }

    @Test func `put the suites with the most trouble first, and count every case`() throws {
        let unnamed = Fact.testCase(TestCase(outcome: .passed, identity: 1, line: 1, details: nil))
        let declared = Fact.testSuite(
            TestSuite(name: "all", depth: 0, tests: 9, failures: 2, errors: 0, skipped: 1, line: 1))
        let facts =
            cases("calm", [.passed, .passed]) + cases("flaky", [.flaky, .passed]) + cases("bad", [.failed, .errored])
            + cases("idle", [.skipped, .passed]) + [unnamed]
        guard case .tests(let figure)? = try figure("tests-pass", [:], [file([declared] + facts)]) else {
            Issue.record("no tests")
            return
        }
        #expect(figure.suites.map(\.name) == ["bad", "flaky", "idle", "calm", "cases listed without a suite"])
        #expect(figure.outcomes.values.reduce(0, +) == 9 && figure.declared == 9 && figure.suiteCount == 5)
        #expect(figure.suites.reduce(0) { $0 + $1.total } == 9)
    }

    @Test func `stay small with ten thousand suites, and still count every case`() throws {
        let facts = (0..<10_000).flatMap { cases("suite \($0)", [$0 == 9_999 ? .failed : .passed]) }
        let halves = [file(Array(facts[..<5_000]), "a.xml"), file(Array(facts[5_000...]), "b.xml")]
        guard case .tests(let figure)? = try figure("tests-pass", [:], halves) else {
            Issue.record("no tests")
            return
        }
        #expect(figure.suites.count == 200 && figure.outcomes == [.passed: 9_999, .failed: 1])
        #expect(figure.suites.first?.count(.failed) == 1)
    }

    @Test func `hold an audit's severities with what is allowed, and those unstated`() throws {
        func advisory(_ severity: Severity) -> Fact {
            .advisory(
                Advisory(id: "A", package: "p", version: nil, severity: severity, title: "", line: 1, pointer: nil))
        }
        let totals = Fact.auditTotals(AuditTotals(declared: nil, dependencies: 5, line: 1))
        let parameters: KeyValuePairs = ["critical": ["0"], "moderate": ["3"]]
        guard
            case .advisories(let figure)? = try figure(
                "advisories-below", parameters, [file([advisory(.high), advisory(.unknown), totals])])
        else {
            Issue.record("no advisories")
            return
        }
        #expect(figure.rows.map(\.severity) == [.info, .low, .moderate, .high, .critical, .unknown])
        #expect(figure.rows.map(\.count) == [0, 0, 0, 1, 0, 1])
        #expect(figure.rows.map(\.allowed) == [nil, nil, 3, nil, 0, 0])
        #expect(try self.figure("advisories-below", parameters, [file([])]) == nil)
    }

    @Test func `show a rota's holes, also those before, between and after`() throws {
        let release = Release.sample()
        let start = release.window.start
        func minute(_ minutes: Int64) -> Instant { Instant(milliseconds: start.milliseconds + minutes * 60_000) }
        func shift(_ person: String, _ from: Int64, _ to: Int64) -> Fact {
            .shift(OnCallShift(person: person, start: minute(from), end: minute(to), line: 1))
        }
        let facts = [
            shift("Ada", 10, 60), shift("Bo", 50, 90), shift("TBD", 90, 120), shift("Cy", 120, 200),
            shift("Di", -90, -5),
        ]
        guard case .rota(let figure)? = try figure("rota-covers", [:], [file(facts)]) else {
            Issue.record("no rota")
            return
        }
        #expect(figure.shifts.map(\.person) == ["Ada", "Bo", "Cy"])
        #expect(figure.holes.map { $0.start.since(start) / 60_000 } == [0, 90, 200])
        #expect(figure.holes.map { $0.end.since(start) / 60_000 } == [10, 120, 240])
    }

    @Test func `hold a load test's numbers in the unit of their limits`() throws {
        var run = LoadRun(tool: "k6", carriesThresholds: true, line: 1)
        run.iterations = 5
        func statistic(_ metric: String, _ name: String, _ text: String) throws -> Fact {
            .statistic(
                LoadStatistic(metric: metric, statistic: name, value: try #require(Quantity(text)), line: 2))
        }
        let facts = [
            .loadRun(run), try statistic("http_req_duration", "p(95)", "250ms"),
            try statistic("http_req_failed", "passes", "1"), try statistic("http_req_failed", "fails", "199"),
            .threshold(LoadThreshold(metric: "http_req_duration", expression: "p(95)<300", isMet: true, line: 3)),
            .threshold(LoadThreshold(metric: "http_req_failed", expression: "rate < 0.001", isMet: false, line: 4)),
        ]
        let kpis: KeyValuePairs = [
            "kpis": ["http_req_duration p(95) < 0.3s", "http_req_failed rate < 1%", "iterations count > 3"]
        ]
        guard case .limits(let figure)? = try figure("kpis-within", kpis, [file(facts)]) else {
            Issue.record("no limits")
            return
        }
        #expect(figure.rows.map(\.value) == [0.25, 0.5, nil] && figure.rows.map(\.limit) == [0.3, 1, nil])
        #expect(figure.rows.map(\.verdict) == [.pass, .pass, .unknown])
        guard case .limits(let thresholds)? = try self.figure("thresholds-met", [:], [file(facts)]) else {
            Issue.record("no thresholds")
            return
        }
        #expect(thresholds.rows.map(\.value) == [250, 0.005] && thresholds.rows.map(\.limit) == [300, 0.001])
        #expect(thresholds.rows.map(\.verdict) == [.pass, .fail] && thresholds.rows.map(\.unit) == ["ms", ""])
    }

    @Test func `hold the services at each look, in order of time`() throws {
        func snapshot(_ name: String, _ running: Int, _ minute: Int64) -> JudgedFile {
            let service = ECSService(
                name: "api", cluster: "prod", status: "ACTIVE", desired: 2, running: running, pending: 0,
                taskDefinition: "api:1", line: 1)
            return JudgedFile(name, .service(service)).at(.minutes(minute))
        }
        let files = [snapshot("a.json", 2, 20), snapshot("b.json", 1, 0)]
        guard case .services(let figure)? = try figure("services-stable", ["for": ["15min"]], files) else {
            Issue.record("no services")
            return
        }
        #expect(figure.services.map(\.name) == ["api"])
        #expect(figure.services.first?.samples.map(\.running) == [1, 2])
    }
}
