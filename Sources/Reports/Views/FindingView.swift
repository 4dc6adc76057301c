import Model
import Templates

/// One row of an item's checks table.
struct FindingView: TemplateContext {
    let check: CheckAssessment
    let finding: Finding?
    let isFirst: Bool
    var index = PageIndex()
    /// Names the check on the page, where no other has that name.
    var anchor: Fragment?

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
        .list("anchors") { view in view.isFirst ? view.anchor.map { [AnchorView(fragment: $0)] } ?? [] : [] },
        .text("message") { $0.finding?.readable ?? $0.message },
        .text("observed") { $0.finding?.observedBeside ?? "" },
        .text("margin") { Margin.words(observed: $0.finding?.observed ?? "", limit: $0.finding?.limit ?? "") },
        .flag("hasPlace") { !$0.path.isEmpty },
        .flag("isListed") { $0.index.anchor(of: $0.path) != nil },
        .fragment("placeLink") { $0.index.anchor(of: $0.path) ?? Fragment("ev") },
        .text("limit") { $0.finding?.limit ?? "" },
        .html("verdictMark") { view in
            view.check.verdict == .waived
                ? VerdictMark.mark(.waived, word: "Waived (\((view.check.underlying ?? .fail).word))")
                : VerdictMark.mark(view.finding?.verdict ?? view.check.verdict)
        },
        .word("findingVerdict") { $0.word },
        .text("place") { $0.finding?.place?.description ?? $0.path },
        .text("pointer") { $0.finding?.place?.pointer ?? "" },
    ]

    private var path: String { finding?.place?.path ?? check.evidence.first ?? "" }
}

extension Finding {
    /// The message; digits beyond the fourth decimal are cut where a number was measured against a limit.
    var readable: String {
        limit?.contains { $0 == "<" || $0 == ">" } == true ? shortDecimals(message) : message
    }

    /// What was observed, where the message does not say so itself.
    var observedBeside: String? { observed.flatMap { message.contains($0) ? nil : shortDecimals($0) } }
}

/// A name on the page, where there is one.
struct AnchorView: TemplateContext {
    let fragment: Fragment

    static let fields: [TemplateField<AnchorView>] = [.fragment("anchor") { $0.fragment }]
}
