import Model
import Policies
import Rules
import Sealing

/// Decides which waivers count at a moment, and applies them to failed or unknown checks; errors are never waived, nor is
/// evidence that is absent.
struct Waiving {
    let waivers: [Waiver]
    let at: Instant
    private(set) var used: Set<String> = []
    private(set) var refused: [String: String] = [:]

    init(_ waivers: [Waiver], at: Instant) {
        self.waivers = waivers
        self.at = at
    }

    /// The verdict of a check after its waiver, if one covers it; what was observed is compared with the waiver's `max_value`.
    mutating func verdict(of check: PolicyCheck, in item: PolicyItem, judged: Verdict, _ result: JudgedCheck) -> Verdict
    {
        verdict(
            of: check.id, in: item.id, judged: judged,
            hasEvidence: result.files.contains { $0.state == .present },
            digest: ItemSeal(wording: item.text, checks: [check], verdict: judged, evidence: result.files).done,
            observed: result.outcome.findings.filter { $0.verdict == judged }.compactMap(\.observed))
    }

    private mutating func verdict(
        of check: String, in item: String, judged: Verdict, hasEvidence: Bool, digest: String, observed: [String]
    ) -> Verdict {
        guard judged == .fail || judged == .unknown || judged == .error else { return judged }
        for waiver in waivers where waiver.item == item && waiver.check == check {
            guard waiver.notBefore <= at, at < waiver.until else { continue }
            if judged == .error {
                refused[waiver.id] = "covers an error, which cannot be waived"
                continue
            }
            // A risk is taken on for what was seen. What nobody looked at never passes (PRODUCT.md, principle 1).
            if judged == .unknown, !hasEvidence {
                refused[waiver.id] = "covers evidence that is not there: none of the check's files counts"
                continue
            }
            if let subject = waiver.subject, subject != digest, subject != "sha256:\(digest)" {
                refused[waiver.id] = "was given for other evidence (\(subject.prefix(19))…)"
                continue
            }
            if let most = waiver.maxValue {
                let limit = Limit(.atMost, most)
                guard !observed.isEmpty,
                    observed.allSatisfy({ Quantity($0).map { limit.holds(for: $0) ?? false } ?? false })
                else {
                    refused[waiver.id] = "allows at most \(most), the observed value is not within it"
                    continue
                }
            }
            used.insert(waiver.id)
            return .waived
        }
        return judged
    }

    /// Every waiver with what became of it, malformed ones included.
    func assessments(rejected: [RejectedWaiver]) -> [WaiverAssessment] {
        let known = waivers.map { waiver -> WaiverAssessment in
            let left = waiver.until.since(at)
            let (state, note): (WaiverAssessment.State, String) =
                if at >= waiver.until {
                    (.expired, "expired \(waiver.until); it counts as absent")
                } else if at < waiver.notBefore {
                    (.notYetValid, "counts only from \(waiver.notBefore)")
                } else if let reason = refused[waiver.id] {
                    (.refused, reason)
                } else if used.contains(waiver.id) {
                    (
                        .used,
                        left < 3 * 86_400_000
                            ? "in force; expires soon, in \(spelledDuration(milliseconds: left))"
                            : "in force until \(waiver.until)"
                    )
                } else {
                    (.unused, "covers nothing that failed")
                }
            let twins = waivers.count { $0.item == waiver.item && $0.check == waiver.check }
            return WaiverAssessment(
                id: waiver.id, waiver: waiver, state: state,
                note: twins > 1 ? "\(note); overlaps with another waiver of the same check" : note)
        }
        return known
            + rejected.map {
                WaiverAssessment(
                    id: $0.id ?? "unnamed", waiver: nil, state: .malformed, note: $0.problem.description)
            }
    }
}
