import Model
import TestKit

private let text = "evidence/deploy.plan/plan.txt"
private let json = "evidence/deploy.plan/plan.json"
private let record = "evidence/deploy.plan/plan.run.json"
private let copy = "evidence/deploy.plan/prod.plan.sha256"

extension Defect {
    /// When the samples are evaluated.
    static let evaluatedAt = String(
        decoding: (Sandbox.bytes("\(packageRoot)/Tests/Samples/AT") ?? []).filter { $0 > 32 }, as: UTF8.self)

    /// What can be wrong with the plan. The apply and the retained plan are compared with it, so they turn with it.
    static let terraformPlan: [Defect] = [
        Defect(
            "planning ended with an error", .append(text, "\nError: no valid credential sources found\n"),
            turns: ["deploy.plan": .fail], says: "terraform reports: no valid credential sources found"),
        Defect(
            "the summary is another one than the resources listed",
            .replace(text, "Plan: 3 to add", with: "Plan: 2 to add"),
            turns: ["deploy.plan": .error, "deploy.apply": .fail],
            says: "3 added, 5 changed, 0 destroyed; evidence/deploy.plan/plan.txt planned 2 to add"),
        Defect(
            "only a part was planned", .append(text, "\nWarning: Resource targeting is in effect\n"),
            turns: ["deploy.plan": .unknown], says: "the plan is partial"),
        Defect(
            "the text is cut off before its summary",
            .transform(text) { bytes in
                let whole = String(decoding: bytes, as: UTF8.self)
                return Array(whole[..<(whole.firstRange(of: "Plan: ")?.lowerBound ?? whole.endIndex)].utf8)
            },
            turns: ["deploy.review": .error, "deploy.plan": .error, "deploy.apply": .error, "rollback.state": .error],
            says: "ends before the `Plan:` line"),
        Defect(
            "the text holds a second plan",
            .transform(text) { $0 + $0 },
            turns: ["deploy.review": .error, "deploy.plan": .error, "deploy.apply": .error, "rollback.state": .error],
            says: "a second plan"),
        Defect(
            "the CI system masked the counts", .replace(text, "Plan: 3 to add", with: "Plan: *** to add"),
            turns: ["deploy.review": .error, "deploy.plan": .error, "deploy.apply": .error, "rollback.state": .error],
            says: "the CI system masked a number"),
        Defect(
            "terraform says that the JSON is not the whole plan",
            .replace(json, #""complete":true"#, with: #""complete":false"#), turns: ["deploy.plan": .unknown],
            says: "the plan is partial", "plan.json"),
        Defect(
            "a second document is of a plan with another value",
            .copy(json, to: "evidence/deploy.plan/again/second.json"),
            .replace(
                "evidence/deploy.plan/again/second.json", #""retention_in_days":90"#, with: #""retention_in_days":9"#),
            turns: ["deploy.review": .error, "deploy.plan": .error], says: "are two plans, with other values"),
        Defect(
            "the JSON changes another resource than the text",
            .replace(text, "# aws_sqs_queue.consent will be created", with: "# aws_sqs_queue.other will be created"),
            turns: ["deploy.plan": .error], says: "do not change the same resources"),
        Defect(
            "a check of the configuration fails",
            .replaceFirst(
                json, #""timestamp""#,
                with: #""checks":[{"address":{"to_display":"check.health"},"status":"fail"}],"timestamp""#),
            turns: ["deploy.plan": .fail], says: "check.health has the status fail"),
        Defect(
            "a protected database is replaced",
            .replaceMatches(
                json, #"("type":"aws_db_instance"[^\]]*"actions":\[)"update"\]"#,
                with: #""type":"aws_db_instance","change":{"actions":["delete","create"]"#),
            turns: ["deploy.plan": .error, "deploy.apply": .fail],
            says: "planned 4 to add, 4 to change, 1 to destroy"),
        Defect(
            "terraform plan ended with exit status 1",
            .replace(record, #""exitStatus": 0"#, with: #""exitStatus": 1"#), turns: ["deploy.plan": .fail],
            says: "ended with exit status 1"),
        Defect(
            "another variable file was used", .replace(record, "production.tfvars", with: "staging.tfvars"),
            turns: ["deploy.plan": .unknown], says: "made by another command", "production.tfvars"),
        Defect(
            "the plan was made from another commit",
            .replaceMatches(
                record, #""commit": "[0-9a-f]{40}""#, with: #""commit": "\#(String(repeating: "e", count: 40))""#),
            turns: [
                "deploy.review": .unknown, "deploy.plan": .unknown, "deploy.apply": .unknown,
                "rollback.state": .unknown,
            ],
            says: "about another commit"),
        Defect(
            "nothing records the plan", .remove(record),
            turns: [
                "deploy.review": .unknown, "deploy.plan": .unknown, "deploy.apply": .unknown,
                "rollback.state": .unknown,
            ],
            says: "nothing states which commit"),
        Defect(
            "a second source states another digest of it",
            .copy("evidence/rollback.state/prod.plan.sha256", to: copy),
            .replaceMatches(copy, "^[0-9a-f]{64}", with: String(repeating: "e", count: 64)),
            turns: ["deploy.review": .error, "deploy.plan": .error, "deploy.apply": .error, "rollback.state": .error],
            says: "two digests of prod.plan", "sha256:eeeeeeeeeeee"),
    ]
}

extension Variation {
    static let terraformPlan: [Variation] = [
        Variation("the plan's text was saved with a byte order mark", .byteOrderMark(text)),
        Variation("the plan's text ends its lines as Windows does", .crlf(text)),
        Variation(
            "the plan's text comes from a job's log, in colour",
            .transform(text) { bytes in
                Array(
                    String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map
                    {
                        "2026-11-24T13:50:05.1234567Z \u{1B}[0m\u{1B}[1m\($0)\u{1B}[0m"
                    }.joined(separator: "\n").utf8)
            }),
        Variation(
            "the plan's digest is listed as well", .copy("evidence/rollback.state/prod.plan.sha256", to: copy)),
    ]
}
