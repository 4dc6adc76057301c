import Model
import Templates

/// One row of the table of what keeps the gate closed.
struct BlockerView: TemplateContext {
    let blocker: Blocker
    let decisive: Finding?

    var kindWord: String { Verdict(rawValue: blocker.kind)?.word ?? blocker.kind }
    var sentence: String { decisive?.message ?? blocker.why }

    static let fields: [TemplateField<BlockerView>] = [
        .html("blockerMark") { VerdictMark.html(kind: $0.blocker.kind) },
        .word("blockerKind") { $0.kindWord },
        .fragment("blockerLink") { Fragment("item-" + $0.blocker.item) },
        .text("blockerItem") { $0.blocker.item },
        .text("blockerOwner") { $0.blocker.owner },
        .text("why") { $0.sentence },
        .text("blockerObserved") { $0.decisive?.observed ?? "" },
        .text("blockerLimit") { $0.decisive?.limit ?? "" },
        .text("blockerPlace") { $0.decisive?.place?.description ?? "" },
        .text("blockerNext") { $0.blocker.next },
    ]
}

/// What one owner still has to sign for the gate.
struct OwnerView: TemplateContext {
    let owner: String
    let items: [Blocker]
    /// How many of them are named.
    var shown = Int.max

    static let fields: [TemplateField<OwnerView>] = [
        .text("signer") { $0.owner },
        .number("signCount") { $0.items.count },
        .list("signItems") { $0.items.prefix($0.shown).map { SignItem(blocker: $0) } },
        .number("signMore") { max(0, $0.items.count - $0.shown) },
        .flag("hasMore") { $0.items.count > $0.shown },
        .text("signNext") { $0.items.first?.next ?? "" },
    ]

    /// Owners in the order in which the checklist first needs them.
    static func owners(of blockers: [Blocker]) -> [OwnerView] {
        let owned = Dictionary(grouping: blockers.enumerated(), by: \.element.owner)
        return owned.values.sorted { $0[0].offset < $1[0].offset }.map { group in
            OwnerView(owner: group[0].element.owner, items: group.map(\.element))
        }
    }
}

/// An item that waits for a signature.
struct SignItem: TemplateContext {
    let blocker: Blocker

    static let fields: [TemplateField<SignItem>] = [
        .text("signItem") { $0.blocker.item },
        .text("signWhy") { $0.blocker.why },
        .fragment("signLink") { Fragment("item-" + $0.blocker.item) },
    ]
}
