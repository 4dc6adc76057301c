internal import Model
internal import Streams

/// A time as a calendar writes it: at UTC, or on the clocks of a zone that the same file describes.
struct CalendarTime {
    /// Milliseconds as if the clock showed UTC.
    var local: Int64
    /// `nil` at UTC.
    var zone: String?
    let line: Int

    static let day: Int64 = 86_400_000

    /// Reads one value of a DATE-TIME property; a plain date or a time without a zone is refused.
    init(_ text: some StringProtocol, of property: ContentLine) throws {
        line = property.line
        let stated = property.parameter("VALUE").map { $0.uppercased() }
        guard stated == nil || stated == "DATE-TIME", text.utf8.count != 8 else {
            throw CalendarProblem.unsupported("\(property.name) is a day without a time (VALUE=DATE), which", line)
        }
        let isUTC = text.hasSuffix("Z")
        guard let local = Self.local(text, isUTC: isUTC) else {
            throw CalendarProblem.invalid("`\(text)` of \(property.name) is not a time such as 20261124T180000Z", line)
        }
        self.local = local
        if isUTC { return }
        guard let zone = property.parameter("TZID"), !zone.isEmpty else {
            throw CalendarProblem.unsupported(
                "\(property.name) has no zone, neither `Z` nor TZID: a floating time", line)
        }
        self.zone = zone
    }

    /// `20261124T180000`, and a `Z` where it is at UTC.
    static func local(_ text: some StringProtocol, isUTC: Bool) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == (isUTC ? 16 : 15), bytes[8] == UInt8(ascii: "T") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].allSatisfy { $0 &- 48 < 10 } ? bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) } : nil
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8), let hour = number(9..<11),
            let minute = number(11..<13), let second = number(13..<15)
        else { return nil }
        return Instant(year: year, month: month, day: day, hour: hour, minute: minute, second: second)?.milliseconds
    }

    /// `P1D`, `PT12H`, `P1DT30M`, `P2W`: days count on the calendar, the rest on the clock.
    static func duration(_ text: String) -> (days: Int64, clock: Int64)? {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard rest.first == UInt8(ascii: "P") else { return nil }
        rest = rest.dropFirst()
        var (days, clock): (Int64, Int64) = (0, 0)
        var isTime = false
        guard !rest.isEmpty else { return nil }
        while let byte = rest.first {
            if byte == UInt8(ascii: "T"), !isTime, rest.count > 1 {
                isTime = true
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.prefix { $0 &- 48 < 10 }
            rest = rest.dropFirst(digits.count)
            guard let count = Int64(String(decoding: Array(digits), as: UTF8.self)), count < 100_000,
                let unit = rest.popFirst()
            else { return nil }
            switch (unit, isTime) {
            case (UInt8(ascii: "W"), false): days += count * 7
            case (UInt8(ascii: "D"), false): days += count
            case (UInt8(ascii: "H"), true): clock += count * 3_600_000
            case (UInt8(ascii: "M"), true): clock += count * 60_000
            case (UInt8(ascii: "S"), true): clock += count * 1000
            default: return nil
            }
        }
        return (days, clock)
    }

    /// 0 is Sunday.
    static func weekday(_ local: Int64) -> Int {
        let days = local >= 0 ? local / day : -((-local + day - 1) / day)
        return Int(((days + 4) % 7 + 7) % 7)
    }

    /// `SU` is 0.
    static func weekday(named name: some StringProtocol) -> Int? {
        ["SU", "MO", "TU", "WE", "TH", "FR", "SA"].firstIndex(of: name.uppercased())
    }
}
