internal import Model
internal import Streams

/// One VEVENT of a rota: who is on call, from when to when, and how that repeats.
struct CalendarEvent {
    enum Status { case counts, tentative, cancelled }

    var uid: String?
    var summary = ""
    /// Attendees who did not decline, by name.
    var attendees: [String] = []
    var hasAttendees = false
    var start: CalendarTime?
    var end: CalendarTime?
    var duration: (days: Int64, clock: Int64)?
    var ruleLine: ContentLine?
    var excluded: [CalendarTime] = []
    var recurrenceID: CalendarTime?
    var status = Status.counts
    let line: Int
    private var seen: Set<String> = []

    private static let harmless: Set<String> = [
        "DTSTAMP", "CREATED", "LAST-MODIFIED", "DESCRIPTION", "LOCATION", "URL", "CLASS", "PRIORITY", "TRANSP",
        "CATEGORIES", "ORGANIZER", "SEQUENCE", "GEO", "CONTACT", "COMMENT", "ATTACH", "RESOURCES", "RELATED-TO",
        "REQUEST-STATUS", "COLOR", "CONFERENCE", "IMAGE",
    ]

    init(line: Int) { self.line = line }

    var person: String { hasAttendees ? attendees.joined(separator: ", ") : summary }

    mutating func take(_ line: ContentLine) throws {
        let isMany = ["EXDATE", "ATTENDEE"].contains(line.name) || Self.harmless.contains(line.name)
        guard isMany || line.name.hasPrefix("X-") || seen.insert(line.name).inserted else {
            throw CalendarProblem.invalid("an event has two \(line.name)", line.line)
        }
        switch line.name {
        case "UID": uid = line.text
        case "SUMMARY": summary = line.text
        case "ATTENDEE": takeAttendee(line)
        case "DTSTART": start = try CalendarTime(line.value, of: line)
        case "DTEND": end = try CalendarTime(line.value, of: line)
        case "DURATION":
            guard let length = CalendarTime.duration(line.value) else {
                throw CalendarProblem.invalid("`\(line.value)` is not a DURATION such as PT12H", line.line)
            }
            duration = length
        case "RRULE": ruleLine = line
        case "EXDATE":
            excluded += try line.value.split(separator: ",").map { try CalendarTime($0, of: line) }
        case "RECURRENCE-ID":
            guard line.parameter("RANGE") == nil else {
                throw CalendarProblem.unsupported("RANGE of RECURRENCE-ID", line.line)
            }
            recurrenceID = try CalendarTime(line.value, of: line)
        case "STATUS":
            switch line.value.uppercased() {
            case "CONFIRMED": status = .counts
            case "TENTATIVE": status = .tentative
            case "CANCELLED": status = .cancelled
            default: throw CalendarProblem.unsupported("STATUS:\(line.value)", line.line)
            }
        default:
            guard Self.harmless.contains(line.name) || line.name.hasPrefix("X-") else {
                throw CalendarProblem.unsupported("\(line.name) of an event", line.line)
            }
        }
    }

    private mutating func takeAttendee(_ line: ContentLine) {
        let kind = line.parameter("CUTYPE")?.uppercased() ?? "INDIVIDUAL"
        guard kind == "INDIVIDUAL" || kind == "UNKNOWN" else { return }
        hasAttendees = true
        guard line.parameter("PARTSTAT")?.uppercased() != "DECLINED" else { return }
        let address = line.value.lowercased().hasPrefix("mailto:") ? String(line.value.dropFirst(7)) : line.value
        let name = line.parameter("CN") ?? ""
        attendees.append(name.isEmpty ? address : name)
    }

    /// Checked once the event's end was read.
    func finish() throws -> CalendarEvent {
        guard start != nil else { throw CalendarProblem.invalid("an event has no DTSTART", line) }
        guard (end == nil) != (duration == nil) else {
            throw CalendarProblem.invalid("an event has neither or both of DTEND and DURATION", line)
        }
        if recurrenceID != nil, ruleLine != nil {
            throw CalendarProblem.unsupported("RRULE of an event that replaces an occurrence", line)
        }
        return self
    }

    /// Its shifts, those replaced by `overrides` left out.
    func shifts(_ zones: CalendarZones, replaced: Set<Instant> = []) throws -> [OnCallShift] {
        guard let start else { return [] }
        let first = try zones.instant(start)
        let exact = try end.map { try zones.instant($0).since(first) }
        if let exact, exact <= 0 { throw CalendarProblem.invalid("an event ends before it starts", line) }
        var occurrences = [(local: start.local, at: first)]
        if let ruleLine {
            occurrences = try Recurrence(ruleLine, start: start).occurrences(from: start, zones)
        } else if !excluded.isEmpty {
            throw CalendarProblem.invalid("an event that does not repeat has EXDATE", line)
        }
        let instants = Set(occurrences.map(\.at))
        let excluded = Set(try self.excluded.map { try zones.instant($0) })
        for stray in excluded.union(replaced).subtracting(instants).sorted()
        where stray >= first && stray <= occurrences.last?.at ?? first {
            throw CalendarProblem.invalid("EXDATE or RECURRENCE-ID \(stray) names no occurrence of the event", line)
        }
        if let both = excluded.intersection(replaced).min() {
            throw CalendarProblem.invalid("the occurrence \(both) is both taken out and replaced", line)
        }
        return try occurrences.filter { !excluded.contains($0.at) && !replaced.contains($0.at) }.map { local, at in
            let end =
                if let exact {
                    Instant(milliseconds: at.milliseconds + exact)
                } else {
                    // Days keep the hour of the clock; hours do not.
                    Instant(
                        milliseconds: try zones.instant(
                            local + (duration?.days ?? 0) * CalendarTime.day, start.zone, line
                        ).milliseconds + (duration?.clock ?? 0))
                }
            guard end > at else { throw CalendarProblem.invalid("an event ends before it starts", line) }
            return OnCallShift(person: person, start: at, end: end, line: line)
        }
    }
}
