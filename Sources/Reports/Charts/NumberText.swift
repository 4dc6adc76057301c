/// A value with at most four significant digits, without exponent where it is of a usual size.
func spelledNumber(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    guard abs(value) >= 0.0001, abs(value) < 1_000_000_000 else { return "\(value)" }
    var scale = 1.0
    while abs(value) * scale < 1000, scale < 10_000_000 { scale *= 10 }
    return fixed(value, scale: scale)
}

/// A coordinate of a drawing, to a tenth.
func coordinate(_ value: Double) -> String {
    value.isFinite ? fixed(min(max(value, -100_000), 100_000), scale: 10) : "0"
}

private func fixed(_ value: Double, scale: Double) -> String {
    let rounded = (value * scale).rounded() / scale
    let text = "\(rounded)"
    return text.utf8.suffix(2).elementsEqual(".0".utf8) ? String(text.dropLast(2)) : text
}
