import Model
import Streams
import Testing

@testable import Formats

/// What a comment says, and what it only shows, in the markup of each export.
@Suite struct `The text of a comment` {
    private func document(_ content: String) throws -> String {
        let text =
            #"{"key":"REL-1","fields":{"status":{"name":"x"},"comment":{"total":1,"comments":[{"author":{"name":"a"},"body":{"type":"doc","content":["#
        return try comment(JiraJSON(), text + content + "]}}]}}}").text
    }

    private func comment(_ format: any EvidenceFormat, _ text: String) throws -> Model.Issue.Comment {
        let facts = try Ops.facts(format, text)
        guard case .issue(let issue)? = facts.last, let comment = issue.comments.first else {
            throw StreamProblem(id: "test", message: "no comment", advice: "")
        }
        return comment
    }

    private func paragraph(_ text: String, _ mark: String = "") -> String {
        let marks = mark.isEmpty ? "" : #","marks":[{"type":"\#(mark)"}]"#
        return #"{"type":"paragraph","content":[{"type":"text","text":"\#(text)"\#(marks)}]}"#
    }

    @Test func `marks quotes, code and struck text of an Atlassian document`() throws {
        #expect(try document(paragraph("a") + "," + paragraph("b")) == "a\nb")
        #expect(
            try document(#"{"type":"blockquote","content":[\#(paragraph("a")),\#(paragraph("b"))]},"# + paragraph("c"))
                == "> a\n> b\n\nc")
        #expect(
            try document(paragraph("x") + #",{"type":"codeBlock","content":[{"type":"text","text":"a\nb"}]}"#)
                == "x\n    a\n    b")
        #expect(try document(paragraph("gone", "strike")) == "~~gone~~")
        #expect(try document(paragraph("said", "strong")) == "said")
        let broken =
            #"{"type":"paragraph","content":[{"type":"text","text":"a"},{"type":"hardBreak"},{"type":"text","text":"b"}]}"#
        #expect(try document(broken) == "a\nb")
    }

    @Test(arguments: [
        ("a\r\nb", "a\nb"), ("{quote}a\nb{quote}\nc", "> a\n> b\n\n\nc"), ("bq. a\nb", "> bq. a\n\nb"),
        ("{code:java}\na{quote}\n{code}\nb", "    \n    a\n\nb"), ("{noformat}a{noformat} b", "    a\n b"),
        ("{quote}a", "> a"), ("x {color:red}y{color}", "x {color:red}y{color}"),
    ])
    func `marks quotes and code of wiki markup`(text: String, expected: String) {
        #expect(WikiText.plain(text) == expected)
    }

    @Test(arguments: [
        ("<p>a</p>\n\n<p>b<br/>\nc</p>", "a\nb\nc"),
        ("<blockquote><p>a</p><p>b</p></blockquote><p>c</p>", "> a\n> b\n\nc"),
        ("<p>I do not say\nyes</p>", "I do not say yes"), ("<pre>a\n b</pre>x", "    a\n     b\nx"),
        ("<p><del>a</del></p>", "~~a~~"), ("<ul><li>a</li><li><b>b</b></li></ul>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "\ta\tb"),
    ])
    func `shows HTML as a browser does`(html: String, expected: String) {
        #expect(RichText.plain(html: html) == expected)
    }

    @Test func `has an account, never a display name, and tells whether it was edited`() throws {
        let text =
            #"{"key":"REL-1","fields":{"status":{"name":"x"},"comment":{"total":1,"comments":[{"author":{"displayName":"aruiz"},"body":"{quote}q{quote}","created":"2026-11-22T10:05:12.345+0100","updated":"2026-11-22T10:06:12.345+0100"}]}}}"#
        let read = try comment(JiraJSON(), text)
        #expect(read.author.isEmpty && read.isEdited == true && read.text == "> q")
    }

    @Test func `is not there where the export leaves comments out`() throws {
        guard
            case .issue(let bare)? = try Ops.facts(JiraJSON(), #"{"key":"REL-1","fields":{"status":{"name":"x"}}}"#)
                .last,
            case .issue(let table)? = try Ops.facts(JiraCSV(), "Summary,Issue key\na,REL-1\n").last
        else { throw StreamProblem(id: "test", message: "no issue", advice: "") }
        #expect(!bare.showsComments && !table.showsComments)
    }
}
