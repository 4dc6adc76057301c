import Glibc
import Model
import TestKit
import Testing

@testable import Rules

private struct Point {
    let time: Int64
    let mantissa: Int64
    let exponent: Int16
    var value: Double { Envelope.value(mantissa, exponent) }
}

@Suite struct `Charts of series` {
    private static let parameters: KeyValuePairs<String, [String]> = [
        "series": ["p95"], "limit": ["< 300ms"], "covers": [">= 24h"], "ends_within": ["1h"],
    ]

    private static func chart(
        of points: [Point], _ parameters: KeyValuePairs<String, [String]> = Self.parameters
    ) throws -> MetricChart {
        let series = MetricSeries(index: 0, name: "p95", unit: .milliseconds, line: 1)
        let facts =
            [Fact.series(series)]
            + points.enumerated().map { index, point in
                .sample(
                    MetricSample(
                        series: 0, time: point.time, mantissa: point.mantissa, exponent: point.exponent,
                        line: Int32(index + 2)))
            }
        var file = JudgedFile("p95.csv")
        file.facts = facts
        return try #require(try judge("series-within", parameters, [file]).charts.first)
    }

    /// A regular series with holes and spikes, constant or wild, tiny or huge.
    private static func series(_ random: inout SeededNumbers) -> [Point] {
        let step = [1_000, 10_000, 15_000, 60_000, 300_000, 3_600_000][random.below(6)]
        let count = random.one(in: 20) ? 1 + random.below(3_000) : 1 + random.below(250)
        let exponent = Int16([0, 0, 0, -9, -3, 3, 150, 290][random.below(8)])
        let (base, noise) = (random.below(600), random.below(3) * 150)
        let (isSigned, isFlat) = (random.one(in: 6), random.one(in: 5))
        let spikes = [0, 3, 40][random.below(3)]
        var time = now.milliseconds - 90_000_000 + Int64(random.below(60_000))
        return (0..<count).map { _ in
            time += Int64(step) * (random.one(in: 25) ? Int64(2 + random.below(50)) : 1)
            var value = isFlat ? base : base + random.below(noise + 1)
            if spikes > 0, random.one(in: 2 + spikes) { value = 1_000 + random.below(9_000) }
            if isSigned, random.one(in: 2) { value = -value }
            return Point(time: time, mantissa: Int64(value), exponent: exponent)
        }
    }

    @Test func `keep every extreme, and show every gap and every breach, of thousands of random series`() throws {
        let rounds = getenv("EVIDENCEPACK_CHART_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 150
        var random = SeededNumbers(22)
        var seen = (gaps: 0, breaches: 0)
        for round in 0..<rounds {
            let points = Self.series(&random)
            let chart = try Self.chart(of: points)
            let values = points.map(\.value)
            #expect(chart.bins.map(\.greatest).max() == values.max(), "round \(round)")
            #expect(chart.bins.map(\.least).min() == values.min(), "round \(round)")
            #expect(chart.hours.map(\.greatest).max() == values.max() && chart.hours.map(\.least).min() == values.min())
            #expect(chart.bins.count <= 480 && chart.hours.count <= 48 && chart.samples == points.count)
            for bin in chart.bins + chart.hours {
                let median = try #require(bin.median)
                #expect(bin.least <= median && median <= bin.greatest && bin.start < bin.end, "round \(round)")
            }
            #expect(
                points.allSatisfy { point in
                    chart.bins.contains {
                        $0.start.milliseconds <= point.time && point.time < $0.end.milliseconds
                            && $0.least <= point.value
                            && point.value <= $0.greatest
                    }
                }, "round \(round)")
            let steps = zip(points, points.dropFirst()).map { $1.time - $0.time }
            let usual = Dictionary(steps.map { ($0, 1) }, uniquingKeysWith: +).max { $0.value < $1.value }
            for (earlier, later) in zip(points, points.dropFirst()) {
                guard let usual, usual.value * 2 > steps.count, later.time - earlier.time >= 2 * usual.key else {
                    continue
                }
                seen.gaps += 1
                #expect(
                    chart.gaps.contains { $0.start.milliseconds <= earlier.time && later.time <= $0.end.milliseconds },
                    "round \(round): gap at \(earlier.time)")
            }
            for point in points where point.value >= 300 {
                seen.breaches += 1
                #expect(
                    chart.breaches.contains {
                        $0.start.milliseconds <= point.time && point.time <= $0.end.milliseconds
                    },
                    "round \(round): breach at \(point.time)")
            }
            #expect(
                chart.breaches.isEmpty == !values.contains { $0 >= 300 } && chart.breachCount >= chart.breaches.count)
        }
        #expect(seen.gaps > rounds && seen.breaches > rounds)
    }

    @Test func `of very many points stay small and keep the one spike`() throws {
        // A million in the campaign, `.ci/charts`.
        let count: Int64 = getenv("EVIDENCEPACK_CHART_ROUNDS") == nil ? 50_000 : 1_000_000
        let step = 86_000_000 / count
        let start = now.milliseconds - 86_400_000
        let points = (0..<count).map { (index: Int64) -> Point in
            let value: Int64 = index == count / 9 * 7 ? 9_999 : 100 + index % 50
            return Point(time: start + index * step, mantissa: value, exponent: 0)
        }
        let chart = try Self.chart(of: points)
        #expect(chart.bins.count <= 480 && (24...25).contains(chart.hours.count))
        #expect(chart.bins.map(\.greatest).max() == 9_999 && chart.bins.map(\.least).min() == 100)
        #expect(chart.breachCount == 1 && chart.gaps.isEmpty)
        for hour in chart.hours { #expect(abs((hour.median ?? 0) - 124.5) < 4) }
    }

    @Test func `keep medians exact while samples are few, whatever their order`() throws {
        let points = [7, 1, 9, 3, 200].enumerated().map { index, value in
            Point(time: now.milliseconds - 3_000_000 + Int64(index) * 10_000, mantissa: value, exponent: 0)
        }
        let chart = try Self.chart(of: points)
        #expect(chart.hours.map(\.median) == [7])
    }

    @Test func `cover more breaches than can be listed`() throws {
        let start = now.milliseconds - 86_400_000
        let points = (0..<5_000).map { (index: Int) -> Point in
            let value: Int64 = index.isMultiple(of: 2) ? 400 : 1
            return Point(time: start + Int64(index) * 17_000, mantissa: value, exponent: 0)
        }
        let chart = try Self.chart(of: points)
        #expect(chart.breaches.count <= 200 && chart.breachCount == 2_500)
        #expect(
            points.filter { $0.mantissa == 400 }.allSatisfy { point in
                chart.breaches.contains { $0.start.milliseconds <= point.time && point.time <= $0.end.milliseconds }
            })
    }

    @Test func `a value beyond what a Double can be is drawn at its edge`() throws {
        let chart = try Self.chart(of: [Point(time: now.milliseconds - 60_000, mantissa: 9, exponent: 400)])
        #expect(chart.bins.map(\.greatest) == [.greatestFiniteMagnitude])
    }

    @Test func `name the side on which values are outside`() throws {
        let points = [Point(time: now.milliseconds, mantissa: 5, exponent: 0)]
        #expect(try Self.chart(of: points).forbids == .above)
        let below = try Self.chart(of: points, ["series": ["p95"], "limit": [">= 1ms"], "covers": [">= 1h"]])
        #expect(below.forbids == .below)
    }
}
