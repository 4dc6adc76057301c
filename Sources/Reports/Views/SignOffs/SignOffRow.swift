import Model
import Templates

/// A submitted sign-off with the items for which it came to the same: one row of the board.
struct SignOffRow: TemplateContext {
    let assessment: SignOffAssessment
    let items: [String]
    let outcome: SignOffAssessment.Outcome
    /// What the first gate that waits for it asks for, where that is more than it has.
    var asked: GateRule.Assurance?

    /// Those that do not count come first, each with its own reason.
    static func rows(of pack: Pack) -> [SignOffRow] {
        var rows = pack.signOffs.flatMap { assessment -> [SignOffRow] in
            let items = assessment.signOff?.items ?? []
            guard assessment.refusal == nil, !items.isEmpty else {
                return [
                    SignOffRow(
                        assessment: assessment, items: items,
                        outcome: .refused(assessment.refusal ?? "it names no item"))
                ]
            }
            var outcomes: [SignOffAssessment.Outcome] = []
            for id in items {
                if let outcome = assessment.outcomes[id], !outcomes.contains(outcome) { outcomes.append(outcome) }
            }
            return outcomes.map { outcome in
                SignOffRow(
                    assessment: assessment, items: items.filter { assessment.outcomes[$0] == outcome },
                    outcome: outcome)
            }
        }
        for index in rows.indices { rows[index].asked = asked(rows[index], in: pack) }
        return rows.filter { $0.outcome != .counts } + rows.filter { $0.outcome == .counts }
    }

    private static func asked(_ row: SignOffRow, in pack: Pack) -> GateRule.Assurance? {
        let kind = row.assessment.signOff?.kind
        let asked = pack.items.filter { row.items.contains($0.id) }.map { ($0.done, $0.ready) }.map {
            kind == .done ? $0.asked : $1.asked
        }.max()
        return asked.flatMap { $0 > row.assessment.assurance ? $0 : nil }
    }

    var shown: (word: String, shape: Verdict, why: String) {
        switch outcome {
        case .counts where assessment.signOff?.decision == .reject:
            ("Rejected", .fail, assessment.signOff?.note ?? "")
        case .counts where asked != nil:
            ("Too weak", .warn, "does not show who sent it; to count here, it has to come by \(asked?.words ?? "")")
        case .counts: ("Counts", .pass, assessment.signOff?.note ?? "")
        case .stale(let why): ("Stale", .warn, why)
        case .refused(let why): ("Refused", .error, why)
        }
    }

    static let fields: [TemplateField<SignOffRow>] = [
        .html("signOffMark") { VerdictMark.html($0.shown.shape, word: $0.shown.word) },
        .word("signOffState") { $0.shown.word },
        .text("signOffWhy") { $0.shown.why },
        .text("signOffBy") { $0.assessment.signOff?.by ?? "" },
        .text("signOffRole") { $0.assessment.signOff?.role ?? "" },
        .word("signOffKind") { $0.assessment.signOff?.kind.rawValue ?? "" },
        .word("signOffDecision") { $0.assessment.signOff?.decision.rawValue ?? "" },
        .text("signOffItems") { $0.items.joined(separator: ", ") },
        .word("signOffAt") { row in row.assessment.signOff.map { spelledTime($0.at) } ?? "" },
        .word("signOffAssurance") { $0.assessment.assurance.rawValue },
        .text("signOffPlace") { $0.assessment.place.description },
        .text("signOffIdentity") { $0.assessment.identity ?? "" },
        .text("signOffRemark") { $0.assessment.remark ?? "" },
    ]
}
