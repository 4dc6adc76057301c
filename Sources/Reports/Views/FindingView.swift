import Model
import Templates

/// One row of an item's checks table.
struct FindingView: TemplateContext {
    let check: CheckAssessment
    let finding: Finding?
    let isFirst: Bool

    var word: String {
        guard check.verdict == .waived else { return (finding?.verdict ?? check.verdict).word }
        return "Waived, underlying \((check.underlying ?? .fail).word)"
    }

    var message: String { finding?.message ?? "No finding: nothing was read that could settle this check." }

    static let fields: [TemplateField<FindingView>] = [
        .text("check") { $0.check.id },
        .text("kind") { $0.check.kind == $0.check.id ? "" : $0.check.kind },
        .flag("isFirst") { $0.isFirst },
        .flag("isInformational") { !$0.check.isGating },
        .text("message") { $0.message },
        .text("observed") { $0.finding?.observed ?? "" },
        .text("limit") { $0.finding?.limit ?? "" },
        .html("verdictMark") { view in
            view.check.verdict == .waived
                ? VerdictMark.html(.waived, word: "Waived (\((view.check.underlying ?? .fail).word))")
                : VerdictMark.html(view.finding?.verdict ?? view.check.verdict)
        },
        .word("findingVerdict") { $0.word },
        .text("place") { $0.finding?.place?.description ?? $0.check.evidence.first ?? "" },
        .text("pointer") { $0.finding?.place?.pointer ?? "" },
    ]
}
