import Model
import Templates

/// One waiver with what became of it and the verdict below it.
struct WaiverView: TemplateContext {
    let assessment: WaiverAssessment
    let underlying: Verdict?

    init(_ assessment: WaiverAssessment, items: [ItemAssessment]) {
        self.assessment = assessment
        let item = items.first { $0.id == assessment.waiver?.item }
        let check = item?.checks.first { $0.id == assessment.waiver?.check }
        underlying = check?.underlying ?? check?.verdict ?? item?.underlying
    }

    static let fields: [TemplateField<WaiverView>] = [
        .text("waiverId") { $0.assessment.id },
        .word("waiverState") { $0.assessment.state.word },
        .text("waiverNote") { $0.assessment.note },
        .html("waiverMark") { view in view.underlying.map { VerdictMark.html($0) } ?? .empty },
        .word("waiverUnderlying") { $0.underlying?.word ?? "" },
        .text("waiverItem") { $0.assessment.waiver?.item ?? "" },
        .fragment("waiverLink") { Fragment("item-" + ($0.assessment.waiver?.item ?? "")) },
        .text("waiverCheck") { $0.assessment.waiver?.check ?? "" },
        .text("waiverReason") { $0.assessment.waiver?.reason ?? "" },
        .text("riskOwner") { $0.assessment.waiver?.riskOwner ?? "" },
        .text("approver") { $0.assessment.waiver?.approver ?? "" },
        .text("waiverTicket") { $0.assessment.waiver?.ticket ?? "" },
        .word("until") { view in view.assessment.waiver.map { spelledTime($0.until) } ?? "" },
    ]
}

extension WaiverAssessment.State {
    /// As it is shown to people.
    var word: String { self == .notYetValid ? "Not yet valid" : rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
