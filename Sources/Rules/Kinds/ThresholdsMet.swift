package import Model

/// Every threshold of the load test held, each on something that was measured.
package struct ThresholdsMet: Rule {
    package static let kind = "thresholds-met"
    package static let summary =
        "The load test has thresholds, every one of them held, and each is on a metric that has samples."
    package static let parameters: [Parameter] = []
    package static let example = "thresholds-met: {after: deploy.workflow}"
    package static let reads: Set<FactKind> = [.statistic, .threshold, .loadRun]

    package init(_ reader: inout MappingReader) {}

    package func tally(path: String) -> FactsByFile { FactsByFile(path, Self.reads) }

    package func findings(_ tally: FactsByFile, in context: CheckContext) -> [Finding] {
        let results = LoadResults.all(tally)
        guard let first = results.first else {
            return [Finding(.unknown, "no result of a load test was found among the files")]
        }
        let reservations = results.flatMap { $0.reservations(in: context) }
        guard results.contains(where: { !$0.thresholds.isEmpty }) else {
            let why =
                results.contains { $0.run.carriesThresholds }
                ? "no threshold is defined" : "this dialect does not carry thresholds"
            return reservations + [
                Finding(
                    .unknown, why, observed: "0 thresholds", limit: ">= 1 threshold",
                    at: Place(first.path, line: first.run.line),
                    next: "k6 run --summary-export=summary.json, with `thresholds` in the scenario's options")
            ]
        }
        return reservations
            + results.flatMap { result in result.thresholds.map { finding(for: $0, in: result) } }
    }

    package func figures(_ tally: FactsByFile, in context: CheckContext) -> [Figure] {
        let rows = LoadResults.all(tally).flatMap { result in
            result.thresholds.map { result.row($0, finding(for: $0, in: result).verdict) }
        }
        return rows.isEmpty ? [] : [.limits(LimitFigure(rows: Array(rows.prefix(100))))]
    }

    private func finding(for threshold: LoadThreshold, in result: LoadResults) -> Finding {
        let name = "\(threshold.metric) \(threshold.expression)"
        let place = Place(result.path, line: threshold.line)
        guard threshold.isMet else {
            return Finding(
                .fail, "the threshold \(name) was crossed", observed: "crossed", limit: threshold.expression, at: place)
        }
        return result.hasSamples(threshold.metric) == true
            ? Finding(.pass, "the threshold \(name) held", observed: "held", limit: threshold.expression, at: place)
            : Finding(
                .unknown, "the threshold \(name) held, and nothing shows that \(threshold.metric) was ever measured",
                observed: "no samples", limit: threshold.expression, at: place)
    }
}
