internal import Model
internal import Streams

/// Revisions of ECS task definitions, from `describe-task-definition` or `list-task-definitions`.
struct TaskDefinitions: EvidenceFormat {
    let id = "task-definitions"
    let title = "ECS task definitions"
    let producedBy = [
        "aws ecs describe-task-definition --task-definition FAMILY:REVISION",
        "aws ecs list-task-definitions --family-prefix FAMILY",
    ]
    let facts: [FactKind] = [.taskDefinition, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        if let json = preamble.json, let definition = json["taskDefinition"],
            definition.has("taskDefinitionArn") || definition.has("containerDefinitions")
        {
            return Recognition(dialect: "\(id)/described", because: "it has `taskDefinition`")
        }
        if preamble.json?["taskDefinitionArns"]?.isArray ?? false {
            return Recognition(dialect: "\(id)/list", because: "it has `taskDefinitionArns`")
        }
        guard let json = preamble.json, json.has("taskDefinitionArn"), json.has("containerDefinitions") else {
            return nil
        }
        return Recognition(dialect: "\(id)/query", because: "a task definition alone")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let isList = dialect.hasSuffix("/list")
        let command = isList ? "aws ecs list-task-definitions" : "aws ecs describe-task-definition"
        var isThere = isList
        try AWSAnswer.read(
            source, as: dialect, of: command, lists: isList ? ["taskDefinitionArns"] : [], emit: emit
        ) { name, node in
            guard name == "taskDefinition" else { return }
            isThere = true
            let row = AWSRow(node, command: command, line: 1)
            var definition = try definition(try row.string("taskDefinitionArn"), line: 1)
            guard try row.string("family") == definition.family, try row.int("revision") == definition.revision else {
                throw problem("the ARN \(definition.arn) and the revision beside it differ", 1)
            }
            definition.status = try row.string("status")
            try emit(.taskDefinition(definition))
        } row: { _, row in
            guard let arn = row.node.string else { throw problem("an element of the list is no ARN", row.line) }
            try emit(.taskDefinition(try definition(arn, line: row.line)))
        }
        guard isThere else { throw AWSRow.missing("taskDefinition", of: command, 1) }
        return Reading()
    }

    private func definition(_ arn: String, line: Int) throws -> TaskDefinition {
        guard let revision = TaskRevision(arn), arn.hasPrefix("arn:"), arn.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { throw problem("`\(String(arn.unicodeScalars.prefix(80)))` is no ARN of a task definition", line) }
        return TaskDefinition(arn: arn, family: revision.family, revision: revision.revision, line: line)
    }

    private func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(id: "aws.task-definition", message: message, advice: "Collect the answer again.", line: line)
    }
}
