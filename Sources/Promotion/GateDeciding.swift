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
        for item in required where item.done != .signed {
            blocking.append(signOff(item, "done", item.done))
        }
        for item in items
        where gate.ready.contains(item.id) && !gate.done.contains(item.id) && item.ready != .signed
            && item.done != .signed
        {
            blocking.append(signOff(item, "ready", item.ready))
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
        let rejected = items.contains {
            (gate.done.contains($0.id) || gate.ready.contains($0.id))
                && ($0.done == .rejected || $0.ready == .rejected)
        }
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
        return GateAssessment(
            id: gate.id, decision: decision, blocking: blocking,
            counts: Dictionary(items.map { ($0.verdict, 1) }, uniquingKeysWith: +),
            doneRequired: required.count, doneSigned: required.count { $0.done == .signed },
            readyRequired: items.count { gate.ready.contains($0.id) },
            readySigned: items.count {
                gate.ready.contains($0.id) && ($0.ready == .signed || $0.done == .signed)
            })
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

    private func signOff(_ item: ItemAssessment, _ kind: String, _ state: SignOffState) -> Blocker {
        Blocker(
            item: item.id, owner: item.owner, kind: "sign-off",
            why: "the '\(kind)' sign-off of \(item.owner) is \(state.rawValue)",
            next: "\(item.owner) signs \(item.id) as \(kind)")
    }
}
