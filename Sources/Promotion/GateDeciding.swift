import Model
import Policies

/// Decides the gates in order from judged items; a gate opens only on a proof for every item it needs.
struct GateDeciding {
    let gates: [GateRule]
    /// Whether what lies behind a gate may have been done already; the gate before a first step is decided for what comes.
    var inRetrospect = true

    /// Items that are due: those a gate needs whose predecessor is open, and so on from the first gate.
    func dueItems(isOpen: (String) -> Bool) -> Set<String> {
        var due: Set<String> = []
        for gate in gates where gate.after.map(isOpen) ?? true { due.formUnion(gate.done) }
        return due
    }

    /// The gates in the order of rules.yml, which need not be that in which they come.
    func decide(_ items: [ItemAssessment]) -> [GateAssessment] {
        var decided: [String: GateAssessment] = [:]
        func decision(of gate: GateRule) -> GateAssessment {
            if let known = decided[gate.id] { return known }
            let before = gate.after.flatMap { name in gates.first { $0.id == name } }.map(decision)
            let assessment = decide(gate, items, after: before)
            decided[gate.id] = assessment
            return assessment
        }
        return gates.map(decision)
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
        let early = early(gate, items)
        blocking += early.compactMap(earlyBlocker)
        let least = gate.assurance
        for item in items where gate.done.contains(item.id) || gate.ready.contains(item.id) {
            let (done, ready) = (item.done.state(atLeast: least), item.ready.state(atLeast: least))
            if done == .rejected || (gate.done.contains(item.id) && done != .signed) {
                blocking.append(signOff(item, .done, item.done, gate))
            } else if ready == .rejected || (!gate.done.contains(item.id) && ready != .signed && done != .signed) {
                blocking.append(signOff(item, .ready, item.ready, gate))
            }
        }
        if let before, !before.isOpen {
            blocking.append(
                Blocker(
                    item: before.id, owner: "release-manager", kind: Blocker.closedGate,
                    why: "the gate '\(before.id)' before this one is closed",
                    next: "open '\(before.id)' first"))
        }
        blocking += premature(gate, required, after: before)
        let isOpen = blocking.isEmpty && proofs == gate.done.count && !gate.done.isEmpty
        let kinds = Set(blocking.map(\.kind))
        let decision: Decision =
            if isOpen {
                (required + early).contains { $0.verdict == .waived } ? .goWithWaivers : .go
            } else if !kinds.isDisjoint(with: ["fail", "error", "reject"]) || before?.decision == .noGo {
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
        assessment.rule = gate
        assessment.items = Set(gate.done + gate.ready)
        assessment.after = gate.after
        assessment.causes = kinds.union(before?.causes ?? [])
        if isOpen { assessment.opened = opening(of: gate, items, after: before) }
        return assessment
    }

    /// When the last sign-off that an open gate waited for was given.
    private func opening(of gate: GateRule, _ items: [ItemAssessment], after before: GateAssessment?) -> Instant? {
        let signed = items.compactMap { item -> Instant? in
            let done = item.done.signed(atLeast: gate.assurance)
            if gate.done.contains(item.id) { return done }
            guard gate.ready.contains(item.id) else { return nil }
            return [done, item.ready.signed(atLeast: gate.assurance)].compactMap(\.self).min()
        }
        return (signed + [before?.opened].compactMap(\.self)).max()
    }

    /// Steps that took place before the gate that they come after was open, e.g. an apply without its sign-offs: those
    /// given afterwards do not heal that.
    private func premature(_ gate: GateRule, _ required: [ItemAssessment], after before: GateAssessment?) -> [Blocker] {
        guard let before, before.isOpen, let opened = before.opened else { return [] }
        let earlier = Set(predecessors(of: gate).flatMap(\.done))
        return required.compactMap { item in
            guard !earlier.contains(item.id), let start = item.occurrence?.start, start < opened else { return nil }
            return Blocker(
                item: item.id, owner: item.owner, kind: Verdict.fail.rawValue,
                why: "it took place at \(start), before the gate '\(before.id)' was open (last sign-off: \(opened))",
                next: "find out why it was done without its sign-offs, and do it again behind `evidencepack gate`")
        }
    }

    /// Items that need only be `ready` here; none once the step behind the gate was taken, for then the next gate judges them.
    private func early(_ gate: GateRule, _ items: [ItemAssessment]) -> [ItemAssessment] {
        let next = Set(gates.filter { $0.after == gate.id }.flatMap(\.done)).subtracting(gate.done)
        if inRetrospect, items.contains(where: { next.contains($0.id) && $0.occurrence != nil }) { return [] }
        return items.filter { gate.ready.contains($0.id) && !gate.done.contains($0.id) }
    }

    /// Nobody has to prove such an item yet, but what says already that it failed closes the gate: an attempt that went
    /// wrong, or a state on which nothing must be built.
    private func earlyBlocker(_ item: ItemAssessment) -> Blocker? {
        guard item.verdict == .fail || item.verdict == .error else { return nil }
        let blocker = blocker(item)
        return Blocker(
            item: item.id, owner: item.owner, kind: blocker.kind,
            why: "only its 'ready' sign-off is due yet, but its evidence says already: \(blocker.why)",
            next: "\(blocker.next); or move evidence of an earlier attempt out of evidence/")
    }

    private func predecessors(of gate: GateRule) -> [GateRule] {
        guard let before = gates.first(where: { $0.id == gate.after }) else { return [] }
        return [before] + predecessors(of: before)
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
        _ item: ItemAssessment, _ kind: SignOff.Kind, _ status: SignOffStatus, _ gate: GateRule
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
