internal import Model

/// The measurements of every metric of a k6 run, reduced as they stream by.
///
/// Counts, sums and extremes are exact decimals. Percentiles need all values, so up to `room` of them are kept in one file.
struct PointTallies {
    private static let room = 4_000_000
    private var names: [String: Int] = [:]
    private var tallies: [PointTally] = []
    private var kept = 0
    /// Whether values were left out, so that there are no percentiles.
    private(set) var isOverfull = false

    mutating func declare(_ metric: String, kind: String?, isTime: Bool) {
        let index = index(of: metric)
        if let kind = kind.flatMap(PointTally.Kind.init(rawValue:)) { tallies[index].kind = kind }
        tallies[index].isTime = isTime
    }

    mutating func take(_ metric: String, _ value: DecimalText, line: Int) {
        let index = index(of: metric)
        if tallies[index].count == 0 { tallies[index].line = line }
        if tallies[index].keepsValues {
            kept += 1
            if kept > Self.room {
                isOverfull = true
                tallies[index].drop()
            }
        }
        tallies[index].take(value)
    }

    private mutating func index(of metric: String) -> Int {
        if let index = names[metric] { return index }
        names[metric] = tallies.count
        tallies.append(PointTally(metric))
        return tallies.count - 1
    }

    func add(to report: inout LoadReport) {
        for tally in tallies where tally.count > 0 { tally.add(to: &report) }
    }
}

/// One metric of a k6 run.
private struct PointTally {
    enum Kind: String { case counter, rate, gauge, trend }

    let metric: String
    var kind: Kind
    var isTime: Bool
    var line = 0
    private(set) var count = 0
    private var nonzero = 0
    /// In trillionths.
    private var sum: Int128 = 0
    private var last: Int128 = 0
    private var least = Int128.max
    private var greatest = Int128.min
    /// In billionths; `nil` once a value was too fine or there were too many.
    private var values: [Int64]? = []
    private var isExact = true

    init(_ metric: String) {
        self.metric = metric
        isTime = LoadReport.isTime(metric)
        kind =
            switch metric {
            case "http_reqs", "iterations", "data_sent", "data_received", "dropped_iterations": .counter
            case "checks", "http_req_failed": .rate
            case "vus", "vus_max": .gauge
            default: .trend
            }
    }

    var keepsValues: Bool { kind == .trend && values != nil }

    mutating func drop() { values = nil }

    mutating func take(_ value: DecimalText) {
        count += 1
        if value.mantissa != 0 { nonzero += 1 }
        var (number, power) = (Int128(value.mantissa), value.exponent + 12)
        while power < 0, number % 10 == 0, number != 0 { (number, power) = (number / 10, power + 1) }
        guard value.mantissa == 0 || (0..<19).contains(power) else {
            isExact = false
            return
        }
        for _ in 0..<max(0, value.mantissa == 0 ? 0 : power) { number *= 10 }
        sum &+= number
        last = number
        least = min(least, number)
        greatest = max(greatest, number)
        guard keepsValues else { return }
        if number % 1000 == 0, let fine = Int64(exactly: number / 1000) { values?.append(fine) } else { values = nil }
    }

    func add(to report: inout LoadReport) {
        func add(_ statistic: String, _ number: Int128, _ exponent: Int = -12) {
            report.add(
                metric, statistic, ExactDecimal(mantissa: number, exponent: exponent), isTime ? .milliseconds : .count,
                line: line)
        }
        switch kind {
        case .rate: report.add(metric, passes: nonzero, fails: count - nonzero, line: line)
        case .counter: if isExact { add("count", sum) }
        case .gauge:
            if isExact {
                for (name, number) in [("value", last), ("min", least), ("max", greatest)] { add(name, number) }
            }
        case .trend:
            report.add(metric, "count", ExactDecimal(count), .count, line: line)
            guard isExact else { return }
            // Not every quotient is a finite decimal; what is cut off is below a trillionth.
            for (name, number) in [("avg", sum / Int128(count)), ("min", least), ("max", greatest)] {
                add(name, number)
            }
            guard let values = values?.sorted() else { return }
            for (name, percent) in [("med", 50), ("p(90)", 90), ("p(95)", 95), ("p(99)", 99)] {
                // As k6 does it: linear between the two nearest ranks.
                let (rank, rest) = (percent * (values.count - 1)).quotientAndRemainder(dividingBy: 100)
                let (low, high) = (Int128(values[rank]), Int128(values[min(rank + 1, values.count - 1)]))
                add(name, low * 100 + (high - low) * Int128(rest), -11)
            }
        }
    }
}
