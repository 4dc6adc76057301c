internal import Model
internal import Streams

/// The rows of an export of workflow runs, each emitted once however many pages repeat it.
struct GitHubRunRows {
    let json: JSONReader
    private(set) var ids: Set<String> = []
    private var seen: Set<String> = []
    private(set) var commits: Set<String> = []
    private(set) var hasRowWithoutCommit = false
    private(set) var total: Int?

    init(json: JSONReader) { self.json = json }

    /// Reads `{total_count, workflow_runs}`.
    mutating func readPage(_ emit: (Fact) throws -> Void) throws {
        var hasRuns = false
        var count: Int?
        try json.object { key in
            switch key {
            case "total_count": count = try json.int()
            case "workflow_runs":
                hasRuns = true
                try json.array { _ in try readRun(emit) }
            default: break
            }
        }
        guard hasRuns, let count else { throw Self.missing(hasRuns ? "total_count" : "workflow_runs", json.line) }
        total = max(count, total ?? 0)
    }

    /// Reads one run; gh and the REST API name the same members differently.
    mutating func readRun(_ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var id: String?
        var (name, workflow, event, status): (String?, String?, String?, String?)
        var (commit, branch, path): (String?, String?, String?)
        var (startedAt, updatedAt): (String?, String?)
        var conclusion: String??
        var attempt = 1
        var jobs: [PipelineJob] = []
        try json.object { key in
            switch key {
            case "databaseId", "id": if try json.kind() == .number { id = try json.number() }
            case "name": name = try json.optionalString()
            case "workflowName": workflow = try json.optionalString()
            case "event": event = try json.optionalString()
            case "headSha", "head_sha": commit = try json.optionalString()
            case "attempt", "run_attempt": attempt = try json.int()
            case "status": status = try json.optionalString()
            case "conclusion": conclusion = .some(try json.optionalString())
            case "startedAt", "run_started_at": startedAt = try json.optionalString()
            case "jobs" where try json.kind() == .array: try json.array { _ in jobs.append(try json.gitHubJob()) }
            case "updatedAt", "updated_at": updatedAt = try json.optionalString()
            case "headBranch", "head_branch": branch = try json.optionalString()
            case "path": path = try json.optionalString()
            default: break
            }
        }
        guard let id else { throw Self.missing("databaseId", line) }
        guard let status else { throw Self.missing("status", line) }
        guard let conclusion else { throw Self.missing("conclusion", line) }
        guard let workflow = workflow ?? name else { throw Self.missing("workflowName", line) }
        ids.insert(id)
        // A page fetched later can repeat a run, and show it further on: only the same state is left out.
        guard seen.insert("\(id) \(attempt) \(status) \(conclusion ?? "")").inserted else { return }
        if let sha = commit, sha.isCommit {
            commits.insert(sha)
        } else {
            (commit, hasRowWithoutCommit) = (nil, true)
        }
        var run = WorkflowRun(
            id: id, workflow: workflow, event: event ?? "", commit: commit, attempt: attempt, status: status,
            conclusion: conclusion ?? "", startedAt: startedAt.flatMap(Instant.init(gitHub:)), line: line)
        // `file.yml@refs/heads/main`, where it was called from elsewhere.
        run.path = path?.split(separator: "@").first.map { String($0) }
        run.branch = branch.flatMap { $0.isEmpty ? nil : $0 }
        if status == "completed" { run.completedAt = updatedAt.flatMap(Instant.init(gitHub:)) }
        try emit(.workflowRun(run))
        for var job in jobs {
            (job.run, job.workflow, job.commit, job.attempt) = (id, workflow, commit, attempt)
            try emit(.job(job))
        }
    }

    private static func missing(_ member: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "github.missing-field", message: "a run has no `\(member)`",
            advice: "Export it again with the `--json` fields that the documentation names.", line: line)
    }
}

extension String {
    /// Whether this is the full name of a commit: 40 lower-case hexadecimal digits.
    var isCommit: Bool { utf8.count == 40 && utf8.allSatisfy { $0 &- 48 < 10 || $0 &- 97 < 6 } }
}

extension Instant {
    /// A time of the GitHub tools, which write the year 1 where there is none.
    init?(gitHub text: String) {
        guard !text.hasPrefix("0001-"), let time = Instant(rfc3339: text) else { return nil }
        self = time
    }
}
