internal import Model

/// One comparison of a field, as rules.yml writes it: `status = COMPLETED`, `duration < 300ms`, `at >= 2026-11-20T16:00:00Z`.
///
/// Values are compared as what they are; two that are of different kinds are neither equal nor different.
struct RecordCondition: Sendable {
    enum Comparison: String, Sendable, CaseIterable {
        case equal = "=", different = "!=", less = "<", atMost = "<=", greater = ">", atLeast = ">="

        /// Whether an order of two values is what is asked for.
        func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
            switch self {
            case .equal: left == right
            case .different: left != right
            case .less: left < right
            case .atMost: left <= right
            case .greater: left > right
            case .atLeast: left >= right
            }
        }
    }

    /// What the field is compared with.
    enum Wanted: Sendable {
        case text(String), quantity(Quantity), instant(Instant), flag(Bool), null

        /// A value in quotes is a text; else a number, a quantity, a time, `true`, `false` or `null` is what it looks like.
        init(_ spelled: String) {
            let bytes = Array(spelled.utf8)
            if bytes.count >= 2, let quote = bytes.first, quote == 39 || quote == 34, bytes.last == quote {
                self = .text(String(decoding: bytes[1..<(bytes.count - 1)], as: UTF8.self))
            } else if let number = ExactDecimal(spelled) {
                self = .quantity(Quantity(number, .count))
            } else if let quantity = Quantity(spelled) {
                self = .quantity(quantity)
            } else if let instant = Instant(rfc3339: spelled) {
                self = .instant(instant)
            } else {
                self = ["true": .flag(true), "false": .flag(false), "null": .null][spelled] ?? .text(spelled)
            }
        }

        /// Whether there is a less and a greater.
        var isOrdered: Bool {
            switch self {
            case .quantity, .instant: true
            case .text, .flag, .null: false
            }
        }
    }

    /// What comes of a record.
    enum Outcome: Equatable {
        case holds, fails
        /// It lacks the field, or has something else there than can be compared; the reason as the end of a sentence.
        case undecided(String)
    }

    let field: String
    let comparison: Comparison
    let wanted: Wanted
    /// As written, without the field.
    let limit: String

    init(field: String, _ comparison: Comparison, _ spelled: String) {
        (self.field, self.comparison) = (field, comparison)
        wanted = Wanted(spelled)
        limit = "\(comparison.rawValue) \(spelled)"
    }

    func outcome(of record: Record) -> Outcome {
        guard let value = record.fields[field] else { return .undecided("it has no field '\(field)'") }
        func decide<T: Comparable>(_ left: T?, _ right: T, _ kind: String) -> Outcome {
            guard let left else {
                return .undecided("'\(field)' is \(Self.shown(value)), which is not \(kind) as \(limit) asks")
            }
            return comparison.holds(left, right) ? .holds : .fails
        }
        switch wanted {
        case .null: return decide(Self.rank(value == .null), 1, "")
        case .flag(let flag): return decide(Self.flag(value).map(Self.rank), Self.rank(flag), "true or false")
        case .text(let text):
            // By bytes: texts that only look alike differ.
            return decide(Self.text(value).map { Self.rank($0.utf8.elementsEqual(text.utf8)) }, 1, "a text")
        case .instant(let instant):
            return decide(Self.text(value).flatMap { Instant(rfc3339: $0) }, instant, "a time with an offset")
        case .quantity(let quantity):
            let found = Self.quantity(value)
            let isComparable = found?.unit.dimension == quantity.unit.dimension
            guard let right = quantity.base else { return .undecided("\(limit) is out of range") }
            return decide(
                isComparable ? found?.base : nil, right,
                quantity.unit == .count ? "a number" : "a quantity of that unit")
        }
    }

    private static func rank(_ flag: Bool) -> Int { flag ? 1 : 0 }

    private static func text(_ value: Record.Value) -> String? {
        switch value {
        case .text(let text), .untyped(let text): text
        case .number, .flag, .null, .other: nil
        }
    }

    private static func flag(_ value: Record.Value) -> Bool? {
        switch value {
        case .flag(let flag): flag
        case .untyped(let text): ["true": true, "false": false][text]
        case .text, .number, .null, .other: nil
        }
    }

    /// A typed text is a quantity only with its unit: `"5"` in JSON is no number.
    private static func quantity(_ value: Record.Value) -> Quantity? {
        switch value {
        case .number(let number): Quantity(number, .count)
        case .text(let text): ExactDecimal(text) == nil ? Quantity(text) : nil
        case .untyped(let text): ExactDecimal(text).map { Quantity($0, .count) } ?? Quantity(text)
        case .flag, .null, .other: nil
        }
    }

    /// A value in a sentence.
    static func shown(_ value: Record.Value?) -> String {
        switch value {
        case .text(let text), .untyped(let text): text.isEmpty ? "empty" : "'\(text.prefix(80))'"
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .null: "null"
        case .other: "no single value"
        case nil: "nothing"
        }
    }
}
