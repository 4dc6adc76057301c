internal import Model
internal import Streams

/// A reader of one issue of Jira's REST interface.
struct JiraIssueScan {
    private let json: JSONReader
    private var times = TimeText()

    /// The latest move from one status to another that the change log shows.
    private struct Transition {
        var at: Instant
        var to: String
        var by: [String]
    }

    init(_ json: JSONReader) { self.json = json }

    /// Emits the issue, and a gap for what was left out of it.
    mutating func read(emit: (Fact) throws -> Void) throws {
        let line = json.line
        var issue = Issue(key: "", line: line)
        var last: Transition?
        var shortage: String?
        var missing: [String] = []
        var hasFields = false
        issue.showsComments = false
        try json.object { key in
            switch key {
            case "key": issue.key = try json.string()
            case "fields":
                try fields(&issue, &missing)
                hasFields = true
            case "changelog": (last, shortage) = try changelog()
            default: break
            }
        }
        guard !issue.key.isEmpty else { throw JiraProblem.incomplete("key", line) }
        guard hasFields, !issue.status.isEmpty else { throw JiraProblem.incomplete("status", line) }
        // The move counts only if it led to where the issue is now.
        if issue.statusCategory == .done, let last, last.to == issue.status {
            issue.resolvedAt = last.at
            issue.resolvedBy = last.by
        } else if issue.statusCategory == .done, let shortage {
            missing.append(shortage)
        }
        for what in missing {
            try emit(.gap(EvidenceGap(reason: "\(issue.key): the export holds \(what)", line: line)))
        }
        try emit(.issue(issue))
    }

    private mutating func fields(_ issue: inout Issue, _ missing: inout [String]) throws {
        try json.object { key in
            switch key {
            case "summary": issue.summary = try json.optionalString() ?? ""
            case "issuetype": issue.type = try name() ?? ""
            case "resolution": issue.resolution = try name()
            case "updated": issue.updated = try instant()
            case "resolutiondate": issue.resolvedAt = try instant()
            case "status": try status(&issue)
            case "fixVersions":
                if try !json.null() {
                    try json.array { _ in if let version = try name() { issue.fixVersions.append(version) } }
                }
            case "issuelinks":
                if try !json.null() { try json.array { _ in try link(&issue) } }
            case "comment":
                if try !json.null() { try comments(&issue, &missing) }
            default: break
            }
        }
    }

    private func name() throws -> String? {
        guard try !json.null() else { return nil }
        var name: String?
        try json.object { key in if key == "name" { name = try json.optionalString() } }
        return name
    }

    private mutating func instant() throws -> Instant? {
        guard try !json.null() else { return nil }
        return try json.bytes { times.instant($0) }
    }

    private func status(_ issue: inout Issue) throws {
        try json.object { key in
            switch key {
            case "name": issue.status = try json.string()
            case "statusCategory":
                try json.object { key in if key == "key" { issue.statusCategory = .init(key: try json.string()) } }
            default: break
            }
        }
    }

    private func link(_ issue: inout Issue) throws {
        var inward = ""
        var outward = ""
        var target: (key: String, isInward: Bool)?
        try json.object { key in
            switch key {
            case "type":
                try json.object { key in
                    switch key {
                    case "inward": inward = try json.string()
                    case "outward": outward = try json.string()
                    default: break
                    }
                }
            case "inwardIssue": target = (try self.key(), true)
            case "outwardIssue": target = (try self.key(), false)
            default: break
            }
        }
        guard let target, !target.key.isEmpty else { return }
        issue.links.append(Issue.Link(relation: target.isInward ? inward : outward, key: target.key))
    }

    private func key() throws -> String {
        var found = ""
        try json.object { key in if key == "key" { found = try json.string() } }
        return found
    }

    private mutating func comments(_ issue: inout Issue, _ missing: inout [String]) throws {
        issue.showsComments = true
        var total: Int?
        try json.object { key in
            switch key {
            case "total": total = try json.int()
            case "comments": try json.array { _ in issue.comments.append(try comment()) }
            default: break
            }
        }
        let count = issue.comments.count
        issue.holdsAllComments = total.map { $0 <= count } ?? false
        if let total, total > count { missing.append("\(count) of \(total) comments") }
    }

    private mutating func comment() throws -> Issue.Comment {
        let line = json.line
        var author: [String] = []
        var created: Instant?
        var updated: Instant?
        var text = ""
        try json.object { key in
            switch key {
            case "author": author = try account()
            case "created": created = try instant()
            case "updated": updated = try instant()
            case "body":
                if try json.kind() == .string {
                    text = WikiText.plain(try json.string())
                } else {
                    text = RichText.plain(try json.value())
                }
            default: break
            }
        }
        var comment = Issue.Comment(author: author.first ?? "", created: created, updated: updated, text: text)
        comment.line = line
        return comment
    }

    /// Server name and Cloud account id, those that there are; display names are anybody's to choose.
    private func account() throws -> [String] {
        guard try !json.null() else { return [] }
        var name: String?
        var account: String?
        try json.object { key in
            switch key {
            case "name": name = try json.optionalString()
            case "accountId": account = try json.optionalString()
            default: break
            }
        }
        return [name, account].compactMap { $0 }
    }

    private mutating func changelog() throws -> (Transition?, shortage: String?) {
        guard try !json.null() else { return (nil, nil) }
        var last: Transition?
        var total = 0
        var count = 0
        try json.object { key in
            switch key {
            case "total": total = try json.int()
            case "histories", "values":
                try json.array { index in
                    count = index + 1
                    guard let next = try history() else { return }
                    if last.map({ $0.at <= next.at }) ?? true { last = next }
                }
            default: break
            }
        }
        return (last, count < total ? "\(count) of \(total) entries of the change log" : nil)
    }

    private mutating func history() throws -> Transition? {
        var author: [String] = []
        var created: Instant?
        var status: String?
        try json.object { key in
            switch key {
            case "author": author = try account()
            case "created": created = try instant()
            case "items":
                try json.array { _ in
                    var field = ""
                    var to: String?
                    try json.object { key in
                        switch key {
                        case "field": field = try json.string()
                        case "toString": to = try json.optionalString()
                        default: break
                        }
                    }
                    if field == "status" { status = to }
                }
            default: break
            }
        }
        guard let created, let status else { return nil }
        return Transition(at: created, to: status, by: author)
    }
}
