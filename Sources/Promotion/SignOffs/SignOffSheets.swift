import Model
import Streams

/// Makes the sheets of the first gate that is closed: who signs what for it, with forms for what can be signed now.
struct SignOffSheets {
    let pack: Pack
    let rules: [GateRule]

    /// By role in checklist order, `ready` before `done`; none when every gate is open.
    var all: [SignOffSheet] {
        guard let closed = pack.gates.first(where: { $0.decision != .go && $0.decision != .goWithWaivers }),
            let rule = rules.first(where: { $0.id == closed.id })
        else { return [] }
        let wanted = pack.items.map { item in
            // As the gate decides: what must be done need not be ready as well.
            (item: item, kind: rule.done.contains(item.id) ? SignOff.Kind.done : .ready)
        }.filter { rule.done.contains($0.item.id) || rule.ready.contains($0.item.id) }
        var roles: [String] = []
        for (item, kind) in wanted {
            for role in signers(of: item, kind).keys.sorted() where !roles.contains(role) { roles.append(role) }
        }
        return roles.flatMap { role in
            SignOff.Kind.allCases.compactMap { kind -> SignOffSheet? in
                let items = wanted.filter { $0.kind == kind }.map(\.item).filter { signers(of: $0, kind)[role] != nil }
                guard !items.isEmpty else { return nil }
                return SignOffSheet(
                    gate: rule.id, role: role, kind: kind, assurance: rule.assurance, items: items.map(\.id),
                    forms: forms(for: items, kind, role, rule.assurance))
            }
        }
    }

    private func signers(of item: ItemAssessment, _ kind: SignOff.Kind) -> [String: Int] {
        kind == .done ? item.signers : [item.owner: 1]
    }

    /// One form a signature that is missing, and a plan; of what is `done` only items whose verdict is met.
    private func forms(
        for items: [ItemAssessment], _ kind: SignOff.Kind, _ role: String, _ assurance: GateRule.Assurance
    ) -> [SignOffForm] {
        let open = items.filter { kind == .ready || $0.judgement.proof != nil }.map { item in
            (item: item, missing: missing(item, kind, role, assurance), used: uses(of: item, kind, role))
        }
        guard let most = open.map(\.missing).max(), most > 0 else { return [] }
        return (0..<most).flatMap { copy -> [SignOffForm] in
            let left = open.filter { $0.missing > copy }
            let plans = Set(left.compactMap(\.item.plan)).sorted()
            return (plans.isEmpty ? [""] : plans).enumerated().map { index, plan in
                let mine = left.filter { $0.item.plan.map { $0 == plan } ?? (index == 0) }
                let form = SignOffForm(mine.map(\.item), kind: kind, role: role, release: pack.release.tag)
                return SignOffForm(
                    mine.map(\.item), kind: kind, role: role, release: pack.release.tag,
                    id: id(of: form, numbers: mine.map { $0.used + copy + 1 }))
            }
        }
    }

    /// How many more people of the role have to sign the item.
    private func missing(
        _ item: ItemAssessment, _ kind: SignOff.Kind, _ role: String, _ assurance: GateRule.Assurance
    ) -> Int {
        let status = kind == .done ? item.done : item.ready
        let state = status.state(atLeast: assurance)
        guard state != .signed, kind == .done || item.done.state(atLeast: assurance) != .signed else { return 0 }
        let approved = Set(
            submitted(item, kind, role).filter {
                $0.assurance >= assurance && $0.outcomes[item.id] == .counts && $0.signOff?.decision == .approve
            }.compactMap { $0.signOff?.by })
        let missing = (signers(of: item, kind)[role] ?? 1) - approved.count
        // Rejected, or accepted by those alone who made the evidence: somebody has to sign once more.
        return max(missing, state == .missing || state == .stale ? 0 : 1)
    }

    private func submitted(_ item: ItemAssessment, _ kind: SignOff.Kind, _ role: String) -> [SignOffAssessment] {
        pack.signOffs.filter {
            $0.signOff?.kind == kind && $0.signOff?.role == role && $0.signOff?.items.contains(item.id) == true
        }
    }

    /// How many sign-offs of this very state of the item came in: the next form has another id than theirs.
    private func uses(of item: ItemAssessment, _ kind: SignOff.Kind, _ role: String) -> Int {
        let digest = kind == .done ? item.digest : item.readyDigest
        return submitted(item, kind, role).count { $0.signOff?.digests[item.id] == digest }
    }

    /// Says role and kind, and is another one for every release, item, digest, plan and signature that is wanted.
    private func id(of form: SignOffForm, numbers: [Int]) -> String {
        let bound: JSONValue = [
            "block": .string(form.text()), "numbers": .array(numbers.map { JSONValue($0) }),
        ]
        return "\(form.role)-\(form.kind.rawValue)-\(SHA.hex(bound.canonical).prefix(16))"
    }
}
