import Model
import Policies

/// Decides the gates in order from judged items; a gate opens only on a proof for every item it needs.
struct GateDeciding {
    let gates: [GateRule]

    /// Items that are due: those a gate needs whose predecessor is open, and so on from the first gate.
    func dueItems(isOpen: (String) -> Bool) -> Set<String> {
        var due: Set<String> = []
        for gate in gates where gate.after.map(isOpen) ?? true { due.formUnion(gate.done) }
        return due
    }

    func decide(_ items: [ItemAssessment]) -> [GateAssessment] {
        var decided: [GateAssessment] = []
        for gate in gates {
            let before = gate.after.flatMap { name in decided.first { $0.id == name } }
            decided.append(decide(gate, items, after: before))
        }
        return decided
    }

    private func decide(_ gate: GateRule, _ items: [ItemAssessment], after before: GateAssessment?)
        -> GateAssessment
    {
        var blocking: [Blocker] = []
        var proofs = 0
        let required = items.filter { gate.done.contains($0.id) }
        for item in required {
            if item.judgement.proof != nil {
                proofs += 1
            } else {
                blocking.append(blocker(item))
            }
        }
        let least = gate.assurance
        for item in items where gate.done.contains(item.id) || gate.ready.contains(item.id) {
            let (done, ready) = (item.done.state(atLeast: least), item.ready.state(atLeast: least))
            if done == .rejected || (gate.done.contains(item.id) && done != .signed) {
                blocking.append(signOff(item, .done, item.done, gate))
            } else if ready == .rejected || (!gate.done.contains(item.id) && ready != .signed && done != .signed) {
                blocking.append(signOff(item, .ready, item.ready, gate))
            }
        }
        if let before, before.decision != .go, before.decision != .goWithWaivers {
            blocking.append(
                Blocker(
                    item: before.id, owner: "release-manager", kind: "gate",
                    why: "the gate '\(before.id)' before this one is closed",
                    next: "open '\(before.id)' first"))
        }
        let isOpen = blocking.isEmpty && proofs == gate.done.count && !gate.done.isEmpty
        let verdicts = required.map(\.verdict)
        let rejected = blocking.contains { $0.kind == "reject" }
        let decision: Decision =
            if isOpen {
                verdicts.contains(.waived) ? .goWithWaivers : .go
            } else if verdicts.contains(.fail) || verdicts.contains(.error) || rejected
                || before?.decision == .noGo
            {
                .noGo
            } else {
                .incomplete
            }
        var assessment = GateAssessment(
            id: gate.id, decision: decision, blocking: blocking,
            counts: Dictionary(items.map { ($0.verdict, 1) }, uniquingKeysWith: +),
            doneRequired: required.count,
            doneSigned: required.count { $0.done.state(atLeast: least) == .signed },
            readyRequired: items.count { gate.ready.contains($0.id) },
            readySigned: items.count {
                gate.ready.contains($0.id)
                    && ($0.ready.state(atLeast: least) == .signed || $0.done.state(atLeast: least) == .signed)
            })
        assessment.items = Set(gate.done + gate.ready)
        return assessment
    }

    private func blocker(_ item: ItemAssessment) -> Blocker {
        let finding = item.decisive
        var why =
            finding?.message ?? (item.verdict == .notDue ? "not due yet" : "nothing was evaluated")
        if let observed = finding?.observed, let limit = finding?.limit {
            why += " (\(observed); required: \(limit))"
        }
        if let place = finding?.place { why += " at \(place)" }
        return Blocker(
            item: item.id, owner: item.owner, kind: item.verdict.rawValue, why: why,
            next: finding?.next ?? item.next)
    }

    private func signOff(
        _ item: ItemAssessment, _ kind: SignOff.Kind, _ status: SignOffStatus, _ gate: GateRule,
        isRejected: Bool = false
    ) -> Blocker {
        let state = status.state(atLeast: gate.assurance)
        let blocks: String =
            switch state {
            case .rejected: "reject"
            case .invalid: "integrity"
            default: "sign-off"
            }
        let roles = kind == .done ? item.signers.keys.sorted() : [item.owner]
        let signers = roles.joined(separator: ", ")
        return Blocker(
            item: item.id, owner: signers, kind: blocks,
            why: "the '\(kind.rawValue)' sign-off of \(signers) is \(state.rawValue)"
                + (status.why.map { ": \($0)" } ?? ""),
            next:
                "evidencepack sign . --item \(item.id) --kind \(kind.rawValue) --role \(roles.first ?? item.owner) --by NAME"
        )
    }

    /// Where the sign-offs of one kind stand, shown for the first gate that waits for them.
    func status(of subject: SignOffSubject, _ kind: SignOff.Kind, _ signOffs: [SignOffAssessment]) -> SignOffStatus {
        let id = subject.item.id
        let gate = gates.first { (kind == .done ? $0.done : $0.ready).contains(id) }
        return SignOffTally(
            subject: subject, kind: kind, assessments: signOffs, asked: gate?.assurance ?? .ticket
        ).status
    }
}
