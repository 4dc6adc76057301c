package import Model

/// The plan creates, changes, replaces and destroys no more than the rule allows.
package struct ChangesWithin: Rule {
    package static let kind = "changes-within"
    package static let summary =
        "The plan's numbers of creations, updates, replacements and destructions keep the limits; `destroy` counts replacements too, as terraform does."
    package static let parameters = [
        Parameter("create", .limit, "resources created, replacements included"),
        Parameter("update", .limit, "resources updated in place"),
        Parameter("replace", .limit, "resources destroyed and created again"),
        Parameter("destroy", .limit, "resources destroyed, replacements included"),
        Parameter("forget", .limit, "resources that terraform will no longer manage"),
    ]
    package static let example = #"changes-within: {destroy: "<= 0", replace: "<= 0"}"#
    package static let reads: Set<FactKind> = [.plan, .plannedChange]

    private static let actions: [(name: String, actions: Set<PlannedChange.Action>)] = [
        ("create", [.create, .replace]), ("update", [.update]), ("replace", [.replace]),
        ("destroy", [.delete, .replace]), ("forget", [.forget]),
    ]
    private let limits: [(name: String, actions: Set<PlannedChange.Action>, limit: Limit)]

    package init(_ reader: inout MappingReader) {
        var limits: [(name: String, actions: Set<PlannedChange.Action>, limit: Limit)] = []
        for (name, actions) in Self.actions {
            guard let limit = reader.limit(name) else { continue }
            if limit.quantity.unit != .count {
                reader.report(
                    "wrong-unit", "'\(name)' counts resources", at: reader.place(of: name),
                    #"Write a plain number, e.g. "<= 0"."#)
            }
            limits.append((name, actions, limit))
        }
        if limits.isEmpty {
            reader.report("missing-key", "changes-within allows anything", #"Give at least `destroy: "<= 0"`."#)
        }
        self.limits = limits
    }

    /// Counts by action, a plan at a time, and the first addresses of each.
    package struct Counts: Tally {
        fileprivate let path: String
        fileprivate var plans: [(path: String, counts: [PlannedChange.Action: Int], changes: [PlannedChange])] = []
        private var counts: [PlannedChange.Action: Int] = [:]
        private var changes: [PlannedChange] = []

        fileprivate init(path: String) { self.path = path }

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .plannedChange(let change) where !change.isDrift:
                counts[change.action, default: 0] += 1
                if counts[change.action, default: 0] <= 50 { changes.append(change) }
            case .plan:
                plans.append((path, counts, changes))
                (counts, changes) = ([:], [])
            default: break
            }
        }

        package mutating func merge(_ later: Counts) { plans += later.plans }
    }

    package func tally(path: String) -> Counts { Counts(path: path) }

    /// The plan with the most destructions; of equal ones the last, as in the findings.
    package func figures(_ tally: Counts, in context: CheckContext) -> [Figure] {
        let worst = tally.plans.reversed().max {
            $0.counts[.delete, default: 0] + $0.counts[.replace, default: 0]
                < $1.counts[.delete, default: 0] + $1.counts[.replace, default: 0]
        }
        guard let worst else { return [] }
        let resources = worst.changes.filter { $0.action != .read }.map {
            PlanFigure.Resource(action: $0.action, address: $0.address, line: $0.line)
        }
        return [.plan(PlanFigure(path: worst.path, counts: worst.counts, resources: resources))]
    }

    package func findings(_ tally: Counts, in context: CheckContext) -> [Finding] {
        guard !tally.plans.isEmpty else { return [Finding(.unknown, "no terraform plan was found among the files")] }
        return limits.map { name, actions, limit in
            // Of equal plans the last one, in path order the text, has the line numbers that a person can look up.
            let worst = tally.plans.reversed().map { plan in
                (plan, actions.reduce(0) { $0 + plan.counts[$1, default: 0] })
            }.max {
                $0.1 < $1.1
            }
            guard let (plan, count) = worst else { return Finding(.unknown, "no plan") }
            let holds = tally.plans.allSatisfy { plan in
                limit.holds(for: Quantity(ExactDecimal(actions.reduce(0) { $0 + plan.counts[$1, default: 0] }), .count))
                    ?? false
            }
            let listed = plan.changes.filter { actions.contains($0.action) }
            let rest = count - min(count, listed.count, 10)
            let names =
                listed.prefix(10).map { "\($0.address) (line \($0.line))" }.joined(separator: ", ")
                + (rest > 0 ? " and \(rest) more" : "")
            return holds
                ? Finding(
                    .pass, "\(name): \(count)\(count > 0 ? ": \(names)" : "")", observed: "\(count)", limit: "\(limit)",
                    at: listed.first.map { Place(plan.path, line: $0.line) })
                : Finding(
                    .fail, "\(name): \(counted(count, "resource")): \(names)", observed: "\(count)", limit: "\(limit)",
                    at: listed.first.map { Place(plan.path, line: $0.line) } ?? Place(plan.path),
                    next: "change the configuration, or raise the limit in rules.yml with a review")
        }
    }
}
