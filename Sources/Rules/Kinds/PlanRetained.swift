package import Model

/// The saved plan was kept: a copy elsewhere has the digest of the plan that was made.
package struct PlanRetained: Rule {
    package static let kind = "plan-retained"
    package static let summary =
        "A copy of the saved plan outside of deploy.plan, by its checksum there, has the digest that deploy.plan states."
    package static let parameters: [Parameter] = []
    package static let example = "plan-retained: {files: [rollback.state/**, deploy.plan/**]}"
    package static let reads: Set<FactKind> = [.commandRun, .checksum]

    package init(_ reader: inout MappingReader) {}

    package func tally(path: String) -> PlanRecorded.Digests { PlanRecorded.Digests(path: path) }

    package func findings(_ tally: PlanRecorded.Digests, in context: CheckContext) -> [Finding] {
        let name = PlanDigests.name(in: context)
        let planned = tally.digests.planned(in: context)
        let kept = PlanDigests.one(
            tally.digests.sources(in: context) { !PlanDigests.isPlanning($0) }, of: "the retained \(name)",
            next: "sha256sum \(name) > evidence/rollback.state/\(name).sha256, where it is kept")
        guard let plan = planned.source, let copy = kept.source else {
            return [planned.objection, kept.objection].compactMap(\.self)
        }
        guard plan.sha256 == copy.sha256 else {
            return [
                Finding(
                    .fail,
                    "the retained \(name) is \(PlanDigests.short(copy.sha256)), the plan that was made is \(PlanDigests.short(plan.sha256))",
                    observed: copy.sha256, limit: plan.sha256, at: copy.place, next: "keep the \(name) that is applied")
            ]
        }
        return [
            Finding(
                .pass, "\(name) is kept: \(PlanDigests.short(copy.sha256))", observed: copy.sha256, limit: plan.sha256,
                at: copy.place)
        ]
    }
}
