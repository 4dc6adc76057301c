internal import Model
internal import Streams

/// Pull requests from `gh pr list --json` or `gh pr view --json`.
struct GitHubPulls: EvidenceFormat {
    let id = "github-pulls"
    let title = "GitHub pull requests"
    let producedBy = ["gh pr list --state all --limit 500 --json number,title,state,mergedAt,baseRefName"]
    let facts: [FactKind] = [.pullRequest, .review, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let row = json.isArray ? json.first : json,
            row.has("number"), row.has("state"),
            let marker = [
                "mergedAt", "baseRefName", "mergeCommit", "headRefOid", "statusCheckRollup", "reviewDecision",
            ]
            .first(where: { row.has($0) })
        else { return nil }
        return Recognition(dialect: "github-pulls/gh", because: "objects with `number`, `state` and `\(marker)`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var count = 1
        if try json.kind() == .array {
            count = 0
            try json.array { index in
                try pull(json, emit)
                count = index + 1
            }
        } else {
            try pull(json, emit)
        }
        try json.end()
        if count == 30 {
            // gh's default limit, and gh does not say that it left others out.
            try emit(.gap(EvidenceGap(reason: "exactly 30 pull requests: list them with `--limit 500`", line: 1)))
        }
        return Reading()
    }

    private func pull(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var number: Int?
        var state: PullRequest.State?
        var (title, base, mergedAt): (String?, String?, String?)
        try json.object { key in
            switch key {
            case "number": number = try json.int()
            case "title": title = try json.optionalString()
            case "state":
                let (place, pointer) = (json.line, json.pointer)
                state = try json.bytes { word in
                    switch word {
                    case "OPEN": .open
                    case "MERGED": .merged
                    case "CLOSED": .closedUnmerged
                    default:
                        throw StreamProblem(
                            id: "github.unknown-state",
                            message: "`\(word.prefix(40).string)` is no state of a pull request",
                            advice: "Export it with `gh pr list --json`, which writes OPEN, CLOSED or MERGED.",
                            line: place, pointer: pointer)
                    }
                }
            case "baseRefName": base = try json.optionalString()
            case "mergedAt": mergedAt = try json.optionalString()
            case "reviews": try json.array { _ in try emit(.review(try GitHubReviews.review(json))) }
            default: break
            }
        }
        guard let number, let state else {
            throw StreamProblem(
                id: "github.missing-field", message: "a pull request has no `\(number == nil ? "number" : "state")`",
                advice: "Export it again with the `--json` fields that the documentation names.", line: line)
        }
        try emit(
            .pullRequest(
                PullRequest(
                    number: number, title: title ?? "", state: state, base: base,
                    mergedAt: mergedAt.flatMap(Instant.init(gitHub:)), line: line)))
    }
}
