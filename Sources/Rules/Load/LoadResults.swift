import Model

/// What one file says about a load test.
struct LoadResults {
    let path: String
    let run: LoadRun
    let thresholds: [LoadThreshold]
    private let statistics: [String: [String: LoadStatistic]]

    /// The files that are about a load test.
    static func all(_ tally: FactsByFile) -> [LoadResults] { tally.files.compactMap(LoadResults.init) }

    private init?(_ file: FactsByFile.File) {
        var run: LoadRun?
        var thresholds: [LoadThreshold] = []
        var statistics: [String: [String: LoadStatistic]] = [:]
        for fact in file.facts {
            switch fact {
            case .loadRun(let found): run = found
            case .threshold(let found): thresholds.append(found)
            case .statistic(let found): statistics[found.metric, default: [:]][found.statistic] = found
            default: break
            }
        }
        guard let run else { return nil }
        (path, self.run, self.thresholds, self.statistics) = (file.path, run, thresholds, statistics)
    }

    func statistic(_ metric: String, _ name: String) -> LoadStatistic? { statistics[metric]?[name] }

    /// How often a rate was true, and how often it was taken.
    func rate(_ metric: String) -> (passes: Int, total: Int, line: Int)? {
        guard let passes = statistic(metric, "passes"), let fails = statistic(metric, "fails"),
            let true_ = Int(passes.value.value.description), let false_ = Int(fails.value.value.description)
        else { return nil }
        return (true_, true_ + false_, passes.line)
    }

    /// Whether anything was measured: k6 writes 0 for every statistic of a metric without samples. `nil` if it is not listed.
    func hasSamples(_ metric: String) -> Bool? {
        guard let known = statistics[metric] else { return nil }
        if let rate = rate(metric) { return rate.total > 0 }
        if let count = known["count"] { return count.value.value > .zero }
        return known.values.contains { $0.value.value != .zero }
    }

    /// What makes the run as a whole no proof, whatever its numbers are.
    func reservations(in context: CheckContext) -> [Finding] {
        let place = Place(path, line: run.line)
        let exit = context.file(path)?.subject.exitStatus
        var findings = run.troubles.prefix(10).map {
            Finding(.unknown, "\(run.tool): \($0)", observed: $0, limit: "an undisturbed run", at: place)
        }
        if let exit, exit != 0 {
            findings.append(
                Finding(.fail, "\(run.tool) ended with \(exit)", observed: "exit \(exit)", limit: "exit 0", at: place))
        } else if !run.showsItsEnd, exit == nil {
            findings.append(
                Finding(
                    .unknown, "a stream of measurements does not show that the run came to its end",
                    observed: "no exit status", limit: "exit 0", at: place,
                    next: "record the run, or use `k6 run --summary-export`"))
        }
        if run.requests == 0 {
            findings.append(
                Finding(
                    .unknown, "\(run.tool) made no request", observed: "0 requests", limit: ">= 1 request", at: place))
        }
        return findings
    }
}
