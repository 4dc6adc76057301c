package import Model

/// The plan is whole: terraform finished it without an error, and its own counts agree with the resources listed.
package struct PlanComplete: Rule {
    package static let kind = "plan-complete"
    package static let summary =
        "The terraform plan is complete, without errors, and its summary agrees with the resources it lists; text and JSON agree where both are there."
    package static let parameters: [Parameter] = []
    package static let example = "plan-complete: {}"
    package static let reads: Set<FactKind> = [.plan, .plannedChange]

    package init(_ reader: inout MappingReader) {}

    /// Each plan with the file it stands in and a hash of its changes whatever their order, and the drift beside it.
    package struct Plans: Tally {
        fileprivate let path: String
        fileprivate var plans: [(plan: Plan, path: String, changes: Int)] = []
        private var changes = 0

        fileprivate init(path: String) { self.path = path }

        fileprivate var drift: [(address: String, place: Place)] = []

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .plan(let plan):
                plans.append((plan, path, changes))
                changes = 0
            case .plannedChange(let change) where change.isDrift && drift.count < 50:
                drift.append((change.address, Place(path, line: change.line)))
            case .plannedChange(let change) where !change.isDrift:
                var hasher = Hasher()
                hasher.combine(change.action)
                hasher.combine(change.address)
                changes &+= hasher.finalize()
            default: break
            }
        }

        package mutating func merge(_ later: Plans) {
            plans += later.plans
            drift += later.drift.prefix(max(0, 50 - drift.count))
        }
    }

    package func tally(path: String) -> Plans { Plans(path: path) }

    package func findings(_ tally: Plans, in context: CheckContext) -> [Finding] {
        guard let first = tally.plans.first else {
            return [Finding(.unknown, "no terraform plan was found among the files")]
        }
        var findings: [Finding] = []
        for (plan, path, changes) in tally.plans {
            let place = Place(path, line: plan.line)
            for error in plan.errors.prefix(10) {
                findings.append(
                    Finding(.fail, "terraform reports: \(error)", observed: "error", limit: "no error", at: place))
            }
            for warning in plan.warnings.prefix(10) {
                findings.append(Finding(.warn, "terraform warns: \(warning)", at: place))
            }
            for check in plan.failedChecks.prefix(10) {
                findings.append(
                    Finding(
                        .fail, "a check of the configuration fails: \(check)", observed: "failed", limit: "passed",
                        at: place, next: "correct what the check asserts, or waive it with a reason"))
            }
            if !plan.isComplete {
                findings.append(
                    Finding(
                        .unknown, "terraform says that the plan is partial", observed: "partial", limit: "complete",
                        at: place, next: "plan again without -target"))
            }
            if let declared = plan.declared, declared != plan.counted {
                findings.append(
                    Finding(
                        .error,
                        "the summary says \(sentence(declared)); the resources listed make \(sentence(plan.counted))",
                        observed: sentence(plan.counted), limit: sentence(declared), at: place,
                        next: "store the whole output of terraform plan"))
            }
            if plan.declared == nil, !plan.isJSON, !plan.statesNoChanges, !plan.changesOutputs {
                findings.append(
                    Finding(
                        .unknown, "no summary line of terraform's was found", limit: "`Plan:` or `No changes.`",
                        at: place))
            }
            if plan.counted != first.plan.counted {
                findings.append(
                    Finding(
                        .error,
                        "\(path) and \(first.path) are not the same plan: \(sentence(plan.counted)), \(sentence(first.plan.counted))",
                        observed: sentence(plan.counted), limit: sentence(first.plan.counted), at: place))
            } else if changes != first.changes {
                findings.append(
                    Finding(
                        .error, "\(path) and \(first.path) do not change the same resources",
                        observed: "other resources", limit: "one plan", at: place))
            }
        }
        findings += differences(tally.plans)
        if let drift = tally.drift.first {
            let names = tally.drift.prefix(5).map(\.address).joined(separator: ", ")
            findings.append(
                Finding(
                    .warn, "changed outside of terraform: \(names)", observed: counted(tally.drift.count, "resource"),
                    at: drift.place))
        }
        if findings.allSatisfy({ $0.verdict == .warn }) {
            let counts = first.plan.counted
            findings.append(
                Finding(
                    .pass, "complete: \(sentence(counts))", observed: sentence(counts), limit: "complete, no error",
                    at: Place(first.path, line: first.plan.line)))
        }
        return findings
    }

    /// Two texts, two JSON documents or two streams must be of one plan: their values too.
    private func differences(_ plans: [(plan: Plan, path: String, changes: Int)]) -> [Finding] {
        // Of the JSON dialects, only the stream has a summary.
        func dialect(_ plan: Plan) -> Int { plan.isJSON ? (plan.declared == nil ? 1 : 2) : 0 }
        return (0...2).flatMap { wanted -> [Finding] in
            let alike = plans.filter { dialect($0.plan) == wanted }
            guard let first = alike.first else { return [] }
            return alike.dropFirst().compactMap { plan, path, _ in
                let place = Place(path, line: plan.line)
                guard let one = first.plan.changeDigest, let other = plan.changeDigest else {
                    return Finding(
                        .unknown, "whether \(path) and \(first.path) are one plan cannot be told",
                        observed: "no digest",
                        limit: "one plan",
                        at: place, next: "keep the output of the one plan that is to be applied")
                }
                return one == other
                    ? nil
                    : Finding(
                        .error, "\(path) and \(first.path) are two plans, with other values", observed: other,
                        limit: one, at: place, next: "keep the output of the one plan that is to be applied")
            }
        }
    }

    package func values(_ tally: Plans, in context: CheckContext) -> [RunbookValue] {
        guard let first = tally.plans.first,
            tally.plans.allSatisfy({ $0.plan.counted == first.plan.counted && $0.changes == first.changes })
        else { return [] }
        let place = Place(first.path, line: first.plan.line)
        return [
            RunbookValue("plan.changes", sentence(first.plan.counted), at: place),
            RunbookValue("plan.destroys", "\(first.plan.counted.destroys)", at: place),
        ]
    }

    private func sentence(_ counts: Plan.Counts) -> String {
        "\(counts.adds) to add, \(counts.changes) to change, \(counts.destroys) to destroy"
            + (counts.imports > 0 ? ", \(counts.imports) to import" : "")
    }
}
