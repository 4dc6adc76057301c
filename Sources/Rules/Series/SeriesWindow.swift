import Model

/// The span of time over which one series must have kept its limit, and what keeps its samples from covering it.
///
/// It ends with the last sample; after another item it begins where that ended, whatever was before.
struct SeriesWindow {
    let series: SeriesTally
    let covers: Int64
    let endsWithin: Int64?
    let largestGap: Int64?
    let context: CheckContext

    /// Something that is not covered.
    struct Fault {
        let message: String
        let observed: String
        let limit: String
        let line: Int32
    }

    /// The time from which on every sample counts.
    var start: Int64 { context.after?.end.milliseconds ?? series.last - covers }

    private var gapAllowed: Int64 { largestGap ?? min(max(2 * series.step, 300_000), 900_000) }

    var holes: [SeriesTally.Stretch] {
        guard context.after != nil else {
            return series.holes.filter { $0.end - $0.start > gapAllowed && $0.end > start }
        }
        // Before the window nothing is demanded: a hole counts from its start on.
        let leading = SeriesTally.Stretch(start: start, end: series.first, line: 0)
        return ([leading] + series.holes).map {
            SeriesTally.Stretch(start: max($0.start, start), end: $0.end, line: $0.line)
        }.filter { $0.end - $0.start > gapAllowed }
    }

    var faults: [Fault] {
        var faults: [Fault] = []
        func add(_ message: String, _ observed: String, _ limit: String, line: Int32? = nil) {
            faults.append(
                Fault(message: message, observed: observed, limit: limit, line: line ?? series.lastLine))
        }
        func spelled(_ duration: Int64) -> String { spelledDuration(milliseconds: duration) }
        let end = Instant(milliseconds: series.last)
        let age = context.at.since(end)
        let collected = context.file(series.path)?.collected
        if age < -120_000 {
            add("the last sample lies in the future", "\(end)", "<= \(context.at)")
        } else if let endsWithin, age > endsWithin {
            add("the last sample is \(spelled(age)) old", "\(end)", "within \(spelled(endsWithin)) of \(context.at)")
        }
        if let collected, end.since(collected) > 120_000 {
            add("has samples later than its export was made", "\(end)", "<= \(collected)")
        }
        if let after = context.after {
            let span = max(0, series.last - start)
            if span < covers {
                add("covers only \(spelled(span)) after \(after.end)", spelled(span), ">= \(spelled(covers))")
            }
        } else if series.first > start {
            let span = spelled(series.last - series.first)
            add("covers only \(span)", span, ">= \(spelled(covers))")
        }
        // Where no samples came any more, the export may hold empty cells, or end before it was made.
        let silence = (series.lastMissing ?? series.last) - series.last
        let unexported = context.after == nil ? collected.map { min($0.since(end), age) } ?? 0 : 0
        if silence > gapAllowed || unexported > max(gapAllowed, 900_000) {
            let length = spelled(max(silence, unexported))
            add("no sample for \(length) at the end of the export", "a gap of \(length)", "<= \(spelled(gapAllowed))")
        }
        for hole in holes.prefix(10) {
            let length = spelled(hole.end - hole.start)
            add(
                "no sample for \(length) from \(Instant(milliseconds: hole.start))", "a gap of \(length)",
                "<= \(spelled(gapAllowed))", line: hole.line)
        }
        return faults
    }
}
