package import Model

/// The order in which items are judged: whatever an item comes `after`, or is judged `as_of`, first.
package enum ItemOrder {
    /// The items so ordered, otherwise in the order given. A circle, which loading refuses, is left as it is.
    package static func sorted(_ items: [PolicyItem]) -> [PolicyItem] {
        var sorted: [PolicyItem] = []
        var visited: Set<String> = []
        func visit(_ item: PolicyItem) {
            guard visited.insert(item.id).inserted else { return }
            for name in needs(asOf: item.asOf, item.checks) { items.first { $0.id == name }.map(visit) }
            sorted.append(item)
        }
        items.forEach(visit)
        return sorted
    }

    /// Names that no item has, and circles.
    static func problems(of rules: [ItemRule]) -> [Problem] {
        let ids = rules.map(\.id)
        var problems: [Problem] = []
        for rule in rules {
            let named =
                (rule.asOf.map { [($0, rule.asOfPlace)] } ?? [])
                + rule.checks.compactMap { check in check.after.map { ($0, check.place) } }
            for (name, place) in named where !ids.contains(name) {
                let near = nearest(name, among: ids).map { "Did you mean '\($0)'?" }
                problems.append(
                    Problem(
                        "rules.unknown-item", "\(rule.id) refers to '\(name)', which is no item", at: place,
                        advice: near ?? "Name an id of `items:`."))
            }
            var reached: Set<String> = []
            var pending = needs(asOf: rule.asOf, rule.checks)
            while let name = pending.popLast() {
                guard reached.insert(name).inserted, let next = rules.first(where: { $0.id == name }) else { continue }
                pending += needs(asOf: next.asOf, next.checks)
            }
            if reached.contains(rule.id) {
                problems.append(
                    Problem(
                        "rules.item-cycle", "\(rule.id) comes after itself", at: rule.place,
                        advice: "Break the circle of `after:` and `as_of:`."))
            }
        }
        return problems
    }

    private static func needs(asOf: String?, _ checks: [PolicyCheck]) -> [String] {
        (asOf.map { [$0] } ?? []) + checks.compactMap(\.after)
    }
}
