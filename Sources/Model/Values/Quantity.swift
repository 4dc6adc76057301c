/// What a number measures. Only units of one dimension may be compared.
package enum Unit: String, Sendable, Hashable, CaseIterable {
    case count = ""
    case ratio
    case percent = "%"
    case microseconds = "µs"
    case milliseconds = "ms"
    case seconds = "s"
    case minutes = "min"
    case hours = "h"
    case days = "d"
    case bytes = "B"

    /// Reads what dashboards and rules write: `percent`, `%`, `ms`, `seconds`, `m`, …; `nil` for an unknown unit.
    package init?(spelled text: String) {
        switch text {
        case "", "count", "short", "none": self = .count
        case "ratio", "percentunit", "fraction": self = .ratio
        case "%", "percent", "pct": self = .percent
        case "µs", "μs", "us", "microseconds": self = .microseconds
        case "ms", "millisecond", "milliseconds": self = .milliseconds
        case "s", "sec", "second", "seconds": self = .seconds
        case "m", "min", "mins", "minute", "minutes": self = .minutes
        case "h", "hour", "hours": self = .hours
        case "d", "day", "days": self = .days
        case "B", "bytes": self = .bytes
        default: return nil
        }
    }

    /// Units with the same dimension can be converted into each other.
    package enum Dimension: Sendable { case count, ratio, time, bytes }

    package var dimension: Dimension {
        switch self {
        case .count: .count
        case .ratio, .percent: .ratio
        case .microseconds, .milliseconds, .seconds, .minutes, .hours, .days: .time
        case .bytes: .bytes
        }
    }

    /// Factor to the base unit (ratio, seconds, bytes) as `factor × 10^power`.
    fileprivate var scale: (factor: Int, power: Int) {
        switch self {
        case .count, .ratio, .seconds, .bytes: (1, 0)
        case .percent: (1, -2)
        case .microseconds: (1, -6)
        case .milliseconds: (1, -3)
        case .minutes: (60, 0)
        case .hours: (3_600, 0)
        case .days: (86_400, 0)
        }
    }
}

/// A number with its unit: `0.1%`, `300ms`, `24h`, `5`.
package struct Quantity: Sendable, Hashable {
    package let value: ExactDecimal
    package let unit: Unit

    package init(_ value: ExactDecimal, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }

    /// Reads `300ms`, `0.1 %`, `24h`, `5`; `nil` when it is not a number followed by a known unit.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        let end = bytes.firstIndex { !($0 >= 48 && $0 <= 57) && $0 != 46 && $0 != 45 } ?? bytes.count
        guard let value = ExactDecimal(utf8: bytes[..<end]) else { return nil }
        var rest = bytes[end...]
        while rest.first == 32 { rest = rest.dropFirst() }
        guard let unit = Unit(spelled: String(decoding: rest, as: UTF8.self)) else { return nil }
        self.init(value, unit)
    }

    /// The value in the base unit of its dimension; `nil` on overflow.
    package var base: ExactDecimal? {
        let scale = unit.scale
        return value.multiplied(by: scale.factor)?.shifted(by: scale.power)
    }

    /// The same quantity in another unit of its dimension; `nil` when it is no finite decimal there.
    package func converted(to other: Unit) -> Quantity? {
        guard other.dimension == unit.dimension, let base, let one = Quantity(ExactDecimal(1), other).base else {
            return nil
        }
        return base.divided(by: one).map { Quantity($0, other) }
    }

    /// Whole milliseconds of a time, `nil` for other dimensions or fractions of a millisecond beyond range.
    package var milliseconds: Int64? {
        guard unit.dimension == .time, let base = base?.shifted(by: 3), base.exponent >= 0, base.exponent < 19
        else { return nil }
        return Int64(base.description)
    }
}

extension Quantity: CustomStringConvertible {
    package var description: String {
        unit == .ratio
            ? "\(value)"
            : (unit == .count ? "\(value)" : (unit == .percent ? "\(value)%" : "\(value) \(unit.rawValue)"))
    }
}

/// A comparison with a quantity, as a rule writes it: `< 0.1%`, `>= 24h`, `<= 5`, `= 0`.
package struct Limit: Sendable, Hashable {
    package enum Operator: String, Sendable {
        case less = "<", atMost = "<=", equal = "=", atLeast = ">=", greater = ">"
    }

    package let comparison: Operator
    package let quantity: Quantity

    package init(_ comparison: Operator, _ quantity: Quantity) {
        self.comparison = comparison
        self.quantity = quantity
    }

    /// `nil` without an operator, a number or a known unit.
    package init?(_ text: String) {
        let trimmed = text.utf8.drop { $0 == 32 }
        for candidate in [Operator.atMost, .atLeast, .less, .greater, .equal]
        where trimmed.starts(with: candidate.rawValue.utf8) {
            let rest = trimmed.dropFirst(candidate.rawValue.utf8.count).drop { $0 == 32 }
            guard let quantity = Quantity(String(decoding: Array(rest), as: UTF8.self)) else { return nil }
            self.init(candidate, quantity)
            return
        }
        return nil
    }

    /// Whether `value` keeps the limit; `nil` when the units cannot be compared.
    package func holds(for value: Quantity) -> Bool? {
        guard value.unit.dimension == quantity.unit.dimension, let left = value.base, let right = quantity.base
        else { return nil }
        return switch comparison {
        case .less: left < right
        case .atMost: left <= right
        case .equal: left == right
        case .atLeast: left >= right
        case .greater: left > right
        }
    }
}

extension Limit: CustomStringConvertible {
    package var description: String { "\(comparison.rawValue) \(quantity)" }
}
