import Model
import Templates

/// Sign-offs of one role that stand alike: signed, or what the next gate waits for.
struct BoardRow: TemplateContext {
    private struct Key: Hashable {
        let role: String
        let state: SignOffState
        let by: [String]
        let why: String
    }

    let role: String
    let holders: String
    let state: SignOffState
    let done: [ItemLink]
    let ready: [ItemLink]
    /// Who signed when, and how surely.
    let by: String
    let why: String

    static let fields: [TemplateField<BoardRow>] = [
        .html("boardMark") { VerdictMark.mark($0.state) },
        .text("boardRole") { $0.role },
        .text("boardHolders") { $0.holders },
        .list("boardDone") { $0.done },
        .list("boardReady") { $0.ready },
        .text("boardBy") { $0.by },
        .text("boardWhy") { $0.why },
    ]

    /// Those that something is wrong with first, then what is missing now, then what is signed.
    static func rows(of pack: Pack, gate: GateAssessment?, in index: PageIndex) -> [BoardRow] {
        var order: [Key] = []
        var items: [Key: [SignOff.Kind: [ItemLink]]] = [:]
        for item in pack.items {
            for (kind, status) in [(SignOff.Kind.done, item.done), (.ready, item.ready)] {
                let isAsked = gate?.blocking.contains { $0.item == item.id && $0.signOff == kind } ?? false
                guard status.state != .missing || isAsked else { continue }
                for role in kind == .done ? item.signers.keys.sorted() : [item.owner] {
                    let key = Key(
                        role: role, state: status.state,
                        by: status.by.map { signature(of: $0, kind, item.id, in: pack, index) }, why: status.why ?? "")
                    if items[key] == nil { order.append(key) }
                    items[key, default: [:]][kind, default: []].append(ItemLink(item: item.id))
                }
            }
        }
        let rank: [SignOffState] = [.rejected, .invalid, .stale, .missing, .signed]
        func position(_ key: Key) -> Int { rank.firstIndex(of: key.state) ?? 0 }
        let sorted = order.enumerated().sorted {
            (position($0.element), $0.offset) < (position($1.element), $1.offset)
        }
        return sorted.map { _, key in
            BoardRow(
                role: key.role, holders: index.holders(of: key.role), state: key.state,
                done: items[key]?[.done] ?? [], ready: items[key]?[.ready] ?? [], by: key.by.joined(separator: "; "),
                why: key.why)
        }
    }

    /// `Priya Nair, 2026-11-24 14:02 UTC, ticket`
    private static func signature(
        of person: String, _ kind: SignOff.Kind, _ item: String, in pack: Pack, _ index: PageIndex
    ) -> String {
        let latest = pack.signOffs.filter {
            $0.signOff?.by == person && $0.signOff?.kind == kind && $0.outcomes[item] == .counts
        }.max { ($0.signOff?.at.milliseconds ?? 0) < ($1.signOff?.at.milliseconds ?? 0) }
        guard let latest, let signOff = latest.signOff else { return index.name(of: person) }
        return "\(index.name(of: person)), \(spelledTime(signOff.at)), by \(latest.assurance.rawValue)"
    }
}

/// A link to an item's card.
struct ItemLink: TemplateContext {
    let item: String

    static let fields: [TemplateField<ItemLink>] = [
        .text("linkItem") { $0.item },
        .fragment("linkCard") { Fragment($0.item) },
    ]
}
