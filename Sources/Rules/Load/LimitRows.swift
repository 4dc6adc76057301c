import Model

extension LoadResults {
    /// A statistic beside its limit, for drawing; `nil` where this file does not state it.
    func row(_ metric: String, _ name: String, _ limit: Limit, _ verdict: Verdict) -> LimitFigure.Row? {
        let unit = limit.quantity.unit
        let value: Double?
        let observed: String
        if name == "rate", let rate = rate(metric) {
            observed = "\(rate.passes) of \(rate.total)"
            let share = rate.total > 0 ? Double(rate.passes) / Double(rate.total) : nil
            value = share.map { unit == .percent ? $0 * 100 : $0 }
        } else if let statistic = statistic(metric, name) {
            observed = "\(statistic.value)"
            let isComparable = statistic.value.unit.dimension == unit.dimension
            value = isComparable ? statistic.value.approximate(in: unit) : nil
        } else {
            return nil
        }
        return LimitFigure.Row(
            name: "\(metric) \(name)", observed: observed, limitText: "\(limit)", value: value,
            limit: limit.quantity.value.approximate, unit: unit.rawValue, forbids: limit.forbids, verdict: verdict)
    }

    /// A threshold of the test itself beside what was measured, in the metric's own unit.
    func row(_ threshold: LoadThreshold, _ verdict: Verdict) -> LimitFigure.Row {
        let parts = threshold.expression.utf8.filter { $0 != 32 }
        let start = parts.firstIndex { 60...62 ~= $0 || $0 == 33 } ?? parts.endIndex
        let isComparison = { (byte: UInt8) in 60...62 ~= byte || byte == 33 }
        let name = String(decoding: parts[..<start], as: UTF8.self)
        let limit = ExactDecimal(utf8: parts[start...].drop(while: isComparison))?.approximate
        let statistic = statistic(threshold.metric, name)
        var value = statistic?.value.value.approximate
        if name == "rate", let rate = rate(threshold.metric) {
            value = rate.total > 0 ? Double(rate.passes) / Double(rate.total) : nil
        }
        let unit = statistic.map { $0.value.unit == .ratio ? "" : $0.value.unit.rawValue } ?? ""
        let sign = start < parts.endIndex ? parts[start] : 0
        return LimitFigure.Row(
            name: "\(threshold.metric) \(name)",
            observed: statistic.map { "\($0.value)" } ?? value.map { "\($0)" } ?? "not stated",
            limitText: threshold.expression, value: value, limit: limit, unit: unit,
            forbids: sign == 60 ? .above : sign == 62 ? .below : .other, verdict: verdict)
    }
}

extension Quantity {
    /// About this many of `other`, which must be of the same dimension; for drawing only.
    func approximate(in other: Unit) -> Double? {
        guard let base = base?.approximate, let one = Quantity(ExactDecimal(1), other).base?.approximate, one != 0
        else { return nil }
        return base / one
    }
}
