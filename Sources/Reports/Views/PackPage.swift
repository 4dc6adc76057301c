import Model
import Templates

/// Everything that the templates of a pack may print.
struct PackPage: TemplateContext {
    let pack: Pack
    let packDigest: String
    let styleHash: String
    /// The next gate that is closed, or the last one when all are open.
    let gate: GateAssessment?
    let sections: [SectionView]

    init(_ pack: Pack, packDigest: String, styleHash: String) {
        self.pack = pack
        self.packDigest = packDigest
        self.styleHash = styleHash
        gate = pack.gates.first { !$0.decision.isOpen } ?? pack.gates.last
        sections = SectionView.sections(of: pack.items)
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
        .text("title") { "\($0.decision.rawValue) \($0.pack.release.tag) \($0.gate?.id ?? "")" },
        .text("headline") { $0.headline },
        .word("decision") { $0.decision.word },
        .word("decisionClass") { $0.decision.className },
        .html("decisionMark") { VerdictMark.html($0.decision) },
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
        .list("board") { SignOffRow.rows(of: $0.pack) },
        .flag("hasBoard") { !$0.pack.signOffs.isEmpty },
        .number("boardCount") { $0.pack.signOffs.count },
        .list("sections") { $0.sections },
        .list("waivers") { page in page.pack.waivers.map { WaiverView($0, items: page.pack.items) } },
        .list("evidence") { $0.pack.evidence.map { EvidenceView(file: $0) } },
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
