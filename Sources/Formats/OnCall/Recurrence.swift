internal import Model
internal import Streams

/// The part of RRULE that rotas use: every n days, or on given weekdays of every n-th week.
struct Recurrence {
    var isWeekly = false
    var interval: Int64 = 1
    var count: Int?
    var until: CalendarTime?
    var weekdays: [Int] = []
    var weekStart = 1
    let line: Int

    /// How far rules without an end are followed.
    private static let years: Int64 = 20
    private static let limit = 20_000

    /// The parts of a rule, names and values in capitals.
    static func parts(_ line: ContentLine) throws -> [(String, String)] {
        var names: Set<String> = []
        return try line.value.split(separator: ";", omittingEmptySubsequences: false).map { part in
            let pair = part.split(separator: "=", omittingEmptySubsequences: false)
            guard pair.count == 2, names.insert(pair[0].uppercased()).inserted else {
                throw CalendarProblem.invalid("`\(line.value)` is not a rule of recurrence", line.line)
            }
            return (pair[0].uppercased(), pair[1].uppercased())
        }
    }

    init(_ property: ContentLine, start: CalendarTime) throws {
        line = property.line
        var hasFrequency = false
        for (key, value) in try Self.parts(property) {
            switch (key, value) {
            case ("FREQ", "DAILY"), ("FREQ", "WEEKLY"): (hasFrequency, isWeekly) = (true, value == "WEEKLY")
            case ("INTERVAL", _):
                guard let number = Int64(value), (1...1000).contains(number) else { throw Self.wrong(key, value, line) }
                interval = number
            case ("COUNT", _):
                guard let number = Int(value), number > 0 else { throw Self.wrong(key, value, line) }
                count = number
            case ("UNTIL", _): until = try CalendarTime(value, of: property)
            case ("WKST", _):
                guard let day = CalendarTime.weekday(named: value) else { throw Self.wrong(key, value, line) }
                weekStart = day
            case ("BYDAY", _):
                weekdays = try value.split(separator: ",", omittingEmptySubsequences: false).map {
                    guard let day = CalendarTime.weekday(named: $0) else { throw Self.wrong(key, value, line) }
                    return day
                }
            default: throw CalendarProblem.unsupported("\(key)=\(value) in RRULE", line)
            }
        }
        guard hasFrequency, count == nil || until == nil else {
            throw CalendarProblem.invalid("`\(property.value)` is not a rule of recurrence", line)
        }
        if !isWeekly, !weekdays.isEmpty { throw CalendarProblem.unsupported("BYDAY of a daily RRULE", line) }
        let own = CalendarTime.weekday(start.local)
        if weekdays.isEmpty { weekdays = [own] }
        guard !isWeekly || weekdays.contains(own) else {
            throw CalendarProblem.unsupported("a first occurrence on a day that BYDAY does not name", line)
        }
    }

    private static func wrong(_ key: String, _ value: String, _ line: Int) -> StreamProblem {
        CalendarProblem.unsupported("\(key)=\(value) in RRULE", line)
    }

    /// The occurrences in order, as times on the zone's clocks with their instants.
    func occurrences(from start: CalendarTime, _ zones: CalendarZones) throws -> [(local: Int64, at: Instant)] {
        let until = try until.map { try zones.instant($0) }
        let first = try zones.instant(start)
        let horizon = max(first.milliseconds, 1_577_836_800_000) + Self.years * 366 * CalendarTime.day
        var found: [(local: Int64, at: Instant)] = []
        /// Whether the rule goes on after this one.
        func add(_ local: Int64) throws -> Bool {
            guard local >= start.local else { return true }
            let at = try zones.instant(local, start.zone, line)
            if let until, at > until { return false }
            if until == nil, count == nil, at.milliseconds > horizon { return false }
            found.append((local, at))
            guard found.count <= Self.limit else {
                throw CalendarProblem.unsupported("a rule of more than \(Self.limit) occurrences", line)
            }
            return found.count != count
        }
        if !isWeekly {
            var local = start.local
            while try add(local) { local += interval * CalendarTime.day }
            return found
        }
        let offsets = Set(weekdays.map { ($0 - weekStart + 7) % 7 }).sorted()
        let own = (CalendarTime.weekday(start.local) - weekStart + 7) % 7
        var week = start.local - Int64(own) * CalendarTime.day
        while true {
            for offset in offsets where try !add(week + Int64(offset) * CalendarTime.day) { return found }
            week += interval * 7 * CalendarTime.day
        }
    }
}

/// The zones that a file describes.
struct CalendarZones {
    var byName: [String: CalendarZone] = [:]

    func instant(_ time: CalendarTime) throws -> Instant { try instant(time.local, time.zone, time.line) }

    func instant(_ local: Int64, _ zone: String?, _ line: Int) throws -> Instant {
        guard let zone else { return Instant(milliseconds: local) }
        guard let known = byName[zone] else {
            throw StreamProblem(
                id: "icalendar.unknown-zone", message: "the file does not describe the zone `\(zone)` that it uses",
                advice: "Export it with its VTIMEZONE, or with times at UTC.", line: line)
        }
        return known.instant(local)
    }
}
