internal import Model
internal import Streams

/// GitHub's Dependabot alerts, by REST (a list, or `gh`'s pages of lists) or by GraphQL; only open ones count.
///
/// An empty list is not recognised, because it has no mark: ask for alerts in every state.
struct Dependabot: EvidenceFormat {
    let id = "dependabot"
    let title = "Dependabot alerts"
    let producedBy = [
        #"gh api "repos/O/R/dependabot/alerts?per_page=100" --paginate --slurp"#,
        "gh api graphql -f query='{repository(…){vulnerabilityAlerts(first: 100){totalCount pageInfo{hasNextPage} nodes{…}}}}'",
    ]
    let facts: [FactKind] = [.advisory, .auditTotals, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let first = json.isArray ? json.first : json else { return nil }
        if let alert = first.isArray ? first.first : first, json.isArray, alert.has("security_advisory"),
            alert.has("state")
        {
            return Recognition(
                dialect: "dependabot/rest", because: "its alerts have a `state` and a `security_advisory`")
        }
        guard first["data"]?["repository"]?.has("vulnerabilityAlerts") ?? false else { return nil }
        return Recognition(dialect: "dependabot/graphql", because: "`repository` has `vulnerabilityAlerts`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var alerts = DependabotAlerts(JSONReader(source, mode: .sequence))
        if dialect == "dependabot/rest" { try alerts.pages(emit) } else { try alerts.answers(emit) }
        try emit(.auditTotals(AuditTotals(declared: nil, dependencies: nil, line: 1)))
        return Reading(notes: alerts.notes)
    }
}

/// The state of reading alerts from one or several pages.
private struct DependabotAlerts {
    private let json: JSONReader
    private var read = 0
    private var closed: [String: Int] = [:]
    private var dismissed: [String] = []

    init(_ json: JSONReader) { self.json = json }

    /// What became of the alerts that do not count.
    var notes: [String] {
        closed.sorted { $0.key < $1.key }.map { "alerts \($0.key): \($0.value)" } + dismissed
    }

    mutating func pages(_ emit: (Fact) throws -> Void) throws {
        var documents = 0
        var isSlurped = false
        while try json.nextDocument() {
            documents += 1
            try json.array { _ in
                if try json.kind() == .array {
                    isSlurped = true
                    try json.array { _ in try alert(emit) }
                } else {
                    try alert(emit)
                }
            }
        }
        // The API's usual lengths of a page; it says in a header, which is not kept, that there are others.
        if documents == 1, !isSlurped, read == 30 || read == 100 {
            try emit(.gap(EvidenceGap(reason: "exactly \(read) alerts: list them with --paginate --slurp", line: 1)))
        }
    }

    mutating func answers(_ emit: (Fact) throws -> Void) throws {
        var total: Int?
        var hasNext: Bool?
        while try json.nextDocument() {
            if try json.kind() == .array {
                try json.array { _ in try answer(&total, &hasNext, emit) }
            } else {
                try answer(&total, &hasNext, emit)
            }
        }
        if hasNext == true || total.map({ $0 != read }) ?? (hasNext == nil) {
            let reason = "\(read) of \(total.map(String.init) ?? "an unknown number of") alerts are there"
            try emit(.gap(EvidenceGap(reason: reason, line: 1)))
        }
    }

    private mutating func answer(_ total: inout Int?, _ hasNext: inout Bool?, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var isThere = false
        try json.object { key in
            switch key {
            case "errors": throw StreamProblem.toolFailed("GitHub", "the answer holds `errors`", line: line)
            case "data":
                try json.object { key in
                    guard key == "repository", try !json.null() else { return }
                    try json.object { key in
                        guard key == "vulnerabilityAlerts", try !json.null() else { return }
                        isThere = true
                        try connection(&total, &hasNext, emit)
                    }
                }
            default: break
            }
        }
        guard isThere else { throw StreamProblem.missing("vulnerabilityAlerts", in: "answer of GitHub") }
    }

    private mutating func connection(_ total: inout Int?, _ hasNext: inout Bool?, _ emit: (Fact) throws -> Void) throws
    {
        var hasList = false
        try json.object { key in
            switch key {
            case "totalCount": total = try json.int()
            case "pageInfo": try json.object { key in if key == "hasNextPage" { hasNext = try json.bool() } }
            case "nodes":
                hasList = true
                try json.array { _ in try alert(emit) }
            case "edges":
                hasList = true
                try json.array { _ in try json.object { key in if key == "node" { try alert(emit) } } }
            default: break
            }
        }
        guard hasList else { throw StreamProblem.missing("nodes", in: "answer of GitHub") }
    }

    private mutating func alert(_ emit: (Fact) throws -> Void) throws {
        let (line, pointer) = (json.line, json.pointer)
        let row = try json.value()
        read += 1
        guard let advisory = advisory(row, line: line, pointer: pointer) else {
            throw StreamProblem.missing("security advisory of an alert", in: "list of Dependabot alerts")
        }
        switch try state(row) {
        case "fixed": closed["fixed", default: 0] += 1
        case "auto_dismissed": closed["dismissed by a rule", default: 0] += 1
        case "dismissed":
            let why = (row["dismissed_reason"] ?? row["dismissReason"])?.string ?? "no reason given"
            if dismissed.count < 50 { dismissed.append("\(advisory.id) in \(advisory.package) was dismissed: \(why)") }
        default: try emit(.advisory(advisory))
        }
    }

    private func state(_ row: JSONNode) throws -> String {
        if let state = row["state"]?.string { return state.lowercased() }
        // GraphQL gives what was asked for: without the state, the times tell.
        if row["fixedAt"]?.string != nil { return "fixed" }
        if row["autoDismissedAt"]?.string != nil { return "auto_dismissed" }
        return row["dismissedAt"]?.string != nil ? "dismissed" : "open"
    }

    private func advisory(_ row: JSONNode, line: Int, pointer: String) -> Advisory? {
        let vulnerability = row["security_vulnerability"] ?? row["securityVulnerability"]
        guard let found = row["security_advisory"] ?? row["securityAdvisory"] ?? vulnerability?["advisory"] else {
            return nil
        }
        let package = vulnerability?["package"]?["name"]?.string ?? row["dependency"]?["package"]?["name"]?.string ?? ""
        let version = vulnerability?["vulnerable_version_range"] ?? vulnerability?["vulnerableVersionRange"]
        let words = [found["severity"]?.string, vulnerability?["severity"]?.string].map(Severity.init(word:))
        let isMalware = found["classification"]?.string?.lowercased() == "malware"
        let known = words.filter { $0 != .unknown }.max() ?? .unknown
        return Advisory(
            id: (found["ghsa_id"] ?? found["ghsaId"])?.string ?? package, package: package, version: version?.string,
            severity: isMalware ? .critical : known, title: found["summary"]?.string ?? "", line: line, pointer: pointer
        )
    }
}
