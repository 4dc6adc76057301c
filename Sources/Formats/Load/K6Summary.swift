internal import Model
internal import Streams

/// The summary of a k6 run as JSON: `--summary-export`, the data of `handleSummary`, or the machine-readable one.
///
/// Of a threshold, `--summary-export` says whether it was *crossed*, `handleSummary` whether it is *ok* (FORMATS-OPS.md §4.2).
struct K6Summary: EvidenceFormat {
    let id = "k6-summary"
    let title = "k6 summary"
    let producedBy = [
        "k6 run --summary-export=summary.json scenario.js",
        "handleSummary(data) => ({'summary.json': JSON.stringify(data)})",
    ]
    let facts: [FactKind] = [.statistic, .threshold, .loadRun]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if let results = json["results"],
            json["metadata"]?.has("k6_version") ?? false || results["metrics"]?.first != nil,
            json.has("config"), results.has("metrics")
        {
            return Recognition(dialect: "\(id)/machine-readable", because: "`results` with `metrics` beside `config`")
        }
        guard let metrics = json["metrics"], metrics.isObject, json.has("root_group") else { return nil }
        let isData = json["state"]?.has("testRunDurationMs") ?? false || metrics.anyMember?.has("values") ?? false
        return Recognition(
            dialect: "\(id)/\(isData ? "handle-summary" : "export")", because: "`metrics` beside `root_group`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var report = LoadReport()
        var reading = Reading()
        var checks: (passes: Int, fails: Int)?
        report.carriesThresholds = !dialect.hasSuffix("/machine-readable")
        try json.object { key in
            switch key {
            case "metrics" where report.carriesThresholds:
                try json.object { key in
                    let name = key.string
                    let line = json.line
                    try metric(name, try json.value(), line, &report)
                }
            case "root_group": checks = try Self.checks(of: try json.value(), json.line)
            case "results" where !report.carriesThresholds: checks = try results(json, &report)
            case "metadata":
                reading.producedAt = try json.value()["generated_at"]?.string.flatMap(Instant.init(rfc3339:))
            default: break
            }
        }
        try json.end()
        if let checks { report.compareChecks(passes: checks.passes, fails: checks.fails) }
        try report.emit(emit)
        return reading
    }

    /// A metric of `--summary-export` has its numbers directly in it, one of `handleSummary` under `values`.
    private func metric(_ name: String, _ node: JSONNode, _ line: Int, _ report: inout LoadReport) throws {
        let isExport = node["values"] == nil
        try values(name, isExport ? node : node["values"] ?? node, node["contains"]?.string, line, &report)
        guard case .object(let thresholds)? = node["thresholds"] else { return }
        for (expression, verdict) in thresholds {
            guard let isMet = isExport ? verdict.bool.map({ !$0 }) : verdict["ok"]?.bool else {
                throw problem("the verdict of the threshold `\(expression)` of \(name) is not as k6 writes it", line)
            }
            report.thresholds.append(
                LoadThreshold(metric: name, expression: expression, isMet: isMet, line: line))
        }
    }

    private func values(
        _ name: String, _ node: JSONNode, _ contains: String?, _ line: Int, _ report: inout LoadReport
    ) throws {
        guard case .object(let members) = node else { throw problem("the metric \(name) has no numbers", line) }
        let isRate = node["passes"] != nil || node["matches"] != nil
        let isTime = contains.map { $0 == "time" } ?? LoadReport.isTime(name)
        var (passes, total): (Int?, Int?)
        for (key, value) in members where key != "thresholds" {
            guard let text = value.number else { continue }
            guard let number = ExactDecimal(text) else {
                throw problem("`\(key)` of \(name) has too many digits", line)
            }
            switch key {
            case "matches": passes = Int(text)
            case "total": total = Int(text)
            case "passes", "fails", "count": report.add(name, key, number, .count, line: line)
            case "rate" where !isRate: report.add(name, key, number, .count, line: line)
            case "rate" where isRate, "value" where isRate: report.add(name, "rate", number, .ratio, line: line)
            default: report.add(name, Self.statistic(key), number, isTime ? .milliseconds : .count, line: line)
            }
        }
        if let passes, let total { report.add(name, passes: passes, fails: total - passes, line: line) }
    }

    /// `p95` is another spelling of `p(95)`.
    private static func statistic(_ key: String) -> String {
        let digits = key.utf8.dropFirst()
        guard key.utf8.first == 112, !digits.isEmpty, digits.allSatisfy({ $0 &- 48 < 10 || $0 == 46 }) else {
            return key
        }
        return "p(\(key.dropFirst()))"
    }

    private func results(_ json: JSONReader, _ report: inout LoadReport) throws -> (passes: Int, fails: Int) {
        var checks = (passes: 0, fails: 0)
        try json.object { key in
            switch key {
            case "metrics":
                try json.array { _ in
                    let line = json.line
                    try metricRow(try json.value(), line, &report)
                }
            case "checks":
                let line = json.line
                let node = try json.value()
                for row in node["metrics"]?.elements ?? [] where row["name"]?.string == "checks_succeeded" {
                    try values("checks", row["values"] ?? row, nil, line, &report)
                }
                for row in node["results"]?.elements ?? [] { try Self.add(row, to: &checks, line) }
            default: break
            }
        }
        return checks
    }

    private func metricRow(_ row: JSONNode, _ line: Int, _ report: inout LoadReport) throws {
        guard let name = row["name"]?.string, let numbers = row["values"] else {
            throw problem("a metric has no `name` or no `values`", line)
        }
        try values(name, numbers, row["contains"]?.string, line, &report)
    }

    /// The checks of a group and of the groups in it; a list in one dialect, an object by name in the other.
    private static func checks(of group: JSONNode, _ line: Int) throws -> (passes: Int, fails: Int) {
        func members(_ node: JSONNode?) -> [JSONNode] {
            if case .object(let members)? = node { return members.map(\.1) }
            return node?.elements ?? []
        }
        var sum = (passes: 0, fails: 0)
        for check in members(group["checks"]) { try add(check, to: &sum, line) }
        for inner in members(group["groups"]) {
            let part = try checks(of: inner, line)
            sum = (sum.passes &+ part.passes, sum.fails &+ part.fails)
        }
        return sum
    }

    private static func add(_ check: JSONNode, to sum: inout (passes: Int, fails: Int), _ line: Int) throws {
        guard let passes = check["passes"]?.number.flatMap({ Int($0) }),
            let fails = check["fails"]?.number.flatMap({ Int($0) })
        else { throw problem("a check does not say how often it passed and failed", line) }
        sum = (sum.passes &+ passes, sum.fails &+ fails)
    }

    private func problem(_ message: String, _ line: Int) -> StreamProblem { Self.problem(message, line) }

    private static func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(id: "k6.summary", message: message, advice: "Run k6 again and keep its summary.", line: line)
    }
}
