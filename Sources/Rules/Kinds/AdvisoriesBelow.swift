package import Model

/// No more advisories of each severity than allowed, counted from the advisories themselves.
package struct AdvisoriesBelow: Rule {
    package static let kind = "advisories-below"
    package static let summary =
        "The dependency audit lists no more advisories of a severity than allowed; an unstated severity counts as critical."
    package static let parameters = [
        Parameter("critical", .number, loosenedBy: .more, "most critical advisories allowed"),
        Parameter("high", .number, loosenedBy: .more, "most high advisories allowed"),
        Parameter("moderate", .number, loosenedBy: .more, "most moderate advisories allowed; any number unless given"),
        Parameter("low", .number, loosenedBy: .more, "most low advisories allowed; any number unless given"),
        Parameter(
            "dependencies", .number, loosenedBy: .less,
            "least number of dependencies that must have been audited; 1 unless given, 0 for tools that do not say"),
    ]
    package static let example = "advisories-below: {critical: 0, high: 0}"
    package static let reads: Set<FactKind> = [.advisory, .auditTotals]

    private let most: [Severity: Int]
    private let dependencies: Int

    package init(_ reader: inout MappingReader) {
        var most: [Severity: Int] = [:]
        for severity in [Severity.critical, .high, .moderate, .low] {
            most[severity] = reader.int(severity.rawValue)
        }
        if most.isEmpty {
            reader.report("missing-key", "advisories-below allows anything", "Give at least `critical: 0`.")
        }
        self.most = most
        dependencies = reader.int("dependencies") ?? 1
    }

    /// What one file says as a whole, and what it lists.
    fileprivate struct Document: Sendable {
        var totals: AuditTotals
        var counted: [Severity: Int]
        var place: Place

        /// The worst severity of which the summary has another number than the list; paths to one advisory may be many.
        var contradiction: (severity: Severity, declared: Int, counted: Int)? {
            (totals.declared ?? [:]).sorted { $0.key > $1.key }.lazy.map { severity, declared in
                (severity, declared, counted[severity, default: 0])
            }.first { _, declared, counted in
                totals.countsPaths ? declared < counted || declared > 0 && counted == 0 : declared != counted
            }
        }
    }

    /// Counts by severity, the worst examples, and each document's own totals.
    package struct Counts: Tally {
        fileprivate var path: String
        fileprivate var bySeverity: [Severity: Int] = [:]
        fileprivate var inThisFile: [Severity: Int] = [:]
        fileprivate var examples: [Severity: [(text: String, place: Place)]] = [:]
        fileprivate var documents: [Document] = []
        fileprivate var pendingTotals: AuditTotals?

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .advisory(let advisory):
                bySeverity[advisory.severity, default: 0] += 1
                inThisFile[advisory.severity, default: 0] += 1
                guard examples[advisory.severity, default: []].count < 20 else { return }
                let version = advisory.version.map { " \($0)" } ?? ""
                let title = advisory.title.isEmpty ? "" : ": \(advisory.title)"
                examples[advisory.severity, default: []].append(
                    (
                        "\(advisory.severity.rawValue) \(advisory.id) in \(advisory.package)\(version)\(title)",
                        Place(path, line: advisory.line, pointer: advisory.pointer)
                    ))
            case .auditTotals(let totals): pendingTotals = totals
            default: break
            }
        }

        /// Closes the file that was being read.
        fileprivate mutating func close() {
            if let pending = pendingTotals {
                documents.append(Document(totals: pending, counted: inThisFile, place: Place(path, line: pending.line)))
            } else if !inThisFile.isEmpty {
                let unstated = AuditTotals(declared: nil, dependencies: nil, line: 1)
                documents.append(Document(totals: unstated, counted: inThisFile, place: Place(path)))
            }
            (pendingTotals, inThisFile) = (nil, [:])
        }

        package mutating func merge(_ later: Counts) {
            close()
            path = later.path
            bySeverity.merge(later.bySeverity) { $0 + $1 }
            examples.merge(later.examples) { Array(($0 + $1).prefix(20)) }
            documents += later.documents
            (pendingTotals, inThisFile) = (later.pendingTotals, later.inThisFile)
        }
    }

    package func tally(path: String) -> Counts { Counts(path: path) }

    package func findings(_ tally: Counts, in context: CheckContext) -> [Finding] {
        var closed = tally
        closed.close()
        guard !closed.documents.isEmpty else {
            return [
                Finding(
                    .unknown, "no audit report was found among the files", observed: "no report",
                    limit: ">= \(dependencies) audited")
            ]
        }
        var findings: [Finding] = []
        for document in closed.documents {
            if let (severity, declared, listed) = document.contradiction {
                findings.append(
                    Finding(
                        .error, "the summary says \(declared) \(severity.rawValue), the report lists \(listed)",
                        observed: "\(listed) listed", limit: "= \(declared) as summed up", at: document.place,
                        next: "run the audit again without post-processing its output"))
            }
            switch document.totals.dependencies {
            case nil where dependencies > 0 && document.counted.isEmpty:
                findings.append(
                    Finding(
                        .unknown, "a clean report that does not say how many dependencies were audited proves nothing",
                        observed: "no number", limit: ">= \(dependencies) audited", at: document.place))
            case .some(let audited) where audited < dependencies:
                findings.append(
                    Finding(
                        .unknown, "only \(audited) dependencies were audited for certain (those for development apart)",
                        observed: "\(audited)", limit: ">= \(dependencies) audited", at: document.place))
            default: break
            }
        }
        for severity in most.keys.sorted(by: >) {
            let worse: [Severity] = severity == .critical ? [.critical, .unknown] : [severity]
            let count = worse.reduce(0) { $0 + closed.bySeverity[$1, default: 0] }
            let allowed = most[severity] ?? 0
            let examples = worse.flatMap { closed.examples[$0, default: []] }
            if count > allowed {
                findings.append(
                    Finding(
                        .fail,
                        "\(count) \(severity.rawValue) outstanding, \(allowed == 0 ? "none" : "at most \(allowed)") allowed",
                        observed: "\(count) \(severity.rawValue)", limit: "<= \(allowed)", at: examples.first?.place,
                        next: "upgrade the packages named, or have the risk waived, then run the audit again"))
                findings += examples.prefix(20).map { Finding(.fail, $0.text, at: $0.place) }
            } else {
                findings.append(
                    Finding(.pass, "\(count) \(severity.rawValue)", observed: "\(count)", limit: "<= \(allowed)"))
            }
        }
        return findings
    }
}
