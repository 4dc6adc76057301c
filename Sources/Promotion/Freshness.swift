import Model

/// Whether a file that was read is about this release, and recent enough for a check.
struct Freshness {
    /// Why a file does not count.
    typealias Objection = (observed: String, limit: String, message: String)

    let release: Release
    /// When the release is evaluated: nothing can be later.
    let now: Instant
    /// When the item is judged: age counts up to then.
    let at: Instant
    /// Evidence of the phase before the promotion is about the environment it leaves, any other about the one it enters.
    let phase: Phase
    let maxAge: Int64?
    let about: [PolicyCheck.Subject]
    /// The item that the evidence must have been made after, and when that ended.
    let after: (item: String, end: Instant)?

    /// The reason why the file does not count, else `nil`.
    func objection(to file: EvidenceFile) -> Objection? { timeObjection(to: file) ?? subjectObjection(to: file) }

    private func timeObjection(to file: EvidenceFile) -> Objection? {
        if let collected = file.collected, collected.since(now) > 120_000 {
            return ("\(collected)", "<= \(now)", "the evidence comes from the future")
        }
        let unproven = "nothing proves when it was made: neither its content nor a \(file.path).meta.yml states a time"
        if let maxAge {
            let limit = "at most \(spelledDuration(milliseconds: maxAge)) old"
            guard let collected = file.collected else { return ("no time", limit, unproven) }
            let age = at.since(collected)
            if age > maxAge {
                let spelled = "\(spelledDuration(milliseconds: age)) old"
                return (spelled, limit, "the evidence is \(spelled) (made \(collected))")
            }
        }
        if let after {
            let limit = "after \(after.item), which ended \(after.end)"
            guard let collected = file.collected else { return ("no time", limit, unproven) }
            if collected < after.end {
                return ("\(collected)", limit, "the evidence was made \(collected), before \(after.item) ended")
            }
        }
        return nil
    }

    private func subjectObjection(to file: EvidenceFile) -> Objection? {
        let environment = phase == .pre ? release.environment.from : release.environment.to
        let expected: [(String, String?, String)] = [
            ("commit", file.subject.commit, release.commit), ("tag", file.subject.tag, release.tag),
            ("train", file.subject.train, release.train), ("environment", file.subject.environment, environment),
        ]
        for (name, stated, accepted) in expected {
            if let stated, accepted.lowercased() != stated.lowercased() {
                return (
                    "\(name) \(stated)", "\(name) \(accepted)", "the evidence is about another \(name): \(stated)"
                )
            }
            if stated == nil, about.contains(where: { $0.rawValue == name }) {
                return (
                    "no \(name)", "\(name) \(accepted)", "nothing states which \(name) the evidence is about"
                )
            }
        }
        return nil
    }
}
