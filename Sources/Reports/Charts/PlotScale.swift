import Model

/// Turns values and times of a metric into whole numbers of its plot, 960 across and 340 down.
struct PlotScale {
    static let width = 960
    static let height = 340
    let axis: TimeAxis
    /// Bins in stretches without a gap, at most 480 in all, no extreme lost.
    let runs: [[MetricChart.Bin]]
    /// Value at the upper edge; values lie between it and `lowest`.
    let highest: Double
    /// 0, unless there are values below it.
    let lowest: Double

    init(_ chart: MetricChart) {
        let bins = chart.bins.filter { $0.least.isFinite && $0.greatest.isFinite }
        let spans = chart.gaps + chart.breaches + [chart.window].compactMap(\.self)
        let starts = bins.map(\.start) + spans.map(\.start)
        let ends = bins.map(\.end) + spans.map(\.end)
        let start = starts.min() ?? Instant(milliseconds: 0)
        axis = TimeAxis(start, ends.max() ?? start)
        let limit = chart.limit.isFinite ? chart.limit : 0
        let peak = bins.map(\.greatest).max() ?? 0
        let most = max(Self.grown(limit, by: 0.2), Self.grown(peak, by: 0.08), 0)
        let least = min(Self.grown(limit < 0 ? limit : 0, by: 0.2), bins.map(\.least).min() ?? 0, 0)
        highest = most - least > 0 || !(most - least).isFinite ? most : 1
        lowest = least
        runs = Self.runs(of: bins, gaps: chart.gaps)
    }

    /// Room above a positive value, or below a negative one.
    private static func grown(_ value: Double, by part: Double) -> Double {
        let grown = value + value * part
        return grown.isFinite ? grown : value
    }

    func x(_ instant: Instant) -> Int { Int((axis.share(instant) * Double(Self.width)).rounded()) }

    func y(_ value: Double) -> Int { Int((depth(value) * Double(Self.height)).rounded()) }

    /// 0 at the upper edge, 1 at the lower one. Halves, because the whole range may be more than a Double can be.
    func depth(_ value: Double) -> Double {
        min(max((highest / 2 - value / 2) / (highest / 2 - lowest / 2), 0), 1)
    }

    /// Three to eight round values, 0 among them.
    var ticks: [Double] {
        let range = min(max(highest / 2 - lowest / 2, 1e-300), 8e307) * 2
        var step = 1.0
        while step * 6 < range, step < 1e307 { step *= 10 }
        while step > range, step > 1e-300 { step /= 10 }
        for divisor in [5.0, 2.5, 2] where range / (step / divisor) <= 5 {
            step /= divisor
            break
        }
        return (-8...8).map { Double($0) * step }.filter { $0 <= highest && $0 >= lowest }
    }

    private static func runs(of bins: [MetricChart.Bin], gaps: [MetricChart.Span]) -> [[MetricChart.Bin]] {
        let share = (bins.count + 479) / 480
        let gaps = gaps.sorted { $0.start < $1.start }
        var next = 0
        var runs: [[MetricChart.Bin]] = []
        var merged = 0
        for bin in bins.sorted(by: { $0.start < $1.start }) {
            guard let last = runs.last?.last, last.end >= bin.start else {
                runs.append([bin])
                merged = 1
                continue
            }
            // A gap over the boundary of two bins is narrower than both, and still no sample joins them.
            while next < gaps.count, gaps[next].end < bin.start { next += 1 }
            if next < gaps.count, gaps[next].start < bin.start {
                runs.append([bin])
                merged = 1
            } else if merged < share {
                runs[runs.count - 1][runs[runs.count - 1].count - 1] = MetricChart.Bin(
                    start: last.start, end: max(last.end, bin.end), least: min(last.least, bin.least),
                    greatest: max(last.greatest, bin.greatest), median: last.median)
                merged += 1
            } else {
                runs[runs.count - 1].append(bin)
                merged = 1
            }
        }
        return runs
    }
}
