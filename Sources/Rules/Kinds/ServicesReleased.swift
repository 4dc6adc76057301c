package import Model

/// Every ECS service of the release runs a newer revision than before the deployment.
package struct ServicesReleased: Rule {
    package static let kind = "services-released"
    package static let summary =
        "Each ECS service of release.yml runs a newer revision of the task definition that it ran before: a circuit breaker that went back to the old one ends steady too."
    package static let parameters = [
        Parameter(
            "before", .text, "folder below evidence/ with the snapshot from before; `rollback.taskdef` unless given"),
        Parameter(
            "within", .duration, "how long before the first later snapshot it may have been taken; 24h unless given"),
    ]
    package static let example =
        "services-released: {files: [deploy.stability/services*.json, rollback.taskdef/services.json]}"
    package static let reads: Set<FactKind> = [.service]

    private let before: String
    private let within: Int64

    package init(_ reader: inout MappingReader) {
        before = reader.string("before") ?? "rollback.taskdef"
        within = reader.duration("within") ?? 86_400_000
    }

    package func tally(path: String) -> FactsByFile { FactsByFile(path, Self.reads) }

    package func findings(_ tally: FactsByFile, in context: CheckContext) -> [Finding] {
        guard let ecs = context.release.ecs, !ecs.services.isEmpty else {
            return [Finding(.unknown, "release.yml names no services under `ecs`", observed: "no service")]
        }
        let snapshots = ServiceSnapshot.all(tally, in: context).filter { $0.isIn(ecs.cluster) }
        return ecs.services.map { name in
            let ours = snapshots.filter { $0.service.name == name }
            let earlier = ours.filter { $0.place.path.isIn(folder: before) }.max { $0.collected < $1.collected }
            let later = ours.filter { !$0.place.path.isIn(folder: before) }
            guard let earlier else {
                return Finding(
                    .unknown, "nothing shows which revision \(name) ran before", observed: "no snapshot in \(before)",
                    limit: "a snapshot from before",
                    next: "\(ServiceSnapshot.command(in: context)), before the deployment")
            }
            guard let last = later.max(by: { $0.collected < $1.collected }) else {
                return Finding(
                    .unknown, "nothing shows which revision \(name) runs now", observed: "no snapshot",
                    limit: "newer than \(earlier.service.taskDefinition)", next: ServiceSnapshot.command(in: context))
            }
            return later.map { finding(name, earlier, $0) }.first { $0.verdict != .pass }
                ?? finding(name, earlier, last)
        }
    }

    private func finding(_ name: String, _ earlier: ServiceSnapshot, _ later: ServiceSnapshot) -> Finding {
        let (old, new) = (earlier.service.taskDefinition, later.service.taskDefinition)
        guard let was = TaskRevision(old), let runs = TaskRevision(new), was.family == runs.family else {
            return Finding(
                .unknown, "\(name) runs \(new) and ran \(old), which are no revisions of one task definition",
                observed: new, limit: "a newer revision of \(old)", at: later.place)
        }
        guard earlier.collected < later.collected else {
            return Finding(
                .unknown,
                "the snapshot of \(name) from before was collected \(earlier.collected), not before \(later.collected)",
                observed: "\(earlier.collected)", limit: "< \(later.collected)", at: earlier.place)
        }
        // An old snapshot shows a revision that anything is newer than, the one gone back to as well.
        let age = later.collected.since(earlier.collected)
        guard age <= within else {
            return Finding(
                .unknown,
                "the snapshot of \(name) from before is \(spelledDuration(milliseconds: age)) older than the one after",
                observed: spelledDuration(milliseconds: age), limit: "<= \(spelledDuration(milliseconds: within))",
                at: earlier.place)
        }
        return runs.revision > was.revision
            ? Finding(
                .pass, "\(name) runs \(runs); it ran \(was) before", observed: "\(runs)", limit: "newer than \(was)",
                at: later.place)
            : Finding(
                .fail, "\(name) runs \(runs), and ran \(was) before: this is not the released revision",
                observed: "\(runs)", limit: "newer than \(was)", at: later.place)
    }
}

extension String {
    /// Whether the path of an evidence file lies below that folder of `evidence/`.
    func isIn(folder: String) -> Bool {
        var name = Array(folder.utf8)
        while let last = name.last, last == 47 || last == 42 { name.removeLast() }
        return utf8.starts(with: Array("evidence/".utf8) + name + [47])
    }
}
