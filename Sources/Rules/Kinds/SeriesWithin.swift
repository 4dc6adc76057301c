package import Model

/// Every sample of the named series kept the limit, over a window without holes that ends near the gate.
package struct SeriesWithin: Rule {
    package static let kind = "series-within"
    package static let summary =
        "Each series whose name matches kept the limit at every sample, over the demanded span without a gap, ending close to the evaluation."
    package static let parameters = [
        Parameter("series", .text, required: true, "case-insensitive regular expression over series names"),
        Parameter("limit", .limit, required: true, "what every sample must keep, with its unit: `< 300ms`"),
        Parameter("unit", .text, "unit of the values where the file does not state one: ratio, %, ms, s, …"),
        Parameter("covers", .limit, required: true, "span that must be covered without a gap: `>= 24h`"),
        Parameter(
            "ends_within", .duration, required: true, "how long before the evaluation the last sample may lie: `1h`"),
        Parameter(
            "largest_gap", .duration,
            "longest time without a sample; two steps, but at least 5 and at most 15 min, unless given"),
        Parameter("allow", .number, "how many samples may break the limit; 0 unless given"),
    ]
    package static let example =
        #"series-within: {id: p95, series: p95, limit: "< 300ms", unit: ms, covers: ">= 24h", ends_within: 1h}"#
    package static let reads: Set<FactKind> = [.series, .sample]

    private let pattern: String
    private let expression: NameExpression?
    private let limit: Limit
    private let unit: Unit?
    private let covers: Int64
    private let endsWithin: Int64
    private let largestGap: Int64?
    private let allow: Int

    package init(_ reader: inout MappingReader) {
        pattern = reader.requiredString("series") ?? ""
        expression = NameExpression(pattern)
        if expression == nil {
            reader.report(
                "bad-expression", "'\(pattern)' is not a regular expression of the linear-time kind",
                at: reader.place(of: "series"), "Use literals, . [a-z] ( ) | * + ? ^ $.")
        }
        _ = reader.required("limit")
        limit = reader.limit("limit") ?? Limit(.less, Quantity(.zero, .count))
        unit = reader.parsed("unit", "a known unit: ratio, %, ms, s, min, h, B") { Unit(spelled: $0) }
        if let unit, unit.dimension != limit.quantity.unit.dimension {
            reader.report(
                "wrong-unit", "values in '\(unit.rawValue)' cannot be compared with '\(limit)'",
                at: reader.place(of: "unit"), "Give both in units of one dimension.")
        }
        _ = reader.required("covers")
        let span = reader.limit("covers")
        covers = span?.quantity.milliseconds ?? 0
        if let span, span.comparison != .atLeast || covers <= 0 {
            reader.report(
                "wrong-value", "'covers' must be a least span of time", at: reader.place(of: "covers"),
                #"Write `covers: ">= 24h"`."#)
        }
        _ = reader.required("ends_within")
        endsWithin = reader.duration("ends_within") ?? 0
        largestGap = reader.duration("largest_gap")
        allow = reader.int("allow") ?? 0
    }

    /// One `SeriesTally` a matching series, and the names that did not match, for the message.
    package struct Reduction: Tally {
        fileprivate let path: String
        fileprivate let rule: SeriesWithin
        fileprivate var matching: [SeriesTally] = []
        fileprivate var others: [String] = []
        private var places: [Int] = []

        fileprivate init(path: String, rule: SeriesWithin) {
            self.path = path
            self.rule = rule
        }

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .sample(let sample):
                guard sample.series < places.count, sample.series >= 0, places[sample.series] >= 0 else { return }
                matching[places[sample.series]].take(sample)
            case .series(let series):
                guard series.index >= 0, series.index < 100_000 else { return }
                while places.count <= series.index { places.append(-1) }
                if rule.expression?.matches(series.name) ?? false {
                    places[series.index] = matching.count
                    matching.append(
                        SeriesTally(
                            name: series.name, path: path, unit: series.unit ?? rule.unit, limit: rule.limit,
                            largestGap: rule.largestGap))
                } else if others.count < 20 {
                    others.append(series.name)
                }
            default: break
            }
        }

        package mutating func merge(_ later: Reduction) {
            matching += later.matching
            others += later.others.prefix(max(0, 20 - others.count))
        }
    }

    package func tally(path: String) -> Reduction { Reduction(path: path, rule: self) }

    package func findings(_ tally: Reduction, in context: CheckContext) -> [Finding] {
        guard !tally.matching.isEmpty else {
            let seen =
                tally.others.isEmpty
                ? "no series was found among the files"
                : "no series matches '\(pattern)'; found: \(tally.others.joined(separator: ", "))"
            return [Finding(.unknown, seen, limit: "a series matching '\(pattern)'")]
        }
        return tally.matching.flatMap { findings(for: $0, at: context.at) }
    }

    private func findings(for series: SeriesTally, at now: Instant) -> [Finding] {
        func place(_ line: Int32) -> Place { Place(series.path, line: Int(line)) }
        func unknown(_ message: String, _ observed: String, _ required: String, _ line: Int32) -> Finding {
            Finding(
                .unknown, "\(series.name): \(message)", observed: observed, limit: required, at: place(line),
                next: "export the series again for the whole window")
        }
        if let trouble = series.unitTrouble {
            let stated =
                trouble.unit.map { "the unit '\($0.rawValue)' cannot be compared with the limit" }
                ?? "neither the file nor the rule states a unit"
            return [unknown(stated, trouble.unit?.rawValue ?? "no unit", "\(limit)", trouble.line)]
        }
        guard series.count > 0, let worst = series.worst else {
            return [unknown("no sample has a value", "0 samples", "\(limit)", series.lastLine)]
        }
        guard !series.isUnordered else {
            return [
                unknown(
                    "time stamps go backwards, or are no times of this century", "unordered", "ascending times",
                    series.lastLine)
            ]
        }
        var findings: [Finding] = []
        let from = series.last - covers
        let end = Instant(milliseconds: series.last)
        if series.last > now.milliseconds + 120_000 {
            findings.append(unknown("the last sample lies in the future", "\(end)", "<= \(now)", series.lastLine))
        } else if now.since(end) > endsWithin {
            findings.append(
                unknown(
                    "the last sample is \(spelledDuration(milliseconds: now.since(end))) old", "\(end)",
                    "within \(spelledDuration(milliseconds: endsWithin)) of \(now)", series.lastLine))
        }
        if series.first > from {
            findings.append(
                unknown(
                    "covers only \(spelledDuration(milliseconds: series.last - series.first))",
                    spelledDuration(milliseconds: series.last - series.first),
                    ">= \(spelledDuration(milliseconds: covers))", series.lastLine))
        }
        for hole in holes(of: series).prefix(10) {
            findings.append(
                unknown(
                    "no sample for \(spelledDuration(milliseconds: hole.end - hole.start)) from \(Instant(milliseconds: hole.start))",
                    "a gap of \(spelledDuration(milliseconds: hole.end - hole.start))",
                    "<= \(spelledDuration(milliseconds: gapAllowed(series)))", hole.line))
        }
        let breaches = series.breaches.filter { $0.end >= from }
        if series.breachCount > allow, let latest = series.latestBreach, latest >= from {
            for breach in breaches.prefix(10) {
                let span =
                    breach.end > breach.start
                    ? "from \(Instant(milliseconds: breach.start)) to \(Instant(milliseconds: breach.end))"
                    : "at \(Instant(milliseconds: breach.start))"
                findings.append(
                    Finding(
                        .fail,
                        "\(series.name): outside the limit \(span); worst \(worst.value) at \(Instant(milliseconds: worst.time))",
                        observed: "\(worst.value)", limit: "\(limit)", at: place(breach.line)))
            }
        }
        if findings.isEmpty {
            findings.append(
                Finding(
                    .pass,
                    "\(series.name) kept \(limit) for \(spelledDuration(milliseconds: covers)): worst \(worst.value) at \(Instant(milliseconds: worst.time)), \(counted(series.count, "sample"))",
                    observed: "worst \(worst.value)", limit: "\(limit)", at: place(worst.line)))
        }
        return findings
    }

    private func gapAllowed(_ series: SeriesTally) -> Int64 {
        largestGap ?? min(max(2 * series.step, 300_000), 900_000)
    }

    private func holes(of series: SeriesTally) -> [SeriesTally.Stretch] {
        series.holes.filter { $0.end - $0.start > gapAllowed(series) && $0.end > series.last - covers }
    }

    package func charts(_ tally: Reduction, in context: CheckContext) -> [MetricChart] {
        tally.matching.filter { $0.count > 0 && $0.unitTrouble == nil }.prefix(12).map { series in
            var envelope = series.envelope
            envelope.close()
            let width = envelope.width
            let bins = envelope.bins.sorted { $0.key < $1.key }.map { bin, range in
                MetricChart.Bin(
                    start: Instant(milliseconds: bin * width), end: Instant(milliseconds: (bin + 1) * width),
                    least: range.least, greatest: range.greatest)
            }
            func spans(_ stretches: some Sequence<SeriesTally.Stretch>) -> [MetricChart.Span] {
                stretches.prefix(200).map {
                    .init(start: Instant(milliseconds: $0.start), end: Instant(milliseconds: $0.end))
                }
            }
            return MetricChart(
                title: series.name, unit: limit.quantity.unit.rawValue, limit: limit.quantity.value.approximate,
                limitText: "\(limit)", bins: bins,
                gaps: spans(holes(of: series)), breaches: spans(series.breaches), samples: series.count)
        }
    }
}
