import Model
import Rules
import TestKit
import Testing

private func statistic(
    _ metric: String, _ name: String, _ value: String, _ unit: Unit, _ margin: (String, String)? = nil
) -> Fact {
    func quantity(_ text: String) -> Quantity { Quantity(ExactDecimal(text) ?? .zero, unit) }
    var statistic = LoadStatistic(metric: metric, statistic: name, value: quantity(value), line: 5)
    (statistic.least, statistic.most) = (margin.map { quantity($0.0) }, margin.map { quantity($0.1) })
    return .statistic(statistic)
}

private func rate(_ metric: String, _ passes: Int, _ fails: Int) -> [Fact] {
    [statistic(metric, "passes", "\(passes)", .count), statistic(metric, "fails", "\(fails)", .count)]
}

private func threshold(_ metric: String, _ isMet: Bool = true) -> Fact {
    .threshold(LoadThreshold(metric: metric, expression: "p(95)<300", isMet: isMet, line: 6))
}

private func run(_ change: (inout LoadRun) -> Void = { _ in }) -> Fact {
    var run = LoadRun(tool: "k6", carriesThresholds: true, line: 1)
    (run.iterations, run.requests) = (120, 360)
    change(&run)
    return .loadRun(run)
}

private let p95 = statistic("http_req_duration", "p(95)", "200", .milliseconds)

@Suite struct `the rules of load tests` {
    private func thresholds(_ facts: [Fact], exit: Int? = nil) throws -> Verdict {
        verdict(try judge("thresholds-met", files: [JudgedFile("post.synthetics/s.json", exit: exit, facts)]).findings)
    }

    @Test func `thresholds-met demands thresholds that held on something measured`() throws {
        #expect(try thresholds([p95, threshold("http_req_duration"), run()]) == .pass)
        #expect(try thresholds([p95, threshold("http_req_duration"), run()], exit: 0) == .pass)
        #expect(try thresholds([p95, threshold("http_req_duration"), run()], exit: 99) == .fail)
        #expect(try thresholds([p95, threshold("http_req_duration", false), run()]) == .fail)
        #expect(try thresholds([p95, run()]) == .unknown)
        #expect(try thresholds([p95, run { $0.carriesThresholds = false }]) == .unknown)
        #expect(try thresholds([p95, threshold("http_req_duration{flow:nobody}"), run()]) == .unknown)
        let zero = statistic("http_req_duration{flow:nobody}", "p(95)", "0", .milliseconds)
        #expect(try thresholds([p95, zero, threshold("http_req_duration{flow:nobody}"), run()]) == .unknown)
        #expect(try thresholds(rate("checks", 0, 0) + [threshold("checks"), run()]) == .unknown)
        #expect(try thresholds(rate("checks", 0, 9) + [threshold("checks"), run()]) == .pass)
        #expect(try thresholds([statistic("logins", "count", "0", .count), threshold("logins"), run()]) == .unknown)
        #expect(try thresholds([p95, threshold("http_req_duration"), run { $0.requests = 0 }]) == .unknown)
        #expect(
            try thresholds([
                p95, threshold("http_req_duration"), run { $0.troubles = ["4 iterations were interrupted"] },
            ]) == .unknown)
        #expect(try thresholds([]) == .unknown)
    }

    private func kpis(
        _ facts: [Fact], exit: Int? = nil,
        _ parameters: KeyValuePairs<String, [String]> = ["kpis": ["http_req_duration p(95) < 300ms"]]
    ) throws -> Verdict {
        verdict(
            try judge("kpis-within", parameters, files: [JudgedFile("post.synthetics/s.json", exit: exit, facts)])
                .findings)
    }

    @Test func `kpis-within demands stated statistics with samples within their limits`() throws {
        #expect(try kpis([p95, run()]) == .pass)
        #expect(try kpis([statistic("http_req_duration", "p(95)", "300", .milliseconds), run()]) == .fail)
        #expect(try kpis([statistic("http_req_duration", "p(95)", "0.2", .seconds), run()]) == .pass)
        #expect(try kpis([statistic("http_req_duration", "p(95)", "200", .count), run()]) == .unknown)
        #expect(try kpis([statistic("http_req_duration", "avg", "200", .milliseconds), run()]) == .unknown)
        #expect(try kpis([statistic("http_req_duration", "p(95)", "0", .milliseconds), run()]) == .unknown)
        #expect(
            try kpis([statistic("http_req_duration", "p(95)", "299.99", .milliseconds, ("299.98", "300")), run()])
                == .unknown)
        #expect(
            try kpis([statistic("http_req_duration", "p(95)", "299.98", .milliseconds, ("299.97", "299.99")), run()])
                == .pass)
        #expect(try kpis([p95, run { $0.showsItsEnd = false }]) == .unknown)
        #expect(try kpis([p95, run { $0.showsItsEnd = false }], exit: 0) == .pass)
        #expect(try kpis([p95, run { $0.iterations = 0 }]) == .unknown)
        #expect(try kpis([p95, run { $0.iterations = nil }]) == .unknown)
        #expect(
            try kpis([p95, run()], ["kpis": ["http_req_duration p95 < 300ms"], "minimum_iterations": ["121"]])
                == .unknown)
    }

    @Test func `rates are compared exactly, by their counts`() throws {
        let failed: KeyValuePairs<String, [String]> = ["kpis": ["http_req_failed rate < 1%"], "checks": [">= 99%"]]
        #expect(try kpis(rate("http_req_failed", 1, 299) + rate("checks", 297, 3) + [run()], failed) == .pass)
        #expect(try kpis(rate("http_req_failed", 3, 297) + rate("checks", 300, 0) + [run()], failed) == .fail)
        #expect(try kpis(rate("http_req_failed", 0, 300) + rate("checks", 296, 4) + [run()], failed) == .fail)
        #expect(try kpis(rate("http_req_failed", 0, 0) + rate("checks", 300, 0) + [run()], failed) == .unknown)
        #expect(try kpis(rate("http_req_failed", 0, 300) + rate("checks", 0, 0) + [run()], failed) == .unknown)
        #expect(try kpis(rate("http_req_failed", 0, 300) + [run()], failed) == .unknown)
        #expect(try kpis(rate("http_req_failed", 1, 299) + [run()], ["kpis": ["http_req_failed rate < 0.01"]]) == .pass)
        #expect(
            try kpis(rate("http_req_failed", 1, 299) + [run()], ["kpis": ["http_req_failed rate < 300ms"]]) == .unknown)
    }

    @Test(arguments: ["http_req_duration < 300ms", "p(95) 300ms", "http_req_duration p(95) < fast", ""])
    func `a KPI that cannot be read is refused`(text: String) {
        let (rule, problems) = RuleCatalog.rule(
            kind: "kpis-within", parameters: .mapping(["kpis": [text]]), at: Place("rules.yml"))
        #expect(rule == nil)
        #expect(!problems.isEmpty)
    }
}
