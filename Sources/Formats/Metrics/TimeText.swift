internal import Model
internal import Streams

/// A reader of written times that remembers the last date, since rows of a file mostly share it.
struct TimeText {
    private var lastDate = 0
    private var lastMidnight: Int64 = 0

    init() {}

    /// A time in milliseconds since the epoch, as if at UTC where it has no zone.
    struct Moment {
        var milliseconds: Int64
        var hasZone: Bool
    }

    /// Reads `2026-11-21T15:58:00.300+01:00` (also with a space, with `+0100`, `Z` or no zone), `2026/11/21 15:58:00` and `21.11.2026 15:58[:00]`.
    mutating func moment(_ bytes: Bytes) -> Moment? {
        let buffer = bytes.buffer
        guard buffer.count >= 16 else { return nil }
        func number(_ from: Int, _ length: Int) -> Int? {
            guard from + length <= buffer.count else { return nil }
            var value = 0
            for index in from..<from + length {
                let digit = buffer[index] &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                value = value * 10 + Int(digit)
            }
            return value
        }
        let year: Int?
        let month: Int?
        let day: Int?
        if buffer[4] == UInt8(ascii: "-") || buffer[4] == UInt8(ascii: "/"), buffer[7] == buffer[4] {
            (year, month, day) = (number(0, 4), number(5, 2), number(8, 2))
            guard buffer[10] | 0x20 == UInt8(ascii: "t") || buffer[10] == UInt8(ascii: " ") else { return nil }
        } else if buffer[2] == UInt8(ascii: "."), buffer[5] == UInt8(ascii: "."), buffer[10] == UInt8(ascii: " ") {
            (day, month, year) = (number(0, 2), number(3, 2), number(6, 4))
        } else {
            return nil
        }
        guard let year, let month, let day, let midnight = midnight(year, month, day), buffer[13] == UInt8(ascii: ":"),
            let hour = number(11, 2), let minute = number(14, 2), hour < 24, minute < 60
        else { return nil }
        var index = 16
        var second = 0
        var millisecond = 0
        if index < buffer.count, buffer[index] == UInt8(ascii: ":") {
            guard let value = number(17, 2), value < 61 else { return nil }
            second = value
            index = 19
            if index < buffer.count, buffer[index] == UInt8(ascii: ".") {
                var weight = 100
                index += 1
                let start = index
                while index < buffer.count, buffer[index] &- UInt8(ascii: "0") < 10 {
                    millisecond += Int(buffer[index] - UInt8(ascii: "0")) * weight
                    weight /= 10
                    index += 1
                }
                guard index > start else { return nil }
            }
        }
        let ofDay = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
        let local = midnight + Int64(ofDay)
        guard index < buffer.count else { return Moment(milliseconds: local, hasZone: false) }
        if buffer[index] | 0x20 == UInt8(ascii: "z") {
            return index + 1 == buffer.count ? Moment(milliseconds: local, hasZone: true) : nil
        }
        guard buffer[index] == UInt8(ascii: "+") || buffer[index] == UInt8(ascii: "-"), let hours = number(index + 1, 2)
        else { return nil }
        let hasColon = index + 3 < buffer.count && buffer[index + 3] == UInt8(ascii: ":")
        guard let minutes = number(index + (hasColon ? 4 : 3), 2), index + (hasColon ? 6 : 5) == buffer.count,
            hours < 24, minutes < 60
        else { return nil }
        let offset = Int64(hours * 60 + minutes) * 60_000
        return Moment(milliseconds: buffer[index] == UInt8(ascii: "-") ? local + offset : local - offset, hasZone: true)
    }

    /// The instant, if the text has a zone.
    mutating func instant(_ bytes: Bytes) -> Instant? {
        guard let moment = moment(bytes), moment.hasZone else { return nil }
        return Instant(milliseconds: moment.milliseconds)
    }

    private mutating func midnight(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
        let date = (year * 100 + month) * 100 + day
        if date == lastDate { return lastMidnight }
        guard let instant = Instant(year: year, month: month, day: day) else { return nil }
        lastDate = date
        lastMidnight = instant.milliseconds
        return lastMidnight
    }
}
