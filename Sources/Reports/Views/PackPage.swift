import Model
import Templates

/// Everything that the templates of a pack may print.
struct PackPage: TemplateContext {
    let pack: Pack
    let packDigest: String
    let styleHash: String
    /// Whether the style stands in a file of its own, for viewers that allow no other.
    let isSplit: Bool
    let index: PageIndex
    /// The next gate that is closed, or the last one when all are open.
    let gate: GateAssessment?
    let sections: [SectionView]

    private static let shownFiles = 1_000
    private static let shownSignOffs = 300

    /// - Parameter digest: SHA-256 in hex, by which files are named on the page.
    init(
        _ pack: Pack, packDigest: String, styleHash: String, isSplit: Bool = false,
        digest: ((String) -> String)? = nil
    ) {
        self.pack = pack
        self.packDigest = packDigest
        self.styleHash = styleHash
        gate = pack.gates.first { !$0.decision.isOpen } ?? pack.gates.last
        self.isSplit = isSplit
        index = digest.map { PageIndex(pack, files: Self.shownFiles, digest: $0) } ?? PageIndex()
        sections = SectionView.sections(of: pack.items, in: index)
    }

    /// No gate, or no item, is never a go.
    var decision: Decision { pack.items.isEmpty ? .incomplete : gate?.decision ?? .incomplete }

    var headline: String {
        let name = gate.map { "gate \($0.id)" } ?? "any gate"
        return switch decision {
        case .go: "\(pack.release.tag) may be promoted: every gate is open"
        case .goWithWaivers: "\(pack.release.tag) may be promoted, with waivers: every gate is open"
        case .noGo: "\(pack.release.tag) is not ready for \(name)"
        case .incomplete: "\(pack.release.tag) is not yet proven ready for \(name)"
        }
    }

    var blocking: [Blocker] { gate?.blocking ?? [] }

    var blockers: [BlockerView] { blocking.filter { $0.kind != "sign-off" }.map(view) }

    func view(_ blocker: Blocker) -> BlockerView {
        BlockerView(blocker: blocker, decisive: pack.items.first { $0.id == blocker.item }?.decisive)
    }

    /// What the plan does, as far as every file of it agrees.
    private func value(_ key: String) -> String {
        pack.items.flatMap(\.checks).flatMap(\.values).first { $0.key == key }?.value ?? ""
    }

    private var planParts: [String] { value("plan.changes").split(separator: ", ").map { String($0) } }

    private static func isDestruction(_ part: String) -> Bool { part.hasSuffix("to destroy") }

    /// Says what a table leaves out; empty when it is all there.
    private func omission(_ shown: Int, of total: Int, _ what: String) -> String {
        shown < total ? "Shown \(shown) of \(total) \(what); all are in pack.json." : ""
    }

    /// One line for `grep`, in which no name can pass for another field.
    var footer: String {
        "\(Self.footerStart)release=\(Self.footerValue(pack.release.tag)) pack=sha256:\(packDigest) "
            + "items=\(pack.items.count) gate=\(Self.footerValue(gate?.id ?? "none")) decision=\(decision.rawValue)"
    }

    static let footerStart = "evidencepack v1 "

    /// Percent-encoded; a name that nobody gave in earnest is only counted.
    private static func footerValue(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let hasHost = Array(text.utf8.map { $0 | 32 }).contains(Array("www".utf8))
        let marks = hasHost ? "-_" : "-._"
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            let isPlain = (48...57).contains(byte) || (97...122).contains(byte | 32) || marks.utf8.contains(byte)
            return isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return bytes.count > 120 ? "left-out-\(text.utf16.count)-characters" : String(decoding: bytes, as: UTF8.self)
    }

    static let fields: [TemplateField<PackPage>] = [
        .word("styleHash") { $0.styleHash },
        .flag("isSplit") { $0.isSplit },
        .html("shapes") { _ in VerdictMark.shapes },
        .list("legend") { _ in LegendView.all },
        .word("decisionId") { $0.decision.rawValue },
        .text("planChanges") { $0.value("plan.changes") },
        .text("planKept") { page in page.planParts.filter { !isDestruction($0) }.joined(separator: ", ") },
        .text("planDestroys") { page in page.planParts.filter(isDestruction).joined(separator: ", ") },
        .text("planDigest") { $0.value("plan.sha256") },
        .text("planDigestShort") { shortDigest($0.value("plan.sha256")) },
        .flag("isDestroying") { !["", "0"].contains($0.value("plan.destroys")) },
        .list("currentGate") { page in page.gate.map { [GateView(gate: $0)] } ?? [] },
        .list("comparison") { page in page.pack.changes.map { [ChangesView(changes: $0)] } ?? [] },
        .flag("isEvaluated") { !$0.pack.items.isEmpty && $0.gate != nil },
        .flag("hasRoles") { !BoardRow.rows(of: $0.pack, gate: $0.gate, in: $0.index).isEmpty },
        .flag("hasWaivers") { !$0.pack.waivers.isEmpty },
        .flag("hasProblems") { !$0.pack.problems.isEmpty },
        .list("roles") { BoardRow.rows(of: $0.pack, gate: $0.gate, in: $0.index) },
        .text("firstToSign") { page in page.blocking.first { $0.kind == "sign-off" }?.next ?? "" },
        .text("boardOmission") { page in
            page.omission(
                min(page.pack.signOffs.count, shownSignOffs), of: page.pack.signOffs.count, "sign-offs")
        },
        .text("evidenceOmission") { page in
            let all = EvidenceView.rows(of: page.pack.evidence, in: page.index).count
            return page.omission(min(all, shownFiles), of: all, "files")
        },
        .text("title") { "\($0.decision.rawValue) \($0.pack.release.tag) \($0.gate?.id ?? "")" },
        .text("headline") { $0.headline },
        .word("decision") { $0.decision.word },
        .word("decisionClass") { $0.decision.className },
        .html("decisionMark") { VerdictMark.mark($0.decision) },
        .text("gateId") { $0.gate?.id ?? "" },
        .text("checklistTitle") { Mojibake.mended($0.pack.checklistTitle) },
        .text("mendedFrom") {
            Mojibake.mended($0.pack.checklistTitle) == $0.pack.checklistTitle ? "" : $0.pack.checklistTitle
        },
        .text("tag") { $0.pack.release.tag },
        .text("train") { $0.pack.release.train },
        .text("commit") { $0.pack.release.commit },
        .text("commitShort") { shortDigest($0.pack.release.commit) },
        .text("from") { $0.pack.release.environment.from },
        .text("to") { $0.pack.release.environment.to },
        .text("ticket") { $0.pack.release.ticket },
        .word("windowStart") { spelledTime($0.pack.release.window.start) },
        .word("windowEnd") { spelledTime($0.pack.release.window.end) },
        .word("at") { spelledTime($0.pack.at) },
        .word("atExact") { $0.pack.at.description },
        .text("toolVersion") { $0.pack.toolVersion },
        .word("packDigest") { $0.packDigest },
        .text("packDigestShort") { shortDigest($0.packDigest) },
        .number("itemCount") { $0.pack.items.count },
        .list("counts") { CountView.counts(of: $0.pack.items) },
        .list("gates") { $0.pack.gates.map { GateView(gate: $0) } },
        .list("blockers") { $0.blockers },
        .number("blockerCount") { $0.blockers.count },
        .list("signers") { page in OwnerView.owners(of: page.blocking.filter { $0.kind == "sign-off" }) },
        .flag("hasBlockers") { !$0.blockers.isEmpty },
        .flag("isWaitingForSignOffs") { page in page.blocking.contains { $0.kind == "sign-off" } },
        .number("missingSignOffs") { page in page.blocking.count { $0.kind == "sign-off" } },
        .list("board") { Array(SignOffRow.rows(of: $0.pack).prefix(shownSignOffs)) },
        .flag("hasBoard") { !$0.pack.signOffs.isEmpty },
        .number("boardCount") { $0.pack.signOffs.count },
        .list("sections") { $0.sections },
        .list("waivers") { page in page.pack.waivers.map { WaiverView($0, items: page.pack.items) } },
        .list("evidence") { EvidenceView.rows(of: $0.pack.evidence, in: $0.index, most: shownFiles) },
        .number("sidecarCount") { page in
            page.pack.evidence.count - EvidenceView.rows(of: page.pack.evidence, in: page.index).count
        },
        .number("unusedCount") { page in page.pack.evidence.count { !$0.isUsed } },
        .number("evidenceCount") { $0.pack.evidence.count },
        .list("problems") { $0.pack.problems.map { ProblemView(problem: $0) } },
        .flag("hasSecrets") { !$0.pack.secrets.isEmpty },
        .text("secretsWarning") { MaskedSecret.warning($0.pack.secrets.count) },
        .list("secrets") { $0.pack.secrets.map { SecretView(secret: $0) } },
        .list("configuration") { $0.pack.configuration.map { ConfigurationView(file: $0) } },
        .word("footer") { $0.footer },
        .text("templateNotice") { $0.pack.templateNotice },
    ]
}
