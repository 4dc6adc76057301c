package import Model

/// terraform applied the saved plan, that one and wholly.
package struct ApplyComplete: Rule {
    package static let kind = "apply-complete"
    package static let summary =
        "The apply is complete without an error, its counts are the plan's, and what was applied is the saved plan by its digest."
    package static let parameters: [Parameter] = []
    package static let example = "apply-complete: {files: [deploy.apply/**, deploy.plan/**]}"
    package static let reads: Set<FactKind> = [.apply, .appliedChange, .plan, .commandRun, .checksum]

    package init(_ reader: inout MappingReader) {}

    /// Applies with what each left unfinished, and the plans beside them.
    package struct Applies: Tally {
        let path: String
        var applies: [AppliedRun] = []
        var plans: [(plan: Plan, path: String)] = []
        var digests = PlanDigests()
        package var isCut: Bool { digests.isCut }
        private var unfinished: [AppliedChange] = []

        init(path: String) { self.path = path }

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .appliedChange(let change) where !change.isComplete && unfinished.count < 50: unfinished.append(change)
            case .apply(let apply):
                applies.append(AppliedRun(apply: apply, path: path, unfinished: unfinished))
                unfinished = []
            case .plan(let plan): plans.append((plan, path))
            default: digests.take(fact, path: path)
            }
        }

        package mutating func merge(_ later: Applies) {
            applies += later.applies
            plans += later.plans
            digests.merge(later.digests)
        }
    }

    package func tally(path: String) -> Applies { Applies(path: path) }

    package func findings(_ tally: Applies, in context: CheckContext) -> [Finding] {
        guard let first = tally.applies.first else {
            return [
                Finding(
                    .unknown, "no log of terraform apply was found among the files", observed: "no log",
                    limit: "Apply complete!")
            ]
        }
        var findings: [Finding] = []
        for run in tally.applies {
            findings += run.objections
            findings += countObjections(run, tally.plans)
            findings += AppliedPlan(run: run, tally: tally, context: context).objections
            if run.apply.declared != first.apply.declared {
                findings.append(
                    Finding(
                        .error, "\(run.path) and \(first.path) are not the log of one apply", observed: run.sentence,
                        limit: first.sentence, at: run.place))
            }
        }
        if findings.allSatisfy({ $0.verdict == .warn }) {
            let name = PlanDigests.name(in: context)
            findings.append(
                Finding(
                    .pass, "\(name) was applied: \(first.sentence)", observed: first.sentence,
                    limit: "the plan's counts", at: first.place))
        }
        return findings
    }

    /// Additions and destructions must be those planned; terraform may find fewer changes to make, and then says so.
    private func countObjections(_ run: AppliedRun, _ plans: [(plan: Plan, path: String)]) -> [Finding] {
        guard let done = run.apply.declared else { return [] }
        guard !plans.isEmpty else {
            return [
                Finding(
                    .unknown, "no plan was found to compare the apply with", observed: "no plan",
                    limit: "the plan's counts", at: run.place)
            ]
        }
        return plans.compactMap { plan, path in
            let planned = plan.declared ?? plan.counted
            guard planned != done else { return nil }
            let isFewerChanges =
                (planned.adds, planned.destroys, planned.imports) == (done.adds, done.destroys, done.imports)
                && done.changes < planned.changes
            return Finding(
                isFewerChanges ? .warn : .fail,
                "\(run.sentence); \(path) planned \(planned.adds) to add, \(planned.changes) to change, \(planned.destroys) to destroy"
                    + (planned.imports > 0 ? ", \(planned.imports) to import" : ""),
                observed: run.sentence,
                limit: "\(planned.adds) added, \(planned.changes) changed, \(planned.destroys) destroyed", at: run.place
            )
        }
    }

    package func occurrence(_ tally: Applies, in context: CheckContext) -> Occurrence? {
        let spans = tally.applies.compactMap { AppliedPlan(run: $0, tally: tally, context: context).span }
        guard spans.count == tally.applies.count, let start = spans.map(\.start).min(),
            let end = spans.map(\.end).max()
        else { return nil }
        return Occurrence(start: start, end: end)
    }
}

/// One apply of a log, with what it began and did not finish.
struct AppliedRun: Sendable {
    let apply: Apply
    let path: String
    let unfinished: [AppliedChange]

    var place: Place { Place(path, line: apply.line) }

    /// What terraform says that it did.
    var sentence: String {
        let counts = apply.declared ?? apply.counted
        return "\(counts.adds) added, \(counts.changes) changed, \(counts.destroys) destroyed"
            + (counts.imports > 0 ? ", \(counts.imports) imported" : "")
    }

    /// What the log itself says against the apply.
    var objections: [Finding] {
        var findings = apply.errors.prefix(10).map {
            Finding(
                .fail, "terraform reports: \($0)", observed: "error", limit: "no error", at: place,
                next: "terraform plan, to see what was left undone, before anything else")
        }
        if apply.isInterrupted {
            findings.append(
                Finding(
                    .fail, "the apply was interrupted", observed: "interrupted", limit: "complete", at: place,
                    next: "terraform plan, to see what was left undone, before anything else"))
        }
        if !apply.saysComplete {
            findings.append(
                Finding(
                    .fail, "terraform did not say `Apply complete!`; done: \(sentence)", observed: sentence,
                    limit: "Apply complete!", at: place))
        } else if apply.declared == nil {
            findings.append(
                Finding(
                    .unknown, "the counts of `Apply complete!` are hidden", observed: "hidden",
                    limit: "the plan's counts", at: place))
        }
        if let change = unfinished.first {
            let names = unfinished.prefix(5).map(\.address).joined(separator: ", ")
            findings.append(
                Finding(
                    .fail, "begun and not finished: \(names)", observed: counted(unfinished.count, "resource"),
                    limit: "0", at: Place(path, line: change.line)))
        }
        if let declared = apply.declared, declared != apply.counted {
            let seen =
                "\(apply.counted.adds) added, \(apply.counted.changes) changed, \(apply.counted.destroys) destroyed"
            findings.append(
                Finding(
                    .error, "terraform says \(sentence); the log shows \(seen)", observed: seen, limit: sentence,
                    at: place, next: "store the whole log of the apply"))
        }
        for warning in apply.warnings.prefix(10) {
            let isPartial = warning.hasPrefix("Applied changes may be incomplete")
            findings.append(
                Finding(
                    isPartial ? .unknown : .warn, "terraform warns: \(warning)", observed: "a warning", at: place,
                    next: isPartial ? "apply a plan that was made without -target" : nil))
        }
        return findings
    }
}
