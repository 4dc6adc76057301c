import Model

/// Turns times and values of a chart into coordinates of its drawing.
struct PlotScale {
    static let width = 720.0
    static let height = 230.0
    let left = 58.0
    let right = 706.0
    let top = 22.0
    let bottom = 192.0
    /// Bins in stretches without a gap, at most 480 bins in all, no extreme lost.
    let runs: [[MetricChart.Bin]]
    private let start: Instant
    private let duration: Double
    private let greatest: Double

    init(_ chart: MetricChart) {
        let starts = chart.bins.map(\.start) + chart.gaps.map(\.start) + chart.breaches.map(\.start)
        let ends = chart.bins.map(\.end) + chart.gaps.map(\.end) + chart.breaches.map(\.end)
        start = starts.min() ?? Instant(milliseconds: 0)
        duration = max(1, Double((ends.max() ?? start).since(start)))
        let peak = max(chart.limit * 1.2, (chart.bins.map(\.greatest).max() ?? 0) * 1.08)
        greatest = peak.isFinite && peak > 0 ? peak : 1
        runs = Self.runs(of: chart.bins)
    }

    func x(_ instant: Instant) -> Double { left + (right - left) * Double(instant.since(start)) / duration }

    /// Zero is always on the axis.
    func y(_ value: Double) -> Double { bottom - (bottom - top) * min(max(value / greatest, 0), 1) }

    /// Three to seven round values from 0.
    var valueTicks: [Double] {
        var step = 1.0
        while step * 6 < greatest, step < 1e300 { step *= 10 }
        while step > greatest, step > 1e-300 { step /= 10 }
        for divisor in [5.0, 2.5, 2] where greatest / (step / divisor) <= 6 {
            step /= divisor
            break
        }
        return (0...7).map { Double($0) * step }.filter { $0 <= greatest }
    }

    /// At most nine moments at round times; the first and each new day carry their date.
    var timeTicks: [(instant: Instant, label: String)] {
        let minutes: [Int64] = [1, 5, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200, 525_600]
        let span = Int64(duration)
        let step = (minutes.first { span / ($0 * 60_000) <= 8 } ?? 5_256_000) * 60_000
        var ticks: [(instant: Instant, label: String)] = []
        var previousDay = 0
        let first = start.milliseconds - ((start.milliseconds % step) + step) % step
        for index in 0...10 {
            let instant = Instant(milliseconds: first &+ Int64(index) &* step)
            guard instant >= start, instant.since(start) <= span else { continue }
            let text = Array(instant.description.utf8)
            guard text.count >= 16 else { continue }
            let day = instant.civil.day
            let (date, time) = (text[5..<10], text[11..<16])
            ticks.append((instant, String(decoding: day == previousDay ? time : date + [32] + time, as: UTF8.self)))
            previousDay = day
        }
        return ticks
    }

    private static func runs(of bins: [MetricChart.Bin]) -> [[MetricChart.Bin]] {
        let share = (bins.count + 479) / 480
        var runs: [[MetricChart.Bin]] = []
        var merged = 0
        for bin in bins where bin.least.isFinite && bin.greatest.isFinite {
            guard let last = runs.last?.last, last.end >= bin.start else {
                runs.append([bin])
                merged = 1
                continue
            }
            if merged < share {
                runs[runs.count - 1][runs[runs.count - 1].count - 1] = MetricChart.Bin(
                    start: last.start, end: max(last.end, bin.end), least: min(last.least, bin.least),
                    greatest: max(last.greatest, bin.greatest))
                merged += 1
            } else {
                runs[runs.count - 1].append(bin)
                merged = 1
            }
        }
        return runs
    }
}
