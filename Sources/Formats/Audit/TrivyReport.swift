internal import Model
internal import Streams

/// The JSON report of trivy with `SchemaVersion` 2; only its vulnerabilities are counted.
struct TrivyReport: EvidenceFormat {
    let id = "trivy"
    let title = "Trivy report"
    let producedBy = ["trivy fs --format json --scanners vuln ."]
    let facts: [FactKind] = [.advisory, .auditTotals, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, case .number("2") = json["SchemaVersion"],
            json.has("ArtifactName") || json.has("Results")
        else { return nil }
        return Recognition(dialect: "trivy/2", because: "`SchemaVersion` is 2")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var reading = Reading()
        var results: Int?
        var packages: Int?
        try json.object { key in
            switch key {
            case "SchemaVersion":
                guard try json.int() == 2 else { throw json.wrongKind(expected: "schema version 2") }
            case "CreatedAt": reading.producedAt = try json.optionalString().flatMap(Instant.init(rfc3339:))
            case "Results":
                try json.elements { index in
                    results = index + 1
                    try result(json, &packages, &reading.notes, emit)
                }
            default: break
            }
        }
        try json.end()
        if results == nil {
            let reason = "trivy lists no targets: it found nothing that it could scan"
            try emit(.gap(EvidenceGap(reason: reason, line: 1)))
        }
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: packages, line: 1)))
        return reading
    }

    private func result(
        _ json: JSONReader, _ packages: inout Int?, _ notes: inout [String], _ emit: (Fact) throws -> Void
    ) throws {
        var seen: Set<[String]> = []
        var packageCount: Int?
        var suppressed: [String] = []
        try json.object { key in
            switch key {
            case "Packages":
                packageCount = 0
                try json.elements { index in packageCount = index + 1 }
            case "Vulnerabilities":
                try json.elements { _ in
                    let (line, pointer) = (json.line, json.pointer)
                    let advisory = advisory(try json.value(), line: line, pointer: pointer)
                    guard
                        seen.insert([advisory.id, advisory.package, advisory.version ?? "", advisory.severity.rawValue])
                            .inserted
                    else { return }
                    try emit(.advisory(advisory))
                }
            case "ExperimentalModifiedFindings":
                try json.elements { _ in
                    let finding = try json.value()
                    let id = finding["Finding"]?["VulnerabilityID"]?.string ?? "a finding"
                    suppressed.append("\(id) is suppressed: \(finding["Status"]?.string ?? "no status given")")
                }
            default: break
            }
        }
        notes += suppressed
        if let packageCount { packages = (packages ?? 0) + packageCount }
    }

    private func advisory(_ row: JSONNode, line: Int, pointer: String) -> Advisory {
        let package = row["PkgName"]?.string ?? ""
        let id = row["VulnerabilityID"]?.string ?? package
        return Advisory(
            id: id, package: package, version: row["InstalledVersion"]?.string,
            severity: Severity(id: id, word: row["Severity"]?.string), title: row["Title"]?.string ?? "", line: line,
            pointer: pointer)
    }
}
