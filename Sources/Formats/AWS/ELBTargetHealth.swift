internal import Model
internal import Streams

/// Health of the targets of one target group, from `aws elbv2 describe-target-health`.
struct ELBTargetHealth: EvidenceFormat {
    let id = "target-health"
    let title = "Target health of a load balancer"
    let producedBy = ["aws elbv2 describe-target-health --target-group-arn ARN"]
    let facts: [FactKind] = [.targetHealth, .gap]
    private let list = "TargetHealthDescriptions"

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        AWSAnswer.recognise(preamble.json, as: id, list: list, row: ["Target", "TargetHealth"])
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var count = 0
        let command = "aws elbv2 describe-target-health"
        try AWSAnswer.read(source, as: dialect, of: command, lists: [list], emit: emit) { _, row in
            count += 1
            let health = row.node["TargetHealth"]
            guard let name = row.node["Target"]?["Id"]?.string else {
                throw AWSRow.missing("Id", of: command, row.line)
            }
            guard let state = health?["State"]?.string else { throw AWSRow.missing("State", of: command, row.line) }
            let port = row.node["Target"]?["Port"]?.number.map { ":\($0)" } ?? ""
            try emit(
                .targetHealth(
                    TargetHealth(
                        target: name + port, state: state, reason: health?["Reason"]?.string, line: row.line)))
        }
        if count == 0 { try emit(.gap(EvidenceGap(reason: "the target group has no target", line: 1))) }
        return Reading()
    }
}
