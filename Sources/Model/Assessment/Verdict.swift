/// The word that is printed for a check or an item (PRODUCT.md, verdict model).
package enum Verdict: String, Sendable, Hashable, CaseIterable {
    case pass, warn, fail, unknown, error, manual, waived
    case notApplicable = "not_applicable"
    case notDue = "not_due"

    /// How it counts when the worst is taken: `error > fail > unknown > manual > waived > warn > pass`; neutral ones do not count.
    package var severity: Int? {
        switch self {
        case .error: 6
        case .fail: 5
        case .unknown: 4
        case .manual: 3
        case .waived: 2
        case .warn: 1
        case .pass: 0
        case .notApplicable, .notDue: nil
        }
    }
}

/// Shows that something was judged and met. Nothing outside this file can make one, so nothing can be met by accident.
package struct Proof: Sendable, Hashable {
    fileprivate init() {}
}

/// The outcome of judging findings or checks.
package enum Judgement: Sendable, Hashable {
    /// `pass`, `warn`, `waived` or `not_applicable`.
    case met(Verdict, Proof)
    /// Everything else.
    case unmet(Verdict)

    package var verdict: Verdict {
        switch self {
        case .met(let verdict, _), .unmet(let verdict): verdict
        }
    }

    package var proof: Proof? {
        if case .met(_, let proof) = self { proof } else { nil }
    }

    /// The worst of `verdicts`. No verdicts, or only neutral ones, prove nothing: `unknown`.
    /// `not_applicable` alone is met only when every one of them says so.
    package static func worst(of verdicts: [Verdict]) -> Judgement {
        guard !verdicts.isEmpty else { return .unmet(.unknown) }
        if verdicts.allSatisfy({ $0 == .notApplicable }) { return .met(.notApplicable, Proof()) }
        guard let worst = verdicts.filter({ $0.severity != nil }).max(by: { ($0.severity ?? 0) < ($1.severity ?? 0) })
        else { return .unmet(verdicts.contains(.notDue) ? .notDue : .unknown) }
        return switch worst {
        case .pass, .warn, .waived: .met(worst, Proof())
        default: .unmet(worst)
        }
    }
}
