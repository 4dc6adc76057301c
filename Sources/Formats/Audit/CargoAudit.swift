internal import Model
internal import Streams

/// The report of `cargo audit --json`; severities are computed from the CVSS vectors that it gives.
struct CargoAudit: EvidenceFormat {
    let id = "cargo-audit"
    let title = "cargo-audit report"
    let producedBy = ["cargo audit --json"]
    let facts: [FactKind] = [.advisory, .auditTotals, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json["lockfile"]?.has("dependency-count") ?? false, json.has("vulnerabilities")
        else { return nil }
        return Recognition(dialect: "cargo-audit", because: "`lockfile.dependency-count` and `vulnerabilities`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var dependencies: Int?
        var hasList = false
        var reading = Reading()
        try json.object { key in
            switch key {
            case "lockfile":
                try json.object { key in if key == "dependency-count" { dependencies = try json.int() } }
            case "vulnerabilities":
                try vulnerabilities(json, emit)
                hasList = true
            case "warnings":
                for kind in try kindsOfWarnings(json) { reading.notes.append("cargo-audit warns of \(kind) crates") }
            default: break
            }
        }
        try json.end()
        guard hasList else { throw StreamProblem.missing("vulnerabilities", in: title) }
        guard let dependencies else { throw StreamProblem.missing("lockfile.dependency-count", in: title) }
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: dependencies, line: 1)))
        return reading
    }

    private func vulnerabilities(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var declared: Int?
        var listed: Int?
        try json.object { key in
            switch key {
            case "count": declared = try json.int()
            case "list":
                var count = 0
                try json.array { _ in
                    let (line, pointer) = (json.line, json.pointer)
                    try emit(.advisory(advisory(try json.value(), line: line, pointer: pointer)))
                    count += 1
                }
                listed = count
            default: break
            }
        }
        guard let declared, let listed else { throw StreamProblem.missing("vulnerabilities.list", in: title) }
        if declared != listed {
            let reason = "\(declared) vulnerabilities are declared and \(listed) are listed"
            try emit(.gap(EvidenceGap(reason: reason, line: line)))
        }
    }

    private func advisory(_ entry: JSONNode, line: Int, pointer: String) -> Advisory {
        let advisory = entry["advisory"]
        let package = entry["package"]?["name"]?.string ?? advisory?["package"]?.string ?? ""
        let tenths = advisory?["cvss"]?.string.flatMap(CVSSVector.init)?.baseScoreTenths
        return Advisory(
            id: advisory?["id"]?.string ?? package, package: package, version: entry["package"]?["version"]?.string,
            severity: tenths.map(Severity.init(cvssTenths:)) ?? .unknown, title: advisory?["title"]?.string ?? "",
            line: line, pointer: pointer)
    }

    private func kindsOfWarnings(_ json: JSONReader) throws -> [String] {
        var kinds: [String] = []
        guard try json.kind() == .object else { return kinds }
        try json.object { key in kinds.append(key.string) }
        return kinds
    }
}
