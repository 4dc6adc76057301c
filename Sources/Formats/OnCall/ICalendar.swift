internal import Model
internal import Streams

/// A rota as an iCalendar file (RFC 5545), in the strict part of it that pagers and calendars export for shifts.
///
/// Whatever could add, move or take away a shift and is not understood is refused, never passed over.
struct ICalendar: EvidenceFormat {
    let id = "icalendar"
    let title = "On-call rota, as iCalendar"
    let producedBy = ["curl -sS \"$ROTA_ICS_URL\" -o rota.ics"]
    let facts: [FactKind] = [.shift]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        let opening = String(decoding: preamble.opening, as: UTF8.self).uppercased()
        guard opening.utf8.starts(with: "BEGIN:VCALENDAR".utf8) else { return nil }
        return Recognition(dialect: id, because: "it begins with BEGIN:VCALENDAR")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = CalendarScan()
        try ContentLine.read(source) { try scan.take($0) }
        var reading = Reading()
        for shift in try scan.finish(&reading.notes) { try emit(.shift(shift)) }
        return reading
    }
}

/// Collects zones and events, whose order is free, and makes shifts of them at the end.
private struct CalendarScan {
    private var open: [String] = []
    private var isClosed = false
    private var lastLine = 1
    private var name: String?
    private var isCancelled = false
    private var zones = CalendarZones()
    private var zone = CalendarZone()
    private var event: CalendarEvent?
    private var events: [CalendarEvent] = []

    private static let limit = 20_000
    private static let shiftLimit = 200_000
    private static let harmless: Set<String> = [
        "PRODID", "REFRESH-INTERVAL", "SOURCE", "COLOR", "LAST-MODIFIED", "URL", "UID", "DESCRIPTION", "CATEGORIES",
        "IMAGE",
    ]

    mutating func take(_ line: ContentLine) throws {
        lastLine = line.line
        guard !isClosed else {
            throw CalendarProblem.line("something stands after END:VCALENDAR", line.line)
        }
        switch line.name {
        case "BEGIN": try begin(line.value.uppercased(), line.line)
        case "END": try end(line.value.uppercased(), line.line)
        default:
            switch open.last {
            case "VCALENDAR": try takeProperty(line)
            case "VTIMEZONE": try zone.take(line)
            case "STANDARD", "DAYLIGHT": try zone.takeObservance(line)
            case "VEVENT": try event?.take(line)
            case "VALARM": break
            default: throw CalendarProblem.line("`\(line.name)` stands outside of the calendar", line.line)
            }
        }
    }

    private mutating func begin(_ component: String, _ line: Int) throws {
        switch (component, open.last) {
        case ("VCALENDAR", nil), ("VALARM", "VEVENT"): break
        case ("VTIMEZONE", "VCALENDAR"): zone = CalendarZone()
        case ("STANDARD", "VTIMEZONE"), ("DAYLIGHT", "VTIMEZONE"): zone.observances.append(.init())
        case ("VEVENT", "VCALENDAR"):
            event = CalendarEvent(line: line)
            guard events.count < Self.limit else {
                throw CalendarProblem.unsupported("a calendar of more than \(Self.limit) events", line)
            }
        default: throw CalendarProblem.unsupported("a component \(component) in \(open.last ?? "the file")", line)
        }
        open.append(component)
    }

    private mutating func end(_ component: String, _ line: Int) throws {
        guard open.popLast() == component else {
            throw CalendarProblem.line("END:\(component) ends what was not begun", line)
        }
        switch component {
        case "VCALENDAR": isClosed = true
        case "VTIMEZONE":
            let isWhole = zone.observances.allSatisfy { $0.isWhole == (true, true, true) }
            guard !zone.id.isEmpty, !zone.observances.isEmpty, isWhole, zones.byName[zone.id] == nil else {
                throw CalendarProblem.invalid("a VTIMEZONE is incomplete, or stands twice", line)
            }
            zones.byName[zone.id] = zone
        case "VEVENT":
            if let done = try event?.finish() { events.append(done) }
            event = nil
        default: break
        }
    }

    private mutating func takeProperty(_ line: ContentLine) throws {
        let value = line.value.uppercased()
        switch line.name {
        case "VERSION" where value == "2.0": break
        case "CALSCALE" where value == "GREGORIAN": break
        case "METHOD" where ["PUBLISH", "REQUEST"].contains(value): break
        case "METHOD" where value == "CANCEL": isCancelled = true
        case "NAME", "X-WR-CALNAME": name = line.text
        default:
            guard Self.harmless.contains(line.name) || line.name.hasPrefix("X-") else {
                throw CalendarProblem.unsupported("\(line.name):\(line.value.prefix(40))", line.line)
            }
        }
    }

    /// The shifts of all events that are not cancelled.
    func finish(_ notes: inout [String]) throws -> [OnCallShift] {
        guard isClosed else {
            throw CalendarProblem.line("the calendar has no END:VCALENDAR, so it was cut off", lastLine)
        }
        if isCancelled { notes.append("METHOD:CANCEL takes all of these events back") }
        var masters: Set<String> = []
        var replaced: [String: Set<Instant>] = [:]
        for event in events {
            guard let uid = event.uid else { continue }
            if let id = event.recurrenceID {
                let at = try zones.instant(id)
                guard replaced[uid, default: []].insert(at).inserted else {
                    throw CalendarProblem.invalid("the occurrence \(at) of \(uid) is replaced twice", event.line)
                }
            } else if !masters.insert(uid).inserted {
                throw CalendarProblem.invalid("two events have the UID \(uid)", event.line)
            }
        }
        let dead = Set(events.filter { $0.recurrenceID == nil && $0.status == .cancelled }.compactMap(\.uid))
        var shifts: [OnCallShift] = []
        for event in events {
            let others = event.recurrenceID == nil ? event.uid.flatMap { replaced[$0] } ?? [] : []
            // Read even when it does not count, so that nothing in it is passed over.
            let own = try event.shifts(zones, replaced: others)
            if event.status == .tentative {
                notes.append("line \(event.line): \(event.person) is tentative: not counted")
            }
            guard event.status == .counts, !isCancelled, event.uid.map({ !dead.contains($0) }) ?? true else { continue }
            shifts += own.map { shift in
                var shift = shift
                shift.schedule = name
                return shift
            }
            guard shifts.count <= Self.shiftLimit else {
                throw CalendarProblem.unsupported("a calendar of more than \(Self.shiftLimit) shifts", event.line)
            }
        }
        return shifts
    }
}
