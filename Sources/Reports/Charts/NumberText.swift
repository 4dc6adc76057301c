/// A value with at most four significant digits, without exponent where it is of a usual size.
func spelledNumber(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    guard abs(value) >= 0.0001, abs(value) < 1_000_000_000 else { return exponential(value) }
    var scale = 1.0
    while abs(value) * scale < 1000, scale < 10_000_000 { scale *= 10 }
    return fixed(value, scale: scale)
}

/// A value with its unit as people write them: `287 ms`, `65%`.
func spelledNumber(_ value: Double, _ unit: String) -> String {
    let number = spelledNumber(value)
    return unit.isEmpty || unit == "ratio" ? number : unit == "%" ? "\(number)%" : "\(number) \(unit)"
}

/// `1,440`
func spelledCount(_ count: Int) -> String { String(spelledBytes(Int64(count)).dropLast(2)) }

private func fixed(_ value: Double, scale: Double) -> String {
    let rounded = (value * scale).rounded() / scale
    let text = "\(rounded)"
    return text.utf8.suffix(2).elementsEqual(".0".utf8) ? String(text.dropLast(2)) : text
}

/// `1.235e+300`
private func exponential(_ value: Double) -> String {
    let text = "\(value)"
    guard let e = text.firstIndex(of: "e") else { return text }
    return "\(text[..<e].prefix(value < 0 ? 6 : 5))\(text[e...])"
}
