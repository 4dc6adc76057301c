import Model
import Streams
import Testing

@testable import Formats

struct JiraTests {
    private typealias Issue = Model.Issue

    private func issues(_ format: any EvidenceFormat, _ text: String) throws -> [Issue] {
        try Ops.facts(format, text).compactMap { if case .issue(let issue) = $0 { issue } else { nil } }
    }

    private func gaps(_ format: any EvidenceFormat, _ text: String) throws -> [String] {
        try Ops.facts(format, text).compactMap { if case .gap(let gap) = $0 { gap.reason } else { nil } }
    }

    static let done = #"""
        {"key":"REL-150","fields":{"summary":"Train","issuetype":{"name":"Release"},"status":{"name":"Fertig","statusCategory":{"key":"done"}},
        "resolution":null,"fixVersions":[{"name":"v1.50.0"}],"resolutiondate":"2026-11-21T10:00:00.000+0100",
        "issuelinks":[{"type":{"inward":"is tested by","outward":"tests"},"inwardIssue":{"key":"QA-1"}}],
        "comment":{"total":1,"comments":[{"author":{"accountId":"712020:43b2","displayName":"Ó"},"created":"2026-11-22T10:05:12.345+0100",
        "updated":"2026-11-22T10:05:12.345+0100","body":{"type":"doc","version":1,"content":[{"type":"paragraph","content":[
        {"type":"text","text":"QA: "},{"type":"mention","attrs":{"text":"@Mia"}},{"type":"hardBreak"},{"type":"future","content":[{"type":"text","text":"ok"}]}]}]}}]}},
        "changelog":{"total":2,"histories":[
        {"author":{"name":"mia","displayName":"Mia"},"created":"2026-11-22T11:00:00.000+0000","items":[{"field":"status","toString":"Fertig"}]},
        {"author":{"name":"bob"},"created":"2026-11-21T11:00:00.000+0000","items":[{"field":"status","toString":"Offen"}]}]}}
        """#

    @Test func `a done issue was resolved by whoever last moved it`() throws {
        let issue = try #require(try issues(JiraJSON(), Self.done).first)
        #expect(issue.key == "REL-150" && issue.type == "Release" && issue.statusCategory == .done)
        #expect(issue.resolvedAt == Instant(rfc3339: "2026-11-22T11:00:00Z"))
        #expect(issue.resolvedBy == ["mia"])
        #expect(issue.links == [Issue.Link(relation: "is tested by", key: "QA-1")])
        #expect(issue.comments.map(\.text) == ["QA: @Mia\nok"])
        #expect(issue.comments.first?.author == "712020:43b2")
        #expect(issue.comments.first?.created == Instant(rfc3339: "2026-11-22T09:05:12.345Z"))
    }

    @Test func `nobody resolved an issue whose change log ends elsewhere`() throws {
        let other = Self.done.split(separator: "Fertig", maxSplits: 1).joined(separator: "Erledigt")
        let issue = try #require(try issues(JiraJSON(), other).first)
        #expect(issue.resolvedBy.isEmpty)
        #expect(issue.resolvedAt == Instant(rfc3339: "2026-11-21T09:00:00Z"))
    }

    @Test func `a change log that is cut is a gap only where its last move is missing`() throws {
        let short = Self.done.split(separator: #""changelog":{"total":2"#).joined(
            separator: #""changelog":{"total":200"#)
        #expect(try gaps(JiraJSON(), short).isEmpty)
        let elsewhere = short.split(separator: "Fertig", maxSplits: 1).joined(separator: "Erledigt")
        #expect(try gaps(JiraJSON(), elsewhere) == ["REL-150: the export holds 2 of 200 entries of the change log"])
    }

    @Test(
        "a page that is not all is a gap",
        arguments: [
            (#"{"startAt":0,"total":2,"issues":[ISSUE]}"#, 1), (#"{"issues":[ISSUE],"isLast":false}"#, 1),
            (#"{"issues":[ISSUE],"isLast":true}"#, 0), (#"{"startAt":0,"total":1,"issues":[ISSUE]}"#, 0),
            (#"{"issues":[ISSUE],"nextPageToken":"x"}"#, 1), (#"{"startAt":1,"total":1,"issues":[ISSUE]}"#, 1),
        ])
    func pages(text: String, count: Int) throws {
        let text = text.split(separator: "ISSUE").joined(separator: Self.done)
        #expect(JiraJSON().recognise(Preamble(bytes: Array(text.utf8), isWhole: true))?.dialect == "jira-json/search")
        #expect(try gaps(JiraJSON(), text).count == count)
        #expect(try issues(JiraJSON(), text).count == 1)
    }

    @Test func `an error that was saved as data is refused with its message`() throws {
        let text = #"{"errorMessages":["Issue does not exist"],"errors":{}}"#
        let found = #expect(throws: StreamProblem.self) { try Ops.facts(JiraJSON(), text) }
        #expect(found?.id == "jira.error")
        #expect(found?.message == "Jira answered with an error: Issue does not exist")
    }

    @Test func `columns of the same name each hold one value`() throws {
        let text =
            "Summary,Issue key,Status,Status Category,Outward issue link (Tests),Outward issue link (Tests),Comment\n"
            + "\"a, b\",REL-1,Open,To Do,QA-1,QA-2,\"1/Nov/26 1:00 AM;712020:5;yes; no\nmore\"\nc,REL-2,Done,Done,,,\n"
        let read = try issues(JiraCSV(), text)
        #expect(read.map(\.key) == ["REL-1", "REL-2"])
        #expect(read[0].links.map(\.key) == ["QA-1", "QA-2"])
        #expect(
            read[0].comments == [Issue.Comment(author: "712020:5", created: nil, updated: nil, text: "yes; no\nmore")])
        #expect(read[1].statusCategory == .done)
        for cut in [text.utf8.count - 1, text.utf8.count - 4] {
            #expect(throws: StreamProblem.self) { try Ops.facts(JiraCSV(), Array(text.utf8.prefix(cut))) }
        }
    }

    @Test func `exactly a thousand rows are a gap`() throws {
        let rows = (1...1000).map { "s,REL-\($0)\n" }.joined()
        #expect(try gaps(JiraCSV(), "Summary,Issue key\n" + rows).count == 1)
        #expect(try gaps(JiraCSV(), "Summary,Issue key\n" + rows + "s,REL-1001\n").isEmpty)
    }

    @Test func `a localised export is refused with a hint`() throws {
        let text = "Zusammenfassung,Vorgangsschlüssel\na,REL-1\n"
        let found = #expect(throws: StreamProblem.self) { try Ops.facts(JiraCSV(), text) }
        #expect(found?.id == "jira-csv.language")
    }

    @Test func `XML gives links by their verb and comments without markup`() throws {
        let text = """
            <!-- RSS generated by JIRA (9.4) at x --><rss version="0.92"><channel><issue start="0" end="1" total="2"/><item>
            <key>REL-1</key><status>Done</status><statusCategory key="done"/><resolution id="-1">Unresolved</resolution>
            <resolved>Sun, 1 Nov 2026 10:05:12 +0100</resolved><comments>
            <comment author="m" created="Sun, 22 Nov 2026 10:05:12 +0100">&lt;p&gt;a &amp;amp; b&lt;/p&gt;&lt;p&gt;c&lt;/p&gt;</comment></comments>
            <issuelinks><issuelinktype><name>T</name><inwardlinks description="is tested by"><issuelink><issuekey>QA-1</issuekey>
            </issuelink></inwardlinks></issuelinktype></issuelinks></item></channel></rss>
            """
        let issue = try #require(try issues(JiraXML(), text).first)
        #expect(issue.resolution == nil && issue.statusCategory == .done)
        #expect(issue.links == [Issue.Link(relation: "is tested by", key: "QA-1")])
        #expect(issue.comments.map(\.text) == ["a & b\nc"])
        #expect(issue.resolvedAt == Instant(rfc3339: "2026-11-01T09:05:12Z"))
        #expect(try gaps(JiraXML(), text) == ["the export holds 1 of 2 issues"])
        #expect(throws: StreamProblem.self) { try Ops.facts(JiraXML(), Array(text.utf8.dropLast(3))) }
    }

    @Test func `a test that ran twice counts by its last run, and without times by its worse one`() throws {
        let text =
            #"{"testExecutionKey":"QA-9","tests":[{"testKey":"A-1","finish":"2026-11-22T08:02:30+01:00","status":"FAILED"},"#
            + #"{"testKey":"A-1","finish":"2026-11-22T09:02:30+01:00","status":"PASSED"},{"testKey":"A-2","status":"FAILED"},{"testKey":"A-2","status":"PASSED"},"#
            + #"{"testKey":"A-3","status":"SHINY"},{"testKey":"A-4","status":"TO DO"}]}"#
        let found = try Ops.facts(Xray(), text).compactMap { if case .execution(let run) = $0 { run } else { nil } }
        #expect(found.map(\.test) == ["A-1", "A-2", "A-3", "A-4"])
        #expect(found.map(\.outcome) == [.passed, .failed, .unknown, .notExecuted])
        #expect(found.allSatisfy { $0.parents == ["QA-9"] })
    }

    @Test func `fewer runs than the answer counts are a gap`() throws {
        let text =
            #"{"data":{"getTestExecution":{"jira":{"key":"QA-9"},"testRuns":{"total":2,"results":[{"status":{"name":"PASSED"},"test":{"jira":{"key":"A-1"}}}]}}}}"#
        #expect(try gaps(Xray(), text).count == 1)
        #expect(throws: StreamProblem.self) { try Ops.facts(Xray(), #"{"tests":[{"testKey":"A-1"}]}"#) }
    }
}
