import Model
import Policies
import Rules
import Sealing

/// Judges one item from its judged checks: waivers, dates, whether it is due, its seal and its next action.
struct ItemJudging {
    let item: PolicyItem
    let loaded: LoadedRelease
    let judged: [Int: JudgedCheck]
    let isDue: Bool
    /// Paths of files that an item which is due reads.
    let dueFiles: Set<String>
    let at: Instant

    /// The item without its sign-offs, and how these see it.
    func assess(_ waiving: inout Waiving) -> (item: ItemAssessment, subject: SignOffSubject) {
        let ours = loaded.checks.indices.filter { loaded.checks[$0].item.id == item.id }
        // What is there for an item that is due does not show that this one has begun.
        let hasEvidence = ours.contains { judged[$0]?.files.contains { !dueFiles.contains($0.path) } ?? false }
        var checks: [CheckAssessment] = []
        var plain: [Verdict] = []
        var files: [String: EvidenceFile] = [:]
        var found: [Finding] = []
        for index in ours {
            let check = loaded.checks[index].check
            guard let result = judged[index] else { continue }
            for file in result.files { files[file.path] = file }
            if result.files.contains(where: \.isTicket) { found += result.outcome.findings }
            var verdict = Judgement.worst(of: result.outcome.findings.map(\.verdict)).verdict
            if let from = check.from, at < from, verdict == .fail { verdict = .warn }
            if !isDue, !hasEvidence, verdict == .unknown { verdict = .notDue }
            if check.isGating { plain.append(verdict) }
            let waived = check.isGating ? waiving.verdict(of: check, in: item, judged: verdict, result) : verdict
            var assessed =
                CheckAssessment(
                    id: check.id, kind: check.kind, verdict: waived,
                    underlying: waived == verdict ? nil : verdict, isGating: check.isGating,
                    findings: result.outcome.findings.sorted {
                        ($0.verdict.severity ?? -1) > ($1.verdict.severity ?? -1)
                    },
                    evidence: result.files.map(\.path).sorted(), charts: result.outcome.charts,
                    values: result.outcome.values)
            assessed.rule = ItemSeal.json(check)
            checks.append(assessed)
        }
        let judgement = Judgement.worst(of: checks.filter(\.isGating).map(\.verdict))
        let underlying = Judgement.worst(of: plain).verdict
        let seal = ItemSeal(
            wording: item.text, asOf: item.asOf, signers: item.signers, checks: item.checks,
            verdict: judgement.verdict,
            each: checks.filter(\.isGating).flatMap { [$0.verdict, $0.underlying].compactMap(\.self) },
            evidence: Array(files.values), found: found)
        let isAboutPlan = isAboutPlan(files.keys)
        let plan = isAboutPlan ? planDigest : nil
        var assessed = ItemAssessment(
            id: item.id, phase: item.phase, sectionTitle: section, text: item.text, line: item.line,
            owner: item.owner, judgement: judgement,
            underlying: underlying == judgement.verdict ? nil : underlying, checks: checks,
            next: item.next ?? "\(item.owner) provides the evidence", digest: seal.done, readyDigest: seal.ready,
            shortParts: seal.shortParts, plan: plan, signers: item.signers)
        assessed.isAboutPlan = isAboutPlan
        assessed.asOf = item.asOf
        assessed.occurrence = ours.compactMap { judged[$0]?.outcome.occurrence }.reduce(nil) { $1.spanning($0) }
        let (authors, strangers) = makers(
            named: files.values.compactMap(\.subject.by) + ours.flatMap { judged[$0]?.outcome.authors ?? [] })
        return (
            assessed, SignOffSubject(item: item, seal: seal, plan: plan, authors: authors, strangers: strangers)
        )
    }

    /// Whether a check of the item reads what lies beside the plan.
    private func isAboutPlan(_ paths: some Collection<String>) -> Bool {
        guard let plan = loaded.policy.release.terraform?.plan else { return false }
        let folder = plan.utf8.prefix(plan.utf8.count - (plan.split(separator: "/").last?.utf8.count ?? 0))
        return paths.contains { $0.utf8.starts(with: folder) }
    }

    /// The plan's digest, where any evidence states it.
    private var planDigest: String? {
        judged.sorted { $0.key < $1.key }.flatMap(\.value.outcome.values).first { $0.key == "plan.sha256" }?
            .value
    }

    /// Who made the evidence, as far as it states that, be it by an account, a key or a name: ids of people, and names that
    /// are nobody's in release.yml.
    private func makers(named names: [String]) -> (authors: Set<String>, strangers: Set<String>) {
        var authors: Set<String> = []
        var strangers: Set<String> = []
        for name in Set(names) {
            let word = Self.word(name)
            let people = loaded.policy.release.people.filter { $0.identities.contains { Self.word($0) == word } }
            if people.isEmpty { strangers.insert(name) } else { authors.formUnion(people.map(\.id)) }
        }
        return (authors, strangers)
    }

    /// Names of people and accounts differ in more than the case of letters and spaces around them.
    private static func word(_ name: String) -> [Substring] { name.lowercased().split(separator: " ") }

    private var section: String {
        loaded.policy.checklist.sections.first { section in
            section.items.contains { $0.line == item.line }
        }?.title ?? ""
    }
}
