import Model
import Templates

/// One result of the log.
struct SARIFResult {
    let rule: String
    let level: String
    let message: String
    let place: Place
    /// The same for the same finding in the next pack, whatever its line.
    var fingerprint = ""
    let item: String
    let verdict: String
    /// Of the waiver that covers it.
    var suppression: JSONValue?

    func value(ruleIndex: Int) -> JSONValue {
        .compactObject([
            "ruleId": .string(rule), "ruleIndex": JSONValue(ruleIndex), "level": .string(level),
            "message": ["text": .string(message)], "locations": [SARIFArtifacts.location(place)],
            // The only one that GitHub reads; it is computed there where it is absent, from files it does not have.
            "partialFingerprints": ["primaryLocationLineHash": .string(fingerprint)],
            "suppressions": suppression.map { [$0] } ?? .null,
            "properties": ["item": .string(item), "verdict": .string(verdict)],
        ])
    }

    /// Visible, and without the one form that a viewer would turn into a link (§3.11.6). A message without arguments has no
    /// placeholders, so that braces stay as they are.
    static func text(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in VisibleText.lines(text).unicodeScalars {
            if scalar == "(", out.last == "]" { out.append(" ") }
            out.append(scalar)
        }
        return String(out)
    }
}

/// All results of a pack, in checklist order.
struct SARIFResults {
    let pack: Pack
    let artifacts: SARIFArtifacts
    let context: ReportContext

    /// GitHub takes 25,000 results in all.
    static let mostOfACheck = 500
    static let signOffRule = "sign-off"
    static let signOffDemand = "Each item is signed by the people of the roles that the rules ask for."

    var all: [SARIFResult] {
        var seen: [String: Int] = [:]
        return (pack.items.flatMap(results) + signOffs).map { result in
            var result = result
            let key = [result.rule, result.item, result.place.path, result.message].joined(separator: "\0")
            seen[key, default: 0] += 1
            result.fingerprint = "\(context.hexDigest(Array(key.utf8)).prefix(32)):\(seen[key] ?? 1)"
            return result
        }
    }

    private func results(of item: ItemAssessment) -> [SARIFResult] {
        let demand = Place("checklist.md", line: item.line)
        return item.checks.flatMap { check -> [SARIFResult] in
            guard check.verdict != .notDue, check.verdict != .notApplicable else { return [] }
            let open = check.findings.filter { Self.isOpen($0.verdict) }
            guard !open.isEmpty else {
                // A verdict that no finding explains is a result all the same.
                guard Self.isOpen(check.verdict) || check.verdict == .waived else { return [] }
                let finding = Finding(check.underlying ?? check.verdict, "nothing was found that could settle it")
                return [result(finding, of: check, in: item, demand)]
            }
            let rest = open.dropFirst(Self.mostOfACheck)
            let shown = open.prefix(Self.mostOfACheck).map { result($0, of: check, in: item, demand) }
            guard let worst = rest.max(by: { ($0.verdict.severity ?? 0) < ($1.verdict.severity ?? 0) }) else {
                return shown
            }
            let sum = Finding(worst.verdict, "\(rest.count) more findings, all in pack.json")
            return shown + [result(sum, of: check, in: item, demand)]
        }
    }

    private static func isOpen(_ verdict: Verdict) -> Bool {
        switch verdict {
        case .fail, .error, .unknown, .manual, .warn: true
        case .pass, .waived, .notApplicable, .notDue: false
        }
    }

    private func result(_ finding: Finding, of check: CheckAssessment, in item: ItemAssessment, _ demand: Place)
        -> SARIFResult
    {
        let isWaived = check.verdict == .waived
        let level =
            !check.isGating ? "note" : isWaived || finding.verdict == .warn ? "warning" : "error"
        let compared =
            finding.observed.map { " (\($0)" + (finding.limit.map { "; required: \($0)" } ?? "") + ")" } ?? ""
        let text =
            "\(item.id): \(finding.message)\(compared). Next: \(finding.next ?? item.next). Who: \(item.owner)."
        var result = SARIFResult(
            rule: check.kind, level: level, message: SARIFResult.text(text), place: finding.place ?? demand,
            item: item.id, verdict: finding.verdict.rawValue)
        if isWaived { result.suppression = suppression(of: check, in: item) }
        return result
    }

    private func suppression(of check: CheckAssessment, in item: ItemAssessment) -> JSONValue {
        let waiver = pack.waivers.first {
            $0.state == .used && $0.waiver?.item == item.id && $0.waiver?.check == check.id
        }?.waiver
        let reason = waiver.map {
            "\($0.id): \($0.reason) Risk owner \($0.riskOwner), approved by \($0.approver), \($0.ticket), until \($0.until)."
        }
        return .compactObject([
            "kind": "external", "status": "accepted",
            "justification": JSONValue(reason.map(SARIFResult.text)),
        ])
    }

    /// Sign-offs that keep the next gate closed; where each is demanded is the checklist's line.
    private var signOffs: [SARIFResult] {
        guard let gate = pack.gates.first(where: { !$0.isOpen }) else { return [] }
        let verdicts = Set(Verdict.allCases.map(\.rawValue))
        return gate.blocking.filter { !verdicts.contains($0.kind) && $0.kind != Blocker.closedGate }.map { blocker in
            let line = pack.items.first { $0.id == blocker.item }?.line
            return SARIFResult(
                rule: Self.signOffRule, level: blocker.kind == "sign-off" ? "warning" : "error",
                message: SARIFResult.text(
                    "\(blocker.item): \(blocker.why). Next: \(blocker.next). Who: \(blocker.owner)."),
                place: Place("checklist.md", line: line), item: blocker.item, verdict: blocker.kind)
        }
    }
}
