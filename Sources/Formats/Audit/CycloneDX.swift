internal import Model
internal import Streams

/// A CycloneDX document with vulnerabilities; one that VEX says is resolved, or with a reason harmless, is only noted.
struct CycloneDX: EvidenceFormat {
    let id = "cyclonedx"
    let title = "CycloneDX document with vulnerabilities"
    let producedBy = ["grype . -o cyclonedx-json"]
    let facts: [FactKind] = [.advisory, .auditTotals, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.json?["bomFormat"]?.string == "CycloneDX" else { return nil }
        return Recognition(dialect: "cyclonedx", because: "`bomFormat` is `CycloneDX`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var reading = Reading()
        var hasList = false
        var components: Int?
        try json.object { key in
            switch key {
            case "metadata":
                try json.object { key in
                    guard key == "timestamp" else { return }
                    reading.producedAt = try json.optionalString().flatMap(Instant.init(rfc3339:))
                }
            case "components":
                components = 0
                try json.array { index in components = index + 1 }
            case "vulnerabilities":
                hasList = true
                try json.array { _ in
                    let (line, pointer) = (json.line, json.pointer)
                    let row = try json.value()
                    let advisory = advisory(row, line: line, pointer: pointer)
                    if !isExcused(row["analysis"]) { try emit(.advisory(advisory)) }
                    if let state = row["analysis"]?["state"]?.string {
                        let why = reason(row["analysis"]).map { ", \($0)" } ?? ""
                        reading.notes.append("\(advisory.id) is stated to be \(state)\(why)")
                    }
                }
            default: break
            }
        }
        try json.end()
        guard hasList else {
            throw StreamProblem.missing(
                "vulnerabilities", in: title,
                advice: "A list of components alone is no audit: collect the scanner's report.")
        }
        if components == nil {
            let reason = "the document lists no components: it explains vulnerabilities and is no audit of its own"
            try emit(.gap(EvidenceGap(reason: reason, line: 1)))
        }
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: components, line: 1)))
        return reading
    }

    /// Whether the analysis says that the vulnerability does not count: `exploitable`, `in_triage`, unknown states, and a
    /// claim of harmlessness without a reason do.
    private func isExcused(_ analysis: JSONNode?) -> Bool {
        switch analysis?["state"]?.string {
        case "resolved", "resolved_with_pedigree": true
        case "not_affected": !(analysis?["justification"]?.string ?? "").isEmpty
        case "false_positive": reason(analysis) != nil
        default: false
        }
    }

    /// The justification, which has words of its own for `not_affected`, else the free text.
    private func reason(_ analysis: JSONNode?) -> String? {
        ["justification", "detail"].compactMap { analysis?[$0]?.string }.first { !$0.isEmpty }
    }

    /// The worst of the ratings counts.
    private func advisory(_ row: JSONNode, line: Int, pointer: String) -> Advisory {
        let package = row["affects"]?.elements?.first?["ref"]?.string ?? ""
        let id = row["id"]?.string ?? package
        let severities = (row["ratings"]?.elements ?? []).map { Severity(word: $0["severity"]?.string) }
        return Advisory(
            id: id, package: package, version: nil,
            severity: severities.filter { $0 != .unknown }.max() ?? Severity(id: id, word: nil),
            title: row["description"]?.string ?? "", line: line, pointer: pointer)
    }
}
