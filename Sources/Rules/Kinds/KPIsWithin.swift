package import Model

/// The numbers of the load test that matter keep their limits.
package struct KPIsWithin: Rule {
    package static let kind = "kpis-within"
    package static let summary =
        "Each named statistic of the load test is stated, has samples and keeps its limit; enough iterations ran, and enough checks passed."
    package static let parameters = [
        Parameter("kpis", .texts, required: true, "`metric statistic limit`, e.g. `http_req_duration p(95) < 300ms`"),
        Parameter(
            "minimum_iterations", .number, loosenedBy: .less, "how many iterations must have ended; 1 unless given"),
        Parameter("checks", .limit, "share of checks that must have passed: `>= 99%`"),
    ]
    package static let example =
        #"kpis-within: {kpis: ["http_req_duration p(95) < 300ms", "http_req_failed rate < 1%"], checks: ">= 99%"}"#
    package static let reads: Set<FactKind> = [.statistic, .threshold, .loadRun]

    private let kpis: [KPI]
    private let minimum: Int
    private let checks: Limit?

    package init(_ reader: inout MappingReader) {
        _ = reader.required("kpis")
        let texts = reader.strings("kpis") ?? []
        kpis = texts.compactMap(KPI.init)
        if kpis.isEmpty || kpis.count != texts.count {
            reader.report(
                "wrong-value", "a KPI is a metric, a statistic and a limit", at: reader.place(of: "kpis"),
                "Write e.g. `http_req_duration p(95) < 300ms`.")
        }
        minimum = max(1, reader.int("minimum_iterations") ?? 1)
        checks = reader.limit("checks")
        if let checks, checks.quantity.unit.dimension != .ratio {
            reader.report(
                "wrong-unit", "'checks' is a share", at: reader.place(of: "checks"), #"Write `checks: ">= 99%"`."#)
        }
    }

    package func tally(path: String) -> FactsByFile { FactsByFile(path, Self.reads) }

    package func findings(_ tally: FactsByFile, in context: CheckContext) -> [Finding] {
        let results = LoadResults.all(tally)
        guard !results.isEmpty else { return [Finding(.unknown, "no result of a load test was found among the files")] }
        var findings = results.flatMap { $0.reservations(in: context) } + results.map(iterations)
        if let checks { findings += judged("checks", "rate", checks, in: results) }
        for kpi in kpis { findings += judged(kpi.metric, kpi.statistic, kpi.limit, in: results) }
        return findings
    }

    private func iterations(of result: LoadResults) -> Finding {
        let count = result.run.iterations
        let observed = count.map { counted($0, "iteration") } ?? "an unknown number of iterations"
        return Finding(
            count.map { $0 >= minimum } ?? false ? .pass : .unknown, "\(observed) ended", observed: observed,
            limit: ">= \(minimum)", at: Place(result.path, line: result.run.line))
    }

    /// What every file that states it says; at least one must.
    private func judged(_ metric: String, _ name: String, _ limit: Limit, in results: [LoadResults]) -> [Finding] {
        let findings = results.compactMap { result -> Finding? in
            if name == "rate", let rate = result.rate(metric) { return finding(metric, rate, limit, in: result) }
            return result.statistic(metric, name).map { finding($0, limit, in: result) }
        }
        guard findings.isEmpty else { return findings }
        return [
            Finding(
                .unknown, "no file states \(metric) \(name)", observed: "not stated", limit: "\(limit)",
                at: results.first.map { Place($0.path) },
                next: "k6 run --summary-export=summary.json, with \(name) among `summaryTrendStats` if it is a trend")
        ]
    }

    private func finding(
        _ metric: String, _ rate: (passes: Int, total: Int, line: Int), _ limit: Limit, in result: LoadResults
    ) -> Finding {
        let observed = "\(rate.passes) of \(rate.total)"
        let place = Place(result.path, line: rate.line)
        guard rate.total > 0 else {
            return Finding(.unknown, "\(metric) has no samples", observed: observed, limit: "\(limit)", at: place)
        }
        // `passes < limit × total` says the same as the quotient, which is mostly no finite decimal.
        let bound = limit.quantity.unit == .count ? Quantity(limit.quantity.value, .ratio) : limit.quantity
        guard let exact = bound.unit.dimension == .ratio ? bound.base?.multiplied(by: rate.total) : nil else {
            return Finding(
                .unknown, "\(metric) is a share, and the limit is none", observed: observed, limit: "\(limit)",
                at: place)
        }
        let holds = Limit(limit.comparison, Quantity(exact, .count)).holds(
            for: Quantity(ExactDecimal(rate.passes), .count))
        return Finding(
            holds == true ? .pass : .fail, "\(metric) rate is \(observed)", observed: observed, limit: "\(limit)",
            at: place)
    }

    private func finding(_ statistic: LoadStatistic, _ limit: Limit, in result: LoadResults) -> Finding {
        let (name, place) = ("\(statistic.metric) \(statistic.statistic)", Place(result.path, line: statistic.line))
        let observed = "\(statistic.value)"
        func finding(_ verdict: Verdict, _ message: String) -> Finding {
            Finding(verdict, "\(name) \(message)", observed: observed, limit: "\(limit)", at: place)
        }
        guard result.hasSamples(statistic.metric) == true else {
            return finding(.unknown, "is \(observed): nothing was measured")
        }
        let values = [statistic.value, statistic.least ?? statistic.value, statistic.most ?? statistic.value]
        let verdicts = Set(values.map { limit.holds(for: $0) })
        switch (verdicts.count, verdicts.first ?? nil) {
        case (1, true): return finding(.pass, "is \(observed)")
        case (1, false): return finding(.fail, "is \(observed)")
        case (1, _):
            return finding(.unknown, "is \(observed), and the file does not state its unit as the limit does")
        default: return finding(.unknown, "is \(observed), rounded: it may lie on either side of the limit")
        }
    }
}

/// `http_req_duration p(95) < 300ms`
private struct KPI: Sendable {
    let metric: String
    let statistic: String
    let limit: Limit

    init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard let index = words.firstIndex(where: { $0.utf8.first.map { 60...62 ~= $0 } ?? false }), index >= 2,
            let limit = Limit(words[index...].joined(separator: " "))
        else { return nil }
        metric = words[..<(index - 1)].joined(separator: " ")
        let name = words[index - 1]
        let isPercentile = name.utf8.first == 112 && name.utf8.dropFirst().allSatisfy { $0 &- 48 < 10 || $0 == 46 }
        statistic = isPercentile ? "p(\(name.dropFirst()))" : name
        self.limit = limit
    }
}
