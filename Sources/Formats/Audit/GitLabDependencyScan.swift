internal import Model
internal import Streams

/// GitLab's dependency scanning report, `gl-dependency-scanning-report.json`; a scan that did not succeed is no result.
struct GitLabDependencyScan: EvidenceFormat {
    let id = "gitlab-dependency-scanning"
    let title = "GitLab dependency scanning report"
    let producedBy = ["GitLab CI: include Security/Dependency-Scanning.gitlab-ci.yml"]
    let facts: [FactKind] = [.advisory, .auditTotals]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.has("version"), let list = json["vulnerabilities"], list.isArray else {
            return nil
        }
        if json["scan"]?["type"]?.string == "dependency_scanning" {
            return Recognition(dialect: id, because: "`scan.type` is `dependency_scanning`")
        }
        // In a long report `scan` comes after everything else.
        guard !json.has("scan"), list.first?["location"]?.has("dependency") ?? false else { return nil }
        return Recognition(dialect: id, because: "`vulnerabilities` with `location.dependency`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var reading = Reading()
        var hasList = false
        var status: String?
        var type: String?
        try json.object { key in
            switch key {
            case "vulnerabilities":
                hasList = true
                try json.array { _ in
                    let (line, pointer) = (json.line, json.pointer)
                    try emit(.advisory(advisory(try json.value(), line: line, pointer: pointer)))
                }
            case "scan":
                try json.object { key in
                    switch key {
                    case "status": status = try json.string()
                    case "type": type = try json.string()
                    case "end_time": reading.producedAt = try json.optionalString().flatMap(Instant.init(rfc3339:))
                    default: break
                    }
                }
            default: break
            }
        }
        try json.end()
        guard hasList else { throw StreamProblem.missing("vulnerabilities", in: title) }
        guard type == "dependency_scanning" else { throw StreamProblem.missing("scan.type", in: title) }
        guard let status else { throw StreamProblem.missing("scan.status", in: title) }
        guard status == "success" else {
            throw StreamProblem.toolFailed("GitLab dependency scanning", "`scan.status` is `\(status)`", line: 1)
        }
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: nil, line: 1)))
        return reading
    }

    private func advisory(_ row: JSONNode, line: Int, pointer: String) -> Advisory {
        let dependency = row["location"]?["dependency"]
        let identifiers = row["identifiers"]?.elements ?? []
        let known =
            identifiers.first { ["cve", "ghsa", "osv"].contains($0["type"]?.string ?? "") } ?? identifiers.first
        let package = dependency?["package"]?["name"]?.string ?? ""
        let id = known?["name"]?.string ?? row["id"]?.string ?? package
        return Advisory(
            id: id, package: package, version: dependency?["version"]?.string,
            severity: Severity(id: id, word: row["severity"]?.string),
            title: row["name"]?.string ?? row["message"]?.string ?? "", line: line, pointer: pointer)
    }
}
