internal import Model
internal import Streams

/// The report of `npm audit --json`, npm 7 and later (`auditReportVersion` 2); it counts packages, not advisories.
struct NPMAudit: EvidenceFormat {
    let id = "npm-audit"
    let title = "npm audit report"
    let producedBy = ["npm audit --json --omit=dev", "pnpm audit --json --prod"]
    let facts: [FactKind] = [.advisory, .auditTotals]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.isObject else { return nil }
        if case .number("2") = json["auditReportVersion"] {
            return Recognition(dialect: "npm-audit/2", because: "`auditReportVersion` is 2")
        }
        if NPMAuditAdvisories.fits(json) {
            return Recognition(dialect: "npm-audit/1", because: "`advisories` is a map of advisories")
        }
        if NPMAuditError.fits(json) {
            return Recognition(dialect: "npm-audit/error", because: "npm's error object takes the place of a report")
        }
        return nil
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let reader = JSONReader(source)
        switch dialect {
        case "npm-audit/2": try report(reader, emit)
        case "npm-audit/1": try NPMAuditAdvisories.read(reader, emit)
        default: try NPMAuditError.refuse(reader)
        }
        try reader.end()
        return Reading()
    }

    private func report(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        var hasPackages = false
        var totals: AuditTotals?
        try json.object { key in
            switch key {
            case "auditReportVersion":
                guard try json.int() == 2 else { throw json.wrongKind(expected: "report version 2") }
            case "vulnerabilities":
                hasPackages = true
                try json.object { name in try package(named: name.string, json, emit) }
            case "metadata": totals = try metadata(json)
            case "error", "message": throw try NPMAuditError.problem(key.string, json)
            default: break
            }
        }
        guard hasPackages else { throw StreamProblem.missing("vulnerabilities", in: title) }
        guard let totals else { throw StreamProblem.missing("metadata", in: title) }
        try emit(.auditTotals(totals))
    }

    private func metadata(_ json: JSONReader) throws -> AuditTotals {
        let line = json.line
        var declared: [Severity: Int]?
        var dependencies: Int?
        try json.object { key in
            switch key {
            case "vulnerabilities": declared = try json.severityCounts()
            case "dependencies":
                // Early npm 7 writes the number itself.
                if try json.kind() == .number {
                    dependencies = try json.int()
                } else {
                    var (total, development): (Int?, Int) = (nil, 0)
                    try json.object { key in
                        switch key {
                        case "total": total = try json.int()
                        case "dev": development = try json.int()
                        default: break
                        }
                    }
                    dependencies = total.map { $0.subtractingReportingOverflow(development).partialValue }
                }
            case "totalDependencies": dependencies = try json.int()
            default: break
            }
        }
        guard let declared else { throw StreamProblem.missing("metadata.vulnerabilities", in: title) }
        return AuditTotals(declared: declared, dependencies: dependencies, line: line)
    }

    private func package(named name: String, _ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        let (line, pointer) = (json.line, json.pointer)
        var word: String?
        var range: String?
        var id: String?
        var title: String?
        try json.object { key in
            switch key {
            case "severity": word = try json.optionalString()
            case "range": range = try json.optionalString()
            case "via":
                try json.array { _ in
                    let via = try json.value()
                    if id == nil, let found = via["url"]?.string.flatMap(Self.ghsa) { id = found }
                    if title == nil { title = via["title"]?.string ?? via.string.map { "through \($0)" } }
                }
            default: break
            }
        }
        try emit(
            .advisory(
                Advisory(
                    id: id ?? name, package: name, version: range, severity: Severity(id: id ?? name, word: word),
                    title: title ?? "no advisory named", line: line, pointer: pointer)))
    }

    /// The advisory that a URL ends in.
    static func ghsa(in url: String) -> String? {
        let last = url.split(separator: "/").last.map(String.init) ?? ""
        return last.hasPrefix("GHSA-") ? last : nil
    }
}
