internal import Model
internal import Streams

/// The report of `pip-audit -f json`, which names no severities: every advisory in it is of unknown severity.
struct PipAudit: EvidenceFormat {
    let id = "pip-audit"
    let title = "pip-audit report"
    let producedBy = ["pip-audit -r requirements.txt -f json -o pip-audit.json"]
    let facts: [FactKind] = [.advisory, .auditTotals, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if json.isArray, let first = json.first, Self.isDependency(first) {
            return Recognition(dialect: "pip-audit/1", because: "an array of packages with `vulns`")
        }
        guard let dependencies = json["dependencies"], dependencies.isArray else { return nil }
        let fits = dependencies.first.map(Self.isDependency) ?? json["fixes"]?.isArray ?? false
        return fits ? Recognition(dialect: "pip-audit/2", because: "`dependencies` with `vulns` or `skip_reason`") : nil
    }

    private static func isDependency(_ shape: JSONShape) -> Bool {
        shape.has("name") && (shape.has("vulns") || shape.has("skip_reason"))
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var audited: Int?
        if dialect == "pip-audit/1" {
            audited = try dependencies(json, emit)
        } else {
            try json.object { key in if key == "dependencies" { audited = try dependencies(json, emit) } }
        }
        try json.end()
        guard let audited else { throw StreamProblem.missing("dependencies", in: title) }
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: audited, line: 1)))
        return Reading()
    }

    /// How many were audited: a skipped one was not.
    private func dependencies(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws -> Int {
        var audited = 0
        try json.array { _ in
            let (line, pointer) = (json.line, json.pointer)
            let dependency = try json.value()
            let name = dependency["name"]?.string ?? ""
            if let reason = dependency["skip_reason"] {
                let words = reason.string ?? "no reason given"
                try emit(.gap(EvidenceGap(reason: "\(name) was skipped: \(words)", line: line)))
                return
            }
            guard let vulnerabilities = dependency["vulns"]?.elements else {
                throw StreamProblem.missing("vulns of \(name)", in: title)
            }
            audited += 1
            for vulnerability in vulnerabilities {
                let id = vulnerability["id"]?.string ?? name
                try emit(
                    .advisory(
                        Advisory(
                            id: id, package: name, version: dependency["version"]?.string,
                            severity: Severity(id: id, word: nil),
                            title: vulnerability["description"]?.string ?? "", line: line, pointer: pointer)))
            }
        }
        return audited
    }
}
