internal import Model
internal import Streams

/// A GitHub issue or pull request with its comments: `gh issue view --json`, `gh pr view --json`, or the REST interface's
/// issue and list of comments.
///
/// Its key is `owner/repository#12`, so that the issue 12 of another repository is not taken for it.
struct GitHubIssues: EvidenceFormat {
    let id = "github-issue"
    let title = "GitHub issue with comments"
    let producedBy = [
        "gh issue view 12 --json number,title,state,url,updatedAt,comments",
        "gh pr view 12 --json number,title,state,url,updatedAt,comments",
        "gh api repos/OWNER/REPO/issues/12/comments --paginate",
    ]
    let facts: [FactKind] = [.issue, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        func isIssue(_ text: String?) -> Bool { text.flatMap(Self.key) != nil }
        if json.isArray, let row = json.first, isIssue(row["issue_url"]?.string), row.has("body") {
            return Recognition(dialect: "github-issue/comments", because: "objects with `issue_url` and `body`")
        }
        // A pull request with more of its fields is read as such.
        guard json.isObject, !json.has("reviews"), GitHubPulls().recognise(preamble) == nil else { return nil }
        if json["comments"]?.isArray == true, isIssue(json["url"]?.string ?? json["comments"]?.first?["url"]?.string) {
            return Recognition(dialect: "github-issue/gh", because: "an issue's `url` and its `comments`")
        }
        guard json.has("comments_url"), json.has("number"), isIssue(json["url"]?.string) else { return nil }
        return Recognition(dialect: "github-issue/rest", because: "`comments_url` of an issue")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        // `gh api --paginate` writes one document after the other.
        let json = JSONReader(source, mode: dialect == "github-issue/comments" ? .sequence : .one)
        if dialect == "github-issue/comments" {
            try readComments(json, emit)
        } else {
            try readIssue(json, hasComments: dialect == "github-issue/gh", emit)
            try json.end()
        }
        return Reading()
    }

    private func readIssue(_ json: JSONReader, hasComments: Bool, _ emit: (Fact) throws -> Void) throws {
        var issue = Issue(key: "", line: json.line)
        issue.tracker = "github"
        issue.showsComments = hasComments
        try json.object { key in
            switch key {
            case "url", "html_url": issue.key = try json.optionalString().flatMap(Self.key) ?? issue.key
            case "title": issue.summary = try json.optionalString() ?? ""
            case "state":
                issue.status = try json.optionalString() ?? ""
                issue.statusCategory = issue.status.lowercased() == "closed" ? .done : .new
            case "updatedAt", "updated_at": issue.updated = try json.optionalInstant()
            case "comments" where hasComments:
                try json.array { _ in
                    let (comment, key) = try comment(json)
                    issue.comments.append(comment)
                    if issue.key.isEmpty { issue.key = key }
                }
            default: break
            }
        }
        guard !issue.key.isEmpty else { throw Self.missing("url", issue.line) }
        try emit(.issue(issue))
    }

    private func readComments(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        var issues: [Issue] = []
        var (count, line) = (0, 1)
        while try json.nextDocument() {
            (count, line) = (0, json.line)
            try json.array { index in
                let (comment, key) = try comment(json)
                guard !key.isEmpty else { throw Self.missing("issue_url", comment.line) }
                count = index + 1
                if issues.last?.key != key, !issues.contains(where: { $0.key == key }) {
                    var issue = Issue(key: key, line: comment.line)
                    issue.tracker = "github"
                    issues.append(issue)
                }
                if let at = issues.firstIndex(where: { $0.key == key }) { issues[at].comments.append(comment) }
            }
        }
        // After a page that is full there may be another one.
        let isFull = count > 0 && (count == 30 || count % 100 == 0)
        if isFull {
            let reason = "exactly \(count) comments: the list may go on, on another page"
            try emit(.gap(EvidenceGap(reason: reason, line: line)))
        }
        for var issue in issues {
            issue.holdsAllComments = !isFull
            try emit(.issue(issue))
        }
    }

    /// A comment, and the key of its issue where it says so.
    private func comment(_ json: JSONReader) throws -> (Issue.Comment, key: String) {
        let line = json.line
        var (author, text, key): (String?, String?, String) = (nil, nil, "")
        var (created, updated): (Instant?, Instant?)
        var wasEdited: Bool?
        var isHidden = false
        try json.object { name in
            switch name {
            case "author", "user": author = try json.text(of: "login")
            case "body": text = try json.optionalString()
            case "createdAt", "created_at": created = try json.optionalInstant()
            case "updated_at": updated = try json.optionalInstant()
            case "includesCreatedEdit": wasEdited = try json.bool()
            case "isMinimized": isHidden = try json.bool()
            case "url", "issue_url", "html_url":
                if let found = try json.optionalString().flatMap(Self.key) { key = found }
            default: break
            }
        }
        guard let text, created != nil else { throw Self.missing(text == nil ? "body" : "created_at", line) }
        var comment = Issue.Comment(author: author ?? "", created: created, updated: updated, text: text)
        if let wasEdited { comment.isEdited = wasEdited }
        comment.isHidden = isHidden
        comment.line = line
        return (comment, key)
    }

    /// `owner/repository#12` of an address such as `https://github.com/owner/repository/issues/12#issuecomment-1`; issues
    /// and pull requests share their numbers.
    static func key(_ address: String) -> String? {
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        guard let at = parts.lastIndex(where: { $0 == "issues" || $0 == "pull" }), at >= 2, at + 1 < parts.count,
            parts.first == "https:"
        else {
            return nil
        }
        let number = parts[at + 1].prefix { $0 != "#" && $0 != "?" }
        guard !number.isEmpty, number.utf8.allSatisfy({ $0 &- 48 < 10 }), !parts[at - 1].isEmpty, !parts[at - 2].isEmpty
        else { return nil }
        return "\(parts[at - 2])/\(parts[at - 1])#\(number)"
    }

    private static func missing(_ member: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "github.missing-field", message: "an issue or comment has no `\(member)`",
            advice: "Export it again with the `--json` fields that the documentation names.", line: line)
    }
}
