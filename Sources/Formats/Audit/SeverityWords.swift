internal import Model

extension Severity {
    /// A tool's word for a severity, whatever its case; a word that nobody knows is `unknown`, which blocks (FORMATS-CI.md §4).
    init(word: String?) {
        switch word?.lowercased() {
        case "critical": self = .critical
        case "high", "important": self = .high
        case "moderate", "medium": self = .moderate
        case "low": self = .low
        case "info", "informational", "negligible", "none": self = .info
        default: self = .unknown
        }
    }

    /// The severity of an advisory by its id first: `MAL-` names a malicious package, which is always critical.
    init(id: String, word: String?) {
        self = id.utf8.starts(with: "MAL-".utf8) ? .critical : Severity(word: word)
    }

    /// The band of a CVSS v3 base score in tenths, 0 to 100.
    init(cvssTenths tenths: Int) {
        switch tenths {
        case 0: self = .info
        case 1...39: self = .low
        case 40...69: self = .moderate
        case 70...89: self = .high
        case 90...100: self = .critical
        default: self = .unknown
        }
    }
}
