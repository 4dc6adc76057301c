internal import Model
internal import Streams

/// Merge requests of GitLab, from the REST API.
struct GitLabMergeRequests: EvidenceFormat {
    let id = "gitlab-merge-requests"
    let title = "GitLab merge requests"
    let producedBy = [
        "curl -sS -H \"PRIVATE-TOKEN: $TOKEN\" \"$GITLAB/api/v4/projects/$PROJECT/merge_requests?state=all&milestone=$TRAIN&per_page=100\""
    ]
    let facts: [FactKind] = [.pullRequest, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let row = json.isArray ? json.first : json,
            row.has("iid"), row.has("state"), row.has("target_branch"), row.has("source_branch")
        else { return nil }
        return Recognition(dialect: id, because: "`iid`, `state` and `target_branch`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var rows = 0
        func one() throws {
            try emit(.pullRequest(try request(json)))
            rows += 1
        }
        if try json.kind() == .array { try json.array { _ in try one() } } else { try one() }
        try json.end()
        if rows == 20 || rows == 100 {
            try emit(
                .gap(EvidenceGap(reason: "exactly \(rows) merge requests, a full page: there may be more", line: 1)))
        }
        return Reading()
    }

    private func request(_ json: JSONReader) throws -> PullRequest {
        let line = json.line
        var number: Int?
        var (title, word, target, mergedAt): (String?, String?, String?, String?)
        var author: String?
        try json.object { key in
            switch key {
            case "iid": number = try json.int()
            case "title": title = try json.optionalString()
            case "state": word = try json.optionalString()
            case "target_branch": target = try json.optionalString()
            case "merged_at": mergedAt = try json.optionalString()
            case "author" where try json.kind() == .object:
                try json.object { key in
                    if key == "username" { author = try json.optionalString() }
                }
            default: break
            }
        }
        guard let number else { throw StreamProblem.missingField("iid", of: "a merge request", line: line) }
        // `locked` is one that is being merged right now.
        let states: [String: PullRequest.State] = [
            "opened": .open, "locked": .open, "merged": .merged, "closed": .closedUnmerged,
        ]
        guard let state = word.flatMap({ states[$0] }) else {
            throw StreamProblem(
                id: "gitlab.unknown-state", message: "`\(word ?? "null")` is no state of a merge request",
                advice: "Export it from the REST API, which writes opened, merged, closed or locked.", line: line)
        }
        var request = PullRequest(
            number: number, title: title ?? "", state: state, base: target,
            mergedAt: mergedAt.flatMap(Instant.init(rfc3339:)), line: line)
        (request.author, request.system) = (author, "gitlab")
        return request
    }
}
