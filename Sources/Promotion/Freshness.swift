import Model

/// Whether a file that was read is about this release, and recent enough for a check.
struct Freshness {
    let release: Release
    let at: Instant
    /// Evidence of the phase before the promotion is about the environment it leaves, any other about the one it enters.
    let phase: Phase

    /// The reason why the file does not count, else `nil`.
    func objection(to file: EvidenceFile, maxAge: Int64?, about: [PolicyCheck.Subject]) -> (
        observed: String, limit: String, message: String
    )? {
        if let collected = file.collected, collected.since(at) > 120_000 {
            return ("\(collected)", "<= \(at)", "the evidence comes from the future")
        }
        if let maxAge {
            guard let collected = file.collected else {
                return (
                    "no time", "at most \(spelledDuration(milliseconds: maxAge)) old",
                    "nothing proves when it was made: neither its content nor a \(file.path).meta.yml states a time"
                )
            }
            let age = at.since(collected)
            if age > maxAge {
                return (
                    "\(spelledDuration(milliseconds: age)) old",
                    "at most \(spelledDuration(milliseconds: maxAge)) old",
                    "the evidence is \(spelledDuration(milliseconds: age)) old (made \(collected))"
                )
            }
        }
        let expected: [(String, String?, [String])] = [
            ("commit", file.subject.commit, [release.commit]), ("tag", file.subject.tag, [release.tag]),
            ("train", file.subject.train, [release.train]),
            (
                "environment", file.subject.environment,
                [phase == .pre ? release.environment.from : release.environment.to]
            ),
        ]
        for (name, stated, accepted) in expected {
            if let stated, !accepted.contains(where: { $0.lowercased() == stated.lowercased() }) {
                return (
                    "\(name) \(stated)", "\(name) \(accepted.joined(separator: " or "))",
                    "the evidence is about another \(name): \(stated)"
                )
            }
            if stated == nil, about.contains(where: { $0.rawValue == name }) {
                return (
                    "no \(name)", "\(name) \(accepted.joined(separator: " or "))",
                    "nothing states which \(name) the evidence is about"
                )
            }
        }
        return nil
    }
}
