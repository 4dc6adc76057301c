import Model
import Templates

/// What a word of the pack means, beside its shape.
struct LegendView: TemplateContext {
    let verdict: Verdict
    let meaning: String

    static let fields: [TemplateField<LegendView>] = [
        .html("legendMark") { VerdictMark.mark($0.verdict) },
        .word("legendMeaning") { $0.meaning },
    ]

    static let all = Verdict.allCases.map { LegendView(verdict: $0, meaning: meaning(of: $0)) }

    private static func meaning(of verdict: Verdict) -> String {
        switch verdict {
        case .pass: "proven: the evidence is there, about this release, recent enough, and within the limit"
        case .warn: "proven, with something that a person should know"
        case .fail: "the evidence shows that the limit is not kept"
        case .unknown: "nothing proves it: evidence is absent, empty, too old, about something else, or has gaps"
        case .error: "the evidence cannot be read or contradicts itself; no waiver covers that"
        case .manual: "only a person can judge it"
        case .waived: "it does not hold, and somebody took the risk until a date; the verdict below is shown"
        case .notApplicable: "a condition that was declared says that it does not apply, with its reason"
        case .notDue: "belongs to a later phase"
        }
    }
}
