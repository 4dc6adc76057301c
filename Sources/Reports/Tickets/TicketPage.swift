import Model
import Templates

/// What the templates of tickets, mail and Markdown may print: all that a pack's page may, with lists cut to the tier.
struct TicketPage: TemplateContext {
    let page: PackPage
    let tier: TicketTier
    let target: String
    /// How many texts were too long to be shown.
    var omissions = 0
    let blockers: ShownRows<BlockerView>
    let signers: ShownRows<OwnerView>
    let gates: ShownRows<GateView>
    let board: ShownRows<SignOffRow>
    let waivers: ShownRows<WaiverView>
    /// Without sidecars, which say only what is told of the file beside them.
    let evidence: ShownRows<EvidenceView>
    let sidecars: Int
    let problems: ShownRows<ProblemView>
    let plan: PlanView

    init(_ page: PackPage, tier: TicketTier, target: String) {
        let pack = page.pack
        self.page = page
        self.tier = tier
        self.target = target
        let signOffs = page.blocking.filter { $0.kind == "sign-off" }
        let owners = OwnerView.owners(of: signOffs).map {
            OwnerView(owner: $0.owner, items: $0.items, shown: tier.rows)
        }
        blockers = ShownRows(page.blocking.filter { $0.kind != "sign-off" }, tier.rows, view: page.view)
        signers = ShownRows(owners, tier.rows) { $0 }
        gates = ShownRows(pack.gates, tier.rows) { GateView(gate: $0) }
        waivers = ShownRows(pack.waivers, tier.isBrief ? 0 : tier.rows) { WaiverView($0, items: pack.items) }
        board = ShownRows(tier.hasTables ? SignOffRow.rows(of: pack) : [], tier.rows) { $0 }
        let files = pack.evidence.filter { $0.format != "sidecar" }
        evidence = ShownRows(tier.hasTables ? files : [], tier.rows) { EvidenceView(file: $0) }
        sidecars = pack.evidence.count - files.count
        problems = ShownRows(pack.problems, tier.rows) { ProblemView(problem: $0) }
        plan = PlanView(pack, shown: max(1, min(2, tier.rows)))
    }

    var missing: Int { page.blocking.count { $0.kind == "sign-off" } }

    var countSentence: String {
        CountView.counts(of: page.pack.items).map { "\($0.count) \($0.verdict.word.lowercased())" }.joined(
            separator: ", ")
    }

    /// What nobody may overlook, in words of ours.
    var warnings: [String] {
        let (secrets, loosened) = (page.pack.secrets.count, page.pack.changes?.of(.loosened).count ?? 0)
        return (secrets > 0 ? [MaskedSecret.warning(secrets)] : [])
            + (loosened > 0
                ? ["Less is demanded than in the pack before, in \(counted(loosened, "place")): see pack.json."] : [])
    }

    /// Items whose findings are told one by one.
    var details: [ItemView] {
        switch tier.details {
        case .all: page.sections.flatMap(\.items)
        case .unsettled: page.sections.flatMap(\.items).filter { !$0.item.verdict.isSettled }
        case .none: []
        }
    }

    /// What is not in this document, and where it is; empty when nothing is missing.
    var shortened: String {
        let pack = page.pack
        let settled = pack.items.count { $0.verdict.isSettled }
        var left: [String] = []
        switch tier.details {
        case .all: break
        case .unsettled: if settled > 0 { left.append("details of \(counted(settled, "settled item"))") }
        case .none: left.append("details of all items")
        }
        if !tier.hasTables {
            if !pack.signOffs.isEmpty { left.append(counted(pack.signOffs.count, "submitted sign-off")) }
            left.append(counted(pack.evidence.count, "input"))
        }
        if tier.isBrief { left += ["the table of all items", "reasons and next steps", "waivers"] }
        let rows =
            [blockers.left, signers.left, gates.left, board.left, evidence.left, problems.left, plan.left]
            .reduce(tier.isBrief ? 0 : waivers.left, +)
            + signers.rows.reduce(0) { $0 + max(0, $1.items.count - $1.shown) }
        if rows > 0 { left.append(counted(rows, "row") + " of long lists") }
        if omissions > 0 { left.append(counted(omissions, "long text")) }
        return left.isEmpty ? "" : "Shortened for \(target): \(left.joined(separator: ", ")) left out; full pack"
    }

    var sidecarNote: String {
        sidecars == 0 ? "" : "\(counted(sidecars, "sidecar")) beside them in pack.json."
    }

    private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    static let fields: [TemplateField<TicketPage>] =
        [
            .flag("isBrief") { $0.tier.isBrief },
            .flag("hasTexts") { $0.tier.details != .all },
            .flag("hasTables") { $0.tier.hasTables },
            .word("shortened") { $0.shortened },
            .word("fullPack") { "sha256:\($0.page.packDigest)" },
            .word("countSentence") { $0.countSentence },
            .list("warnings") { $0.warnings.map(TicketWarning.init) },
            .list("blockers") { $0.blockers.rows },
            .number("blockerCount") { $0.blockers.total },
            .word("blockersNote") { $0.blockers.note },
            .list("signers") { $0.signers.rows },
            .word("signersNote") { $0.signers.note },
            .list("gates") { $0.gates.rows },
            .list("board") { $0.board.rows },
            .word("boardNote") { $0.board.note },
            .list("waivers") { $0.waivers.rows },
            .word("waiversNote") { $0.waivers.note },
            .list("evidence") { $0.evidence.rows },
            .word("evidenceNote") { $0.evidence.note },
            .word("sidecarNote") { $0.sidecarNote },
            .list("problems") { $0.problems.rows },
            .word("problemsNote") { $0.problems.note },
            .list("details") { $0.details },
            .flag("hasDetails") { !$0.details.isEmpty },
            .list("planChanges") { $0.plan.changes.map(PlanChanges.init) },
            .list("plans") { $0.plan.digests.map(PlanDigest.init) },
        ] + PackPage.fields.map { $0.within(\.page) }
}

struct TicketWarning: TemplateContext {
    let sentence: String

    static let fields: [TemplateField<TicketWarning>] = [.word("warning") { $0.sentence }]
}

/// The first rows of a list, and how many there are.
struct ShownRows<Row: TemplateContext> {
    let rows: [Row]
    let total: Int

    init<Element>(_ all: [Element], _ limit: Int, view: (Element) -> Row) {
        rows = all.prefix(limit).map(view)
        total = all.count
    }

    var left: Int { total - rows.count }
    /// Empty when all are shown.
    var note: String { left == 0 ? "" : "Shown \(rows.count) of \(total); all are in pack.json." }
}

/// What the plan changes, and which plan it is.
struct PlanView {
    /// `4 to add, 4 to change, 1 to destroy`, as the check of the plan counted; empty when none was read whole.
    let changes: [String]
    let digests: [String]
    let left: Int

    init(_ pack: Pack, shown: Int) {
        let values = pack.items.flatMap { $0.checks.flatMap(\.values) }.filter { $0.key == "plan.changes" }.map(\.value)
        let allChanges = Set(values).sorted()
        let allDigests = Set(pack.items.compactMap(\.plan)).sorted()
        changes = Array(allChanges.prefix(shown))
        digests = Array(allDigests.prefix(shown))
        left = allChanges.count - changes.count + allDigests.count - digests.count
    }
}

struct PlanChanges: TemplateContext {
    let sentence: String

    static let fields: [TemplateField<PlanChanges>] = [.text("changes") { $0.sentence }]
}

struct PlanDigest: TemplateContext {
    let digest: String

    /// Never too long to be shown.
    var isDigest: Bool {
        digest.utf8.count == 64 && digest.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    static let fields: [TemplateField<PlanDigest>] = [
        .word("planDigest") { $0.isDigest ? $0.digest : "" }, .text("planName") { $0.isDigest ? "" : $0.digest },
    ]
}
