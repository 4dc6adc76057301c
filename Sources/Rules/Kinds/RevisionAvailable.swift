package import Model

/// The revision that each service ran before can be deployed again.
package struct RevisionAvailable: Rule {
    package static let kind = "revision-available"
    package static let summary =
        "The task-definition revision that each ECS service of release.yml ran before the apply is described, and is ACTIVE."
    package static let parameters: [Parameter] = []
    package static let example = "revision-available: {files: rollback.taskdef/**}"
    package static let reads: Set<FactKind> = [.service, .awsFailure, .taskDefinition]

    package init(_ reader: inout MappingReader) {}

    package func tally(path: String) -> FactsByFile { FactsByFile(path, Self.reads) }

    package func findings(_ tally: FactsByFile, in context: CheckContext) -> [Finding] {
        guard let ecs = context.release.ecs, !ecs.services.isEmpty else {
            return [Finding(.unknown, "release.yml names no services under `ecs`", observed: "no service")]
        }
        return ecs.services.map { judge($0, ecs.cluster, tally, in: context).finding }
    }

    package func values(_ tally: FactsByFile, in context: CheckContext) -> [RunbookValue] {
        guard let ecs = context.release.ecs else { return [] }
        return ecs.services.flatMap { name -> [RunbookValue] in
            guard let (arn, place) = judge(name, ecs.cluster, tally, in: context).available else { return [] }
            let command =
                "aws ecs update-service --cluster \(ecs.cluster) --service \(name) --force-new-deployment --task-definition \(arn)"
            return [
                RunbookValue("taskdef.\(name)", arn, at: place),
                RunbookValue("taskdef.\(name).command", command, at: place),
            ]
        }
    }

    private func judge(_ name: String, _ cluster: String, _ tally: FactsByFile, in context: CheckContext) -> (
        finding: Finding, available: (arn: String, place: Place)?
    ) {
        // What was collected after the apply began shows what was deployed then, not what was there before.
        let before = ServiceSnapshot.all(tally, in: context)
            .filter { $0.service.name == name && $0.isIn(cluster) && $0.collected.since(context.at) <= 120_000 }
            .max { $0.collected < $1.collected }
        guard let before else {
            return (
                Finding(
                    .unknown,
                    "no snapshot from before the apply shows which revision the service \(name) of \(cluster) runs",
                    observed: "no service \(name)", limit: "a snapshot from before",
                    next: ServiceSnapshot.command(in: context)),
                nil
            )
        }
        let stated = before.service.taskDefinition
        let active = before.service.deployments.filter { $0.status != "INACTIVE" }
        guard let revision = TaskRevision(stated), active.count == 1,
            active.first.flatMap({ TaskRevision($0.taskDefinition) }) == revision
        else {
            return (
                Finding(
                    .unknown,
                    "\(name): nothing shows the one revision to go back to: \(counted(active.count, "deployment")) beside \(stated)",
                    observed: counted(active.count, "deployment"), limit: "1 deployment of \(stated)", at: before.place),
                nil
            )
        }
        let described = tally.files.flatMap { file in
            file.facts.compactMap { fact -> (definition: TaskDefinition, place: Place)? in
                guard case .taskDefinition(let found) = fact, found.family == revision.family,
                    found.revision == revision.revision,
                    !stated.hasPrefix("arn:") || found.arn == stated
                else { return nil }
                return (found, file.place(found.line))
            }
        }
        let states = described.compactMap(\.definition.status)
        let next = "aws ecs describe-task-definition --task-definition \(stated)"
        if let wrong = described.first(where: { ($0.definition.status ?? "ACTIVE") != "ACTIVE" }) {
            let status = wrong.definition.status ?? ""
            return (
                Finding(
                    .fail, "\(name): the previous revision \(revision) is \(status) and cannot be deployed",
                    observed: status,
                    limit: "ACTIVE", at: wrong.place, next: next), nil
            )
        }
        guard !states.isEmpty, let found = described.first(where: { $0.definition.status == "ACTIVE" }) else {
            let observed = described.isEmpty ? "not described" : "listed only"
            return (
                Finding(
                    .unknown, "\(name): nothing describes the previous revision \(revision)", observed: observed,
                    limit: "\(revision) ACTIVE", at: before.place, next: next), nil
            )
        }
        return (
            Finding(
                .pass, "\(name): the previous revision \(revision) is ACTIVE", observed: "ACTIVE", limit: "ACTIVE",
                at: found.place),
            (found.definition.arn, found.place)
        )
    }
}
