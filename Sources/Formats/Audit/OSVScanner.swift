internal import Model
internal import Streams

/// The report of `osv-scanner --format json`; it counts groups, in which the aliases of one vulnerability are merged.
struct OSVScanner: EvidenceFormat {
    let id = "osv-scanner"
    let title = "OSV-Scanner report"
    let producedBy = ["osv-scanner scan --format json -L package-lock.json"]
    let facts: [FactKind] = [.advisory, .auditTotals]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let results = json["results"], case .array(let rows) = results else {
            return nil
        }
        if let first = rows.first {
            guard first.has("packages"), first["source"]?.has("path") ?? false else { return nil }
            return Recognition(dialect: "osv-scanner", because: "`results` hold `source.path` and `packages`")
        }
        guard json.has("experimental_config") || preamble.isWhole && preamble.jsonDocuments == 1 && json.hasOnlyOneKey
        else { return nil }
        return Recognition(dialect: "osv-scanner", because: "`results` is empty and nothing else is stated")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var results: Int?
        try json.object { key in
            guard key == "results" else { return }
            results = 0
            try json.elements { index in
                results = index + 1
                try json.object { key in
                    if key == "packages" { try json.elements { _ in try package(json, emit) } }
                }
            }
        }
        try json.end()
        guard let results else { throw StreamProblem.missing("results", in: title) }
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: nil, line: 1)))
        return Reading(notes: results == 0 ? ["OSV-Scanner writes the same when it scanned nothing"] : [])
    }

    private func package(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        let (line, pointer) = (json.line, json.pointer)
        var name = ""
        var version: String?
        var vulnerabilities: [String: OSVVulnerability] = [:]
        var order: [String] = []
        var groups: [[String]] = []
        var scores: [String?] = []
        try json.object { key in
            switch key {
            case "package":
                let package = try json.value()
                (name, version) = (package["name"]?.string ?? "", package["version"]?.string)
            case "vulnerabilities":
                try json.elements { _ in
                    let vulnerability = try OSVVulnerability(json)
                    vulnerabilities[vulnerability.id] = vulnerability
                    order.append(vulnerability.id)
                }
            case "groups":
                try json.elements { _ in
                    let group = try json.value()
                    groups.append(group["ids"]?.elements?.compactMap(\.string) ?? [])
                    scores.append(group["max_severity"]?.string)
                }
            default: break
            }
        }
        let grouped = Set(groups.joined())
        for id in order where !grouped.contains(id) {
            groups.append([id])
            scores.append(nil)
        }
        for (ids, score) in zip(groups, scores) {
            let members = ids.compactMap { vulnerabilities[$0] }
            let severities = members.map(\.severity) + [OSVVulnerability.severity(score: score)]
            let id = ids.first ?? name
            try emit(
                .advisory(
                    Advisory(
                        id: id, package: name, version: version,
                        severity: severities.filter { $0 != .unknown }.max() ?? Severity(id: id, word: nil),
                        title: members.first?.summary ?? "", line: line, pointer: pointer)))
        }
    }
}

extension JSONShape {
    fileprivate var hasOnlyOneKey: Bool {
        guard case .object(let members) = self else { return false }
        return members.count == 1
    }
}
