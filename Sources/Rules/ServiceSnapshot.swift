import Model

/// An ECS service as one file shows it, with the time at which the file was collected.
struct ServiceSnapshot: Sendable {
    let service: ECSService
    let collected: Instant
    let place: Place

    /// Those of all files that have a time of collection.
    static func all(_ tally: FactsByFile, in context: CheckContext) -> [ServiceSnapshot] {
        tally.files.flatMap { file -> [ServiceSnapshot] in
            guard let collected = context.collected(file.path) else { return [] }
            return file.facts.compactMap { fact in
                guard case .service(let service) = fact else { return nil }
                return ServiceSnapshot(service: service, collected: collected, place: file.place(service.line))
            }
        }
    }

    /// `family:revision`, however the service names it.
    var revision: String { TaskRevision(service.taskDefinition).map { "\($0)" } ?? service.taskDefinition }

    /// What takes such a snapshot of all services of the release.
    static func command(in context: CheckContext) -> String {
        let ecs = context.release.ecs
        return
            "aws ecs describe-services --cluster \(ecs?.cluster ?? "CLUSTER") --services \(ecs?.services.joined(separator: " ") ?? "SERVICE")"
    }

    /// Whether the service's cluster is the one of that name or ARN.
    func isIn(_ cluster: String) -> Bool {
        service.cluster == cluster
            || service.cluster.utf8.split(separator: 47).last.map(Array.init) == Array(cluster.utf8)
    }

    /// What says that the service is not as it should be.
    var faults: [Finding] {
        var faults: [Finding] = []
        func demand(_ holds: Bool?, _ message: String, _ observed: String, _ limit: String) {
            guard holds != true else { return }
            faults.append(
                Finding(
                    holds == nil ? .unknown : .fail, "\(service.name): \(message)", observed: observed, limit: limit,
                    at: place))
        }
        if let newest = service.newestAt, newest.since(collected) > 120_000 {
            faults.append(
                Finding(
                    .error, "\(service.name): an event of \(newest) stands in a file that was collected \(collected)",
                    observed: "\(newest)", limit: "<= \(collected)", at: place))
        }
        demand(service.status == "ACTIVE", "the service is \(service.status)", service.status, "ACTIVE")
        demand(service.desired > 0, "no task is desired", "\(service.desired) desired", "> 0")
        demand(
            service.running == service.desired, "\(service.running) of \(counted(service.desired, "task")) run",
            "\(service.running) running", "= \(service.desired)")
        demand(
            service.pending == 0, "\(counted(service.pending, "task")) pending", "\(service.pending) pending", "= 0")
        demandDeployments(demand)
        return faults
    }

    private func demandDeployments(_ demand: (Bool?, String, String, String) -> Void) {
        let primaries = service.deployments.filter { $0.status == "PRIMARY" }
        guard primaries.count == 1, let primary = primaries.first else {
            let controller = service.controller == "ECS" ? "" : ": its controller is \(service.controller)"
            demand(
                primaries.isEmpty ? nil : false, "there are \(primaries.count) primary deployments\(controller)",
                "\(primaries.count) primary", "1 primary deployment")
            return
        }
        demand(
            primary.rolloutState.map { $0 == "COMPLETED" },
            "the deployment is \(primary.rolloutState ?? "in no known state")",
            primary.rolloutState ?? "no rolloutState", "COMPLETED")
        demand(
            !(primary.reason?.contains("rolling back") ?? false),
            "the circuit breaker has rolled back: \(primary.reason ?? "")",
            "rolled back", "no rollback")
        demand(
            TaskRevision(primary.taskDefinition) == TaskRevision(service.taskDefinition),
            "the service names \(service.taskDefinition), its deployment \(primary.taskDefinition)",
            primary.taskDefinition, service.taskDefinition)
        for deployment in service.deployments {
            demand(
                deployment.failedTasks.map { $0 == 0 },
                "\(deployment.failedTasks.map { counted($0, "task") } ?? "an unknown number of tasks") of \(deployment.taskDefinition) failed",
                deployment.failedTasks.map { "\($0) failed" } ?? "not counted", "0 failed")
            guard deployment.status != "PRIMARY" else { continue }
            demand(
                deployment.status == "INACTIVE" && deployment.rolloutState != "FAILED",
                "another deployment, of \(deployment.taskDefinition), is \(deployment.status)\(deployment.rolloutState.map { ", \($0)" } ?? "")",
                deployment.status, "one deployment")
        }
    }
}
