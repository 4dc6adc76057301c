import Model
import Templates

/// A check of an item as an observation, with what was found and the files that it read.
struct OSCALObservations {
    let pack: Pack
    let ids: OSCALIdentifiers

    static let shownFindings = 50

    var all: [JSONValue] {
        let known = Set(pack.evidence.map(\.path) + pack.configuration.map(\.path))
        return pack.items.flatMap { item in
            item.checks.map { check -> JSONValue in
                let shown = check.findings.prefix(Self.shownFindings)
                let places = Set(shown.compactMap(\.place?.path))
                let evidence =
                    shown.map { finding($0, known) }
                    + check.evidence.filter { !places.contains($0) && known.contains($0) }.map { path in
                        [
                            "href": .string("#\(ids.uuid("resource", path))"),
                            "description": "Read; nothing to say about it.",
                        ]
                    }
                let rest = check.findings.count - shown.count
                return .compactObject([
                    "uuid": .string(Self.uuid(of: check, in: item, ids)),
                    "title": .string("\(VisibleText.markdownCode(check.id)) of \(VisibleText.markdownCode(item.id))"),
                    "description": .string(
                        "Check kind \(VisibleText.markdownCode(check.kind)): \(check.verdict.rawValue)"
                            + (check.underlying.map { ", without its waiver \($0.rawValue)" } ?? "")
                            + (check.isGating ? "." : "; informational, no gate waits for it.")),
                    "props": [OSCALText.property("verdict", check.verdict.rawValue)],
                    "methods": [check.verdict == .manual ? "EXAMINE" : "TEST"],
                    "types": ["control-objective"],
                    "origins": [["actors": [["type": "tool", "actor-uuid": .string(ids.uuid("tool"))]]]],
                    "relevant-evidence": evidence.isEmpty ? .null : .array(evidence),
                    "collected": JSONValue(pack.at),
                    "remarks": rest > 0 ? .string("\(rest) more findings, all in pack.json.") : .null,
                ])
            }
        }
    }

    private func finding(_ finding: Finding, _ known: Set<String>) -> JSONValue {
        let compared =
            finding.observed.map { observed in
                " Observed \(VisibleText.markdownCode(observed))"
                    + (finding.limit.map { ", required \(VisibleText.markdownCode($0))" } ?? "") + "."
            } ?? ""
        var props = [OSCALText.property("verdict", finding.verdict.rawValue)]
        if let line = finding.place?.line { props.append(OSCALText.property("line", "\(line)")) }
        if let pointer = finding.place?.pointer { props.append(OSCALText.property("pointer", pointer)) }
        let path = finding.place.map(\.path).flatMap { known.contains($0) ? $0 : nil }
        return .compactObject([
            "href": path.map { .string("#\(ids.uuid("resource", $0))") } ?? .null,
            "description": .string("\(VisibleText.markdownCode(finding.message)).\(compared)"),
            "props": .array(props),
        ])
    }

    static func uuid(of check: CheckAssessment, in item: ItemAssessment, _ ids: OSCALIdentifiers) -> String {
        ids.uuid("observation", item.id, check.id)
    }
}

/// An item as a finding, and as a risk where it is not met.
struct OSCALFinding {
    let item: ItemAssessment
    let pack: Pack
    let ids: OSCALIdentifiers

    init(_ item: ItemAssessment, _ pack: Pack, _ ids: OSCALIdentifiers) {
        (self.item, self.pack, self.ids) = (item, pack, ids)
    }

    private var title: String { VisibleText.markdownCode(item.id) }

    private var observations: JSONValue {
        item.checks.isEmpty
            ? .null
            : .array(
                item.checks.map {
                    ["observation-uuid": .string(OSCALObservations.uuid(of: $0, in: item, ids))]
                })
    }

    /// `satisfied` takes a proof, like a gate does.
    var value: JSONValue {
        let isMet = item.judgement.proof != nil
        let reason = isMet ? "pass" : item.verdict == .fail ? "fail" : "other"
        return .compactObject([
            "uuid": .string(ids.uuid("finding", item.id)), "title": .string(title),
            "description": .string(
                "Checklist line \(item.line): \(VisibleText.markdownCode(item.text)). Owner \(VisibleText.markdownCode(item.owner))."
            ),
            "props": [
                OSCALText.property("verdict", item.verdict.rawValue),
                OSCALText.property("item-sha256", item.digest.isEmpty ? "none" : item.digest),
                OSCALText.property("sign-off-ready", item.ready.state.rawValue),
                OSCALText.property("sign-off-done", item.done.state.rawValue),
            ],
            "target": [
                "type": "objective-id", "target-id": .string(OSCALText.token(item.id)),
                "status": [
                    "state": isMet ? "satisfied" : "not-satisfied", "reason": .string(reason),
                    "remarks": .string(
                        item.decisive.map { VisibleText.markdownCode($0.message) } ?? "Nothing was found."),
                ],
            ],
            "related-observations": observations,
            "related-risks": item.isRisk ? [["risk-uuid": .string(ids.uuid("risk", item.id))]] : .null,
        ])
    }

    var risk: JSONValue {
        let waivers = pack.waivers.filter { $0.state == .used && $0.waiver?.item == item.id }.compactMap(\.waiver)
        let isWaived = item.verdict == .waived
        let code = VisibleText.markdownCode
        let statement = item.decisive.map { VisibleText.markdownCode($0.message) } ?? "Nothing was evaluated."
        return .compactObject([
            "uuid": .string(ids.uuid("risk", item.id)), "title": .string("\(title): \(item.verdict.rawValue)"),
            "description": .string(
                isWaived
                    ? waivers.map {
                        "Waiver \(code($0.id)): \(code($0.reason)), risk owner \(code($0.riskOwner)), approved by \(code($0.approver)), ticket \(code($0.ticket))."
                    }.joined(separator: "\n\n")
                    : "It is not proven that this item is met."),
            "statement": .string(statement),
            "status": isWaived ? "deviation-approved" : "open",
            "deadline": isWaived ? JSONValue(waivers.map(\.until).min()) : .null,
            "remediations": [
                [
                    "uuid": .string(ids.uuid("remediation", item.id)), "lifecycle": "recommendation",
                    "title": "Next action",
                    "description": .string(
                        "\(VisibleText.markdownCode(item.decisive?.next ?? item.next)), by \(VisibleText.markdownCode(item.owner))."
                    ),
                ]
            ],
            "related-observations": observations,
        ])
    }
}

extension ItemAssessment {
    /// What is not due yet is none, and a warning is within its limit.
    var isRisk: Bool {
        switch verdict {
        case .fail, .error, .unknown, .manual, .waived: true
        case .pass, .warn, .notApplicable, .notDue: false
        }
    }
}
