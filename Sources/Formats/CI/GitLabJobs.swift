internal import Model
internal import Streams

/// Jobs of a GitLab pipeline; one with `allow_failure` can fail in a pipeline that succeeds.
struct GitLabJobs: EvidenceFormat {
    let id = "gitlab-jobs"
    let title = "GitLab jobs"
    let producedBy = [
        "curl -sS -H \"PRIVATE-TOKEN: $TOKEN\" \"$GITLAB/api/v4/projects/$PROJECT/pipelines/$PIPELINE/jobs?per_page=100\""
    ]
    let facts: [FactKind] = [.job, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let row = json.isArray ? json.first : json,
            row.has("stage"), row.has("status"), row.has("name"), row["pipeline"]?.isObject ?? false
        else { return nil }
        return Recognition(dialect: id, because: "`stage`, `status` and `pipeline` of a job")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var commits: Set<String?> = []
        var rows = 0
        func one() throws {
            let job = try job(json)
            commits.insert(job.commit)
            rows += 1
            try emit(.job(job))
        }
        if try json.kind() == .array { try json.array { _ in try one() } } else { try one() }
        try json.end()
        if rows == 20 || rows == 100 {
            try emit(.gap(EvidenceGap(reason: "exactly \(rows) jobs, a full page: there may be more", line: 1)))
        }
        var reading = Reading()
        if commits.count == 1, let commit = commits.first { reading.subject.commit = commit }
        return reading
    }

    private func job(_ json: JSONReader) throws -> PipelineJob {
        let line = json.line
        var (name, status, created): (String?, String?, String?)
        var job = PipelineJob(name: "", status: "", conclusion: "", line: line)
        try json.object { key in
            switch key {
            case "name": name = try json.optionalString()
            case "status": status = try json.optionalString()
            case "allow_failure" where try json.kind() == .bool: job.mayFail = try json.bool()
            case "created_at": created = try json.optionalString()
            case "pipeline":
                let pipeline = try json.value()
                job.run = pipeline["id"]?.number
                job.commit = pipeline["sha"]?.string.flatMap { $0.isCommit ? $0 : nil }
            default: break
            }
        }
        guard let name else { throw StreamProblem.missingField("name", of: "a job", line: line) }
        guard let status else { throw StreamProblem.missingField("status", of: "a job", line: line) }
        let state = GitLabState(status)
        (job.name, job.status, job.conclusion) = (name, state.status, state.conclusion)
        job.startedAt = created.flatMap(Instant.init(rfc3339:))
        return job
    }
}
