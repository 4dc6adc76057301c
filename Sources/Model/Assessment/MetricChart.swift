/// A metric over time, reduced so that no extreme is lost: per bin the least, the greatest and the middle value.
package struct MetricChart: Sendable, Hashable {
    package struct Bin: Sendable, Hashable {
        package let start: Instant
        package let end: Instant
        package let least: Double
        package let greatest: Double
        /// `nil` where only the extremes are known.
        package let median: Double?

        package init(start: Instant, end: Instant, least: Double, greatest: Double, median: Double? = nil) {
            self.start = start
            self.end = end
            self.least = least
            self.greatest = greatest
            self.median = median
        }
    }

    package struct Span: Sendable, Hashable {
        package let start: Instant
        package let end: Instant

        package init(start: Instant, end: Instant) {
            self.start = start
            self.end = end
        }
    }

    package internal(set) var title: String
    /// Unit of all values and of `limit`, e.g. `ms`.
    package internal(set) var unit: String
    package let limit: Double
    /// `< 300 ms`
    package internal(set) var limitText: String
    package var forbids = ForbiddenSide.above
    package let bins: [Bin]
    /// The same in at most 48 rows that begin at full hours, for reading.
    package var hours: [Bin] = []
    /// Stretches of at least two usual steps without a sample; where there are very many, neighbours are one.
    package let gaps: [Span]
    /// How many gaps there are.
    package var gapCount: Int
    /// Stretches outside the limit; where there are very many, neighbours are one.
    package let breaches: [Span]
    package var breachCount: Int
    package let samples: Int
    /// What the check judges; samples before it are drawn, and do not count.
    package var window: Span?

    package init(
        title: String, unit: String, limit: Double, limitText: String, bins: [Bin], gaps: [Span], breaches: [Span],
        samples: Int
    ) {
        self.title = title
        self.unit = unit
        self.limit = limit
        self.limitText = limitText
        self.bins = bins
        self.gaps = gaps
        gapCount = gaps.count
        self.breaches = breaches
        breachCount = breaches.count
        self.samples = samples
    }
}

/// On which side of a limit a value is outside it.
package enum ForbiddenSide: String, Sendable, Hashable { case above, below, other }

extension Limit {
    package var forbids: ForbiddenSide {
        switch comparison {
        case .less, .atMost: .above
        case .greater, .atLeast: .below
        case .equal: .other
        }
    }
}
