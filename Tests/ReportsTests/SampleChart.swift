import Model

extension MetricChart {
    /// A day of five-minute bins with one spike over the limit.
    static func sample(title: String, unit: String, limit: Double, base: Double, gap: Bool) -> MetricChart {
        let start = PackBuilder.at.milliseconds - 86_400_000
        let moment = { (index: Int) in Instant(milliseconds: start + Int64(index) * 300_000) }
        let bins = (0..<288).filter { !gap || !(113..<118).contains($0) }.map { index in
            let wave = base * (1 + 0.18 * Double((index * 37) % 23) / 23 + (index > 120 && index < 220 ? 0.2 : 0))
            return MetricChart.Bin(
                start: moment(index), end: moment(index + 1), least: wave * 0.92,
                greatest: index == 200 && gap ? limit * 1.1 : wave * 1.06)
        }
        var chart = MetricChart(
            title: title, unit: unit, limit: limit, limitText: "< \(Int(limit)) \(unit)", bins: bins,
            gaps: gap ? [.init(start: moment(113), end: moment(118))] : [],
            breaches: gap ? [.init(start: moment(200), end: moment(201))] : [], samples: bins.count * 5)
        chart.hours = stride(from: 0, to: 288, by: 12).map { index in
            MetricChart.Bin(
                start: moment(index), end: moment(index + 12), least: base * 0.92, greatest: base * 1.4, median: base)
        }
        return chart
    }
}
