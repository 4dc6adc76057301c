import Model
import Policies
import Rules
import Sealing

/// Judges one item from its judged checks: waivers, dates, whether it is due, its digest and its next action.
struct ItemJudging {
    let item: PolicyItem
    let loaded: LoadedRelease
    let judged: [Int: JudgedCheck]
    let isDue: Bool
    let at: Instant

    func assess(_ waiving: inout Waiving) -> ItemAssessment {
        let ours = loaded.checks.indices.filter { loaded.checks[$0].item.id == item.id }
        let hasEvidence = ours.contains { !(judged[$0]?.files.isEmpty ?? true) }
        var checks: [CheckAssessment] = []
        var plain: [Verdict] = []
        var files: [String: EvidenceFile] = [:]
        for index in ours {
            let check = loaded.checks[index].check
            guard let result = judged[index] else { continue }
            for file in result.files { files[file.path] = file }
            var verdict = Judgement.worst(of: result.outcome.findings.map(\.verdict)).verdict
            if let from = check.from, at < from, verdict == .fail { verdict = .warn }
            if !isDue, !hasEvidence { verdict = .notDue }
            if check.isGating { plain.append(verdict) }
            let digest = ItemDigest.hex(
                wording: item.text, checks: [check], verdict: verdict, evidence: result.files)
            let waived =
                check.isGating
                ? waiving.verdict(
                    of: check.id, in: item.id, judged: verdict, digest: digest,
                    observed: result.outcome.findings.filter { $0.verdict == verdict }.compactMap(\.observed))
                : verdict
            checks.append(
                CheckAssessment(
                    id: check.id, kind: check.kind, verdict: waived,
                    underlying: waived == verdict ? nil : verdict, isGating: check.isGating,
                    findings: result.outcome.findings.sorted {
                        ($0.verdict.severity ?? -1) > ($1.verdict.severity ?? -1)
                    },
                    evidence: result.files.map(\.path).sorted(), charts: result.outcome.charts,
                    values: result.outcome.values))
        }
        let judgement = Judgement.worst(of: checks.filter(\.isGating).map(\.verdict))
        let underlying = Judgement.worst(of: plain).verdict
        return ItemAssessment(
            id: item.id, phase: item.phase, sectionTitle: section, text: item.text, line: item.line,
            owner: item.owner, judgement: judgement,
            underlying: underlying == judgement.verdict ? nil : underlying, checks: checks,
            next: item.next ?? "\(item.owner) provides the evidence",
            digest: ItemDigest.hex(
                wording: item.text, asOf: item.asOf, checks: item.checks, verdict: judgement.verdict,
                evidence: Array(files.values)), ready: .missing,
            done: .missing)
    }

    private var section: String {
        loaded.policy.checklist.sections.first { section in
            section.items.contains { $0.line == item.line }
        }?.title ?? ""
    }
}
