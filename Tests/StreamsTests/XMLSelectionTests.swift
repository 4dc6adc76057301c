import Testing

@testable import Streams

private func select(_ expression: String, in text: String, fields: [String] = ["."], seconds: Int = 10) throws
    -> [[XMLSelection.Field]]
{
    var found: [[XMLSelection.Field]] = []
    try XMLSelection.read(ByteSource(bytes: Array(text.utf8)), select: expression, seconds: seconds) { node in
        found.append(fields.map { node.field($0) })
    }
    return found
}

private func problem(_ expression: String, in text: String, seconds: Int = 10) -> String? {
    do {
        _ = try select(expression, in: text, seconds: seconds)
        return nil
    } catch { return (error as? StreamProblem)?.id ?? "\(error)" }
}

private let suite = """
    <?xml version="1.0" encoding="UTF-8"?>
    <suite xmlns:x="urn:x">
      <case name="a &amp; b" time="0.5"><status>ok</status></case>
      <case name="c"><status>ok</status><status>bad</status><x:note>n</x:note></case>
    </suite>
    """

@Suite struct `XPath over a small document` {
    @Test func `selects elements, attributes and text in document order, with their fields`() throws {
        #expect(
            try select("//case", in: suite, fields: ["@name", "@time", "status", "note", "."]) == [
                [.text("a & b"), .text("0.5"), .text("ok"), .absent, .text("ok")],
                [.text("c"), .absent, .several, .text("n"), .text("okbadn")],
            ])
        #expect(try select("//@name", in: suite) == [[.text("a & b")], [.text("c")]])
        #expect(try select("//case[@time > 0.4]/status/text() | //x:note", in: suite) == [[.text("ok")], [.text("n")]])
        #expect(try select("//none", in: suite).isEmpty)
    }

    @Test func `knows the line of what it selects`() throws {
        var lines: [Int] = []
        try XMLSelection.read(ByteSource(bytes: Array(suite.utf8)), select: "//case") { lines.append($0.line) }
        #expect(lines == [3, 4])
    }

    @Test(arguments: [
        "", "//case[", "count(//case)", "'text'", "//y:case", "document('/etc/hostname')", "unknown()",
        "/", "$variable", "//case/namespace::x",
    ])
    func `refuses what selects no elements`(expression: String) {
        let id = problem(expression, in: suite)
        #expect(id == "xpath.invalid" || id == "xpath.no-nodes", "\(id ?? "selected")")
    }

    @Test(arguments: [
        "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>", "<a>&x;</a>", "<a><b></a>", "<a/><b/>",
        "",
        "<?xml version=\"1.0\" encoding=\"EBCDIC\"?><a/>",
    ])
    func `refuses documents that are broken, or have a document type`(text: String) {
        #expect(problem("//*", in: text) != nil)
    }

    @Test func `refuses a document that is too deep or too large`() {
        let deep = String(repeating: "<a>", count: 200) + String(repeating: "</a>", count: 200)
        #expect(problem("//a", in: deep) == "limit.depth")
        #expect(problem("//a", in: "<a>\(String(repeating: " ", count: 16 << 20))</a>") == "limit.document-bytes")
    }

    @Test(arguments: [
        "//*[count(//*) > 0]", "//*[count(preceding::*) > 0]", "//b/following::c", "//*[contains(string(/), 'zzz')]",
        "//*//*//*/following::*",
    ])
    func `ends an expression without end`(expression: String) {
        let text = "<a>" + String(repeating: "<b><c>some text</c></b>", count: 60_000) + "</a>"
        #expect(problem(expression, in: text, seconds: 1) == "xpath.limit")
    }

    @Test func `reads other encodings as any reader of XML does`() throws {
        let latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>".utf8 + [0xE9] + "</a>".utf8
        var texts: [XMLSelection.Field] = []
        try XMLSelection.read(ByteSource(bytes: Array(latin)), select: "/a") { texts.append($0.field(".")) }
        #expect(texts == [.text("é")])
    }

    @Test func `tells expressions from other text without a document`() {
        #expect(XMLSelection.isExpression("//case[@name='a']"))
        #expect(XMLSelection.isExpression("//x:case"))
        #expect(!XMLSelection.isExpression("//case["))
        #expect(!XMLSelection.isExpression(""))
    }
}
