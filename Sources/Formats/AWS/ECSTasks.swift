internal import Model
internal import Streams

/// ECS tasks at one moment, from `aws ecs describe-tasks`.
struct ECSTasks: EvidenceFormat {
    let id = "ecs-tasks"
    let title = "ECS tasks"
    let producedBy = ["aws ecs describe-tasks --cluster CLUSTER --tasks ARN …"]
    let facts: [FactKind] = [.task, .awsFailure, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        let tasks = preamble.json?["tasks"]
        guard tasks == nil || (tasks?.first?.has("taskArn") ?? preamble.json?.has("failures") ?? false) else {
            return nil
        }
        return AWSAnswer.recognise(preamble.json, as: id, list: "tasks", row: ["taskArn", "lastStatus"])
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var count = 0
        try AWSAnswer.read(
            source, as: dialect, of: "aws ecs describe-tasks", lists: ["tasks", "failures"], emit: emit
        ) { list, row in
            count += 1
            guard list == "tasks" else { return try emit(.awsFailure(AWSFailure(row))) }
            var task = ECSTask(
                id: try row.string("taskArn"), lastStatus: try row.string("lastStatus"),
                desiredStatus: try row.string("desiredStatus"), line: row.line)
            task.health = row.node["healthStatus"]?.string
            task.stoppedReason = row.node["stoppedReason"]?.string
            try emit(.task(task))
        }
        if count == 0 { try emit(.gap(EvidenceGap(reason: "the answer lists no task", line: 1))) }
        return Reading()
    }
}
