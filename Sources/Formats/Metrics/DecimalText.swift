internal import Model
internal import Streams

/// A decimal number of a hot path, `mantissa × 10^exponent`, read from ASCII without making a `String`.
struct DecimalText {
    var mantissa: Int64
    var exponent: Int

    /// Reads `-12.5e-3` to its end; `nil` if it is no such number or has more than 18 significant digits.
    init?(_ bytes: Bytes) {
        guard let (value, end) = DecimalText.scan(bytes), end == bytes.count else { return nil }
        self = value
    }

    private init(mantissa: Int64, exponent: Int) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    /// The number at the start of `bytes`, and where it ends.
    static func scan(_ bytes: Bytes) -> (value: DecimalText, end: Int)? {
        let buffer = bytes.buffer
        let count = buffer.count
        var index = 0
        let isNegative = count > 0 && buffer[0] == UInt8(ascii: "-")
        if isNegative || count > 0 && buffer[0] == UInt8(ascii: "+") { index = 1 }
        var digits: UInt64 = 0
        var exponent = 0
        var sawDigit = false
        var sawPoint = false
        while index < count {
            let byte = buffer[index]
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                sawDigit = true
                if digits < 100_000_000_000_000_000 {
                    digits = digits &* 10 &+ UInt64(digit)
                    if sawPoint { exponent -= 1 }
                } else {
                    // The 19th digit on: only zeros change nothing.
                    guard digit == 0 else { return nil }
                    if !sawPoint { exponent += 1 }
                }
            } else if byte == UInt8(ascii: "."), !sawPoint, sawDigit {
                sawPoint = true
            } else {
                break
            }
            index += 1
        }
        guard sawDigit else { return nil }
        if index < count, buffer[index] | 0x20 == UInt8(ascii: "e"), let (power, end) = power(bytes, from: index + 1) {
            exponent += power
            index = end
        }
        guard exponent > -10_000, exponent < 10_000 else { return nil }
        let mantissa = isNegative ? -Int64(digits) : Int64(digits)
        return (DecimalText(mantissa: mantissa, exponent: digits == 0 ? 0 : exponent), index)
    }

    private static func power(_ bytes: Bytes, from start: Int) -> (Int, end: Int)? {
        var index = start
        let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if isNegative || index < bytes.count && bytes[index] == UInt8(ascii: "+") { index += 1 }
        let first = index
        var power = 0
        while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 {
            guard index - first < 5 else { return nil }
            power = power * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        return index == first ? nil : (isNegative ? -power : power, index)
    }

    /// The number times `factor`; `nil` on overflow.
    func multiplied(by factor: Int64) -> DecimalText? {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: factor)
        return overflow ? nil : DecimalText(mantissa: product, exponent: exponent)
    }

    /// Milliseconds of a number of seconds, fractions of one cut; `nil` out of range.
    var milliseconds: Int64? {
        var value = mantissa
        var power = exponent + 3
        while power < 0, value != 0 {
            value /= 10
            power += 1
        }
        while power > 0, value != 0 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
            power -= 1
        }
        return value
    }
}

extension MetricSample {
    /// A point whose value is missing where there is no number.
    init(_ series: Int, at time: Int64, _ value: DecimalText?, unit: Unit? = nil, line: Int) {
        self.init(
            series: series, time: time, mantissa: value?.mantissa ?? 0, exponent: Int16(clamping: value?.exponent ?? 0),
            unit: unit, isMissing: value == nil, line: Int32(clamping: line))
    }
}
