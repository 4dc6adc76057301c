import Model
import Templates

/// A metric drawn as inline SVG: its envelope, limit, gaps and breaches over time (REPORT.md §4).
///
/// Colours stand in presentation attributes, which survive a policy that blocks styles; classes only re-colour.
struct MetricPlot {
    let chart: MetricChart
    let name: Fragment
    private let scale: PlotScale

    init(_ chart: MetricChart, name: Fragment) {
        self.chart = chart
        self.name = name
        scale = PlotScale(chart)
    }

    /// The chart in one sentence.
    var summary: String {
        guard let least = chart.bins.map(\.least).min(), let greatest = chart.bins.map(\.greatest).max() else {
            return "No samples; limit \(chart.limitText)."
        }
        let gaps = chart.gaps.isEmpty ? "no gap" : chart.gaps.count == 1 ? "1 gap" : "\(chart.gaps.count) gaps"
        let breaches =
            chart.breaches.isEmpty
            ? "no breach" : chart.breaches.count == 1 ? "1 breach" : "\(chart.breaches.count) breaches"
        return "\(spelledNumber(least)) to \(spelledNumber(greatest)) \(chart.unit) from \(chart.samples) samples; "
            + "limit \(chart.limitText); \(gaps), \(breaches)."
    }

    var svg: SafeHTML {
        var writer = MarkupWriter()
        let size = "0 0 \(Int(PlotScale.width)) \(Int(PlotScale.height))"
        writer.element("svg", ["class": "plot", "viewBox": size, "role": "img", "fill": "none", "font-size": "11"]) {
            svg in
            svg.element("title", [:], text: "\(chart.title): \(chart.limitText)")
            svg.element("desc", [:], text: summary)
            drawAxes(&svg)
            drawEnvelope(&svg)
            drawGaps(&svg)
            drawLimit(&svg)
            drawBreaches(&svg)
        }
        return writer.html
    }

    private func drawAxes(_ svg: inout MarkupWriter) {
        for value in scale.valueTicks {
            let y = coordinate(scale.y(value))
            svg.element(
                "line",
                [
                    "class": "grid", "x1": coordinate(scale.left), "x2": coordinate(scale.right), "y1": y, "y2": y,
                    "stroke": "#d8dce2",
                ])
            label(spelledNumber(value), x: scale.left - 8, y: scale.y(value) + 4, anchor: "end", into: &svg)
        }
        label(chart.unit, x: scale.left - 8, y: 12, anchor: "end", into: &svg)
        for tick in scale.timeTicks {
            let x = coordinate(scale.x(tick.instant))
            svg.element(
                "line",
                [
                    "class": "axis", "x1": x, "x2": x, "y1": coordinate(scale.bottom),
                    "y2": coordinate(scale.bottom + 4), "stroke": "#767d86",
                ])
            label(tick.label, x: scale.x(tick.instant), y: scale.bottom + 17, anchor: "middle", into: &svg)
        }
        label("UTC", x: scale.right, y: scale.bottom + 30, anchor: "end", into: &svg)
    }

    private func drawEnvelope(_ svg: inout MarkupWriter) {
        for run in scale.runs {
            let upper = run.flatMap { [point($0.start, $0.greatest), point($0.end, $0.greatest)] }
            let lower = run.reversed().flatMap { [point($0.end, $0.least), point($0.start, $0.least)] }
            svg.element(
                "path",
                [
                    "class": "envelope", "d": "M" + (upper + lower).joined(separator: " ") + "Z", "fill": "#9cc3ea",
                    "stroke": "#9cc3ea", "stroke-width": "0.8",
                ])
            let middle = run.flatMap { bin in
                [bin.start, bin.end].map { point($0, bin.least / 2 + bin.greatest / 2) }
            }
            svg.element(
                "path",
                [
                    "class": "middle", "d": "M" + middle.joined(separator: " "), "stroke": "#0b57a4",
                    "stroke-width": "1.2",
                ])
        }
    }

    private func drawGaps(_ svg: inout MarkupWriter) {
        for gap in chart.gaps.prefix(200) {
            let start = scale.x(gap.start)
            let width = max(2, scale.x(gap.end) - start)
            svg.element(
                "path",
                [
                    "class": "gap",
                    "d": hatching(x: start, y: scale.top, width: width, height: scale.bottom - scale.top),
                    "stroke": "#8a4b00", "stroke-width": "0.8",
                ])
            let isLeft = start + width / 2 < scale.left + 70
            label(
                "gap \(spelledDuration(milliseconds: gap.end.since(gap.start)))", x: isLeft ? start : start + width / 2,
                y: scale.bottom - 6,
                anchor: isLeft ? "start" : "middle", className: "note", into: &svg)
        }
    }

    private func drawLimit(_ svg: inout MarkupWriter) {
        let y = coordinate(scale.y(chart.limit))
        svg.element(
            "line",
            [
                "class": "limit", "x1": coordinate(scale.left), "x2": coordinate(scale.right), "y1": y, "y2": y,
                "stroke": "#b00020",
                "stroke-width": "1.4", "stroke-dasharray": "6 4",
            ])
        label(
            "limit \(chart.limitText)", x: scale.right, y: scale.y(chart.limit) - 5, anchor: "end",
            className: "limit-note", into: &svg)
    }

    private func drawBreaches(_ svg: inout MarkupWriter) {
        for breach in chart.breaches.prefix(200) {
            let x = (scale.x(breach.start) + scale.x(breach.end)) / 2
            let (left, right, top) = (coordinate(x - 5), coordinate(x + 5), coordinate(scale.top - 11))
            svg.element(
                "path",
                [
                    "class": "breach", "d": "M\(left) \(top)H\(right)L\(coordinate(x)) \(coordinate(scale.top - 2))Z",
                    "fill": "#b00020",
                ])
        }
    }

    private func label(
        _ text: String, x: Double, y: Double, anchor: String, className: String = "tick", into svg: inout MarkupWriter
    ) {
        svg.element(
            "text",
            ["class": className, "x": coordinate(x), "y": coordinate(y), "text-anchor": anchor, "fill": "#3d434b"],
            text: text)
    }

    private func point(_ instant: Instant, _ value: Double) -> String {
        "\(coordinate(scale.x(instant))) \(coordinate(scale.y(value)))"
    }

    /// Crossing diagonals that fill a rectangle, and its sides.
    private func hatching(x: Double, y: Double, width: Double, height: Double) -> String {
        var path = "M\(coordinate(x)) \(coordinate(y))v\(coordinate(height))"
        path += "M\(coordinate(x + width)) \(coordinate(y))v\(coordinate(height))"
        for distance in stride(from: 7.0, to: width + height, by: 7) {
            let (startX, startY) = (max(0, distance - height), min(distance, height))
            let (endX, endY) = (min(distance, width), max(0, distance - width))
            path +=
                "M\(coordinate(x + startX)) \(coordinate(y + startY))L\(coordinate(x + endX)) \(coordinate(y + endY))"
            path +=
                "M\(coordinate(x + startX)) \(coordinate(y + height - startY))"
                + "L\(coordinate(x + endX)) \(coordinate(y + height - endY))"
        }
        return path
    }
}
