internal import Model
internal import Streams

/// Reviews of a pull request: `gh pr view --json reviews`, or the REST interface's list.
struct GitHubReviews: EvidenceFormat {
    let id = "github-reviews"
    let title = "GitHub pull request reviews"
    let producedBy = ["gh pr view 41 --json reviews", "gh api repos/OWNER/REPO/pulls/41/reviews --paginate"]
    let facts: [FactKind] = [.review, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if let row = json.isArray ? json.first : json, row.has("pull_request_url"), row.has("state"), row.has("user") {
            return Recognition(dialect: "github-reviews/rest", because: "objects with `pull_request_url` and `state`")
        }
        guard json.isObject, json["reviews"]?.isArray == true, GitHubPulls().recognise(preamble) == nil else {
            return nil
        }
        return Recognition(dialect: "github-reviews/gh", because: "it has `reviews`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source, mode: .sequence)
        while try json.nextDocument() {
            if dialect == "github-reviews/gh" {
                try json.object { key in
                    if key == "reviews" { try json.array { _ in try emit(.review(try Self.review(json))) } }
                }
            } else if try json.kind() == .array {
                var count = 0
                let line = json.line
                try json.array { index in
                    try emit(.review(try Self.review(json)))
                    count = index + 1
                }
                if count > 0, count == 30 || count % 100 == 0 {
                    let reason = "exactly \(count) reviews: the list may go on, on another page"
                    try emit(.gap(EvidenceGap(reason: reason, line: line)))
                }
            } else {
                try emit(.review(try Self.review(json)))
            }
        }
        return Reading()
    }

    /// One review; gh and the REST API name the same members differently.
    static func review(_ json: JSONReader) throws -> Review {
        let line = json.line
        var (author, text, commit): (String?, String?, String?)
        var state: Review.State?
        var at: Instant?
        var wasEdited: Bool?
        try json.object { key in
            switch key {
            case "author", "user": author = try json.text(of: "login")
            case "body": text = try json.optionalString()
            case "commit": commit = try json.text(of: "oid")
            case "commit_id": commit = try json.optionalString()
            case "submittedAt", "submitted_at": at = try json.optionalInstant()
            case "includesCreatedEdit": wasEdited = try json.bool()
            case "state":
                state = try json.bytes { word in
                    switch word {
                    case "APPROVED": .approved
                    case "CHANGES_REQUESTED": .changesRequested
                    case "COMMENTED": .commented
                    case "DISMISSED": .dismissed
                    case "PENDING": .pending
                    default: nil
                    }
                }
            default: break
            }
        }
        guard let state else {
            throw StreamProblem(
                id: "github.unknown-state", message: "a review has no state that GitHub is known to write",
                advice: "Export it again with `gh pr view --json reviews`.", line: line)
        }
        var review = Review(author: author ?? "", state: state, text: text ?? "", line: line)
        (review.commit, review.at, review.isEdited) = (commit, at, wasEdited)
        return review
    }
}
