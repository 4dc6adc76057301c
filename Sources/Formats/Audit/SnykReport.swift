internal import Model
internal import Streams

/// The report of `snyk test --json`: one project, or an array of them; an advisory counts once however many paths lead to it.
struct SnykReport: EvidenceFormat {
    let id = "snyk"
    let title = "Snyk report"
    let producedBy = ["snyk test --json --all-projects"]
    let facts: [FactKind] = [.advisory, .auditTotals]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let project = json.isArray ? json.first : json else { return nil }
        if let first = project["vulnerabilities"]?.first, first.has("CVSSv3") || first.has("packageName") {
            return Recognition(dialect: "snyk", because: "`vulnerabilities` with `packageName`")
        }
        guard project.has("ok"), project.has("vulnerabilities") || project.has("error"), project.has("path") else {
            return nil
        }
        return Recognition(dialect: "snyk", because: "`ok`, `path` and `vulnerabilities`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var seen: Set<String> = []
        var dependencies: Int? = 0
        var reading = Reading()
        func one() throws {
            let project = try project(json, &seen, &reading.notes, emit)
            guard let sum = dependencies, let count = project else { return dependencies = nil }
            let (total, overflow) = sum.addingReportingOverflow(count)
            dependencies = overflow ? nil : total
        }
        if try json.kind() == .array { try json.array { _ in try one() } } else { try one() }
        try json.end()
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: dependencies, line: 1)))
        return reading
    }

    /// How many dependencies the project has; `nil` if it does not say.
    private func project(
        _ json: JSONReader, _ seen: inout Set<String>, _ notes: inout [String], _ emit: (Fact) throws -> Void
    ) throws -> Int? {
        let line = json.line
        var ok: Bool?
        var hasList = false
        var rows = 0
        var dependencies: Int?
        var fresh: [Advisory] = []
        try json.object { key in
            switch key {
            case "ok": ok = try json.bool()
            case "error":
                throw StreamProblem.toolFailed("snyk", try json.value().string ?? "no reason given", line: line)
            case "dependencyCount": dependencies = try json.int()
            case "vulnerabilities":
                hasList = true
                try json.array { _ in
                    let (line, pointer) = (json.line, json.pointer)
                    rows += 1
                    fresh.append(advisory(try json.value(), line: line, pointer: pointer))
                }
            case "filtered":
                let ignored = try json.value()["ignore"]?.elements ?? []
                notes += ignored.map { "\($0["id"]?.string ?? "an advisory") is ignored by a policy" }
            default: break
            }
        }
        guard hasList else { throw StreamProblem.missing("vulnerabilities", in: title) }
        guard let ok else { throw StreamProblem.missing("ok", in: title) }
        guard ok || rows > 0 else {
            throw StreamProblem.toolFailed("snyk", "`ok` is false and no vulnerability is listed", line: line)
        }
        for advisory in fresh where seen.insert("\(advisory.id) \(advisory.severity)").inserted {
            try emit(.advisory(advisory))
        }
        return dependencies
    }

    private func advisory(_ row: JSONNode, line: Int, pointer: String) -> Advisory {
        let package = row["packageName"]?.string ?? row["name"]?.string ?? ""
        let id = row["id"]?.string ?? package
        return Advisory(
            id: id, package: package, version: row["version"]?.string,
            severity: Severity(id: id, word: row["severity"]?.string), title: row["title"]?.string ?? "", line: line,
            pointer: pointer)
    }
}
