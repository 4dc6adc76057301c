import Model

private let log = "evidence/deploy.apply/apply.log"
private let record = "evidence/deploy.apply/apply.run.json"

extension Defect {
    /// What can be wrong with the apply.
    static let terraformApply: [Defect] = [
        Defect(
            "the apply ended with an error",
            .replaceMatches(log, "Apply complete!.*", with: "Error: creating SQS Queue: AccessDenied"),
            turns: ["deploy.apply": .fail], says: "terraform reports: creating SQS Queue: AccessDenied",
            "did not say `Apply complete!`"),
        Defect(
            "the apply was interrupted", .append(log, "\nInterrupt received.\n"), turns: ["deploy.apply": .fail],
            says: "the apply was interrupted"),
        Defect(
            "the plan was stale", .write(log, "\nError: Saved plan is stale\n\nThe given plan file can no longer be\n"),
            turns: ["deploy.apply": .fail], says: "Saved plan is stale"),
        Defect(
            "the state was locked", .write(log, "Error: Error acquiring the state lock\n\nLock Info:\n  ID: 1\n"),
            turns: ["deploy.apply": .fail], says: "Error acquiring the state lock"),
        Defect(
            "fewer resources were added than the log shows",
            .replace(log, "Resources: 3 added", with: "Resources: 2 added"), turns: ["deploy.apply": .error],
            says: "terraform says 2 added, 5 changed, 0 destroyed; the log shows 3 added"),
        Defect(
            "more was destroyed than planned",
            .replace(
                log, "\nApply complete! Resources: 3 added, 5 changed, 0 destroyed.",
                with:
                    "aws_sqs_queue.old: Destroying... [id=x]\naws_sqs_queue.old: Destruction complete after 1s\n\nApply complete! Resources: 3 added, 5 changed, 1 destroyed."
            ), turns: ["deploy.apply": .fail], says: "3 added, 5 changed, 1 destroyed", "planned 3 to add"),
        Defect(
            "fewer changes were made than planned",
            .replaceMatches(log, #"aws_cloudwatch_metric_alarm\.http_5xx: Modif.*\n"#, with: ""),
            .replace(log, "5 changed", with: "4 changed"), turns: ["deploy.apply": .warn],
            says: "3 added, 4 changed, 0 destroyed", "planned 3 to add, 5 to change"),
        Defect(
            "the CI system masked the counts", .replace(log, "Resources: 3 added", with: "Resources: *** added"),
            turns: ["rollback.incident": .unknown, "deploy.apply": .unknown], says: "the CI system masked a number",
            "apply.log:30"),
        Defect(
            "a resource was begun and not finished",
            .replace(log, "\nApply complete!", with: "aws_sqs_queue.late: Creating...\n\nApply complete!"),
            turns: ["deploy.apply": .fail], says: "begun and not finished: aws_sqs_queue.late"),
        Defect(
            "terraform apply ended with exit status 1",
            .replace(record, #""exitStatus": 0"#, with: #""exitStatus": 1"#), turns: ["deploy.apply": .fail],
            says: "terraform apply ended with exit status 1"),
        Defect(
            "another plan was applied than the one that was made",
            .replaceMatches(
                record, #""name": "prod\.plan",\s*"digest": \{\s*"sha256": "[0-9a-f]{64}""#,
                with: #""name": "prod.plan", "digest": {"sha256": "\#(String(repeating: "e", count: 64))""#),
            turns: ["deploy.apply": .fail], says: "sha256:eeeeeeeeeeee… was applied"),
        Defect(
            "terraform planned anew instead of applying the saved plan",
            .replaceMatches(record, #""-input=false",\s*"prod\.plan""#, with: #""-auto-approve""#),
            turns: ["deploy.apply": .fail], says: "which does not apply prod.plan", "-auto-approve"),
        Defect(
            "the apply started before the plan was made",
            .replaceMatches(
                "evidence/deploy.plan/plan.run.json", #""endedAt": "[^"]*""#, with: #""endedAt": "\#(evaluatedAt)""#),
            turns: ["deploy.review": .unknown, "deploy.apply": .fail], says: "before the plan was made \(evaluatedAt)"),
    ]
}

extension Variation {
    static let terraformApply: [Variation] = [
        Variation("the log of the apply ends its lines as Windows does", .crlf(log)),
        Variation(
            "the log of the apply comes from a job's log, in colour",
            .transform(log) { bytes in
                Array(
                    String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map
                    {
                        "2026-11-24T13:50:05.1234567Z \u{1B}[0m\u{1B}[1m\($0)\u{1B}[0m"
                    }.joined(separator: "\n").utf8)
            }),
        Variation(
            "an output copies what terraform says",
            .append(
                log,
                "\nOutputs:\n\nnote = <<EOT\nError: none\nApply complete! Resources: 9 added, 9 changed, 9 destroyed.\nEOT\n"
            )),
    ]
}
