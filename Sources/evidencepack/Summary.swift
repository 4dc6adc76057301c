import Model

/// What a person sees after `build` and `gate`: one headline a gate, then what blocks, who acts, and what to do.
struct Summary {
    let pack: Pack
    /// SHA-256 of pack.json, when a pack was written.
    let digest: String?

    func print() {
        warnOfProblems()
        Terminal.say(text())
    }

    /// Diagnostics that concern no single item, on standard error.
    func warnOfProblems() {
        for problem in pack.problems { Terminal.warn(problem) }
        guard !pack.secrets.isEmpty else { return }
        Terminal.warn("warning: \(MaskedSecret.warning(pack.secrets.count))")
        for secret in pack.secrets.prefix(10) {
            let places = secret.places.map(\.description).joined(separator: ", ")
            Terminal.warn("  \(secret.kind) #\(secret.number)  \(Terminal.inert(places))")
        }
        if pack.secrets.count > 10 { Terminal.warn("  … \(pack.secrets.count - 10) more, all in pack.json") }
    }

    /// Without a final newline.
    func text(only gate: String? = nil) -> String {
        let gates = pack.gates.filter { gate == nil || $0.id == gate }
        var lines = gates.map(headline)
        if let closed = gates.first(where: { !$0.isOpen }) {
            lines += blocking(closed) + unsigned(closed) + refused
        }
        return lines.joined(separator: "\n")
    }

    private func blocking(_ gate: GateAssessment) -> [String] {
        let blockers = gate.blocking.filter { $0.kind != "sign-off" }
        guard !blockers.isEmpty else { return [] }
        return ["", "Blocks '\(gate.id)':"]
            + blockers.flatMap { blocker in
                [
                    "  \(blocker.kind.uppercased())  \(blocker.item)  (\(blocker.owner))",
                    "      \(Terminal.inert(blocker.why))", "      next: \(Terminal.inert(blocker.next))",
                ]
            }
    }

    /// By who must sign; what is more than missing has a line of its own.
    private func unsigned(_ gate: GateAssessment) -> [String] {
        let signOffs = gate.blocking.filter { $0.kind == "sign-off" }
        guard !signOffs.isEmpty else { return [] }
        var lines = ["", "Still to sign (\(signOffs.count)):"]
        for (owner, theirs) in Dictionary(grouping: signOffs, by: \.owner).sorted(by: { $0.key < $1.key }) {
            for kind in SignOff.Kind.allCases {
                let ofKind = theirs.filter { $0.why.hasPrefix("the '\(kind.rawValue)'") }
                guard !ofKind.isEmpty else { continue }
                lines.append("  \(owner), \(kind.rawValue): \(ofKind.map(\.item).joined(separator: ", "))")
                lines += ofKind.filter { !$0.why.hasSuffix(" is missing") }.map {
                    "      \($0.item): \(Terminal.inert($0.why))"
                }
            }
        }
        return lines + ["  next: \(Terminal.inert(signOffs[0].next)), and likewise for the others"]
    }

    /// Sign-offs that were handed in and do not count.
    private var refused: [String] {
        let refused = pack.signOffs.filter { $0.refusal != nil }
        guard !refused.isEmpty else { return [] }
        return ["", "Refused sign-offs (\(refused.count)):"]
            + refused.prefix(10).map { Terminal.inert("  \($0.place): \($0.refusal ?? "")") }
            + (refused.count > 10 ? ["  … \(refused.count - 10) more, all in pack.json"] : [])
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
