import Model
import Templates

/// One row of a chart's data table: an hour's extremes, a gap or a breach.
struct ChartRow: TemplateContext {
    let start: Instant
    let end: Instant
    let kind: String
    let value: String

    static let fields: [TemplateField<ChartRow>] = [
        .word("from") { spelledTime($0.start) },
        .word("to") { spelledTime($0.end) },
        .text("rowKind") { $0.kind },
        .text("value") { $0.value },
    ]

    /// At most 24 rows of extremes, then every gap and every breach.
    static func all(of chart: MetricChart) -> [ChartRow] {
        let extremes = groups(of: chart.bins).map { group in
            let least = group.map(\.least).min() ?? 0
            let greatest = group.map(\.greatest).max() ?? 0
            return ChartRow(
                start: group[0].start, end: group[group.count - 1].end, kind: "least to greatest",
                value: "\(spelledNumber(least)) to \(spelledNumber(greatest)) \(chart.unit)")
        }
        let gaps = chart.gaps.map {
            ChartRow(
                start: $0.start, end: $0.end, kind: "gap", value: spelledDuration(milliseconds: $0.end.since($0.start)))
        }
        let breaches = chart.breaches.map {
            ChartRow(start: $0.start, end: $0.end, kind: "breach", value: "not \(chart.limitText)")
        }
        return extremes + gaps + breaches
    }

    /// Whole hours where the chart spans no more than a day, else 24 equal parts.
    private static func groups(of bins: [MetricChart.Bin]) -> [[MetricChart.Bin]] {
        guard let first = bins.first, let last = bins.last else { return [] }
        let width = max(3_600_000, last.end.since(first.start) / 24 + 1)
        var groups: [[MetricChart.Bin]] = []
        var slot = Int64.min
        for bin in bins {
            let next = min(23, max(0, bin.start.since(first.start) / width))
            if next == slot { groups[groups.count - 1].append(bin) } else { groups.append([bin]) }
            slot = next
        }
        return groups
    }
}
