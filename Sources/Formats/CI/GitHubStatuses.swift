internal import Model
internal import Streams

/// Commit statuses of GitHub, which other services set: the combined one, or the list of all that were ever set.
struct GitHubStatuses: EvidenceFormat {
    let id = "github-statuses"
    let title = "GitHub commit statuses"
    let producedBy = [
        "gh api repos/OWNER/REPO/commits/SHA/status?per_page=100",
        "gh api repos/OWNER/REPO/commits/SHA/statuses?per_page=100 --paginate",
    ]
    let facts: [FactKind] = [.job, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if json.has("state"), json.has("sha"), json["statuses"]?.isArray ?? false {
            return Recognition(dialect: "github-statuses/combined", because: "`state` and `statuses`")
        }
        guard let row = json.first, row.has("context"), row.has("state"), row.has("target_url") else { return nil }
        return Recognition(dialect: "github-statuses/list", because: "objects with `context` and `state`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source, mode: .sequence)
        var isLastPageFull = false
        var commits: Set<String?> = []
        while try json.nextDocument() {
            if try json.kind() == .object {
                commits.insert(try combined(json, emit))
            } else {
                var rows = 0
                try json.array { _ in
                    let job = try status(json)
                    commits.insert(job.commit)
                    try emit(.job(job))
                    rows += 1
                }
                isLastPageFull = rows == 30 || rows == 100
            }
        }
        if isLastPageFull {
            try emit(.gap(EvidenceGap(reason: "a full page of statuses: there may be more", line: 1)))
        }
        var reading = Reading()
        if commits.count == 1, let commit = commits.first { reading.subject.commit = commit }
        return reading
    }

    /// Reads `{state, statuses, sha, total_count}`; a state that is not that of its statuses is refused.
    private func combined(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws -> String? {
        let line = json.line
        var (state, sha, total): (String?, String?, Int?)
        var jobs: [PipelineJob] = []
        try json.object { key in
            switch key {
            case "state": state = try json.string()
            case "sha": sha = try json.optionalString()
            case "total_count": total = try json.int()
            case "statuses": try json.array { _ in jobs.append(try status(json)) }
            default: break
            }
        }
        guard let state else { throw StreamProblem.missingField("state", of: "the combined status", line: line) }
        guard let sha, sha.isCommit else {
            throw StreamProblem.missingField("sha", of: "the combined status", line: line)
        }
        for var job in jobs {
            job.commit = sha
            try emit(.job(job))
        }
        if jobs.isEmpty { try emit(.gap(EvidenceGap(reason: "no status was ever set on the commit", line: line))) }
        if let total, total > jobs.count {
            let reason = "GitHub has \(total) statuses and the file holds \(jobs.count)"
            try emit(.gap(EvidenceGap(reason: reason, line: line)))
        } else if !jobs.isEmpty, (state == "success") != jobs.allSatisfy({ $0.conclusion == "success" }) {
            throw StreamProblem(
                id: "pipeline.contradiction", message: "the combined state `\(state)` is not that of its statuses",
                advice: "Collect it again without editing it.", line: line)
        }
        return sha
    }

    /// A status has no run; until it is decided its state is `pending`.
    private func status(_ json: JSONReader) throws -> PipelineJob {
        let line = json.line
        var (context, state, at, commit): (String?, String?, String?, String?)
        try json.object { key in
            switch key {
            case "context": context = try json.optionalString()
            case "state": state = try json.optionalString()
            case "created_at": at = try json.optionalString()
            // `…/repos/OWNER/REPO/statuses/SHA` is the only place where a status names its commit.
            case "url": commit = try json.optionalString()?.split(separator: "/").last.map(String.init)
            default: break
            }
        }
        guard let context else { throw StreamProblem.missingField("context", of: "a status", line: line) }
        guard let state else { throw StreamProblem.missingField("state", of: "a status", line: line) }
        let isPending = state == "pending"
        var job = PipelineJob(
            name: context, status: isPending ? state : "completed", conclusion: isPending ? "" : state, line: line)
        job.startedAt = at.flatMap(Instant.init(gitHub:))
        job.commit = commit.flatMap { $0.isCommit ? $0 : nil }
        return job
    }
}
