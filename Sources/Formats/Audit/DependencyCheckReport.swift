internal import Model
internal import Streams

/// One vulnerability of one dependency, whatever the report's dialect.
struct DependencyCheckFinding {
    var name: String
    var isSuppressed: Bool
    /// Severities as words; an entry without a score has its number here.
    var words: [String?] = []
    /// CVSS base scores of version 3 and later.
    var scores: [String?] = []
    /// The score of CVSS version 2, for entries that nobody scored again.
    var oldScore: String?
    var title = ""

    init(name: String, isSuppressed: Bool) {
        self.name = name
        self.isSuppressed = isSuppressed
    }

    /// The worst of what is stated.
    var severity: Severity {
        let stated =
            words.map(Severity.init(word:)) + (words + scores).map(OSVVulnerability.severity(score:))
        if let worst = stated.filter({ $0 != .unknown }).max() { return worst }
        let old = OSVVulnerability.severity(score: oldScore)
        return old == .unknown ? Severity(id: name, word: nil) : old
    }
}

/// What a report says as a whole, filled by the reader of its dialect.
struct DependencyCheckReport {
    var hasScan = false
    var date: String?
    var dependencies: Int?
    var exceptions: [String] = []
    /// Databases with the time of their last update.
    var sources: [(name: String, time: String)] = []
    private var notes: [String] = []
    /// How old the database of vulnerabilities may be when the report is made.
    private static let oldest: Int64 = 7 * 86_400_000

    mutating func take(
        _ finding: DependencyCheckFinding, in package: String, line: Int, pointer: String?,
        _ emit: (Fact) throws -> Void
    ) throws {
        guard !finding.isSuppressed else {
            if notes.count < 100 { notes.append("\(finding.name) in \(package) is suppressed") }
            return
        }
        try emit(
            .advisory(
                Advisory(
                    id: finding.name, package: package, version: nil, severity: finding.severity, title: finding.title,
                    line: line, pointer: pointer)))
    }

    /// The reading, once the end of the document was seen.
    func finish(_ title: String, _ emit: (Fact) throws -> Void) throws -> Reading {
        guard hasScan else { throw StreamProblem.missing("scanInfo", in: title) }
        guard let dependencies else { throw StreamProblem.missing("dependencies", in: title) }
        for reason in exceptions.prefix(20) {
            try emit(.gap(EvidenceGap(reason: "an analyser failed: \(reason)", line: 1)))
        }
        let made = date.flatMap(Self.moment)
        for (name, time) in sources where name.lowercased().contains("checked") {
            guard let made, let checked = Self.moment(time), made.milliseconds - checked.milliseconds > Self.oldest
            else {
                continue
            }
            try emit(.gap(EvidenceGap(reason: "the vulnerability database is old: \(name) \(time)", line: 1)))
        }
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: dependencies, line: 1)))
        let producedAt = made.flatMap { $0.hasZone ? Instant(milliseconds: $0.milliseconds) : nil }
        return Reading(producedAt: producedAt, notes: notes)
    }

    private static func moment(_ text: String) -> TimeText.Moment? {
        var times = TimeText()
        return Array(text.utf8).withUnsafeBufferPointer { times.moment(Bytes($0)) }
    }
}
