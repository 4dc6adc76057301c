import Model
import Templates

/// One row of the table of what keeps the gate closed.
struct BlockerView: TemplateContext {
    let blocker: Blocker
    let decisive: Finding?

    /// The finding tells only of a blocker that is about it: a reject, or a step taken too early, has its own reason.
    init(blocker: Blocker, decisive: Finding?) {
        self.blocker = blocker
        self.decisive = decisive.flatMap { blocker.why.hasPrefix($0.message) ? $0 : nil }
    }

    /// The gate before this one is no item.
    private var isAboutItem: Bool { blocker.kind != Blocker.closedGate }

    static let fields: [TemplateField<BlockerView>] = [
        .html("blockerMark") { VerdictMark.mark(kind: $0.blocker.kind) },
        .word("blockerKind") { Verdict(rawValue: $0.blocker.kind)?.word ?? $0.blocker.kind },
        .fragment("blockerLink") { Fragment($0.blocker.item) },
        .text("blockerItem") { $0.blocker.item },
        .flag("isAboutItem") { $0.isAboutItem },
        .text("blockerOwner") { $0.blocker.owner },
        .text("why") { $0.decisive?.readable ?? $0.blocker.why },
        .text("blockerObserved") { shortDecimals($0.decisive?.observed ?? "") },
        .text("blockerLimit") { $0.decisive?.limit ?? "" },
        .text("blockerMargin") { view in
            Margin.words(observed: view.decisive?.observed ?? "", limit: view.decisive?.limit ?? "")
        },
        .text("blockerPlace") { $0.decisive?.place?.description ?? "" },
        .text("blockerNext") { $0.blocker.next },
    ]
}

/// What one owner still has to sign for the gate.
struct OwnerView: TemplateContext {
    let owner: String
    let items: [Blocker]

    static let fields: [TemplateField<OwnerView>] = [
        .text("signer") { $0.owner },
        .number("signCount") { $0.items.count },
        .list("signItems") { $0.items.map { SignItem(blocker: $0) } },
        .text("signNext") { $0.items.first?.next ?? "" },
    ]

    /// Owners in the order in which the checklist first needs them.
    static func owners(of blockers: [Blocker]) -> [OwnerView] {
        var names: [String] = []
        for blocker in blockers where !names.contains(blocker.owner) { names.append(blocker.owner) }
        return names.map { name in OwnerView(owner: name, items: blockers.filter { $0.owner == name }) }
    }
}

/// An item that waits for a signature.
struct SignItem: TemplateContext {
    let blocker: Blocker

    static let fields: [TemplateField<SignItem>] = [
        .text("signItem") { $0.blocker.item },
        .text("signWhy") { $0.blocker.why },
        .fragment("signLink") { Fragment($0.blocker.item) },
    ]
}
