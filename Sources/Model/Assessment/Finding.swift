/// One thing that a rule found out, with what was observed, against which limit, and where.
package struct Finding: Sendable, Hashable {
    package let verdict: Verdict
    /// A plain sentence with value, limit and unit.
    package internal(set) var message: String
    package internal(set) var observed: String?
    package internal(set) var limit: String?
    package internal(set) var place: Place?
    /// What settles it; `nil` leaves the item's own next action.
    package internal(set) var next: String?

    package init(
        _ verdict: Verdict, _ message: String, observed: String? = nil, limit: String? = nil, at place: Place? = nil,
        next: String? = nil
    ) {
        self.verdict = verdict
        self.message = message
        self.observed = observed
        self.limit = limit
        self.place = place
        self.next = next
    }
}

/// A metric over time, reduced so that no extreme is lost: per bin the least and the greatest value.
package struct MetricChart: Sendable, Hashable {
    package struct Bin: Sendable, Hashable {
        package let start: Instant
        package let end: Instant
        package let least: Double
        package let greatest: Double

        package init(start: Instant, end: Instant, least: Double, greatest: Double) {
            self.start = start
            self.end = end
            self.least = least
            self.greatest = greatest
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
    package let bins: [Bin]
    package let gaps: [Span]
    package let breaches: [Span]
    package let samples: Int

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
        self.breaches = breaches
        self.samples = samples
    }
}
