internal import Model
internal import Streams

/// Pipelines of GitLab: the list of a commit's, or one of them.
struct GitLabPipelines: EvidenceFormat {
    let id = "gitlab-pipelines"
    let title = "GitLab pipelines"
    let producedBy = [
        "curl -sS -H \"PRIVATE-TOKEN: $TOKEN\" \"$GITLAB/api/v4/projects/$PROJECT/pipelines?sha=$SHA&per_page=100\"",
        "curl -sS -H \"PRIVATE-TOKEN: $TOKEN\" \"$GITLAB/api/v4/projects/$PROJECT/pipelines/$PIPELINE\"",
    ]
    let facts: [FactKind] = [.workflowRun, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let row = json.isArray ? json.first : json,
            row.has("id"), row.has("sha"), row.has("ref"), row.has("status"), row.has("web_url"), row.has("created_at"),
            !row.has("stage"), !row.has("allow_failure")
        else { return nil }
        return Recognition(
            dialect: json.isArray ? "gitlab-pipelines/list" : "gitlab-pipelines/one",
            because: "`sha`, `ref` and `status` of a pipeline")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var commits: Set<String?> = []
        var rows = 0
        func one() throws {
            let run = try pipeline(json)
            commits.insert(run.commit)
            rows += 1
            try emit(.workflowRun(run))
        }
        if try json.kind() == .array { try json.array { _ in try one() } } else { try one() }
        try json.end()
        var reading = Reading()
        if commits.count == 1, let commit = commits.first { reading.subject.commit = commit }
        if rows == 20 || rows == 100 { reading.notes.append("exactly \(rows) pipelines: older ones may be left out") }
        return reading
    }

    private func pipeline(_ json: JSONReader) throws -> WorkflowRun {
        let line = json.line
        var (id, sha, status, name, source, branch): (String?, String?, String?, String?, String?, String?)
        var (created, started, finished, group): (String?, String?, String?, String?)
        try json.object { key in
            switch key {
            case "id": id = try json.number()
            case "sha": sha = try json.optionalString()
            case "ref": branch = try json.optionalString()
            case "status": status = try json.optionalString()
            case "name": name = try json.optionalString()
            case "source": source = try json.optionalString()
            case "created_at": created = try json.optionalString()
            case "started_at": started = try json.optionalString()
            case "finished_at": finished = try json.optionalString()
            case "detailed_status" where try json.kind() == .object: group = try json.value()["group"]?.string
            default: break
            }
        }
        guard let id else { throw StreamProblem.missingField("id", of: "a pipeline", line: line) }
        guard let status else { throw StreamProblem.missingField("status", of: "a pipeline", line: line) }
        // `group` is `success` or `success-with-warnings` for one that succeeded.
        if let group, (status == "success") != group.utf8.starts(with: "success".utf8) {
            throw StreamProblem(
                id: "pipeline.contradiction", message: "`status` is `\(status)`, `detailed_status` says `\(group)`",
                advice: "Collect it again without editing it.", line: line)
        }
        let state = GitLabState(status)
        var run = WorkflowRun(
            id: id, workflow: name ?? "pipeline", event: source ?? "", commit: sha.flatMap { $0.isCommit ? $0 : nil },
            attempt: 1, status: state.status, conclusion: state.conclusion,
            startedAt: (created ?? started).flatMap(Instant.init(rfc3339:)), line: line)
        run.branch = branch
        run.completedAt = finished.flatMap(Instant.init(rfc3339:))
        run.hasWarnings = group == "success-with-warnings"
        return run
    }
}

/// GitLab's one word for the state of a pipeline or job, told apart: how far it is, and how it ended.
struct GitLabState {
    let status: String
    let conclusion: String

    init(_ word: String) {
        let isOver = ["success", "failed", "canceled", "skipped"].contains(word)
        (status, conclusion) = isOver ? ("completed", word) : (word, "")
    }
}
