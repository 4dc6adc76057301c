package import Model

/// Every ECS service of the release runs as it should, and has done so for a while.
package struct ServicesStable: Rule {
    package static let kind = "services-stable"
    package static let summary =
        "Each ECS service of release.yml is active with all its tasks running on one completed deployment, in every snapshot, and snapshots or events show that for the demanded time."
    package static let parameters = [
        Parameter(
            "for", .duration, required: true, loosenedBy: .less, "how long the services must have been stable: `15min`")
    ]
    package static let example = "services-stable: {for: 15min, after: deploy.workflow}"
    package static let reads: Set<FactKind> = [.service, .awsFailure, .task]

    private let span: Int64

    package init(_ reader: inout MappingReader) {
        _ = reader.required("for")
        span = reader.duration("for") ?? 0
        if span <= 0 {
            reader.report(
                "wrong-value", "'for' must be a length of time", at: reader.place(of: "for"), "Write `for: 15min`.")
        }
    }

    package func tally(path: String) -> FactsByFile { FactsByFile(path, Self.reads) }

    package func findings(_ tally: FactsByFile, in context: CheckContext) -> [Finding] {
        guard let ecs = context.release.ecs, !ecs.services.isEmpty else {
            return [Finding(.unknown, "release.yml names no services under `ecs`", observed: "no service")]
        }
        let snapshots = ServiceSnapshot.all(tally, in: context)
        return tally.files.flatMap { file in file.facts.compactMap { objection(to: $0, in: file) } }
            + ecs.services.flatMap { name in
                findings(
                    for: name, snapshots.filter { $0.service.name == name && $0.isIn(ecs.cluster) }, in: context)
            }
    }

    /// What a failure or a task says against stability.
    private func objection(to fact: Fact, in file: FactsByFile.File) -> Finding? {
        switch fact {
        case .awsFailure(let failure):
            return Finding(
                .fail, "AWS reports a failure for \(failure.resource): \(failure.reason)", observed: failure.reason,
                limit: "no failures", at: file.place(failure.line))
        case .task(let task):
            let state = "\(task.lastStatus)\(task.health.map { ", \($0)" } ?? "")"
            let isRunning = task.lastStatus == "RUNNING" && task.desiredStatus == "RUNNING"
            if isRunning, task.health == nil || task.health == "HEALTHY" { return nil }
            return Finding(
                isRunning && task.health == "UNKNOWN" ? .unknown : .fail,
                "the task \(task.id) is \(state)\(task.stoppedReason.map { ": \($0)" } ?? "")", observed: state,
                limit: "RUNNING, HEALTHY", at: file.place(task.line))
        default: return nil
        }
    }

    private func findings(for name: String, _ snapshots: [ServiceSnapshot], in context: CheckContext) -> [Finding] {
        let again = "sleep \(span / 1000); \(ServiceSnapshot.command(in: context))"
        let limit = "stable for >= \(spelledDuration(milliseconds: span))"
        let faults = snapshots.flatMap { $0.faults }
        guard faults.isEmpty else { return faults }
        let ordered = snapshots.sorted { $0.collected < $1.collected }
        guard let last = ordered.last else {
            return [
                Finding(
                    .unknown,
                    "no snapshot with a time of collection shows the service \(name) of \(context.release.ecs?.cluster ?? "")",
                    observed: "no service \(name)", limit: limit, next: again)
            ]
        }
        // Snapshots of the deployment that the last one shows, from the end backwards.
        let first = ordered.reversed().prefix { $0.revision == last.revision }.last ?? last
        let primary = last.service.deployments.first { $0.status == "PRIMARY" }
        var starts = [first.collected]
        if let steady = last.service.steadyAt, primary?.updatedAt != nil { starts.append(steady) }
        let latest = [starts.min(), primary?.updatedAt, last.service.disturbedAt, context.after?.end].compactMap { $0 }
            .max()
        let stable = last.collected.since(latest ?? last.collected)
        let observed = "stable for \(spelledDuration(milliseconds: max(0, stable)))"
        guard stable >= span else {
            let event =
                last.service.disturbedAt == latest ? last.service.disturbance.map { " (last event: \($0))" } : nil
            return [
                Finding(
                    .unknown, "\(name) is shown to be \(observed) only\(event ?? "")", observed: observed, limit: limit,
                    at: last.place, next: again)
            ]
        }
        let service = last.service
        return [
            Finding(
                .pass,
                "\(name): \(service.running) of \(counted(service.desired, "task")) run \(last.revision), \(observed)",
                observed: observed, limit: limit, at: last.place)
        ]
    }
}
