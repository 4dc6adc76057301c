import Model
import Templates

/// One gate with its decision and its sign-offs.
struct GateView: TemplateContext {
    let gate: GateAssessment

    static let fields: [TemplateField<GateView>] = [
        .text("gateName") { $0.gate.id },
        .html("gateMark") { VerdictMark.mark($0.gate.decision) },
        .word("gateDecision") { $0.gate.decision.word },
        .number("gateBlocking") { $0.gate.blocking.count },
        .number("doneSigned") { $0.gate.doneSigned },
        .number("doneRequired") { $0.gate.doneRequired },
        .number("readySigned") { $0.gate.readySigned },
        .number("readyRequired") { $0.gate.readyRequired },
    ]
}

/// How many items have a verdict.
struct CountView: TemplateContext {
    let verdict: Verdict
    let count: Int

    static let fields: [TemplateField<CountView>] = [
        .html("countMark") { VerdictMark.mark($0.verdict) },
        .word("countWord") { $0.verdict.word.lowercased() },
        .word("countClass") { $0.verdict.rawValue },
        .number("count") { $0.count },
    ]

    /// Worst first, none that is zero; the counts sum to the number of items.
    static func counts(of items: [ItemAssessment]) -> [CountView] {
        let order: [Verdict] = [.error, .fail, .unknown, .manual, .waived, .warn, .pass, .notApplicable, .notDue]
        return order.map { verdict in CountView(verdict: verdict, count: items.count { $0.verdict == verdict }) }
            .filter { $0.count > 0 }
    }
}
