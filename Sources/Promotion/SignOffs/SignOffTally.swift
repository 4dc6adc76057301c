import Model

/// Where the sign-offs of one kind of one item stand, by the assurance that is asked for.
struct SignOffTally {
    let subject: SignOffSubject
    let kind: SignOff.Kind
    let assessments: [SignOffAssessment]
    /// What the first gate that waits for it asks for.
    let asked: GateRule.Assurance

    var status: SignOffStatus {
        var states: [GateRule.Assurance: SignOffState] = [:]
        var since: [GateRule.Assurance: Instant] = [:]
        for assurance in GateRule.Assurance.allCases {
            states[assurance] = judge(atLeast: assurance).state
            if states[assurance] == .signed { since[assurance] = completed(by: approvals(atLeast: assurance)) }
        }
        return SignOffStatus(
            states: states, by: Set(approvals(atLeast: .file).map(\.by)).sorted(), why: judge(atLeast: asked).why,
            asked: asked, since: since)
    }

    /// Sign-offs of this kind that name the item, the weakest left out.
    private func ours(atLeast assurance: GateRule.Assurance) -> [SignOffAssessment] {
        assessments.filter {
            $0.assurance >= assurance && $0.signOff?.kind == kind && $0.outcomes[subject.item.id] != nil
        }
    }

    /// Those of them that count.
    private func counting(atLeast assurance: GateRule.Assurance) -> [(signOff: SignOff, assurance: GateRule.Assurance)]
    {
        ours(atLeast: assurance).compactMap { assessment in
            guard assessment.outcomes[subject.item.id] == .counts, var signOff = assessment.signOff else { return nil }
            if let written = assessment.written { signOff.at = max(signOff.at, written) }
            return (signOff, assessment.assurance)
        }
    }

    private func approvals(atLeast assurance: GateRule.Assurance) -> [SignOff] {
        counting(atLeast: assurance).map(\.signOff).filter { $0.decision == .approve }
    }

    /// A reject stands whatever it proves of who wrote it, until the same person in the same role approves later in a way
    /// that proves no less: else a file that anybody can write would take back what somebody signed.
    private var standingReject: SignOff? {
        let words = counting(atLeast: .file)
        return words.first { reject, assurance in
            reject.decision == .reject
                && !words.contains { later, proven in
                    later.decision == .approve && later.by == reject.by && later.role == reject.role
                        && later.at > reject.at && proven >= assurance
                }
        }?.signOff
    }

    /// The roles whose number is not reached yet.
    private func wanting(_ approvals: [SignOff]) -> [(role: String, count: Int, needed: Int)] {
        subject.signers(for: kind).sorted { $0.key < $1.key }.compactMap { role, needed in
            let count = Set(approvals.filter { $0.role == role }.map(\.by)).count
            return count >= needed ? nil : (role, count, needed)
        }
    }

    /// Why a single approver is not enough: who accepts what they made themselves, or may have made, needs somebody beside
    /// them.
    private func objection(toSole approvals: [SignOff]) -> String? {
        let people = Set(approvals.map(\.by))
        guard kind == .done, people.count == 1, let only = people.first else { return nil }
        if subject.authors.contains(only) {
            return "\(only) made the evidence, and cannot be the only one to accept it"
        }
        return subject.strangers.min().map {
            "'\($0.prefix(60))' made the evidence and is nobody in release.yml, so it may be \(only)'s own: name the account under `people:`, or have a second person sign"
        }
    }

    /// When enough had signed.
    private func completed(by approvals: [SignOff]) -> Instant? {
        approvals.map(\.at).sorted().first { time in
            let until = approvals.filter { $0.at <= time }
            return wanting(until).isEmpty && objection(toSole: until) == nil
        }
    }

    private func judge(atLeast assurance: GateRule.Assurance) -> (state: SignOffState, why: String?) {
        if let reject = standingReject {
            return (
                .rejected, "\(reject.by) rejected it as \(reject.role)\(reject.note.isEmpty ? "" : ": \(reject.note)")"
            )
        }
        let approvals = approvals(atLeast: assurance)
        let wanting = wanting(approvals)
        if wanting.isEmpty {
            return objection(toSole: approvals).map { (.invalid, $0) } ?? (.signed, nil)
        }
        let rest = ours(atLeast: assurance).compactMap { $0.outcomes[subject.item.id] }
        for case .refused(let reason) in rest { return (.invalid, reason) }
        for case .stale(let reason) in rest { return (.stale, reason) }
        if !self.approvals(atLeast: .file).isEmpty, approvals.isEmpty {
            return (.missing, "signed, but with less assurance than '\(assurance.rawValue)'")
        }
        // That one of one is missing needs no words.
        let isPlain = subject.signers(for: kind) == [wanting[0].role: 1]
        return (
            .missing,
            isPlain ? nil : wanting.map { "\($0.role) \($0.count) of \($0.needed)" }.joined(separator: ", ")
        )
    }
}
