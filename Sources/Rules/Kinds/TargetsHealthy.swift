package import Model

/// All targets behind the load balancer are healthy.
package struct TargetsHealthy: Rule {
    package static let kind = "targets-healthy"
    package static let summary =
        "Each target group has targets, and all of them are `healthy`; every target group of release.yml is named by the command of a file."
    package static let parameters: [Parameter] = []
    package static let example = "targets-healthy: {after: deploy.workflow}"
    package static let reads: Set<FactKind> = [.targetHealth]

    package init(_ reader: inout MappingReader) {}

    package func tally(path: String) -> FactsByFile { FactsByFile(path, Self.reads) }

    package func findings(_ tally: FactsByFile, in context: CheckContext) -> [Finding] {
        let files = tally.files.filter { !$0.facts.isEmpty }
        guard !files.isEmpty else {
            return [
                Finding(.unknown, "no target of a load balancer is listed", observed: "0 targets", limit: ">= 1 target")
            ]
        }
        let uncovered = (context.release.ecs?.targetGroups ?? []).filter { arn in
            !files.contains { context.command($0.path).contains(arn) }
        }
        return files.flatMap(findings)
            + uncovered.map { arn in
                Finding(
                    .unknown, "no file's command names the target group \(arn)", observed: "not looked at", limit: arn,
                    next: "aws elbv2 describe-target-health --target-group-arn \(arn)")
            }
    }

    private func findings(for file: FactsByFile.File) -> [Finding] {
        let targets = file.facts.compactMap { if case .targetHealth(let target) = $0 { target } else { nil } }
        let ill = targets.filter { $0.state != "healthy" }
        guard let first = targets.first, ill.isEmpty else {
            return ill.prefix(10).map { target in
                Finding(
                    .fail, "the target \(target.target) is \(target.state)\(target.reason.map { ": \($0)" } ?? "")",
                    observed: target.state, limit: "healthy", at: file.place(target.line))
            }
        }
        return [
            Finding(
                .pass, "\(targets.count) of \(counted(targets.count, "target")) healthy",
                observed: "\(targets.count) healthy",
                limit: "all healthy", at: file.place(first.line))
        ]
    }
}
