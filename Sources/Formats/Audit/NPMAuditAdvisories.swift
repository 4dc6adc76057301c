internal import Model
internal import Streams

/// The older audit report, a map of advisories: npm 6, pnpm, yarn 2 and 3; its metadata may count paths.
enum NPMAuditAdvisories {
    static func fits(_ json: JSONShape) -> Bool {
        guard let advisories = json["advisories"], advisories.isObject else { return false }
        return json["metadata"]?.has("vulnerabilities") ?? false || advisories.anyMember?.has("module_name") ?? false
    }

    static func read(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        var hasAdvisories = false
        var totals: AuditTotals?
        try json.object { key in
            switch key {
            case "advisories":
                hasAdvisories = true
                try json.object { number in try emit(.advisory(advisory(json, number: number.string))) }
            case "metadata": totals = try metadata(json)
            case "error", "message": throw try NPMAuditError.problem(key.string, json)
            default: break
            }
        }
        guard hasAdvisories else { throw StreamProblem.missing("advisories", in: "npm audit report") }
        guard let totals else { throw StreamProblem.missing("metadata", in: "npm audit report") }
        try emit(.auditTotals(totals))
    }

    /// The counts in `metadata`, or in yarn 1's `auditSummary`, which has the same form.
    static func metadata(_ json: JSONReader) throws -> AuditTotals {
        let line = json.line
        var declared: [Severity: Int]?
        var total: Int?
        var parts: Int?
        var development = 0
        try json.object { key in
            switch key {
            case "vulnerabilities": declared = try json.severityCounts()
            case "totalDependencies": total = try json.int()
            case "devDependencies": development = try json.int()
            case "dependencies", "optionalDependencies":
                let (sum, overflow) = (parts ?? 0).addingReportingOverflow(try json.int())
                parts = overflow ? Int.max : sum
            default: break
            }
        }
        guard let declared else {
            throw StreamProblem.missing("metadata.vulnerabilities", in: "audit report")
        }
        let audited = total.map { $0.subtractingReportingOverflow(development).partialValue } ?? parts
        return AuditTotals(declared: declared, dependencies: audited, countsPaths: true, line: line)
    }

    /// One advisory as npm 6, pnpm and yarn 1 write it.
    static func advisory(_ json: JSONReader, number: String?) throws -> Advisory {
        let (line, pointer) = (json.line, json.pointer)
        var word: String?
        var package: String?
        var title: String?
        var version: String?
        var ghsa: String?
        var number = number
        try json.object { key in
            switch key {
            case "severity": word = try json.optionalString()
            case "module_name": package = try json.string()
            case "title": title = try json.optionalString()
            case "github_advisory_id": ghsa = try json.optionalString()
            case "url": if let url = try json.optionalString() { ghsa = ghsa ?? NPMAudit.ghsa(in: url) }
            case "id": if try json.kind() == .number { number = try json.number() } else { number = try json.string() }
            case "findings":
                try json.array { _ in
                    try json.object { key in
                        if key == "version" { version = try version ?? json.optionalString() }
                    }
                }
            default: break
            }
        }
        let id = ghsa ?? number ?? package ?? ""
        return Advisory(
            id: id, package: package ?? "", version: version, severity: Severity(id: id, word: word),
            title: title ?? "", line: line, pointer: pointer)
    }
}
