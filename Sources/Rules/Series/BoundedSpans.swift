import Model

/// Stretches of time for drawing, in order: when there are too many, those that are closest to each other become one, so
/// that each stays covered.
struct BoundedSpans: Sendable {
    private static let most = 200
    private(set) var spans: [(start: Int64, end: Int64)] = []
    /// How many there were.
    private(set) var count = 0

    mutating func add(start: Int64, end: Int64) {
        count += 1
        spans.append((start, end))
        if spans.count > 2 * Self.most { thin() }
    }

    /// A stretch before all others.
    mutating func lead(start: Int64, end: Int64) {
        count += 1
        spans.insert((start, end), at: 0)
    }

    /// The last stretch goes on.
    mutating func extend(to end: Int64) {
        if !spans.isEmpty { spans[spans.count - 1].end = max(spans[spans.count - 1].end, end) }
    }

    /// At most 200 stretches.
    var drawn: [MetricChart.Span] {
        var copy = self
        if copy.spans.count > Self.most { copy.thin() }
        return copy.spans.map { .init(start: Instant(milliseconds: $0.start), end: Instant(milliseconds: $0.end)) }
    }

    private mutating func thin() {
        let distances = zip(spans, spans.dropFirst()).map { $1.start - $0.end }
        var surplus = spans.count - Self.most
        let nearest = distances.sorted()[surplus - 1]
        var merged = [spans[0]]
        // Shorter distances than the longest that goes all go; of those equal to it as many as are needed.
        var equal = surplus - distances.count { $0 < nearest }
        for (span, distance) in zip(spans.dropFirst(), distances) {
            let goes = distance < nearest || (distance == nearest && equal > 0)
            if goes, distance == nearest { equal -= 1 }
            if goes, surplus > 0 {
                surplus -= 1
                merged[merged.count - 1].end = max(merged[merged.count - 1].end, span.end)
            } else {
                merged.append(span)
            }
        }
        spans = merged
    }
}
