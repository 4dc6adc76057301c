internal import Model
internal import Streams

/// The numbers that k6 prints behind a metric's name; times are rounded to a hundredth of the unit shown.
struct K6Values {
    private let words: [String]
    private let metric: String
    private let line: Int

    init(_ words: [String], of metric: String, _ line: Int) {
        self.words = words
        self.metric = metric
        self.line = line
    }

    func add(to report: inout LoadReport) throws {
        guard let first = words.first else { throw unreadable("nothing") }
        if first.hasSuffix("%") {
            try addRate(to: &report)
        } else if metric == "checks_total" || metric == "checks_failed" {
            return
        } else if first.utf8.contains(61) {
            for word in words { try addPair(word, to: &report) }
        } else if words.dropFirst().contains(where: { $0.utf8.contains(61) }) {
            for word in ["value=\(first)"] + words.dropFirst() { try addPair(word, to: &report) }
        } else if let count = Int(first), words.count == 2 {
            report.add(metric, "count", ExactDecimal(count), .count, line: line)
        }
        // Else amounts of data (`21 kB  11 kB/s`), which no verdict needs.
    }

    /// `40.76% 106 out of 260`, before version 1.0 `60.00% ✓ 201 ✗ 134`; the percentage is rounded, the counts are not.
    private func addRate(to report: inout LoadReport) throws {
        let isNew = words.count == 5 && words[2] == "out" && words[3] == "of"
        let isOld = words.count == 5 && words[1] == "✓" && words[3] == "✗"
        guard isNew || isOld, let passes = Int(words[isNew ? 1 : 2]), let last = Int(words[4]),
            passes >= 0, last >= (isNew ? passes : 0)
        else { throw unreadable(words.joined(separator: " ")) }
        let fails = isNew ? last - passes : last
        switch metric {
        case "checks_failed": break
        case "checks_succeeded": report.add("checks", passes: passes, fails: fails, line: line)
        default: report.add(metric, passes: passes, fails: fails, line: line)
        }
    }

    /// `p(95)=62.47ms`, `max=5`
    private func addPair(_ word: String, to report: inout LoadReport) throws {
        guard let equals = word.utf8.firstIndex(of: 61) else { throw unreadable(word) }
        let text = String(word[word.utf8.index(after: equals)...])
        guard let (value, unit, margin) = Self.number(text) else { throw unreadable(word) }
        func quantity(_ value: Int64) -> Quantity {
            Quantity(ExactDecimal(mantissa: Int128(value), exponent: -6), unit)
        }
        var statistic = LoadStatistic(
            metric: metric, statistic: String(word[..<equals]), value: quantity(value),
            line: line)
        if value != 0 { (statistic.least, statistic.most) = (quantity(value - margin), quantity(value + margin)) }
        report.add(statistic)
    }

    /// A number in millionths of its unit, and how far rounding may have moved it: `1.49s`, `320µs`, `1m30s`, `0s`, `5`.
    private static func number(_ text: String) -> (value: Int64, unit: Unit, margin: Int64)? {
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        var (seconds, isTime): (Int64, Bool) = (0, false)
        while !rest.isEmpty {
            let end = rest.firstIndex { !($0 &- 48 < 10 || $0 == 46 || $0 == 45) } ?? rest.endIndex
            guard let number = millionths(rest[..<end]) else { return nil }
            let stop = rest[end...].firstIndex { $0 &- 48 < 10 } ?? rest.endIndex
            let unit = String(decoding: rest[end..<stop], as: UTF8.self)
            rest = rest[stop...]
            switch unit {
            case "h": seconds += number &* 3600
            case "m": seconds += number &* 60
            case "s" where isTime: seconds += number
            case "": return isTime ? nil : (number, .count, 10_000)
            default:
                guard !isTime, rest.isEmpty, let unit = Unit(spelled: unit), unit.dimension == .time else { return nil }
                return (number, unit, 10_000)
            }
            isTime = true
        }
        return isTime ? (seconds, .seconds, 1_000_000) : nil
    }

    private static func millionths(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard let value = ExactDecimal(utf8: digits)?.shifted(by: 6), value.exponent >= 0, value.exponent < 19,
            value.mantissa.magnitude < 1_000_000_000_000
        else { return nil }
        return Int64(value.description)
    }

    private func unreadable(_ text: String) -> StreamProblem {
        K6Mark.problem("`\(String(text.unicodeScalars.prefix(60)))` of \(metric) cannot be read", line)
    }
}
