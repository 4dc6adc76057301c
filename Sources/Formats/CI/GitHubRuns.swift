internal import Model
internal import Streams

/// Workflow runs of GitHub Actions, from `gh run list`, `gh run view` or the REST API.
struct GitHubRuns: EvidenceFormat {
    let id = "github-runs"
    let title = "GitHub Actions workflow runs"
    let producedBy = [
        "gh run list --commit SHA --limit 200 --json attempt,conclusion,databaseId,event,headBranch,headSha,startedAt,status,updatedAt,workflowName",
        "gh api repos/OWNER/REPO/actions/runs?head_sha=SHA --paginate",
    ]
    let facts: [FactKind] = [.workflowRun, .job, .gap]

    /// Lengths at which a list was probably cut by a default limit.
    private static let limits: Set<Int> = [20, 30, 100]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if let row = json.isArray ? json.first : json {
            if row["workflow_runs"]?.isArray ?? false, row.has("total_count") {
                return Recognition(dialect: "github-runs/rest", because: "`total_count` and `workflow_runs`")
            }
            if row.has("databaseId"), row.has("status") || row.has("conclusion") || row.has("headSha") {
                return Recognition(dialect: "github-runs/gh", because: "objects with `databaseId` and `status`")
            }
            if row.has("run_attempt"), row.has("run_number"), row.has("workflow_id") {
                return Recognition(dialect: "github-runs/rest-run", because: "`run_attempt` and `workflow_id`")
            }
        }
        return nil
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        // `gh api --paginate` writes one document after the other.
        let json = JSONReader(source, mode: .sequence)
        var rows = GitHubRunRows(json: json)
        var documents = 0
        while try json.nextDocument() {
            documents += 1
            if try json.kind() == .array {
                try json.array { _ in try read(&rows, dialect, emit) }
            } else {
                try read(&rows, dialect, emit)
            }
        }
        guard documents > 0 else {
            throw StreamProblem(
                id: "github.empty", message: "the file holds no document", advice: "Collect it again.", line: 1)
        }
        if let total = rows.total, total > rows.ids.count {
            let reason = "GitHub has \(total) runs and the file holds \(rows.ids.count)"
            try emit(.gap(EvidenceGap(reason: reason, line: 1)))
        }
        var reading = Reading()
        if rows.commits.count == 1, !rows.hasRowWithoutCommit { reading.subject.commit = rows.commits.first }
        if dialect == "github-runs/gh", Self.limits.contains(rows.ids.count) {
            reading.notes.append("exactly \(rows.ids.count) runs: the list may be cut by gh's `--limit`")
        }
        return reading
    }

    private func read(_ rows: inout GitHubRunRows, _ dialect: String, _ emit: (Fact) throws -> Void) throws {
        if dialect == "github-runs/rest" {
            try rows.readPage(emit)
        } else {
            try rows.readRun(emit)
        }
    }
}
