import Model

/// How far what was observed is from its limit, in words, where both are one quantity of one unit.
enum Margin {
    private struct Amount {
        var value: Double
        var unit: String
        var isDuration: Bool
    }

    private static let durations: [String: Double] = [
        "ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]

    /// `margin 61.8 ms`, `over by 25 min`, `short by 1`; empty where there is nothing to compare.
    static func words(observed: String, limit: String) -> String {
        let limit = Array(limit.unicodeScalars)
        guard let sign = limit.firstIndex(where: { $0 == "<" || $0 == ">" }),
            let bound = amount(limit[(sign + 1)...]), let found = amount(Array(observed.unicodeScalars)[...]),
            bound.isDuration == found.isDuration,
            bound.isDuration || bound.unit == found.unit || bound.unit.isEmpty
        else { return "" }
        let isUpper = limit[sign] == "<"
        let room = isUpper ? bound.value - found.value : found.value - bound.value
        let isMet = room > 0 || room == 0 && sign + 1 < limit.count && limit[sign + 1] == "="
        let unit = found.unit.isEmpty ? bound.unit : found.unit
        let size = abs(room)
        let spelled =
            bound.isDuration && (size >= 1_000 || size == size.rounded())
            ? spelledDuration(milliseconds: Int64(size)) : spelledNumber(size) + (unit.isEmpty ? "" : " \(unit)")
        if size == 0 {
            return !isMet ? "at the limit, which is not allowed" : bound.value == 0 ? "" : "just at the limit"
        }
        return isMet ? "margin \(spelled)" : isUpper ? "over by \(spelled)" : "short by \(spelled)"
    }

    /// The first quantity of a text; those of several units, such as `5 h 43 min`, are one.
    private static func amount(_ text: ArraySlice<Unicode.Scalar>) -> Amount? {
        var rest = text.drop { !isDigit($0) }
        if rest.startIndex > text.startIndex, isWordy(text[rest.startIndex - 1]) { return nil }
        guard var amount = part(&rest) else { return nil }
        while amount.isDuration {
            var ahead = rest.drop { $0 == " " }
            guard let next = part(&ahead), next.isDuration else { break }
            amount.value += next.value
            rest = ahead
        }
        // Of a digest, a version or a time, the first digits are no quantity.
        if let after = rest.first, isWordy(after) { return nil }
        return amount
    }

    private static func part(_ text: inout ArraySlice<Unicode.Scalar>) -> Amount? {
        let digits = text.prefix { isDigit($0) || $0 == "." || $0 == "," }
        var number = String(String.UnicodeScalarView(digits.filter { $0 != "," }))
        while number.last == "." { number.removeLast() }
        guard let value = Double(number) else { return nil }
        var rest = text[digits.endIndex...]
        let spaced = rest.drop { $0 == " " }
        let unit =
            spaced.first == "%" ? spaced.prefix(1) : spaced.prefix { $0.properties.isAlphabetic }
        let word = String(String.UnicodeScalarView(unit))
        let isUnit = !word.isEmpty && !["of", "to", "and", "or"].contains(word)
        if isUnit { rest = spaced[unit.endIndex...] }
        text = rest
        if isUnit, let factor = durations[word] {
            return Amount(value: value * factor, unit: word == "ms" ? "ms" : "", isDuration: true)
        }
        return Amount(value: value, unit: isUnit ? word : "", isDuration: false)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isWordy(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || isDigit(scalar) || ["-", ".", ":", "_", "/"].contains(scalar)
    }
}

/// Numbers of a measured value with at most four decimals, and `…` for the rest; pack.json has them in full.
func shortDecimals(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var decimals: Int?
    var isNumber = false
    for scalar in text.unicodeScalars {
        let isDigit = ("0"..."9").contains(scalar)
        if isDigit, let count = decimals {
            decimals = count + 1
            if count == 4 { out.append("…") }
            if count >= 4 { continue }
        } else if isDigit {
            isNumber = isNumber || out.last.map { $0 == " " || $0 == "-" } ?? true
        } else {
            decimals = scalar == "." && isNumber && decimals == nil ? 0 : nil
            if decimals == nil { isNumber = false }
        }
        out.append(scalar)
    }
    return String(out)
}
