internal import Model
internal import Streams

/// Jobs of GitHub Actions runs, or check runs of a commit, from the REST API or `gh run view`.
struct GitHubJobs: EvidenceFormat {
    let id = "github-jobs"
    let title = "GitHub jobs or check runs"
    let producedBy = [
        "gh run view RUN --json attempt,conclusion,databaseId,event,headSha,name,startedAt,status,workflowName,jobs",
        "gh api repos/OWNER/REPO/actions/runs/RUN/jobs?per_page=100 --paginate",
        "gh api repos/OWNER/REPO/commits/SHA/check-runs?per_page=100 --paginate",
    ]
    let facts: [FactKind] = [.job, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let page = json.isArray ? json.first : json else { return nil }
        if page.has("total_count") {
            if page["jobs"]?.isArray ?? false {
                return Recognition(dialect: "github-jobs/rest", because: "`total_count` and `jobs`")
            }
            guard page["check_runs"]?.isArray ?? false else { return nil }
            return Recognition(dialect: "github-jobs/check-runs", because: "`total_count` and `check_runs`")
        }
        // With the members of its run it is an export of runs.
        guard let job = page["jobs"]?.first, job.has("databaseId"), job.has("steps"), !page.has("databaseId") else {
            return nil
        }
        return Recognition(dialect: "github-jobs/gh", because: "`jobs` with `databaseId` and `steps`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        // `gh api --paginate` writes one page after the other, with `--slurp` as an array.
        let json = JSONReader(source, mode: .sequence)
        let member = dialect == "github-jobs/check-runs" ? "check_runs" : "jobs"
        var (rows, total) = (0, 0)
        var commits: Set<String?> = []
        func page() throws {
            var hasRows = false
            let line = json.line
            try json.object { key in
                if key == "total_count" { return total = max(total, try json.int()) }
                guard key.string == member else { return }
                hasRows = true
                try json.array { _ in
                    let job = try json.gitHubJob()
                    rows += 1
                    commits.insert(job.commit)
                    try emit(.job(job))
                }
            }
            guard hasRows else { throw StreamProblem.missingField(member, of: "a page", line: line) }
        }
        while try json.nextDocument() {
            if try json.kind() == .array { try json.array { _ in try page() } } else { try page() }
        }
        if rows == 0 { try emit(.gap(EvidenceGap(reason: "the list holds no job", line: 1))) }
        if total > rows {
            try emit(.gap(EvidenceGap(reason: "GitHub has \(total) jobs and the file holds \(rows)", line: 1)))
        }
        var reading = Reading()
        if commits.count == 1, let commit = commits.first { reading.subject.commit = commit }
        return reading
    }
}
