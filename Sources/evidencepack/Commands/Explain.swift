import ArgumentParser
import Model

/// One item on one screen: what was read, what was found against which limit, and what to do.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain one item: what was read, what was found, what to do.",
        discussion: """
            `evidencepack explain my-release pre.audit`; what a check demands is described by `evidencepack checks KIND`.
            """)

    @OptionGroup var evaluation: Evaluation

    @Argument(help: "The item's id, e.g. pre.audit.")
    var item: String

    func run() async throws {
        let pack = try await evaluation.pack()
        guard let found = pack.items.first(where: { $0.id == item }) else {
            let near = nearest(item, among: pack.items.map(\.id)).map { " Did you mean '\($0)'?" } ?? ""
            Terminal.warn(
                "there is no item '\(item)'.\(near) The items: \(pack.items.map(\.id).joined(separator: ", "))")
            throw ExitStatus.usage.code
        }
        let underlying = found.underlying.map { " (without waivers: \($0.rawValue))" } ?? ""
        Terminal.say("\(found.id, .strong): \(found.verdict.rawValue.uppercased(), found.verdict.style)\(underlying)")
        Terminal.say("  checklist.md:\(found.line)  \(found.text)")
        Terminal.say("  owner: \(found.owner)")
        for kind in SignOff.Kind.allCases { explain(kind, of: found, in: pack) }
        for check in found.checks { explain(check) }
        let read = pack.evidence.filter { file in
            found.checks.contains { $0.evidence.contains(file.path) }
        }
        Terminal.say()
        Terminal.say("  read:")
        if read.isEmpty { Terminal.say("    nothing") }
        for file in read {
            let collected = file.collected.map { ", made \($0)" } ?? ""
            Terminal.say(
                "    \(file.path): \(file.state.rawValue), \(file.format ?? "unrecognised"), \(file.bytes) bytes, \(file.provenance.rawValue)\(collected)"
            )
        }
        guard found.judgement.proof == nil else { return }
        Terminal.say()
        Terminal.say([.next("  ", found.next)])
    }

    private func explain(_ check: CheckAssessment) {
        Terminal.say()
        Terminal.say(
            "  \(check.verdict.rawValue.uppercased(), check.verdict.style)  \(check.id) (\(check.kind))\(check.isGating ? "" : ", informational")"
        )
        for finding in check.findings.prefix(12) {
            let compared =
                finding.observed.map { " [\($0)\(finding.limit.map { "; required: \($0)" } ?? "")]" }
                ?? ""
            let place = finding.place.map { "  \($0)" } ?? ""
            Terminal.say("    \(finding.verdict.rawValue): \(finding.message)\(compared)\(place)")
        }
        if check.findings.count > 12 {
            Terminal.say("    … \(check.findings.count - 12) more, all in pack.json")
        }
    }

    /// Where the sign-offs of one kind stand, who gave which, and why one does not count.
    private func explain(_ kind: SignOff.Kind, of item: ItemAssessment, in pack: Pack) {
        let status = kind == .done ? item.done : item.ready
        let roles = kind == .done ? item.signers : [item.owner: 1]
        let wanted = roles.sorted { $0.key < $1.key }.map { $1 == 1 ? $0 : "\($1) of \($0)" }.joined(separator: " and ")
        let why = status.why.map { ": \($0)" } ?? ""
        Terminal.say(
            "  \(kind.rawValue): \(status.state.rawValue) (\(wanted), at least by \(status.asked.rawValue))\(why)")
        for given in pack.signOffs where given.signOff?.kind == kind {
            guard let signOff = given.signOff, let outcome = given.outcomes[item.id] else { continue }
            let result: String =
                switch outcome {
                case .counts: "counts"
                case .stale(let reason): "stale: \(reason)"
                case .refused(let reason): "refused: \(reason)"
                }
            let remark = given.remark.map { " (\($0))" } ?? ""
            Terminal.say(
                "    \(signOff.by) \(signOff.decision == .approve ? "approves" : "rejects") as \(signOff.role), \(signOff.at), by \(given.assurance.rawValue): \(result)\(remark)  \(given.place)"
            )
        }
    }
}

extension Verdict {
    /// How its word is shown.
    var style: TerminalLine.Style {
        switch self {
        case .pass, .warn, .notApplicable: .good
        case .fail, .error: .bad
        case .unknown, .manual, .waived, .notDue: .open
        }
    }
}
