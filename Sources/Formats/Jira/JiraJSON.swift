package import Model
package import Streams

/// Issues as Jira's REST interface gives them: a search (v2, v3, agile) or a single issue (FORMATS-OPS.md §2.2).
package struct JiraJSON: EvidenceFormat {
    package let id = "jira-json"
    package let title = "Jira issues, as JSON"
    package let producedBy = [
        "curl -sS -u \"$MAIL:$TOKEN\" \"$JIRA/rest/api/3/issue/REL-150?expand=names,changelog\"",
        "curl -sS -u … -G \"$JIRA/rest/api/3/search/jql\" --data-urlencode 'jql=…' -d fields=*all -d maxResults=100",
    ]
    package let facts: [FactKind] = [.issue, .gap]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.isObject else { return nil }
        if json.has("errorMessages") {
            return Recognition(dialect: "jira-json/error", because: "it has `errorMessages`")
        }
        if let issues = json["issues"], issues.isArray {
            let isPaged = ["startAt", "total", "isLast", "nextPageToken"].contains { json.has($0) }
            guard isPaged || issues.first?.has("key") == true else { return nil }
            return Recognition(dialect: "jira-json/search", because: "it has `issues` with keys or pages")
        }
        guard let key = json["key"]?.string, JiraKey.isKey(key), json["fields"]?.isObject == true else { return nil }
        return Recognition(dialect: "jira-json/issue", because: "it has an issue's `key` and `fields`")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        if dialect == "jira-json/error" { throw try JiraProblem.errorDocument(json) }
        var issues = JiraIssueScan(json)
        if dialect == "jira-json/issue" {
            try issues.read(emit: emit)
        } else {
            try readPage(json, &issues, emit: emit)
        }
        try json.end()
        return Reading()
    }

    private func readPage(_ json: JSONReader, _ issues: inout JiraIssueScan, emit: (Fact) throws -> Void) throws {
        let line = json.line
        var total: Int?
        var start = 0
        var isLast = true
        var count: Int?
        try json.object { key in
            switch key {
            case "total": total = try json.int()
            case "startAt": start = try json.int()
            case "isLast": isLast = try json.bool()
            case "nextPageToken": if try json.optionalString() != nil { isLast = false }
            case "errorMessages": throw try JiraProblem.errorDocument(json, isInside: true)
            case "issues":
                count = 0
                try json.array { index in
                    try issues.read(emit: emit)
                    count = index + 1
                }
            default: break
            }
        }
        guard let count else { throw JiraProblem.noIssues(line) }
        if let total, total != count {
            try emit(.gap(EvidenceGap(reason: "the page holds \(count) of \(total) issues", line: line)))
        } else if !isLast || start > 0 {
            try emit(.gap(EvidenceGap(reason: "the page holds \(count) issues, and there are other pages", line: line)))
        }
    }
}

/// Keys such as `REL-150`.
enum JiraKey {
    static func isKey(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts[0].first, first >= 65, first <= 90, !parts[1].isEmpty else {
            return false
        }
        return parts[0].allSatisfy { $0 >= 65 && $0 <= 90 || $0 &- 48 < 10 || $0 == 95 }
            && parts[1].allSatisfy { $0 &- 48 < 10 }
    }
}

extension Issue.StatusCategory {
    /// The key that no language changes.
    init(key: String) { self = Issue.StatusCategory(rawValue: key) ?? .unknown }
}

/// What is wrong with an export of a tracker.
enum JiraProblem {
    static func errorDocument(_ json: JSONReader, isInside: Bool = false) throws -> StreamProblem {
        let line = json.line
        var first: String?
        func messages() throws {
            try json.array { index in
                let message = try json.string()
                if index == 0 { first = message }
            }
        }
        if isInside {
            try messages()
        } else {
            try json.object { key in if key == "errorMessages" { try messages() } }
        }
        return StreamProblem(
            id: "jira.error", message: "Jira answered with an error: \(first ?? "without a message")",
            advice: "Check the address, the account and the query, and collect it again.", line: line)
    }

    static func noIssues(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "jira.no-issues", message: "there is no list of issues", advice: "Collect the search result again.",
            line: line)
    }

    static func incomplete(_ what: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "jira.incomplete-issue", message: "an issue has no \(what)",
            advice: "Collect it again with all fields (`fields=*all`).", line: line)
    }
}
