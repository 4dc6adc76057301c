package import Model

/// Every sample of the named series kept the limit, over a window without holes that ends near the gate, or that begins
/// where another item ended.
package struct SeriesWithin: Rule {
    package static let kind = "series-within"
    package static let summary =
        "Each series whose name matches kept the limit at every sample, over the demanded span without a gap, ending close to the evaluation; with `after:`, from the end of that item on."
    package static let parameters = [
        Parameter(
            "series", .text, required: true,
            "case-insensitive regular expression over series names without their labels; one with `=` is tried on the labels too"
        ),
        Parameter(
            "unlike", .text, "regular expression over names of series that do not count, though `series` matches"),
        Parameter("environment", .text, "series whose labels name another environment do not count"),
        Parameter("limit", .limit, required: true, "what every sample must keep, with its unit: `< 300ms`"),
        Parameter("unit", .text, "unit of the values where the file does not state one: ratio, %, ms, s, …"),
        Parameter(
            "reaches", .limit,
            "what at least one value without a unit must reach, because less would mean another unit: `> 1ms`"),
        Parameter("covers", .limit, required: true, "span that must be covered without a gap: `>= 24h`"),
        Parameter(
            "ends_within", .duration, loosenedBy: .more,
            "how long before the evaluation the last sample may lie: `1h`; needed unless the check has `after:`"),
        Parameter(
            "largest_gap", .duration, loosenedBy: .more,
            "longest time without a sample; two steps, but at least 5 and at most 15 min, unless given"),
        Parameter("allow", .number, loosenedBy: .more, "how many samples may break the limit; 0 unless given"),
    ]
    package static let example =
        #"series-within: {id: p95, series: p95, limit: "< 300ms", unit: ms, covers: ">= 24h", ends_within: 1h}"#
    package static let reads: Set<FactKind> = [.series, .sample]

    private let pattern: String
    private let expression: NameExpression?
    private let unlike: NameExpression?
    private let environment: String?
    private let limit: Limit
    private let unit: Unit?
    private let reaches: Limit?
    private let covers: Int64
    private let endsWithin: Int64?
    private let largestGap: Int64?
    private let allow: Int

    package init(_ reader: inout MappingReader) {
        pattern = reader.requiredString("series") ?? ""
        let understood = "a regular expression of literals, . [a-z] ( ) | * + ? ^ $"
        expression = reader.parsed("series", understood) { NameExpression($0) }
        unlike = reader.parsed("unlike", understood) { NameExpression($0) }
        environment = reader.string("environment")?.lowercased()
        _ = reader.required("limit")
        limit = reader.limit("limit") ?? Limit(.less, Quantity(.zero, .count))
        unit = reader.parsed("unit", "a known unit: ratio, %, ms, s, min, h, B") { Unit(spelled: $0) }
        if let unit, unit.dimension != limit.quantity.unit.dimension {
            reader.report(
                "wrong-unit", "values in '\(unit.rawValue)' cannot be compared with '\(limit)'",
                at: reader.place(of: "unit"), "Give both in units of one dimension.")
        }
        reaches = reader.limit("reaches")
        if let reaches,
            reaches.quantity.unit.dimension != limit.quantity.unit.dimension
                || ![.atLeast, .greater].contains(reaches.comparison)
                || ![.atMost, .less].contains(limit.comparison)
        {
            reader.report(
                "wrong-value", "'reaches' must be a least value below a limit from above",
                at: reader.place(of: "reaches"),
                #"Write `limit: "< 300ms", reaches: "> 1ms"`."#)
        }
        _ = reader.required("covers")
        let span = reader.limit("covers")
        covers = span?.quantity.milliseconds ?? 0
        if let span, span.comparison != .atLeast || covers <= 0 {
            reader.report(
                "wrong-value", "'covers' must be a least span of time", at: reader.place(of: "covers"),
                #"Write `covers: ">= 24h"`."#)
        }
        endsWithin = reader.duration("ends_within")
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
        package private(set) var isCut = false

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
                guard series.index >= 0, series.index < 100_000 else { return isCut = true }
                while places.count <= series.index { places.append(-1) }
                if rule.isMeant(series.name) {
                    places[series.index] = matching.count
                    let declared = series.declaredUnit
                    let isDisputed = series.unit == nil && rule.unit != nil && declared != rule.unit
                    matching.append(
                        SeriesTally(
                            name: series.name, path: path, unit: series.unit ?? declared ?? rule.unit,
                            disputedUnit: isDisputed ? declared : nil, limit: rule.limit, largestGap: rule.largestGap))
                } else if others.count < 20 {
                    others.append(series.name)
                }
            default: break
            }
        }

        package mutating func merge(_ later: Reduction) {
            matching += later.matching
            others += later.others.prefix(max(0, 20 - others.count))
            isCut = isCut || later.isCut
        }
    }

    package func tally(path: String) -> Reduction { Reduction(path: path, rule: self) }

    /// Labels are left out, so that `cpu` does not find `memory {job="cpu-exporter"}`.
    private func isMeant(_ text: String) -> Bool {
        let name = SeriesName(text: text)
        let subject = pattern.utf8.contains(UInt8(ascii: "=")) ? text : name.plain
        guard expression?.matches(subject) ?? false, !(unlike?.matches(subject) ?? false) else { return false }
        guard let environment else { return true }
        return name.environments.allSatisfy { $0 == environment }
    }

    package func findings(_ tally: Reduction, in context: CheckContext) -> [Finding] {
        guard !tally.matching.isEmpty else {
            let seen =
                tally.others.isEmpty
                ? "no series was found among the files"
                : "no series matches '\(pattern)'; found: \(tally.others.joined(separator: ", "))"
            return [
                Finding(
                    .unknown, seen, observed: counted(tally.others.count, "other series", "other series"),
                    limit: "a series matching '\(pattern)'")
            ]
        }
        guard endsWithin != nil || context.after != nil else {
            return [
                Finding(
                    .unknown, "the rule does not say how recent the samples must be", observed: "no `ends_within`",
                    limit: "`ends_within`, or `after`", next: "give `ends_within:` or `after:` in rules.yml")
            ]
        }
        return tally.matching.flatMap { findings(for: $0, in: context) }
    }

    private func findings(for series: SeriesTally, in context: CheckContext) -> [Finding] {
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
        if let declared = series.disputedUnit, series.hasBareCells {
            return [
                unknown(
                    "the sidecar says that the values are in '\(declared.rawValue)', the rule says '\(unit?.rawValue ?? "")'",
                    declared.rawValue, unit?.rawValue ?? "", series.lastLine)
            ]
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
        if let reaches, series.hasBareCells, reaches.holds(for: worst.value) != true {
            return [
                unknown(
                    "no value is \(reaches), so they are hardly in the unit that is stated", "\(worst.value)",
                    "\(reaches)", worst.line)
            ]
        }
        let window = window(of: series, in: context)
        let start = window.start
        var findings = window.faults.map { unknown($0.message, $0.observed, $0.limit, $0.line) }
        let breaches = series.breaches.filter { $0.end >= start }
        if series.breachCount > allow, let latest = series.latestBreach, latest >= start {
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
            // The worst of all may lie before the window, where it does not count.
            let shown = worst.time >= start ? ": worst \(worst.value) at \(Instant(milliseconds: worst.time))" : ""
            let span = spelledDuration(milliseconds: max(covers, series.last - start))
            findings.append(
                Finding(
                    .pass, "\(series.name) kept \(limit) for \(span)\(shown), \(counted(series.count, "sample"))",
                    observed: worst.time >= start ? "worst \(worst.value)" : "within", limit: "\(limit)",
                    at: place(worst.time >= start ? worst.line : series.lastLine)))
        }
        return findings
    }

    private func window(of series: SeriesTally, in context: CheckContext) -> SeriesWindow {
        SeriesWindow(series: series, covers: covers, endsWithin: endsWithin, largestGap: largestGap, context: context)
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
                gaps: spans(window(of: series, in: context).holes),
                breaches: spans(series.breaches), samples: series.count)
        }
    }
}
