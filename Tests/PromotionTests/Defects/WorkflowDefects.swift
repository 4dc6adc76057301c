import Model

private let run = "evidence/deploy.workflow/run.json"
private let runs = "evidence/deploy.workflow/runs.json"
private let deployments = "evidence/deploy.workflow/deployments.json"
private let states = "evidence/deploy.workflow/deployment-statuses.json"

extension Defect {
    /// What can be wrong with the deployment by the workflow.
    static let deployment: [Defect] = [
        Defect(
            "the run failed", .replace(run, #""conclusion": "success""#, with: #""conclusion": "failure""#),
            .replace(runs, #""conclusion": "success""#, with: #""conclusion": "failure""#),
            turns: ["deploy.workflow": .fail], says: "of deploy-backend.yml is failure"),
        Defect(
            "two exports of the run disagree",
            .replace(run, #""conclusion": "success""#, with: #""conclusion": "cancelled""#),
            turns: ["deploy.workflow": .fail], says: "of deploy-backend.yml is cancelled"),
        Defect(
            "the run was skipped", .replace(run, #""conclusion": "success""#, with: #""conclusion": "skipped""#),
            turns: ["deploy.workflow": .fail], says: "of deploy-backend.yml is skipped"),
        Defect(
            "it took a second attempt", .replace(run, #""run_attempt": 1"#, with: #""run_attempt": 2"#),
            turns: ["deploy.workflow": .warn], says: "succeeded only on attempt 2"),
        Defect(
            "staging was deployed to",
            .replace(deployments, #"environment": "production""#, with: #"environment": "staging""#),
            turns: ["deploy.workflow": .unknown], says: "no deployment to production is listed"),
        Defect(
            "another commit was deployed",
            .replaceMatches(
                deployments, #""sha": "[0-9a-f]{40}""#, with: #""sha": "\#(String(repeating: "e", count: 40))""#),
            turns: ["deploy.workflow": .fail], says: "the newest deployment to production is of eeeeeeeeeeee"),
        Defect(
            "the deployment failed in the end",
            .replaceFirst(states, #""state": "success""#, with: #""state": "failure""#),
            turns: ["deploy.workflow": .fail], says: "to production is failure"),
        Defect(
            "the deployment was superseded",
            .replaceFirst(states, #""state": "success""#, with: #""state": "inactive""#),
            turns: ["deploy.workflow": .fail], says: "to production is inactive"),
        Defect(
            "the deployment is still going on",
            .replaceFirst(states, #""state": "success""#, with: #""state": "in_progress""#),
            turns: ["deploy.workflow": .unknown], says: "to production is in_progress"),
        Defect(
            "no state of the deployment is there", .remove(states), turns: ["deploy.workflow": .unknown],
            says: "no state of deployment", "is listed"),
        Defect(
            "the states are those of another deployment",
            .replaceMatches(
                states, #""deployment_url": "[^"]*""#, with: #""deployment_url": "https://x/deployments/1""#),
            turns: ["deploy.workflow": .unknown], says: "no state of deployment"),
        Defect(
            "it was deployed before the infrastructure was there",
            .replaceMatches(deployments, #""created_at": "[^"]*""#, with: #""created_at": "2026-01-01T00:00:00Z""#),
            turns: ["deploy.workflow": .fail], says: "was made 2026-01-01T00:00:00Z, before the apply ended"),
        Defect(
            "the list of deployments is older than the apply",
            .replaceMatches("\(deployments).meta.yml", "collected_at: .*", with: "collected_at: 2026-01-01T00:00:00Z"),
            turns: ["deploy.workflow": .unknown], says: "before deploy.apply ended"),
        Defect(
            "the list of deployments is cut off", .transform(deployments) { Array($0.dropLast(3)) },
            turns: ["deploy.workflow": .error], says: "deployments.json"),
    ]
}

extension Variation {
    static let deployment: [Variation] = [
        Variation("gh's list is not there beside the run of the REST API", .remove(runs)),
        Variation("the deployments are one object, not a list", .unwrapped(deployments)),
        Variation("the states end their lines as Windows does", .crlf(states), .byteOrderMark(run)),
    ]
}

extension Edit {
    /// A list of one as its one element.
    fileprivate static func unwrapped(_ path: String) -> Edit {
        .transform(path) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let open = text.firstIndex(of: "["), let close = text.lastIndex(of: "]") else { return bytes }
            return Array(text[text.index(after: open)..<close].utf8)
        }
    }
}
