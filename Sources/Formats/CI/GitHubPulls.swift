internal import Model
internal import Streams

/// Pull requests from `gh pr list --json`, `gh pr view --json` or the REST API.
struct GitHubPulls: EvidenceFormat {
    let id = "github-pulls"
    let title = "GitHub pull requests"
    let producedBy = [
        "gh pr list --state all --limit 500 --json number,title,state,mergedAt,baseRefName",
        "gh api repos/OWNER/REPO/pulls?state=all&per_page=100 --paginate",
    ]
    let facts: [FactKind] = [.pullRequest, .review, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let row = json.isArray ? json.first : json,
            row.has("number"), row.has("state")
        else { return nil }
        if row.has("merged_at"), row["base"]?.has("ref") ?? false {
            return Recognition(dialect: "github-pulls/rest", because: "`number`, `merged_at` and `base.ref`")
        }
        guard
            let marker = [
                "mergedAt", "baseRefName", "mergeCommit", "headRefOid", "statusCheckRollup", "reviewDecision",
            ]
            .first(where: { row.has($0) })
        else { return nil }
        return Recognition(dialect: "github-pulls/gh", because: "objects with `number`, `state` and `\(marker)`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        // `gh api --paginate` writes one page after the other.
        let json = JSONReader(source, mode: .sequence)
        let isREST = dialect == "github-pulls/rest"
        var last = 1
        while try json.nextDocument() {
            guard try json.kind() == .array else {
                try pull(json, isREST, emit)
                continue
            }
            last = 0
            try json.array { _ in
                try pull(json, isREST, emit)
                last += 1
            }
        }
        // The default of gh and of REST is 30, and neither says that it left others out.
        if last == 30 || last > 0 && last % 100 == 0 {
            let reason = "exactly \(last) pull requests: list them with a greater `--limit`, there may be more"
            try emit(.gap(EvidenceGap(reason: reason, line: 1)))
        }
        return Reading()
    }

    private func pull(_ json: JSONReader, _ isREST: Bool, _ emit: (Fact) throws -> Void) throws {
        let (line, pointer) = (json.line, json.pointer)
        var number: Int?
        var (title, word, base, mergedAt): (String?, String?, String?, String?)
        var author: String?
        try json.object { key in
            switch key {
            case "number": number = try json.int()
            case "title": title = try json.optionalString()
            case "state": word = try json.optionalString()
            case "baseRefName": base = try json.optionalString()
            case "base" where try json.kind() == .object:
                try json.object { key in
                    if key == "ref" { base = try json.optionalString() }
                }
            case "mergedAt", "merged_at": mergedAt = try json.optionalString()
            case "author" where try json.kind() == .object, "user" where try json.kind() == .object:
                try json.object { key in
                    if key == "login" { author = try json.optionalString() }
                }
            case "reviews": try json.array { _ in try emit(.review(try GitHubReviews.review(json))) }
            default: break
            }
        }
        guard let number, let word else {
            throw StreamProblem(
                id: "github.missing-field", message: "a pull request has no `\(number == nil ? "number" : "state")`",
                advice: "Export it again with the `--json` fields that the documentation names.", line: line)
        }
        let state: PullRequest.State
        switch (word, isREST) {
        case ("OPEN", false), ("open", true): state = .open
        case ("MERGED", false): state = .merged
        case ("CLOSED", false): state = .closedUnmerged
        // REST has no word for merged ones.
        case ("closed", true): state = mergedAt == nil ? .closedUnmerged : .merged
        default:
            throw StreamProblem(
                id: "github.unknown-state", message: "`\(word)` is no state of a pull request",
                advice: "Export it with `gh pr list --json`, which writes OPEN, CLOSED or MERGED.", line: line,
                pointer: pointer)
        }
        var request = PullRequest(
            number: number, title: title ?? "", state: state, base: base,
            mergedAt: mergedAt.flatMap(Instant.init(gitHub:)), line: line)
        request.author = author
        try emit(.pullRequest(request))
    }
}
