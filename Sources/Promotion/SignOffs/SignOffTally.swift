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
        for assurance in GateRule.Assurance.allCases { states[assurance] = judge(atLeast: assurance).state }
        return SignOffStatus(
            states: states, by: approvers(atLeast: .file), why: judge(atLeast: asked).why, asked: asked)
    }

    /// Sign-offs of this kind that name the item, the weakest left out.
    private func ours(atLeast assurance: GateRule.Assurance) -> [SignOffAssessment] {
        assessments.filter {
            $0.assurance >= assurance && $0.signOff?.kind == kind && $0.outcomes[subject.item.id] != nil
        }
    }

    /// The last word of each person in each role; a reject wins over an approval of the same moment.
    private func lastWords(atLeast assurance: GateRule.Assurance) -> [SignOff] {
        var last: [String: SignOff] = [:]
        for assessment in ours(atLeast: assurance) where assessment.outcomes[subject.item.id] == .counts {
            guard let signOff = assessment.signOff else { continue }
            let key = "\(signOff.by)\u{0}\(signOff.role)"
            if let known = last[key],
                known.at > signOff.at || (known.at == signOff.at && known.decision == .reject)
            {
                continue
            }
            last[key] = signOff
        }
        return last.sorted { $0.key < $1.key }.map(\.value)
    }

    private func approvers(atLeast assurance: GateRule.Assurance) -> [String] {
        Set(lastWords(atLeast: assurance).filter { $0.decision == .approve }.map(\.by)).sorted()
    }

    private func judge(atLeast assurance: GateRule.Assurance) -> (state: SignOffState, why: String?) {
        // A reject stands whatever it proves of who wrote it: at worst somebody has to look.
        if let reject = lastWords(atLeast: .file).first(where: { $0.decision == .reject }) {
            return (
                .rejected, "\(reject.by) rejected it as \(reject.role)\(reject.note.isEmpty ? "" : ": \(reject.note)")"
            )
        }
        let words = lastWords(atLeast: assurance)
        let wanting = subject.signers(for: kind).sorted { $0.key < $1.key }.compactMap { role, needed -> String? in
            let count = Set(words.filter { $0.role == role }.map(\.by)).count
            return count >= needed ? nil : "\(role) \(count) of \(needed)"
        }
        let approvers = Set(words.map(\.by))
        if wanting.isEmpty, kind == .done, approvers.isSubset(of: subject.authors) {
            let names = approvers.sorted().joined(separator: ", ")
            return (.invalid, "\(names) made the evidence, and cannot be the only one to accept it")
        }
        if wanting.isEmpty { return (.signed, nil) }
        let rest = ours(atLeast: assurance).compactMap { $0.outcomes[subject.item.id] }
        for case .refused(let reason) in rest { return (.invalid, reason) }
        for case .stale(let reason) in rest { return (.stale, reason) }
        let weaker = ours(atLeast: .file).contains {
            $0.assurance < assurance && $0.outcomes[subject.item.id] == .counts
        }
        return (
            .missing,
            weaker ? "signed, but with less assurance than '\(assurance.rawValue)'" : wanting.joined(separator: ", ")
        )
    }
}
