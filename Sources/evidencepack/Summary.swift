import Model

/// What a person sees after `build` and `gate`: one headline a gate, then what blocks, who acts, and what to do.
struct Summary {
    let pack: Pack
    /// SHA-256 of pack.json, when a pack was written.
    let digest: String?

    func print() {
        warnOfProblems()
        Terminal.say(lines())
    }

    /// Diagnostics that concern no single item, on standard error.
    func warnOfProblems() {
        for problem in pack.problems { Terminal.warn(problem) }
        guard !pack.secrets.isEmpty else { return }
        Terminal.warn("warning: \(MaskedSecret.warning(pack.secrets.count))")
        for secret in pack.secrets.prefix(10) {
            let places = secret.places.map(\.description).joined(separator: ", ")
            Terminal.warn("  \(secret.kind) #\(secret.number)  \(places)")
        }
        if pack.secrets.count > 10 { Terminal.warn("  … \(pack.secrets.count - 10) more, all in pack.json") }
    }

    func lines(only gate: String? = nil) -> [TerminalLine] {
        let gates = pack.gates.filter { gate == nil || $0.id == gate }
        var lines = gates.map(headline)
        if let closed = gates.first(where: { !$0.isOpen }) {
            lines += blocking(closed) + unsigned(closed) + refused
        }
        return lines
    }

    private func blocking(_ gate: GateAssessment) -> [TerminalLine] {
        let blockers = gate.blocking.filter { $0.kind != "sign-off" }
        guard !blockers.isEmpty else { return [] }
        return ["", "Blocks '\(gate.id)':"]
            + blockers.flatMap { blocker -> [TerminalLine] in
                [
                    "  \(blocker.kind.uppercased(), style(ofKind: blocker.kind))  \(blocker.item, .strong)  (\(blocker.owner))",
                    "      \(blocker.why)", .next("      ", blocker.next),
                ]
            }
    }

    /// By who must sign; what is more than missing has a line of its own.
    private func unsigned(_ gate: GateAssessment) -> [TerminalLine] {
        let signOffs = gate.blocking.filter { $0.kind == "sign-off" }
        guard !signOffs.isEmpty else { return [] }
        var lines: [TerminalLine] = ["", "Still to sign (\(signOffs.count)):"]
        for (owner, theirs) in Dictionary(grouping: signOffs, by: \.owner).sorted(by: { $0.key < $1.key }) {
            for kind in SignOff.Kind.allCases {
                let ofKind = theirs.filter { $0.why.hasPrefix("the '\(kind.rawValue)'") }
                guard !ofKind.isEmpty else { continue }
                lines.append("  \(owner, .strong), \(kind.rawValue): \(ofKind.map(\.item).joined(separator: ", "))")
                lines += ofKind.filter { !$0.why.hasSuffix(" is missing") }.map { "      \($0.item): \($0.why)" }
            }
        }
        return lines + [.next("  ", signOffs[0].next)] + (signOffs.count > 1 ? ["  and likewise for the others"] : [])
    }

    /// Sign-offs that were handed in and do not count.
    private var refused: [TerminalLine] {
        let refused = pack.signOffs.filter { $0.refusal != nil }
        guard !refused.isEmpty else { return [] }
        return ["", "Refused sign-offs (\(refused.count)):"]
            + refused.prefix(10).map { "  \($0.place): \($0.refusal ?? "")" }
            + (refused.count > 10 ? ["  … \(refused.count - 10) more, all in pack.json"] : [])
    }

    /// The fixed form of PRODUCT.md: decision, version, gate, counts by verdict, sign-offs, digest.
    private func headline(_ gate: GateAssessment) -> TerminalLine {
        let words: [(Verdict, String)] = [
            (.pass, "pass"), (.warn, "warn"), (.fail, "fail"), (.error, "error"), (.unknown, "unknown"),
            (.manual, "manual"), (.waived, "waived"),
            (.notApplicable, "not applicable"), (.notDue, "not due"),
        ]
        let counts = words.compactMap { verdict, word in gate.counts[verdict].map { "\($0) \(word)" } }
        let decided: TerminalLine.Style = gate.isOpen ? .good : gate.decision == .noGo ? .bad : .open
        let pack = digest.map { "; pack sha256:\($0)" } ?? ""
        return
            "\(gate.decision.rawValue, decided) \(self.pack.release.tag) \(gate.id, .strong): \(counts.joined(separator: ", ")); done \(gate.doneSigned)/\(gate.doneRequired), ready \(gate.readySigned)/\(gate.readyRequired)\(pack, .faint)"
    }

    private func style(ofKind kind: String) -> TerminalLine.Style {
        ["unknown", "manual", Verdict.notDue.rawValue, Blocker.closedGate].contains(kind) ? .open : .bad
    }
}

extension TerminalLine {
    /// What settles something. What is nothing but a command is kept on one line, so that it can be copied.
    static func next(_ indent: TerminalLine, _ text: String) -> TerminalLine {
        var line: TerminalLine = "\(indent)\("next:", .faint) \(text)"
        line.isCommand = !text.contains("`") && [" --", " > "].contains { text.contains($0) }
        return line
    }
}
