/// A decimal number kept exactly as written: `mantissa × 10^exponent`, up to 38 significant digits.
///
/// Evidence and limits are compared in this form, because `0.1000000001 < 0.1` must not depend on binary rounding.
package struct ExactDecimal: Sendable, Hashable, Comparable {
    /// Signed digits without trailing zeros (0 has exponent 0).
    package let mantissa: Int128
    /// Power of ten.
    package let exponent: Int

    package static let zero = ExactDecimal(mantissa: 0, exponent: 0)

    package init(mantissa: Int128, exponent: Int) {
        var digits = mantissa
        var power = exponent
        if digits == 0 { power = 0 }
        while digits != 0, digits % 10 == 0 {
            digits /= 10
            power += 1
        }
        self.mantissa = digits
        self.exponent = power
    }

    package init(_ value: Int) { self.init(mantissa: Int128(value), exponent: 0) }

    /// Reads `-12.5e-3`; `nil` when it is not a decimal number, has more than 38 digits or an exponent beyond ±100,000.
    package init?(_ text: some StringProtocol) { self.init(utf8: Array(text.utf8)) }

    /// Like `init(_:)`, from ASCII bytes.
    package init?(utf8 bytes: some Collection<UInt8>) {
        var digits: Int128 = 0
        var power = 0
        var sawDigit = false
        var sawPoint = false
        var negative = false
        var index = bytes.startIndex
        if index < bytes.endIndex, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            negative = bytes[index] == UInt8(ascii: "-")
            index = bytes.index(after: index)
        }
        scan: while index < bytes.endIndex {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                sawDigit = true
                let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
                if overflow || carry {
                    // Zeros beyond the capacity change nothing but the power of ten.
                    guard byte == UInt8(ascii: "0") else { return nil }
                    if !sawPoint { power += 1 }
                } else {
                    digits = sum
                    if sawPoint { power -= 1 }
                }
            case UInt8(ascii: "."):
                guard !sawPoint, sawDigit else { return nil }
                sawPoint = true
            default:
                break scan
            }
            index = bytes.index(after: index)
        }
        guard sawDigit else { return nil }
        if index < bytes.endIndex {
            guard bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E") else { return nil }
            let tail = bytes[bytes.index(after: index)...]
            guard tail.count <= 7, let written = Int(String(decoding: tail, as: UTF8.self)), abs(written) <= 100_000
            else { return nil }
            power += written
        }
        self.init(mantissa: negative ? -digits : digits, exponent: power)
    }

    package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool { order(left, right) < 0 }

    /// -1, 0 or 1.
    private static func order(_ left: ExactDecimal, _ right: ExactDecimal) -> Int {
        let signs = (left.mantissa.signum(), right.mantissa.signum())
        if signs.0 != signs.1 { return signs.0 < signs.1 ? -1 : 1 }
        if signs.0 == 0 { return 0 }
        let (leftMagnitude, rightMagnitude) = (left.magnitude, right.magnitude)
        if leftMagnitude != rightMagnitude {
            return (leftMagnitude < rightMagnitude) == (signs.0 > 0) ? -1 : 1
        }
        let shared = min(left.exponent, right.exponent)
        let (a, b) = (left.scaled(to: shared), right.scaled(to: shared))
        return a == b ? 0 : (a < b ? -1 : 1)
    }

    /// Place of the leading digit.
    private var magnitude: Int {
        var rest = mantissa.magnitude
        var digits = 0
        while rest > 0 {
            rest /= 10
            digits += 1
        }
        return digits + exponent
    }

    private func scaled(to target: Int) -> Int128 {
        var value = mantissa
        // Never more than 38 digits: both numbers have their leading digit at the same place.
        for _ in target..<max(target, exponent) { value = value.multipliedReportingOverflow(by: 10).partialValue }
        return value
    }

    /// This number moved by a power of ten: 5 percent is `5.shifted(by: -2)`.
    package func shifted(by powers: Int) -> ExactDecimal {
        ExactDecimal(mantissa: mantissa, exponent: exponent + powers)
    }

    /// The product with a small whole number, `nil` on overflow.
    package func multiplied(by factor: Int) -> ExactDecimal? {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: Int128(factor))
        return overflow ? nil : ExactDecimal(mantissa: product, exponent: exponent)
    }

    /// An approximate value, for drawing only.
    package var approximate: Double { Double("\(mantissa)e\(exponent)") ?? 0 }
}

extension ExactDecimal: CustomStringConvertible {
    /// Plain digits; an exponent only beyond 40 places.
    package var description: String {
        let sign = mantissa < 0 ? "-" : ""
        let digits = String(mantissa.magnitude)
        if abs(exponent) > 40 { return "\(sign)\(digits)e\(exponent)" }
        if exponent >= 0 { return sign + digits + String(repeating: "0", count: exponent) }
        let point = digits.utf8.count + exponent
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }
}
