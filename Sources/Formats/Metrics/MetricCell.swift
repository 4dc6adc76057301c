internal import Model
internal import Streams

/// The value of one cell of a dashboard export.
enum MetricCell {
    case missing
    case value(DecimalText, Unit?)

    /// How a file writes fractions; one file never mixes both.
    enum DecimalMark { case unknown, point, comma }

    enum Failure: Error { case notANumber, unknownUnit, ambiguous, mixedMarks, outOfRange }

    /// Reads `0.5`, `42,11 %`, `1.54 s`, `1,721,992.283`, `5.2 GiB`, `null`; `mark` is what the file has shown so far.
    static func read(_ cell: Bytes, mark: inout DecimalMark) throws(Failure) -> MetricCell {
        guard !cell.isEmpty else { return .missing }
        if let (value, end) = DecimalText.scan(cell), end == cell.count, mark != .comma {
            if mark == .unknown, cell.firstIndex(of: UInt8(ascii: ".")) != nil { mark = .point }
            return .value(value, nil)
        }
        let text = cell.trimmed
        switch text {
        case "", "null", "NaN", "undefined", "nan", "Infinity", "-Infinity", "+Infinity", "+Inf", "-Inf", "Inf", "N/A",
            "-":
            return .missing
        default: break
        }
        // Tables of Grafana 6 put an apostrophe before what a spreadsheet would take for a formula.
        return try number(text[0] == UInt8(ascii: "'") ? text.suffix(from: 1) : text, mark: &mark)
    }

    private static func number(_ text: Bytes, mark: inout DecimalMark) throws(Failure) -> MetricCell {
        var end = 0
        while end < text.count, isNumberByte(text[end]) { end += 1 }
        if end + 1 < text.count, text[end] | 0x20 == UInt8(ascii: "e"), isNumberByte(text[end + 1]) {
            end += 1
            while end < text.count, isNumberByte(text[end]) { end += 1 }
        }
        guard end > 0 else { throw .notANumber }
        let digits = text.prefix(end)
        let value: DecimalText
        if digits.firstIndex(of: UInt8(ascii: ",")) == nil, mark != .comma {
            guard let plain = DecimalText(digits) else { throw .notANumber }
            if digits.firstIndex(of: UInt8(ascii: ".")) != nil { mark = .point }
            value = plain
        } else {
            value = try grouped(digits, mark: &mark)
        }
        return try scaled(value, by: text.suffix(from: end).trimmed)
    }

    /// A number with commas, or with points in a file whose fractions begin with a comma.
    private static func grouped(_ digits: Bytes, mark: inout DecimalMark) throws(Failure) -> DecimalText {
        let comma = UInt8(ascii: ",")
        let point = UInt8(ascii: ".")
        if mark == .unknown, let last = digits.lastIndex(of: comma) {
            if let dot = digits.lastIndex(of: point) {
                mark = dot > last ? .point : .comma
            } else if digits.firstIndex(of: comma) != last {
                mark = .point
            } else if digits.count - last - 1 == 3 {
                throw .ambiguous
            } else {
                mark = .comma
            }
        }
        let (separator, fraction) = mark == .comma ? (point, comma) : (comma, point)
        var plain: [UInt8] = []
        var group = -1
        var sawFraction = false
        for byte in digits.buffer {
            if byte == separator {
                guard !sawFraction, group == 3 || group == -1 && !plain.isEmpty else { throw .mixedMarks }
                group = 0
            } else if byte == fraction {
                guard !sawFraction, group == -1 || group == 3 else { throw .mixedMarks }
                sawFraction = true
                plain.append(point)
            } else {
                if group >= 0, !sawFraction { group += 1 }
                plain.append(byte)
            }
        }
        guard sawFraction || group == -1 || group == 3 else { throw .mixedMarks }
        guard let value = plain.withUnsafeBufferPointer({ DecimalText(Bytes($0)) }) else { throw .notANumber }
        return value
    }

    private static func scaled(_ value: DecimalText, by word: Bytes) throws(Failure) -> MetricCell {
        var unit: Unit?
        var factor: Int64 = 1
        var power = 0
        switch word {
        case "": break
        case "%": unit = .percent
        case "ns": (unit, power) = (.microseconds, -3)
        case "µs", "μs", "us": unit = .microseconds
        case "ms": unit = .milliseconds
        case "s": unit = .seconds
        case "min", "mins": unit = .minutes
        case "hour", "hours": unit = .hours
        case "day", "days": unit = .days
        case "B": unit = .bytes
        case "KiB": (unit, factor) = (.bytes, 1 << 10)
        case "MiB": (unit, factor) = (.bytes, 1 << 20)
        case "GiB": (unit, factor) = (.bytes, 1 << 30)
        case "TiB": (unit, factor) = (.bytes, 1 << 40)
        case "kB": (unit, power) = (.bytes, 3)
        case "MB": (unit, power) = (.bytes, 6)
        case "GB": (unit, power) = (.bytes, 9)
        case "TB": (unit, power) = (.bytes, 12)
        case "K": (unit, power) = (.count, 3)
        case "Mil": (unit, power) = (.count, 6)
        case "Bil": (unit, power) = (.count, 9)
        default: throw word.buffer.contains { isNumberByte($0) } ? .notANumber : .unknownUnit
        }
        guard var number = factor == 1 ? value : value.multiplied(by: factor) else { throw .outOfRange }
        number.exponent += power
        return .value(number, unit)
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }
}
