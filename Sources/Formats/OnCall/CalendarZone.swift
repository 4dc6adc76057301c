internal import Model
internal import Streams

/// A zone as a VTIMEZONE of the file describes it: from when on which offset holds (RFC 5545 §3.6.5).
struct CalendarZone {
    /// A STANDARD or DAYLIGHT part.
    struct Observance {
        /// First onset, on the clocks before it.
        var start: Int64 = 0
        var from: Int64 = 0
        var to: Int64 = 0
        var rule: Yearly?
        var isWhole: (start: Bool, from: Bool, to: Bool) = (false, false, false)
    }

    /// The n-th weekday of a month, every year.
    struct Yearly {
        var month: Int
        var weekday: Int
        /// 1 is the first, -1 the last.
        var nth: Int
        /// At UTC.
        var until: Int64?
    }

    var id = ""
    var observances: [Observance] = []

    /// The instant at which the zone's clocks show `local`. A time that they show twice is the first one; one that they
    /// skip counts as if they had not yet skipped.
    func instant(_ local: Int64) -> Instant {
        var last: (onset: Int64, part: Observance)?
        for part in observances {
            guard let onset = onset(of: part, before: local), last.map({ $0.onset <= onset }) ?? true else { continue }
            last = (onset, part)
        }
        guard let (onset, part) = last else {
            let first = observances.min { $0.start < $1.start }
            return Instant(milliseconds: local - (first?.from ?? 0))
        }
        let isSkipped = local < onset + part.to - part.from
        return Instant(milliseconds: local - (isSkipped ? part.from : part.to))
    }

    private func onset(of part: Observance, before local: Int64) -> Int64? {
        guard part.start <= local else { return nil }
        guard let rule = part.rule else { return part.start }
        let year = Instant(milliseconds: local).civil.year
        let time = ((part.start % CalendarTime.day) + CalendarTime.day) % CalendarTime.day
        let limit = rule.until.map { $0 + part.from }
        var candidates = [year, year - 1].compactMap { Self.day(rule, $0).map { $0 + time } }
        // After its last onset the part holds until another takes over.
        if let limit {
            candidates += [0, 1].compactMap {
                Self.day(rule, Instant(milliseconds: limit).civil.year - $0).map { $0 + time }
            }
        }
        let onsets = candidates.filter { $0 <= local && $0 >= part.start && $0 <= limit ?? .max }
        return onsets.max() ?? part.start
    }

    /// Midnight of the day of the rule in a year.
    private static func day(_ rule: Yearly, _ year: Int) -> Int64? {
        guard rule.nth != 0,
            let first = Instant(year: year, month: rule.month, day: 1),
            let next = Instant(year: rule.month == 12 ? year + 1 : year, month: rule.month % 12 + 1, day: 1)
        else { return nil }
        if rule.nth > 0 {
            let ahead = (rule.weekday - CalendarTime.weekday(first.milliseconds) + 7) % 7
            return first.milliseconds + Int64(ahead + (rule.nth - 1) * 7) * CalendarTime.day
        }
        let last = next.milliseconds - CalendarTime.day
        let back = (CalendarTime.weekday(last) - rule.weekday + 7) % 7
        return last - Int64(back + (-rule.nth - 1) * 7) * CalendarTime.day
    }

    /// Takes one line of the zone itself.
    mutating func take(_ line: ContentLine) throws {
        switch line.name {
        case "TZID": id = line.value
        case "LAST-MODIFIED", "TZURL": break
        default: try Self.ignore(line)
        }
    }

    /// Takes one line of the newest observance.
    mutating func takeObservance(_ line: ContentLine) throws {
        guard var part = observances.popLast() else { return }
        switch line.name {
        case "DTSTART":
            guard let start = CalendarTime.local(line.value, isUTC: false) else {
                throw CalendarProblem.invalid("`\(line.value)` is not the start of a zone's rule", line.line)
            }
            (part.start, part.isWhole.start) = (start, true)
        case "TZOFFSETFROM": (part.from, part.isWhole.from) = (try Self.offset(line), true)
        case "TZOFFSETTO": (part.to, part.isWhole.to) = (try Self.offset(line), true)
        case "RRULE": part.rule = try Self.rule(line)
        case "TZNAME", "COMMENT": break
        default: try Self.ignore(line)
        }
        observances.append(part)
    }

    private static func ignore(_ line: ContentLine) throws {
        if !line.name.hasPrefix("X-") {
            throw CalendarProblem.unsupported("\(line.name) of a VTIMEZONE", line.line)
        }
    }

    private static func offset(_ line: ContentLine) throws -> Int64 {
        let bytes = Array(line.value.utf8)
        let digits = bytes.dropFirst()
        guard [5, 7].contains(bytes.count), bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let number = Int64(String(decoding: digits, as: UTF8.self)), digits.allSatisfy({ $0 &- 48 < 10 })
        else { throw CalendarProblem.invalid("`\(line.value)` is not an offset such as +0100", line.line) }
        let (clock, seconds) = bytes.count == 5 ? (number, 0) : (number / 100, number % 100)
        let size = ((clock / 100 * 60 + clock % 100) * 60 + seconds) * 1000
        return bytes[0] == UInt8(ascii: "-") ? -size : size
    }

    private static func rule(_ line: ContentLine) throws -> Yearly {
        var rule = Yearly(month: 0, weekday: -1, nth: 0)
        for (key, value) in try Recurrence.parts(line) {
            switch (key, value) {
            case ("FREQ", "YEARLY"), ("INTERVAL", "1"), ("WKST", _): continue
            case ("BYMONTH", _): rule.month = Int(value) ?? 0
            case ("BYDAY", _):
                rule.weekday = CalendarTime.weekday(named: value.suffix(2)) ?? -1
                rule.nth = Int(value.dropLast(2)) ?? 0
            case ("UNTIL", _): rule.until = CalendarTime.local(value, isUTC: true)
            default: throw CalendarProblem.unsupported("\(key)=\(value) in the rule of a zone", line.line)
            }
        }
        guard (1...12).contains(rule.month), rule.weekday >= 0, (-5...5).contains(rule.nth), rule.nth != 0,
            !line.value.uppercased().contains("UNTIL") || rule.until != nil
        else { throw CalendarProblem.unsupported("the rule `\(line.value)` of a zone", line.line) }
        return rule
    }
}
