import Model
import Templates

/// A metric over time: its envelope and median, limit, gaps and breaches (REPORT.md §4).
struct MetricPlot {
    let chart: MetricChart
    private let scale: PlotScale
    private static let top = 34
    private static let height = 170

    init(_ chart: MetricChart) {
        self.chart = chart
        scale = PlotScale(chart)
    }

    var view: ChartView {
        ChartView(
            title: "\(chart.title), limit \(chart.limitText)", sentence: sentence,
            key: "Band: least to greatest value. Line: median. Hatched in red: outside the limit.", svg: svg,
            tables: [hourTable, eventTable])
    }

    /// The chart in one sentence.
    var sentence: String {
        guard let least = chart.bins.map(\.least).min(), let greatest = chart.bins.map(\.greatest).max() else {
            return "No sample has a value; the limit is \(chart.limitText)."
        }
        let span = Self.span(scale.axis.end.since(scale.axis.start))
        let range =
            least == greatest
            ? "Always \(spelledNumber(least, chart.unit))"
            : "From \(spelledNumber(least)) to \(spelledNumber(greatest, chart.unit))"
        return "\(range) in \(spelledCount(chart.samples)) \(chart.samples == 1 ? "sample" : "samples") over \(span); "
            + "\(breachWords); \(gapWords)."
    }

    /// Hours up to two days: `24 h 36 min`, where `spelledDuration` says `1 d`.
    private static func span(_ milliseconds: Int64) -> String {
        let minutes = milliseconds / 60_000
        guard (1440..<2880).contains(minutes) else { return spelledDuration(milliseconds: milliseconds) }
        return "\(minutes / 60) h" + (minutes % 60 == 0 ? "" : " \(minutes % 60) min")
    }

    private var breachWords: String {
        guard let first = chart.breaches.first else { return "the limit \(chart.limitText) always held" }
        let times = chart.breachCount == 1 ? "once" : "\(spelledCount(chart.breachCount)) times"
        let earlier = chart.window.map { window in chart.breaches.allSatisfy { $0.end < window.start } } ?? false
        return "outside the limit \(chart.limitText) \(times), \(chart.breachCount == 1 ? "" : "first ")"
            + "at \(spelledTime(first.start))\(earlier ? ", before the span that is judged" : "")"
    }

    private var gapWords: String {
        guard let longest = chart.gaps.map({ $0.end.since($0.start) }).max() else { return "no gap" }
        let length = spelledDuration(milliseconds: longest)
        return chart.gapCount == 1
            ? "1 gap of \(length)" : "\(spelledCount(chart.gapCount)) gaps, the longest \(length)"
    }

    var svg: SafeHTML {
        Drawing.image(title: chart.title, sentence: sentence, height: Self.top + Self.height + 40, hasGutter: true) {
            drawing in
            drawing.text(chart.unit.isEmpty ? "count" : chart.unit, y: 12, anchor: .end, shift: -6)
            var plot = Drawing()
            drawBand(&plot)
            drawGrid(&plot)
            plot.insert(stretched)
            drawGaps(&plot)
            drawLimit(&plot)
            drawBreaches(&plot)
            scale.axis.draw(in: &plot, y: Self.height)
            var frame = MarkupWriter()
            frame.element(
                "svg",
                ["y": "\(Self.top)", "overflow": "visible"]
            ) { $0.insert(plot.body.html) }
            drawing.insert(frame.html)
        }
    }

    private func y(_ value: Double) -> Int { Int((scale.depth(value) * Double(Self.height)).rounded()) }

    private func drawBand(_ plot: inout Drawing) {
        let limit = y(chart.limit)
        let (from, to) =
            switch chart.forbids {
            case .above: (0, limit)
            case .below: (limit, Self.height)
            case .other: (0, 0)
            }
        if to > from { plot.forbid(y: from, height: to - from) }
    }

    private func drawGrid(_ plot: inout Drawing) {
        for value in scale.ticks {
            plot.rule(y: y(value), name: value == 0 ? "axis" : "grid")
            plot.text(spelledNumber(value), y: y(value) + 4, anchor: .end, shift: -6)
        }
    }

    /// Envelope and median in whole numbers, as wide as the place; lines keep their strength.
    private var stretched: SafeHTML {
        var (band, line) = ("", "")
        for run in scale.runs {
            let upper = points(of: run) { $0.greatest }
            let lower = points(of: run) { $0.least }
            band += path(upper) + path(lower.reversed(), continuing: upper.last) + "z"
            line += path(points(of: run) { $0.median ?? $0.least / 2 + $0.greatest / 2 })
        }
        var writer = MarkupWriter()
        writer.element(
            "svg",
            [
                "viewBox": "0 0 \(PlotScale.width) \(PlotScale.height)", "preserveAspectRatio": "none",
                "height": "\(Self.height)", "fill": "none",
            ]
        ) { svg in
            svg.element(
                "path", ["class": "band", "d": band, "fill": "#c3daf2", "stroke": "#5c94cf", "stroke-width": ".6"])
            svg.element("path", ["class": "middle", "d": line, "stroke": "#0b57a4", "stroke-width": "1.5"])
            if !chart.breaches.isEmpty {
                svg.element("path", ["class": "bad", "d": breachStrip, "fill": "#b00020"])
            }
        }
        return writer.html
    }

    /// The middle of each bin, and the edges of the first and last one.
    private func points(of run: [MetricChart.Bin], _ value: (MetricChart.Bin) -> Double) -> [(x: Int, y: Int)] {
        guard let first = run.first, let last = run.last else { return [] }
        // Even a lone sample at the right edge has some width.
        let left = min(scale.x(first.start), PlotScale.width - 2)
        let right = max(scale.x(last.end), left + 2)
        let middles = run.map { bin in
            (min(max((scale.x(bin.start) + scale.x(bin.end)) / 2, left), right), scale.y(value(bin)))
        }
        return [(left, scale.y(value(first)))] + middles + [(right, scale.y(value(last)))]
    }

    /// Relative lines, which are the shortest to write.
    private func path(_ points: [(x: Int, y: Int)], continuing: (x: Int, y: Int)? = nil) -> String {
        guard let first = points.first else { return "" }
        var text = continuing == nil ? "M\(first.x) \(first.y)l" : " "
        var (last, isFirst) = (continuing ?? first, true)
        for point in points where point.x != last.x || point.y != last.y {
            let (across, down) = (point.x - last.x, point.y - last.y)
            text += (isFirst || across < 0 ? "" : " ") + "\(across)" + (down < 0 ? "" : " ") + "\(down)"
            (last, isFirst) = (point, false)
        }
        return isFirst && continuing == nil ? text + "0 0" : text
    }

    /// Each breach at its very place along the upper edge.
    private var breachStrip: String {
        var (text, covered) = ("", -1)
        for breach in chart.breaches.sorted(by: { $0.start < $1.start }) {
            let left = max(min(scale.x(breach.start), PlotScale.width - 3), covered)
            let right = max(scale.x(breach.end), min(scale.x(breach.start), PlotScale.width - 3) + 3)
            guard right > left else { continue }
            text += "M\(left) 0h\(right - left)v8h\(left - right)z"
            covered = right
        }
        return text
    }

    private func drawGaps(_ plot: inout Drawing) {
        for gap in scale.gapColumns(of: chart.gaps) {
            plot.bar(.cross, from: gap.from, to: gap.to, y: 0, height: Self.height)
        }
        // The longest ones carry their duration, as far as the words do not touch.
        var taken: [Double] = []
        for gap in chart.gaps.sorted(by: { $0.end.since($0.start) > $1.end.since($1.start) }).prefix(12) {
            let middle = scale.axis.share(gap.start) / 2 + scale.axis.share(gap.end) / 2
            guard taken.count < 3, taken.allSatisfy({ abs($0 - middle) > 0.4 }) else { continue }
            taken.append(middle)
            let isLeft = middle > 0.5
            plot.text(
                "gap \(spelledDuration(milliseconds: gap.end.since(gap.start)))",
                x: scale.axis.share(isLeft ? gap.start : gap.end), y: Self.height - 8, anchor: isLeft ? .end : .start,
                shift: isLeft ? -5 : 7, isNote: true)
        }
    }

    private func drawLimit(_ plot: inout Drawing) {
        if let window = chart.window, scale.axis.share(window.start) > 0.05 {
            let share = scale.axis.share(window.start)
            plot.tick(x: share, from: 0, to: Self.height, width: "2")
            plot.text(
                "judged from here", x: share, y: Self.height - 24, anchor: share > 0.6 ? .end : .start,
                shift: share > 0.6 ? -5 : 5, isNote: true)
        }
        let y = "\(y(chart.limit))"
        var writer = MarkupWriter()
        writer.element(
            "line",
            [
                "class": "limit", "x2": "100%", "y1": y, "y2": y, "stroke": "#b00020", "stroke-width": "1.5",
                "stroke-dasharray": "6 4",
            ])
        plot.insert(writer.html)
        let isLow = self.y(chart.limit) < 18
        let isRight = !isTouched(from: 0.6, to: 1) || isTouched(from: 0, to: 0.4)
        plot.text(
            "limit \(chart.limitText)", x: isRight ? 1 : 0, y: self.y(chart.limit) + (isLow ? 16 : -6),
            anchor: isRight ? .end : .start, shift: isRight ? 0 : 4, isNote: true)
    }

    /// Whether the envelope comes near the place above the limit in a part of the width.
    private func isTouched(from: Double, to: Double) -> Bool {
        let words = (y(chart.limit) - 24)...(y(chart.limit) + 4)
        return chart.bins.contains { bin in
            let share = scale.axis.share(bin.start)
            return share >= from && share <= to
                && (y(bin.greatest)...max(y(bin.least), y(bin.greatest))).overlaps(words)
        }
    }

    private func drawBreaches(_ plot: inout Drawing) {
        var (drawn, labelled) = (-1.0, -1.0)
        for breach in chart.breaches.sorted(by: { $0.start < $1.start }) {
            let share = scale.axis.share(breach.start) / 2 + scale.axis.share(breach.end) / 2
            guard share - drawn >= 0.02 else { continue }
            drawn = share
            plot.breach(x: share, y: -2)
            guard share - labelled >= 0.34 || labelled < 0 else { continue }
            labelled = share
            plot.text(
                scale.axis.short(breach.start), x: share, y: -15,
                anchor: share < 0.08 ? .start : share > 0.9 ? .end : .middle)
        }
    }
}

extension PlotScale {
    /// Gaps as parts of the width; each is wide enough to be seen, those that touch are one.
    func gapColumns(of gaps: [MetricChart.Span]) -> [(from: Double, to: Double)] {
        var columns: [(from: Double, to: Double)] = []
        for gap in gaps.sorted(by: { $0.start < $1.start }) {
            let from = min(axis.share(gap.start), 0.995)
            let to = max(axis.share(gap.end), from + 0.005)
            if let last = columns.last, from <= last.to {
                columns[columns.count - 1].to = max(last.to, to)
            } else {
                columns.append((from, to))
            }
        }
        return columns
    }
}
