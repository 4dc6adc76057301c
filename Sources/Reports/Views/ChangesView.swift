import Model
import Templates

/// What changed since an earlier pack, what weighs most first.
struct ChangesView: TemplateContext {
    let changes: PackChanges

    static let fields: [TemplateField<ChangesView>] = [
        .text("earlierTag") { $0.changes.earlier.tag },
        .text("earlierAt") { $0.changes.earlier.at },
        .text("earlierDigest") { $0.changes.earlier.sha256 },
        .flag("isUnchanged") { $0.changes.all.isEmpty },
        .number("loosenedCount") { $0.changes.of(.loosened).count },
        .flag("isLoosened") { !$0.changes.of(.loosened).isEmpty },
        .html("loosenedMark") { _ in VerdictMark.mark(.warn, word: "Less is demanded") },
        .list("loosened") { $0.changes.of(.loosened).prefix(3).map { ChangeView(change: $0) } },
        .list("kinds") { view in
            PackChange.Kind.allCases.map { ChangeKindView(kind: $0, changes: view.changes.of($0)) }
                .filter { !$0.changes.isEmpty }
        },
    ]
}

/// All changes of one kind.
struct ChangeKindView: TemplateContext {
    private static let shown = 50

    let kind: PackChange.Kind
    let changes: [PackChange]

    static let fields: [TemplateField<ChangeKindView>] = [
        .word("changeKind") { $0.kind.title },
        .number("changeCount") { $0.changes.count },
        .list("changes") { $0.changes.prefix(shown).map { ChangeView(change: $0) } },
        .text("changeOmission") { view in
            view.changes.count > shown ? "Shown \(shown) of \(view.changes.count); all are in pack.json." : ""
        },
    ]
}

/// One difference.
struct ChangeView: TemplateContext {
    let change: PackChange

    static let fields: [TemplateField<ChangeView>] = [
        .text("changeSubject") { $0.change.subject },
        .text("changeWhat") { $0.change.what },
        .text("before") { shortDecimals($0.change.before ?? "") },
        .text("after") { shortDecimals($0.change.after ?? "") },
    ]
}
