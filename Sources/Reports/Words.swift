import Model

extension Verdict {
    /// As it is shown to people.
    var word: String {
        switch self {
        case .pass: "Pass"
        case .warn: "Warning"
        case .fail: "Fail"
        case .unknown: "Unknown"
        case .error: "Error"
        case .manual: "Manual"
        case .waived: "Waived"
        case .notApplicable: "Not applicable"
        case .notDue: "Not due"
        }
    }

    /// `true` where nothing is left to do, so that its card may be folded.
    var isSettled: Bool {
        switch self {
        case .pass, .notApplicable, .notDue: true
        default: false
        }
    }
}

extension Decision {
    /// As it is shown to people.
    var word: String {
        switch self {
        case .go: "Go"
        case .goWithWaivers: "Go with waivers"
        case .noGo: "No go"
        case .incomplete: "Incomplete"
        }
    }
}

extension SignOffState {
    /// As it is shown to people.
    var word: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// With a full stop, unless it has an end.
func sentence(_ text: String) -> String {
    text.last.map { ".!?:…".contains($0) } ?? true ? text : text + "."
}

/// The first twelve digits of a digest, enough to recognise it.
func shortDigest(_ digest: String) -> String { String(decoding: digest.utf8.prefix(12), as: UTF8.self) }

/// `58,310 B`
func spelledBytes(_ count: Int64) -> String {
    let digits = Array(String(count.magnitude).utf8)
    var out: [UInt8] = count < 0 ? [UInt8(ascii: "-")] : []
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { out.append(UInt8(ascii: ",")) }
        out.append(digit)
    }
    return String(decoding: out, as: UTF8.self) + " B"
}

/// `2026-11-20 16:31 UTC`; seconds only where there are some.
func spelledTime(_ instant: Instant) -> String {
    let text = Array(instant.description.utf8)
    guard text.count >= 20 else { return instant.description }
    let seconds = text[17..<text.count - 1].elementsEqual("00".utf8) ? 16 : text.count - 1
    return String(decoding: text[0..<10] + [32] + text[11..<seconds], as: UTF8.self) + " UTC"
}
