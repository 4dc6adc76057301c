internal import Model
internal import Streams

/// ECS services at one moment, from `aws ecs describe-services`.
struct ECSServices: EvidenceFormat {
    let id = "ecs-services"
    let title = "ECS services"
    let producedBy = ["aws ecs describe-services --cluster CLUSTER --services NAME …"]
    let facts: [FactKind] = [.service, .awsFailure, .gap]
    private let command = "aws ecs describe-services"

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        AWSAnswer.recognise(preamble.json, as: id, list: "services", row: ["serviceArn", "runningCount"])
            .flatMap { found in
                let services = preamble.json?["services"]
                let isECS = services?.first.map { $0.has("serviceArn") || $0.has("serviceName") }
                return isECS ?? (services == nil || preamble.json?.has("failures") ?? false) ? found : nil
            }
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var count = 0
        try AWSAnswer.read(source, as: dialect, of: command, lists: ["services", "failures"], emit: emit) { list, row in
            count += 1
            try emit(list == "services" ? .service(try service(row)) : .awsFailure(AWSFailure(row)))
        }
        if count == 0 { try emit(.gap(EvidenceGap(reason: "the answer lists no service", line: 1))) }
        return Reading()
    }

    private func service(_ row: AWSRow) throws -> ECSService {
        var service = ECSService(
            name: try row.string("serviceName"), cluster: try row.string("clusterArn"),
            status: try row.string("status"), desired: try row.int("desiredCount"),
            running: try row.int("runningCount"), pending: try row.int("pendingCount"),
            taskDefinition: try row.string("taskDefinition"), line: row.line)
        service.controller = row.node["deploymentController"]?["type"]?.string ?? "ECS"
        service.deployments = try row.rows("deployments").map { row in
            var deployment = ECSService.Deployment(
                status: try row.string("status"), taskDefinition: try row.string("taskDefinition"),
                failedTasks: row.node["failedTasks"] == nil ? nil : try row.int("failedTasks"))
            deployment.rolloutState = row.node["rolloutState"]?.string
            deployment.reason = row.node["rolloutStateReason"]?.string
            deployment.updatedAt = try row.time("updatedAt")
            return deployment
        }
        let events = try row.rows("events").map { (text: try $0.string("message"), time: try $0.time("createdAt")) }
        let times = events.compactMap(\.time)
        let disturbed = events.filter { !isSteady($0.text) && !$0.text.contains("deployment completed") }
            .max { ($0.time?.milliseconds ?? .min) < ($1.time?.milliseconds ?? .min) }
        service.disturbedAt = disturbed?.time
        service.disturbance = disturbed.map { String($0.text.unicodeScalars.prefix(120)) }
        service.steadyAt = events.filter { isSteady($0.text) }.compactMap(\.time)
            .filter { time in service.disturbedAt.map { $0 <= time } ?? true }.min()
        service.newestAt = (times + service.deployments.compactMap(\.updatedAt)).max()
        return service
    }

    private func isSteady(_ message: String) -> Bool { message.contains("has reached a steady state") }
}

extension AWSFailure {
    init(_ row: AWSRow) {
        self.init(
            resource: row.node["arn"]?.string ?? "a resource without a name",
            reason: row.node["reason"]?.string ?? "no reason given", line: row.line)
    }
}
