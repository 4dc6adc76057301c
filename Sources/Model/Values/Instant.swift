/// A moment in UTC, counted in milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Sendable, Hashable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Milliseconds of a civil date and time at UTC; `nil` for a date that does not exist (2026-02-29, 25:00).
    package init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
    ) {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= lengths[month - 1],
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
            (0...999).contains(millisecond)
        else { return nil }
        // Days since the epoch by counting from March, so that the leap day is a year's last.
        let shifted = month > 2 ? year : year - 1
        let fromMarch = (month + 9) % 12
        let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (fromMarch * 306 + 5) / 10 + day - 1 - 719_468
        milliseconds = Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + Int64(millisecond)
    }

    /// RFC 3339 with an offset (`Z`, `+02:00`), and nothing else. More than three fraction digits are cut.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[range] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value
        }
        guard bytes.count >= 20, bytes[4] == 45, bytes[7] == 45, bytes[10] | 32 == 116, bytes[13] == 58, bytes[16] == 58,
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        var index = 19
        var thousandths = 0
        if bytes[index] == 46 {
            index += 1
            let start = index
            var weight = 100
            while index < bytes.count, bytes[index] >= 48, bytes[index] <= 57 {
                thousandths += Int(bytes[index] - 48) * weight
                weight /= 10
                index += 1
            }
            guard index > start, index - start <= 12 else { return nil }
        }
        guard index < bytes.count else { return nil }
        var offset = 0
        switch bytes[index] {
        case 90, 122:
            guard index + 1 == bytes.count else { return nil }
        case 43, 45:
            guard index + 6 == bytes.count, bytes[index + 3] == 58, let hours = number(index + 1..<index + 3), hours < 24,
                let minutes = number(index + 4..<index + 6), minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[index] == 45 ? -1 : 1)
        default: return nil
        }
        guard
            let local = Instant(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: thousandths)
        else { return nil }
        self.init(milliseconds: local.milliseconds - Int64(offset) * 60_000)
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// Milliseconds from `earlier` to this instant.
    package func since(_ earlier: Instant) -> Int64 { milliseconds.subtractingReportingOverflow(earlier.milliseconds).partialValue }

    /// Year, month, day at UTC.
    package var civil: (year: Int, month: Int, day: Int) {
        let days = Int((milliseconds >= 0 ? milliseconds : milliseconds - 86_399_999) / 86_400_000) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let ofEra = days - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * fromMarch + 2) / 5 + 1)
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 at UTC, with milliseconds only where there are some.
    package var description: String {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let date = civil
        let ofDay = Int(((milliseconds % 86_400_000) + 86_400_000) % 86_400_000)
        let fraction = ofDay % 1000 == 0 ? "" : ".\(padded(ofDay % 1000, 3))"
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
            + "\(padded(ofDay / 3_600_000, 2)):\(padded(ofDay / 60_000 % 60, 2)):\(padded(ofDay / 1000 % 60, 2))\(fraction)Z"
    }
}

/// A length of time in words a person reads: `25 min`, `23 h 59 min`, `3 d`.
package func spelledDuration(milliseconds: Int64) -> String {
    let seconds = milliseconds.magnitude / 1000
    if milliseconds.magnitude < 1000 { return "\(milliseconds.magnitude) ms" }
    let parts = [(seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
    let first = parts.firstIndex { $0.0 > 0 } ?? 3
    return parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
}
