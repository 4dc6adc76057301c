import Model

/// Least, greatest and middle value a time bin; bins double in width when there are too many, so memory stays constant.
struct Envelope: Sendable {
    struct Range: Sendable {
        var least: Double
        var greatest: Double
        var middle: MiddleSample

        mutating func take(_ value: Double) {
            least = min(least, value)
            greatest = max(greatest, value)
            middle.take(value)
        }

        mutating func merge(_ other: Range) {
            least = min(least, other.least)
            greatest = max(greatest, other.greatest)
            middle.merge(other.middle)
        }
    }

    private(set) var bins: [Int64: Range] = [:]
    private(set) var width: Int64
    private(set) var least = Double.infinity
    private(set) var greatest = -Double.infinity
    private let most: Int
    private let middles: Int
    private var open: (bin: Int64, range: Range)?

    /// At most `most` bins of at least `width` milliseconds, each with the median of `middles` values.
    init(width: Int64, most: Int, middles: Int) {
        self.width = width
        self.most = most
        self.middles = middles
    }

    mutating func take(time: Int64, value: Double) {
        let value = min(max(value, -Double.greatestFiniteMagnitude), .greatestFiniteMagnitude)
        least = min(least, value)
        greatest = max(greatest, value)
        let bin = time / width
        if open?.bin == bin {
            open?.range.take(value)
            return
        }
        close()
        var middle = MiddleSample(most: middles)
        middle.take(value)
        open = (bin, Range(least: value, greatest: value, middle: middle))
        while bins.count >= most { widen() }
    }

    /// Puts the bin that is being filled among the others.
    mutating func close() {
        guard let current = open else { return }
        add(current.bin, current.range)
        open = nil
    }

    /// All bins in order of time.
    var closed: [MetricChart.Bin] {
        var copy = self
        copy.close()
        return copy.bins.sorted { $0.key < $1.key }.map { bin, range in
            MetricChart.Bin(
                start: Instant(milliseconds: bin * width), end: Instant(milliseconds: (bin + 1) * width),
                least: range.least, greatest: range.greatest, median: range.middle.median)
        }
    }

    private mutating func add(_ bin: Int64, _ range: Range) {
        guard var known = bins[bin] else {
            bins[bin] = range
            return
        }
        bins[bin] = nil
        known.merge(range)
        bins[bin] = known
    }

    private mutating func widen() {
        let old = bins.sorted { $0.key < $1.key }
        bins = [:]
        for (bin, range) in old { add(bin / 2, range) }
        if let current = open {
            open = (current.bin / 2, current.range)
            // What is open may belong to a bin that is closed already.
            if var known = bins.removeValue(forKey: current.bin / 2) {
                known.merge(current.range)
                open = (current.bin / 2, known)
            }
        }
        width *= 2
    }

    private static let powers: [Double] = (0...22).map { exponent in
        (0..<exponent).reduce(1.0) { value, _ in value * 10 }
    }

    /// `mantissa × 10^exponent`, as exact as a Double can be for dashboards' numbers.
    static func value(_ mantissa: Int64, _ exponent: Int16) -> Double {
        let power = Int(exponent)
        if power <= 0, power >= -22 { return Double(mantissa) / powers[-power] }
        if power > 0, power <= 22 { return Double(mantissa) * powers[power] }
        return ExactDecimal(mantissa: Int128(mantissa), exponent: power).approximate
    }
}

/// Values of which the median is wanted: all of them while they are few, then every second, fourth, … one.
struct MiddleSample: Sendable {
    private(set) var values: [Double] = []
    private let most: Int
    /// One value in so many is kept.
    private(set) var stride = 1
    private var skipped = 0

    init(most: Int) { self.most = most }

    mutating func take(_ value: Double) {
        skipped += 1
        guard skipped == stride else { return }
        skipped = 0
        values.append(value)
        if values.count > most { halve() }
    }

    mutating func merge(_ other: MiddleSample) {
        var other = other
        while stride < other.stride { halve() }
        while other.stride < stride { other.halve() }
        values += other.values
        while values.count > most { halve() }
    }

    private mutating func halve() {
        values = values.indices.filter { $0.isMultiple(of: 2) }.map { values[$0] }
        stride *= 2
        skipped = 0
    }

    /// The middle value, or the middle of the two in the middle.
    var median: Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
        return low == high ? low : low / 2 + high / 2
    }
}
