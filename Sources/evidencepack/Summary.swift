import Model

/// What a person sees after `build`: one headline a gate, then what blocks, who acts, and what to do.
struct Summary {
    let pack: Pack
    /// SHA-256 of pack.json, when a pack was written.
    let digest: String?

    func print(only gate: String? = nil) {
        for problem in pack.problems { Terminal.warn(problem) }
        for assessment in pack.gates where gate == nil || assessment.id == gate {
            Terminal.say(headline(assessment))
        }
        guard
            let closed = pack.gates.first(where: {
                $0.decision != .go && $0.decision != .goWithWaivers && (gate == nil || $0.id == gate)
            })
        else { return }
        let evidence = closed.blocking.filter { $0.kind != "sign-off" }
        if !evidence.isEmpty { Terminal.say("\nBlocks '\(closed.id)':") }
        for blocker in evidence {
            Terminal.say("  \(blocker.kind.uppercased())  \(blocker.item)  (\(blocker.owner))")
            Terminal.say("      \(Terminal.inert(blocker.why))")
            Terminal.say("      next: \(Terminal.inert(blocker.next))")
        }
        let signOffs = closed.blocking.filter { $0.kind == "sign-off" }
        guard !signOffs.isEmpty else { return }
        Terminal.say("\nStill to sign (\(signOffs.count)):")
        for (owner, theirs) in Dictionary(grouping: signOffs, by: \.owner).sorted(by: {
            $0.key < $1.key
        }) {
            Terminal.say("  \(owner): \(theirs.map(\.item).joined(separator: ", "))")
        }
    }

    /// The fixed form of PRODUCT.md: decision, version, gate, counts by verdict, sign-offs, digest.
    private func headline(_ gate: GateAssessment) -> String {
        let words: [(Verdict, String)] = [
            (.pass, "pass"), (.warn, "warn"), (.fail, "fail"), (.error, "error"), (.unknown, "unknown"),
            (.manual, "manual"), (.waived, "waived"),
            (.notApplicable, "not applicable"), (.notDue, "not due"),
        ]
        let counts = words.compactMap { verdict, word in gate.counts[verdict].map { "\($0) \(word)" } }
        return
            "\(gate.decision.rawValue) \(pack.release.tag) \(gate.id): \(counts.joined(separator: ", ")); "
            + "done \(gate.doneSigned)/\(gate.doneRequired), ready \(gate.readySigned)/\(gate.readyRequired)"
            + (digest.map { "; pack sha256:\($0)" } ?? "")
    }
}
