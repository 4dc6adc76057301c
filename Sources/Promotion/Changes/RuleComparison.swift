import Model
import Rules
import Streams

/// Whether a rule demands less, more, or something else than before. What is not provably stricter is never called so.
struct RuleComparison {
    /// The item or gate.
    let subject: String

    private func change(_ kind: PackChange.Kind, _ what: String, _ before: String?, _ after: String?) -> PackChange {
        PackChange(kind, subject, what, from: before, to: after)
    }

    /// A value without an order.
    func value(_ what: String, _ old: JSONNode?, _ new: JSONNode?) -> [PackChange] {
        let (before, after) = (old?.shown, new?.shown)
        return before == after ? [] : [change(.changed, what, before, after)]
    }

    /// A demand that is there or not: one more is stricter, one less looser.
    private func demands(_ what: String, _ old: [String], _ new: [String]) -> [PackChange] {
        old.filter { !new.contains($0) }.map { change(.loosened, what, $0, nil) }
            + new.filter { !old.contains($0) }.map { change(.tightened, what, nil, $0) }
    }

    func gate(_ old: JSONNode?, _ new: JSONNode?) -> [PackChange] {
        let (done, wasDone) = (new?["done"]?.texts ?? [], old?["done"]?.texts ?? [])
        var changes = demands("items that must be done", wasDone, done)
        // What must be done need not be ready as well.
        changes += demands(
            "items that must be ready", (old?["ready"]?.texts ?? []).filter { !done.contains($0) },
            (new?["ready"]?.texts ?? []).filter { !wasDone.contains($0) })
        let order = GateRule.Assurance.allCases.map(\.rawValue)
        let (before, after) = (old?.text("assurance"), new?.text("assurance"))
        if let before, let after, let was = order.firstIndex(of: before), let now = order.firstIndex(of: after),
            was != now
        {
            changes.append(change(now < was ? .loosened : .tightened, "least assurance of sign-offs", before, after))
        }
        return changes
            + demands("comes after", [old?.text("after")].compactMap(\.self), [new?.text("after")].compactMap(\.self))
    }

    /// How many people of which role must sign.
    func signers(_ old: JSONNode?, _ new: JSONNode?) -> [PackChange] {
        let names = Set(((old?.members ?? []) + (new?.members ?? [])).map(\.0)).sorted()
        return names.compactMap { role in
            let before = old?[role]?.number.flatMap { Int($0) } ?? 0
            let after = new?[role]?.number.flatMap { Int($0) } ?? 0
            guard before != after else { return nil }
            return change(
                after < before ? .loosened : .tightened, "people of \(role) who must sign", "\(before)", "\(after)")
        }
    }

    func check(_ id: String, _ old: JSONNode, _ new: JSONNode) -> [PackChange] {
        guard old.text("kind") == new.text("kind") else {
            return [change(.changed, "kind of check \(id)", old.text("kind"), new.text("kind"))]
        }
        let (was, now) = (old["rule"], new["rule"])
        var changes: [PackChange] = []
        if let before = old["gate"]?.bool, let after = new["gate"]?.bool, before != after {
            changes.append(
                change(after ? .tightened : .loosened, "check \(id) counts for gates", "\(before)", "\(after)"))
        }
        changes += value("files of check \(id)", was?["files"], now?["files"])
        changes += demands("check \(id) is about", was?["about"]?.texts ?? [], now?["about"]?.texts ?? [])
        changes += demands(
            "check \(id) comes after", [was?.text("after")].compactMap(\.self), [now?.text("after")].compactMap(\.self))
        changes += age(id, was?["max_age"]?.number, now?["max_age"]?.number)
        changes += value("check \(id) only warns until", was?["from"], now?["from"])
        let kind = new.text("kind") ?? ""
        let names = ((now?["parameters"]?.members ?? []) + (was?["parameters"]?.members ?? [])).map(\.0)
        for (index, name) in names.enumerated() where !names[..<index].contains(name) {
            changes += parameter(
                name, of: kind, "\(name) of check \(id)", was?["parameters"]?[name], now?["parameters"]?[name])
        }
        return changes
    }

    private func age(_ id: String, _ old: String?, _ new: String?) -> [PackChange] {
        let (before, after) = (old.flatMap { Int64($0) }, new.flatMap { Int64($0) })
        guard before != after else { return [] }
        return [
            change(
                after ?? .max > before ?? .max ? .loosened : .tightened, "greatest age of evidence of check \(id)",
                before.map { spelledDuration(milliseconds: $0) } ?? "any",
                after.map { spelledDuration(milliseconds: $0) } ?? "any")
        ]
    }

    private func parameter(_ name: String, of kind: String, _ what: String, _ old: JSONNode?, _ new: JSONNode?)
        -> [PackChange]
    {
        if old?.elements != nil || new?.elements != nil {
            return texts(what, (old?.elements ?? []).compactMap(\.shown), (new?.elements ?? []).compactMap(\.shown))
        }
        let (before, after) = (old?.shown, new?.shown)
        guard before != after else { return [] }
        let loosenedBy = RuleCatalog.parameter(name, ofKind: kind)?.loosenedBy
        return [change(Self.kind(before, after, loosenedBy), what, before ?? "the default", after ?? "the default")]
    }

    /// Texts that end with a limit are compared by it; of the others it is said which came and which went.
    private func texts(_ what: String, _ old: [String], _ new: [String]) -> [PackChange] {
        func split(_ text: String) -> (name: String, limit: String) {
            let end = text.firstIndex { "<>=".contains($0) } ?? text.endIndex
            return (String(text[..<end]), String(text[end...]))
        }
        let gone = old.filter { !new.contains($0) }.map(split)
        let come = new.filter { !old.contains($0) }.map(split)
        var changes: [PackChange] = []
        for (name, limit) in gone {
            let match = come.first { $0.name == name && !$0.limit.isEmpty && !limit.isEmpty }
            changes.append(
                change(
                    match.map { Self.kind(limit, $0.limit, nil) } ?? .changed, what, name + limit,
                    match.map { $0.name + $0.limit }))
        }
        for (name, limit) in come
        where !gone.contains(where: { $0.name == name && !$0.limit.isEmpty && !limit.isEmpty }) {
            changes.append(change(.changed, what, nil, name + limit))
        }
        return changes
    }

    /// What a limit, a number or a span of time that changed means; `changed` where there is no telling.
    private static func kind(_ before: String?, _ after: String?, _ loosenedBy: Parameter.Loosening?) -> PackChange.Kind
    {
        if let old = before.flatMap(Limit.init), let new = after.flatMap(Limit.init) {
            let isUpper = [.less, .atMost].contains(new.comparison)
            guard isUpper == [.less, .atMost].contains(old.comparison), old.comparison != .equal,
                new.comparison != .equal, old.quantity.unit.dimension == new.quantity.unit.dimension,
                let was = old.quantity.base, let now = new.quantity.base
            else { return .changed }
            // The same number with and without itself.
            if was == now { return [.atMost, .atLeast].contains(new.comparison) ? .loosened : .tightened }
            return (now > was) == isUpper ? .loosened : .tightened
        }
        guard let loosenedBy, let old = before.flatMap(Quantity.init)?.base,
            let new = after.flatMap(Quantity.init)?.base,
            old != new
        else { return .changed }
        return (new > old) == (loosenedBy == .more) ? .loosened : .tightened
    }
}
