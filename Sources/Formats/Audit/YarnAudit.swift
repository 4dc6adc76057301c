internal import Model
internal import Streams

/// The lines of `yarn audit --json`: yarn 1 (a line per path, a summary at the end) and yarn 4 (a line per advisory).
struct YarnAudit: EvidenceFormat {
    let id = "yarn-audit"
    let title = "yarn audit report"
    let producedBy = [
        "yarn audit --json --groups dependencies",
        "yarn npm audit --all --recursive --environment production --json",
    ]
    let facts: [FactKind] = [.advisory, .auditTotals, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let first = preamble.json else { return nil }
        if first["children"]?.has("Issue") ?? false, first.has("value") {
            return Recognition(dialect: "yarn-audit/4", because: "each line has `value` and `children.Issue`")
        }
        let words = ["auditAdvisory", "auditSummary", "auditAction"]
        let isYarn = ([first] + preamble.jsonMore).contains { line in
            line.has("data") && words.contains(line["type"]?.string ?? "")
        }
        return isYarn ? Recognition(dialect: "yarn-audit/1", because: "its lines are of yarn's audit types") : nil
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source, mode: .lines)
        return dialect == "yarn-audit/1" ? try classic(json, emit) : try berry(json, emit)
    }

    private func classic(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws -> Reading {
        var seen: Set<String> = []
        var totals: AuditTotals?
        while try json.nextDocument() {
            let line = json.line
            var type: String?
            try json.object { key in
                switch key {
                case "type": type = try json.string()
                case "data" where type == "auditAdvisory":
                    try json.object { key in
                        guard key == "advisory" else { return }
                        let advisory = try NPMAuditAdvisories.advisory(json, number: nil)
                        if seen.insert("\(advisory.id) \(advisory.package) \(advisory.severity)").inserted {
                            try emit(.advisory(advisory))
                        }
                    }
                case "data" where type == "auditSummary": totals = try NPMAuditAdvisories.metadata(json)
                case "data" where type == "error":
                    let words = try json.value().string ?? "no reason given"
                    throw StreamProblem.toolFailed("yarn audit", words, line: line)
                case "data" where type == nil: throw json.wrongKind(expected: "`type` before `data`")
                default: break
                }
            }
            if type == nil { throw StreamProblem.missing("type", in: title) }
        }
        guard let totals else { throw StreamProblem.missing("auditSummary", in: title) }
        try emit(.auditTotals(totals))
        return Reading()
    }

    private func berry(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws -> Reading {
        var reading = Reading()
        var line = 1
        while try json.nextDocument() {
            line = json.line
            let entry = try json.value()
            guard let package = entry["value"]?.string, let details = entry["children"],
                let id = details["ID"]?.string ?? details["ID"]?.number
            else { throw StreamProblem.missing("children.ID", in: title) }
            let issue = details["Issue"]?.string ?? ""
            if id.hasSuffix(" (deprecation)") {
                reading.notes.append("\(package) is deprecated: \(issue)")
                continue
            }
            let ghsa = details["URL"]?.string.flatMap(NPMAudit.ghsa) ?? id
            let version = details["Tree Versions"]?.elements?.first?.string
            let severity = Severity(id: ghsa, word: details["Severity"]?.string)
            try emit(
                .advisory(
                    Advisory(
                        id: ghsa, package: package, version: version, severity: severity, title: issue, line: line,
                        pointer: nil)))
        }
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: nil, line: line)))
        let reason = "yarn 2 and later write no summary, so a report that lost its last lines looks whole"
        try emit(.gap(EvidenceGap(reason: reason, line: line)))
        return reading
    }
}
