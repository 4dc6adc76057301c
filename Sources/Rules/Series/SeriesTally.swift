import Model

/// One series, reduced while it streams by: its span, steps, holes, breaches and an envelope that keeps every extreme.
struct SeriesTally: Sendable {
    /// A stretch of time, and the line on which it begins.
    struct Stretch: Sendable {
        var start: Int64
        var end: Int64
        var line: Int32
    }

    let name: String
    let path: String
    let unit: Unit?
    private let limit: Limit
    private(set) var count = 0
    private(set) var first: Int64 = 0
    private(set) var last: Int64 = 0
    private(set) var lastLine: Int32 = 0
    /// A time stamp went backwards, or lies outside the years 1970 to 2199, where no arithmetic on times overflows.
    private(set) var isUnordered = false
    /// Time of the last cell without a value.
    private(set) var lastMissing: Int64?
    /// Some value has no unit of its own, so that what is stated elsewhere counts.
    private(set) var hasBareCells = false
    /// The unit that is stated beside the file, where the rule states another.
    let disputedUnit: Unit?
    /// A value without any unit, or in a unit that cannot be compared with the limit.
    private(set) var unitTrouble: (unit: Unit?, line: Int32)?
    private(set) var holes: [Stretch] = []
    private(set) var breaches: [Stretch] = []
    private(set) var breachCount = 0
    /// In the limit's unit where it is a finite decimal there.
    private(set) var worst: (value: Quantity, time: Int64, line: Int32)?
    private(set) var latestBreach: Int64?
    private(set) var envelope = Envelope(width: 60_000, most: 480, middles: 64)
    /// For the chart's table: full hours, or more of them together.
    private(set) var hours = Envelope(width: 3_600_000, most: 48, middles: 400)
    /// For the chart: what `breaches` holds, in less memory.
    private(set) var drawnBreaches = BoundedSpans()
    /// For the chart: what `holes` holds, and shorter ones of two usual steps.
    var drawnHoles: BoundedSpans {
        var copy = self
        copy.noteEarlySteps()
        return copy.notedHoles
    }
    private var notedHoles = BoundedSpans()
    /// The first steps, until it is known which length is usual.
    private var earlySteps: [(start: Int64, end: Int64)] = []
    private static let early = 32
    private var steps: [Int64: Int] = [:]
    /// The most frequent step so far.
    private var usual: Int64 = 0
    private var usualTimes = 0
    private var isInBreach = false
    private var threshold: Threshold?

    /// The limit's number in the unit of the cells, and what turns a cell's number into the limit's unit.
    private struct Threshold {
        let unit: Unit
        let exact: ExactDecimal
        let approximate: Double
        let toLimitUnit: Double
    }

    init(
        name: String, path: String, unit: Unit?, disputedUnit: Unit? = nil, limit: Limit, largestGap: Int64?
    ) {
        self.disputedUnit = disputedUnit
        noteworthyHole = min(largestGap ?? 60_000, 60_000)
        self.name = name
        self.path = path
        self.unit = unit
        self.limit = limit
    }

    /// Holes up to this length, in milliseconds, are never asked for.
    private let noteworthyHole: Int64
    private static let kept = 20_000

    mutating func take(_ sample: MetricSample) {
        guard (0..<7_258_118_400_000).contains(sample.time) else {
            isUnordered = true
            return
        }
        guard !sample.isMissing else {
            lastMissing = max(lastMissing ?? sample.time, sample.time)
            return
        }
        if sample.unit == nil { hasBareCells = true }
        guard let unit = sample.unit ?? unit, let threshold = threshold(in: unit) else {
            if unitTrouble == nil { unitTrouble = (sample.unit ?? unit, sample.line) }
            return
        }
        if count == 0 {
            first = sample.time
        } else if sample.time < last {
            isUnordered = true
        } else {
            let step = sample.time - last
            count(step: step)
            if count <= Self.early {
                earlySteps.append((last, sample.time))
                if count == Self.early { noteEarlySteps() }
            } else {
                note(from: last, to: sample.time)
            }
            if step > noteworthyHole {
                // The window lies at the end: what is dropped is the oldest.
                if holes.count == Self.kept { holes.removeFirst(Self.kept / 2) }
                holes.append(Stretch(start: last, end: sample.time, line: sample.line))
            }
        }
        judge(sample, by: threshold)
        last = max(last, sample.time)
        lastLine = sample.line
        count += 1
    }

    private mutating func note(from start: Int64, to end: Int64) {
        guard end - start > noteworthyHole || (usual > 0 && (end - start) / 2 >= usual) else { return }
        notedHoles.add(start: start, end: end)
    }

    private mutating func noteEarlySteps() {
        for step in earlySteps { note(from: step.start, to: step.end) }
        earlySteps = []
    }

    private mutating func count(step: Int64) {
        guard steps.count < 64 || steps[step] != nil else { return }
        let times = steps[step, default: 0] + 1
        steps[step] = times
        if times > usualTimes || step == usual { (usual, usualTimes) = (step, times) }
    }

    private mutating func judge(_ sample: MetricSample, by threshold: Threshold) {
        let approximate = Envelope.value(sample.mantissa, sample.exponent)
        let shown = approximate * threshold.toLimitUnit
        let wantsLow = limit.comparison == .less || limit.comparison == .atMost
        if worst == nil || (wantsLow ? shown > envelope.greatest : shown < envelope.least) {
            let value = Quantity(sample.value, threshold.unit)
            worst = (value.converted(to: limit.quantity.unit) ?? value, sample.time, sample.line)
        }
        envelope.take(time: sample.time, value: shown)
        hours.take(time: sample.time, value: shown)
        // Far from the limit binary arithmetic decides; near it only exact decimals do.
        let isNear =
            abs(approximate - threshold.approximate) <= 1e-6 * max(abs(approximate), abs(threshold.approximate)) + 1e-12
        let holds: Bool
        if isNear {
            holds =
                Limit(limit.comparison, Quantity(threshold.exact, .count)).holds(for: Quantity(sample.value, .count))
                ?? false
        } else {
            holds =
                switch limit.comparison {
                case .less, .atMost: approximate < threshold.approximate
                case .greater, .atLeast: approximate > threshold.approximate
                case .equal: false
                }
        }
        guard !holds else {
            isInBreach = false
            return
        }
        breachCount += 1
        latestBreach = max(latestBreach ?? sample.time, sample.time)
        if isInBreach, !breaches.isEmpty {
            breaches[breaches.count - 1].end = sample.time
            drawnBreaches.extend(to: sample.time)
        } else {
            drawnBreaches.add(start: sample.time, end: sample.time)
            if breaches.count == Self.kept { breaches.removeFirst(Self.kept / 2) }
            breaches.append(Stretch(start: sample.time, end: sample.time, line: sample.line))
        }
        isInBreach = true
    }

    /// The limit seen from cells in `unit`; one unit a series is the rule, so the last one is remembered.
    private mutating func threshold(in unit: Unit) -> Threshold? {
        if let threshold, threshold.unit == unit { return threshold }
        // A limit that is no finite decimal in the cell's unit (1 s in hours) cannot be compared exactly, and is refused.
        guard let exact = limit.quantity.converted(to: unit)?.value,
            let one = Quantity(ExactDecimal(1), unit).base?.approximate,
            let limitOne = Quantity(ExactDecimal(1), limit.quantity.unit).base?.approximate
        else { return nil }
        let found = Threshold(unit: unit, exact: exact, approximate: exact.approximate, toLimitUnit: one / limitOne)
        threshold = found
        return found
    }

    /// The usual distance of two samples, in milliseconds.
    var step: Int64 { steps.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0 }
}
