internal import Model
internal import Streams

extension JSONReader {
    /// Reads one job as `gh run view --json jobs` or the REST API writes it, or one check run, which names the same things.
    func gitHubJob() throws -> PipelineJob {
        let line = self.line
        var (name, status, conclusion): (String?, String?, String??)
        var job = PipelineJob(name: "", status: "", conclusion: "", line: line)
        try object { key in
            switch key {
            case "name": name = try optionalString()
            case "status": status = try optionalString()
            case "conclusion": conclusion = .some(try optionalString())
            case "workflow_name": job.workflow = try optionalString() ?? job.workflow
            case "app" where try kind() == .object: job.workflow = try value()["name"]?.string ?? job.workflow
            case "run_id" where try kind() == .number: job.run = try number()
            case "url", "details_url":
                let address = try optionalString() ?? ""
                job.run = job.run ?? Self.run(inAddress: address)
            case "run_attempt" where try kind() == .number: job.attempt = try int()
            case "head_sha": job.commit = try optionalString()
            case "startedAt", "started_at": job.startedAt = try optionalString().flatMap(Instant.init(gitHub:))
            default: break
            }
        }
        guard let name, let status, let conclusion else {
            let missing = name == nil ? "name" : status == nil ? "status" : "conclusion"
            throw StreamProblem.missingField(missing, of: "a job", line: line)
        }
        (job.name, job.status, job.conclusion) = (name, status, conclusion ?? "")
        if let commit = job.commit, !commit.isCommit { job.commit = nil }
        return job
    }

    /// The id of the run in `https://github.com/OWNER/REPO/actions/runs/ID/job/ID`.
    private static func run(inAddress address: String) -> String? {
        let parts = address.split(separator: "/")
        guard let runs = parts.firstIndex(of: "runs"), runs > 0, parts[runs - 1] == "actions", runs + 2 < parts.count,
            parts[runs + 1].utf8.allSatisfy({ $0 &- 48 < 10 })
        else { return nil }
        return String(parts[runs + 1])
    }
}

extension StreamProblem {
    /// A member without which a row of a service's export says nothing.
    static func missingField(_ member: String, of row: String, line: Int) -> StreamProblem {
        StreamProblem(
            id: "pipeline.missing-field", message: "\(row) has no `\(member)`",
            advice: "Export it again as the documentation names it, and keep its whole output.", line: line)
    }
}
