internal import Model
internal import Streams

/// What a document of k6 states, gathered whole and emitted at its end: metrics are few, however long the run was.
struct LoadReport {
    var carriesThresholds = true
    var showsItsEnd = true
    var troubles: [String] = []
    var thresholds: [LoadThreshold] = []
    private(set) var statistics: [LoadStatistic] = []
    private var line = 1

    /// Metrics of k6 itself that measure time; JSON has them in milliseconds, whatever unit the text shows.
    private static let times: Set<String> = [
        "iteration_duration", "group_duration", "grpc_req_duration", "ws_connecting", "ws_session_duration", "ws_ping",
        "http_req_duration", "http_req_blocked", "http_req_connecting", "http_req_tls_handshaking", "http_req_sending",
        "http_req_waiting", "http_req_receiving", "browser_http_req_duration", "browser_web_vital_fcp",
        "browser_web_vital_fid", "browser_web_vital_inp", "browser_web_vital_lcp", "browser_web_vital_ttfb",
    ]

    static func isTime(_ metric: String) -> Bool {
        times.contains(metric.utf8.firstIndex(of: 123).map { String(metric[..<$0]) } ?? metric)
    }

    mutating func add(_ metric: String, _ statistic: String, _ value: ExactDecimal, _ unit: Unit, line: Int) {
        statistics.append(
            LoadStatistic(metric: metric, statistic: statistic, value: Quantity(value, unit), line: line))
    }

    mutating func add(_ statistic: LoadStatistic) { statistics.append(statistic) }

    /// Adds how often a rate was true and false.
    mutating func add(_ metric: String, passes: Int, fails: Int, line: Int) {
        add(metric, "passes", ExactDecimal(passes), .count, line: line)
        add(metric, "fails", ExactDecimal(fails), .count, line: line)
    }

    func count(_ metric: String, _ statistic: String = "count") -> Int? {
        statistics.first { $0.metric == metric && $0.statistic == statistic }.flatMap {
            Int($0.value.value.description)
        }
    }

    /// The checks counted one by one must be what the metric says.
    mutating func compareChecks(passes: Int, fails: Int) {
        let stated = (count("checks", "passes") ?? 0, count("checks", "fails") ?? 0)
        if stated != (passes, fails) {
            troubles.append(
                "the checks counted one by one (\(passes) passed, \(fails) failed) are not those of the metric"
                    + " (\(stated.0) and \(stated.1))")
        }
    }

    func emit(_ emit: (Fact) throws -> Void) throws {
        guard !statistics.isEmpty else {
            throw StreamProblem(
                id: "k6.no-metrics", message: "there is no metric in it", advice: "Run k6 again and keep its summary.",
                line: 1)
        }
        for statistic in statistics { try emit(.statistic(statistic)) }
        for threshold in thresholds { try emit(.threshold(threshold)) }
        var run = LoadRun(tool: "k6", carriesThresholds: carriesThresholds, line: 1)
        run.iterations = count("iterations")
        run.requests = count("http_reqs")
        run.checksPassed = count("checks", "passes")
        run.checksFailed = count("checks", "fails")
        run.showsItsEnd = showsItsEnd
        run.troubles = troubles
        if let dropped = count("dropped_iterations"), dropped > 0 {
            run.troubles.append("\(dropped) iterations were dropped")
        }
        try emit(.loadRun(run))
    }
}
