import Model

/// A span of time along the width of a chart, labelled at UTC.
struct TimeAxis {
    let start: Instant
    let end: Instant

    init(_ start: Instant, _ end: Instant) {
        self.start = start
        self.end = max(start, end)
    }

    private var duration: Double { max(1, Double(end.milliseconds) - Double(start.milliseconds)) }

    /// Where an instant lies, from 0 to 1.
    func share(_ instant: Instant) -> Double {
        min(max((Double(instant.milliseconds) - Double(start.milliseconds)) / duration, 0), 1)
    }

    /// At most five round times, far enough from the edges for their labels.
    var ticks: [(share: Double, label: String)] {
        let minutes: [Int64] = [
            1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200, 129_600, 525_600,
        ]
        let span = Int64(duration)
        guard let step = minutes.map({ $0 * 60_000 }).first(where: { span / $0 < 5 }) else { return [] }
        let first = start.milliseconds - ((start.milliseconds % step) + step) % step
        var found: [(share: Double, label: String)] = []
        for index in 0...6 {
            let instant = Instant(milliseconds: first &+ Int64(index) &* step)
            let share = share(instant)
            guard instant >= start, instant <= end, share >= 0.03, share <= 0.96 else { continue }
            let text = Array(instant.description.utf8)
            guard text.count >= 16 else { continue }
            found.append((share, String(decoding: step >= 86_400_000 ? text[5..<10] : text[11..<16], as: UTF8.self)))
        }
        return found
    }

    /// `09:12`, or with the date where the axis is longer than a day and a half.
    func short(_ instant: Instant) -> String {
        let text = Array(instant.description.utf8)
        guard text.count >= 16 else { return instant.description }
        let time = text[11..<16]
        return String(decoding: duration > 129_600_000 ? text[5..<10] + [32] + time : time, as: UTF8.self)
    }

    /// `11-24 13:53`; the table below has the year, for which a phone has no room.
    private func minute(_ instant: Instant) -> String { String(spelledTime(instant).prefix(16).dropFirst(5)) }

    /// Marks below a lane that ends at `y`, and both edges in full; 36 pixels high.
    func draw(in drawing: inout Drawing, y: Int) {
        for tick in ticks {
            drawing.tick(x: tick.share, from: y, to: y + 4)
            drawing.text(tick.label, x: tick.share, y: y + 16, anchor: .middle)
        }
        drawing.text(minute(start), y: y + 33)
        drawing.text("\(minute(end)) UTC", x: 1, y: y + 33, anchor: .end)
    }
}
