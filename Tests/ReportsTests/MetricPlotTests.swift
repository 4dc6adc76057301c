import Glibc
import Model
import Templates
import TestKit
import Testing

@testable import Reports

@Suite struct `A metric's chart` {
    private static let start = PackBuilder.at.milliseconds - 86_400_000

    private static func instant(_ minutes: Double) -> Instant {
        Instant(milliseconds: start + Int64(minutes * 60_000))
    }

    private static func chart(
        _ values: [(minute: Double, least: Double, greatest: Double)], width: Double = 1, limit: Double = 300,
        gaps: [(Double, Double)] = [], breaches: [(Double, Double)] = []
    ) -> MetricChart {
        var chart = MetricChart(
            title: "p95", unit: "ms", limit: limit, limitText: "< \(limit) ms",
            bins: values.map {
                .init(
                    start: instant($0.minute), end: instant($0.minute + width), least: $0.least, greatest: $0.greatest,
                    median: $0.least / 2 + $0.greatest / 2)
            }, gaps: gaps.map { .init(start: instant($0.0), end: instant($0.1)) },
            breaches: breaches.map { .init(start: instant($0.0), end: instant($0.1)) }, samples: values.count)
        chart.hours = chart.bins
        return chart
    }

    /// A chart with bins of one minute, holes between them, and breaches anywhere.
    private static func random(_ random: inout SeededNumbers) -> MetricChart {
        let count = random.one(in: 30) ? 1 + random.below(1_200) : 1 + random.below(90)
        let scale = [1.0, 0.001, 1e9, 1e300][random.below(4)]
        let (isSigned, isZero) = (random.one(in: 5), random.one(in: 12))
        var values: [(minute: Double, least: Double, greatest: Double)] = []
        var (gaps, breaches): ([(Double, Double)], [(Double, Double)]) = ([], [])
        var minute = 0.0
        for _ in 0..<count {
            if random.one(in: 12) {
                // A gap ends within the next bin; it may be shorter than a bin.
                let length = random.one(in: 2) ? 0.8 : Double(random.below(30))
                gaps.append((minute - 0.4, minute + length + 0.3))
                minute += length.rounded(.down)
            }
            let (one, other) = (Double(random.below(400)) * scale, Double(random.below(400)) * scale)
            let sign = isSigned && random.one(in: 2) ? -1.0 : 1
            values.append((minute, isZero ? 0 : min(one * sign, other), isZero ? 0 : max(one * sign, other)))
            if random.one(in: 9) { breaches.append((minute + 0.2, minute + 0.2 + Double(random.below(3)))) }
            minute += 1
        }
        return chart(
            values, limit: [0, 300, 1e300, -5][random.below(4)], gaps: gaps.filter { $0.0 >= 0 }, breaches: breaches)
    }

    @Test func `keeps extremes, gaps and breaches of thousands of random series, and nothing outside itself`() throws {
        let rounds = getenv("EVIDENCEPACK_CHART_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 150
        var random = SeededNumbers(7)
        for round in 0..<rounds {
            let chart = Self.random(&random)
            let scale = PlotScale(chart)
            let drawn = DrawnChart(MetricPlot(chart).svg)
            #expect(drawn.faults == [], "round \(round)")
            let band = DrawnChart.points(of: drawn.all("path", "band").first?["d"] ?? "")
            let middle = DrawnChart.points(of: drawn.all("path", "middle").first?["d"] ?? "")
            for part in band + middle {
                #expect(part.allSatisfy { $0.x >= 0 && $0.x <= 960 && $0.y >= 0 && $0.y <= 340 }, "round \(round)")
            }
            let ys = band.flatMap { $0 }.map(\.y)
            let (greatest, least) = (chart.bins.map(\.greatest).max() ?? 0, chart.bins.map(\.least).min() ?? 0)
            #expect(ys.min() == scale.y(greatest) && ys.max() == scale.y(least), "round \(round)")
            #expect(scale.runs.flatMap { $0 }.map(\.greatest).max() == greatest)
            #expect(scale.runs.flatMap { $0 }.count <= 480 + chart.gaps.count)
            check(chart, scale, drawn, band + middle, round)
        }
    }

    private func check(
        _ chart: MetricChart, _ scale: PlotScale, _ drawn: DrawnChart, _ parts: [[(x: Int, y: Int)]], _ round: Int
    ) {
        let columns = drawn.all("rect", "edge").compactMap { rect in
            drawn.share(rect["x"]).flatMap { x in drawn.share(rect["width"]).map { (x, x + $0) } }
        }
        for gap in chart.gaps {
            let (from, to) = (scale.axis.share(gap.start), scale.axis.share(gap.end))
            #expect(
                columns.contains { $0.0 <= from + 0.0011 && to - 0.0011 <= $0.1 && $0.1 - $0.0 >= 0.004 },
                "round \(round): gap \(from) to \(to) in \(columns)")
            // A line that goes on over a gap's whole width would join what nothing joins.
            let (left, right) = (scale.x(gap.start), scale.x(gap.end))
            let width = scale.x(Self.instant(1)) - scale.x(Self.instant(0)) + 1
            guard right - left > 2 * width else { continue }
            for part in parts {
                #expect(
                    !(part.contains { $0.x <= left - width } && part.contains { $0.x >= right + width }),
                    "round \(round)")
            }
        }
        let strip = DrawnChart.points(of: drawn.all("path", "bad").first { $0["d"].hasSuffix("z") }?["d"] ?? "")
        let marks = strip.map { part in ((part.map(\.x).min() ?? 0), (part.map(\.x).max() ?? 0)) }
        let triangles = drawn.elements.indices.filter { drawn.elements[$0]["d"] == "M-5-9H5L0 0Z" }
            .compactMap { drawn.share(drawn.elements[$0 - 1]["x"]) }
        for breach in chart.breaches {
            let (left, right) = (scale.x(breach.start), scale.x(breach.end))
            #expect(
                stride(from: left, through: right, by: max(1, (right - left) / 3)).allSatisfy { x in
                    marks.contains { $0.0 <= min(x, 957) && min(x, 957) <= $0.1 }
                }, "round \(round): \(left) to \(right) in \(marks)")
            let middle = scale.axis.share(breach.start) / 2 + scale.axis.share(breach.end) / 2
            #expect(triangles.contains { abs($0 - middle) <= 0.0211 }, "round \(round)")
        }
        #expect(marks.isEmpty == chart.breaches.isEmpty && marks.allSatisfy { $0.0 >= 0 && $0.1 <= 960 })
    }

    @Test(
        arguments: [
            ("one point", [(0.0, 5.0, 5.0)], 300.0), ("all equal", (0..<50).map { (Double($0), 5.0, 5.0) }, 300),
            ("all zero, and the limit too", (0..<50).map { (Double($0), 0.0, 0.0) }, 0),
            ("negative", (0..<50).map { (Double($0), -9.0, -1.0) }, -5),
            ("huge", [(0.0, -1.7e308, 1.7e308), (1.0, 0, 1e300)], 1e300),
            ("tiny", [(0.0, 0, 2.3e-308)], 1e-300), ("not finite", [(0.0, -.infinity, .nan), (1.0, 1, 2)], .infinity),
            ("nothing", [], 300),
        ] as [(String, [(minute: Double, least: Double, greatest: Double)], Double)])
    func `is drawn within itself for`(
        what: String, values: [(minute: Double, least: Double, greatest: Double)], limit: Double
    ) {
        let chart = Self.chart(values, limit: limit)
        let drawn = DrawnChart(MetricPlot(chart).svg)
        #expect(drawn.faults == [], "\(what)")
        let parts = ["band", "middle"].flatMap { name in
            DrawnChart.points(of: drawn.all("path", name).first?["d"] ?? "")
        }
        #expect(parts.allSatisfy { $0.allSatisfy { $0.x >= 0 && $0.x <= 960 && $0.y >= 0 && $0.y <= 340 } })
        #expect(parts.isEmpty == values.allSatisfy { !$0.least.isFinite })
        let ticks = PlotScale(chart).ticks
        #expect(ticks.count <= 9 && ticks.allSatisfy(\.isFinite), "\(what): \(ticks)")
    }

    @Test func `does not join two bins between which a short gap lies`() {
        let values = (0..<10).map { (minute: Double($0), least: 1.0, greatest: 2.0) }
        #expect(PlotScale(Self.chart(values)).runs.count == 1)
        #expect(PlotScale(Self.chart(values, gaps: [(4.9, 5.1)])).runs.map(\.count) == [5, 5])
        #expect(PlotScale(Self.chart(values, gaps: [(4.1, 5)])).runs.map(\.count) == [5, 5])
    }

    @Test func `says in one sentence what was seen`() {
        let values = (0..<60).map { (minute: Double($0), least: 120.0, greatest: 280.0) }
        #expect(
            MetricPlot(Self.chart(values)).sentence
                == "From 120 to 280 ms in 60 samples over 1 h; the limit < 300.0 ms always held; no gap.")
        let bad = Self.chart(values, gaps: [(10, 12)], breaches: [(3, 3), (5, 6)])
        #expect(
            MetricPlot(bad).sentence
                == "From 120 to 280 ms in 60 samples over 1 h; outside the limit < 300.0 ms 2 times, first at "
                + "\(spelledTime(Self.instant(3))); 1 gap of 2 min.")
    }

    @Test func `has every breach and gap in its table, and says what is left out`() {
        let values = (0..<300).map { (minute: Double($0), least: 1.0, greatest: 400.0) }
        let table = MetricPlot(
            Self.chart(values, gaps: [(10, 12)], breaches: (0..<60).map { (Double($0 * 2), Double($0 * 2)) })
        ).eventTable
        #expect(table.rows.count == 51 && table.omission == "Shown 50 of 60 breaches.")
    }
}
