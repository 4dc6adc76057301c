import Templates
import Testing

private struct Row: TemplateContext {
    let name: String

    static let fields: [TemplateField<Row>] = [.text("name") { $0.name }]
}

private struct Page: TemplateContext {
    var text = ""
    var word = ""
    var flag = false
    var rows: [Row] = []

    static let fields: [TemplateField<Page>] = [
        .text("text") { $0.text },
        .word("word") { $0.word },
        .block("block") { $0.text },
        .flag("flag") { $0.flag },
        .list("rows") { $0.rows },
        .fragment("link") { Fragment($0.text) },
        .html("html") { page in
            var writer = MarkupWriter()
            writer.element("b", ["title": page.text], text: page.text)
            return writer.html
        },
    ]
}

private func render(_ template: String, _ page: Page, file: String = "t.html", partials: [String: String] = [:]) throws
    -> String
{
    var documents = partials.mapValues { Array($0.utf8) }
    documents[file] = Array(template.utf8)
    let loaded = try Template<Page>(file, in: TemplateLibrary(documents: documents))
    return String(decoding: loaded.render(page), as: UTF8.self)
}

@Suite struct `A template` {
    @Test(arguments: [
        ("{{text}}", "x"), ("{{#flag}}a{{/flag}}{{^flag}}b{{/flag}}", "b"),
        ("{{#rows}}[{{name}}{{text}}]{{/rows}}", "[1x][2x]"),
        ("{{^rows}}none{{/rows}}", ""), ("a{{! comment }}b", "ab"), ("{{#rows}}\n{{name}}\n{{/rows}}\n", "1\n2\n"),
        ("{{>p.html}}!", "<i>x</i>!"),
        ("<p title=\"{{text}}\" id=\"{{link}}\"><a href=\"{{link}}\">", "<p title=\"x\" id=\"x\"><a href=\"#x\">"),
        ("{{html}}", "<b title=\"x\">x</b>"),
        ("<details {{^flag}}open {{/flag}}>", "<details open >"), ("<!-- > --><p>{{text}}", "<!-- > --><p>x"),
        ("<style>a{b:c}</style>{{text}}", "<style>a{b:c}</style>x"),
    ])
    func `renders values, sections and partials`(template: String, expected: String) throws {
        let page = Page(text: "x", rows: [Row(name: "1"), Row(name: "2")])
        #expect(try render(template, page, partials: ["p.html": "<i>{{text}}</i>"]) == expected)
    }

    @Test(arguments: [
        ("\n  {{nope}}", "t.html:2:3: unknown name nope"), ("{{#rows}}{{nope}}{{/rows}}", "unknown name nope"),
        ("{{name}}", "unknown name name"),
        ("{{{text}}}", "raw insertion"), ("{{&text}}", "raw insertion"), ("{{#rows}}", "never closed"),
        ("{{/rows}}", "closes no section"), ("{{text", "never closed"),
        ("<p title={{text}}>", "without double quotes"), ("<p title='{{text}}'>", "without double quotes"),
        ("<style>{{text}}</style>", "script or style"),
        ("<script>{{text}}</script>", "script or style"), ("<{{text}}>", "in a tag"), ("<p {{text}}>", "in a tag"),
        ("<p onclick=\"{{text}}\">", "event handler"),
        ("<p ONCLICK=\"{{text}}\">", "event handler"), ("<a href=\"{{text}}\">", "a link"),
        ("<a href=\"x{{link}}\">", "a link"), ("<img src=\"{{link}}\">", "attribute src"),
        ("<p style=\"{{word}}\">", "style attribute"), ("<!-- {{text}} -->", "comment"),
        ("<p title=\"{{html}}\">", "markup in an attribute"), ("{{rows}}", "is a section"),
        ("<textarea>{{html}}</textarea>", "a text box"), ("<textarea>{{link}}</textarea>", "a text box"),
        ("<p title=\"{{block}}\">", "an attribute"), ("<script>{{block}}</script>", "script or style"),
        ("{{#flag}}<textarea>{{/flag}}", "another context"),
        ("{{#flag}}<p title=\"{{/flag}}", "another context"), ("{{>missing.html}}", "no template missing.html"),
        ("{{>t.html}}", "includes itself"), ("{{a b}}", "letters and digits"),
    ])
    func `is refused when it is loaded, with its place`(template: String, message: String) {
        let problem = #expect(throws: TemplateProblem.self) { try render(template, Page()) }
        #expect(problem?.description.contains(message) == true, "\(String(describing: problem))")
    }

    @Test(arguments: [
        ("`{{text}}`", "code"), ("```\n{{text}}\n```\n", "code"), ("<b>{{text}}</b>", "HTML"), ("{{html}}", "Markdown"),
        ("a {{block}}", "to itself"), ("| {{block}} |", "to itself"), ("```\n{{block}}\n```\n", "code"),
    ])
    func `in Markdown prints values only where code spans work`(template: String, message: String) {
        let problem = #expect(throws: TemplateProblem.self) { try render(template, Page(), file: "t.md") }
        #expect(problem?.message.contains(message) == true)
    }

    @Test(arguments: [
        ("\"\u{301}<b>", "&quot;\u{301}&lt;b&gt;"), ("</script>", "&lt;/script&gt;"), ("a&'`", "a&amp;&#39;&#96;"),
        ("\u{1B}[31m", "␛[31m"), ("\r\n", "␍\n"),
        ("\u{202E}x", "U+202Ex"), ("\u{0}", "␀"), ("\u{85}", "U+0085"), ("\u{FEFF}", "U+FEFF"),
        ("\u{1FFFE}", "U+1FFFE"), ("é漢👍", "é漢👍"),
    ])
    func `escapes text for HTML by scalar and shows what is invisible`(text: String, expected: String) throws {
        #expect(Array(try render("{{text}}", Page(text: text)).utf8) == Array(expected.utf8))
        #expect(
            Array(try render("<p title=\"{{text}}\">", Page(text: text)).utf8)
                == Array("<p title=\"\(expected)\">".utf8))
    }

    @Test(arguments: [
        ("@team #12", "`@team #12`", "`@team #12`"), ("a`b", "``a`b``", "``a`b``"), ("`", "`` ` ``", "`` ` ``"),
        ("```", "```` ``` ````", "```` ``` ````"),
        ("a|b", "`a|b`", "`a\\|b`"), ("a\\|b", "`a\\|b`", "`a\\ \\|b`"), ("a\r\nb\nc", "`a⏎b⏎c`", "`a⏎b⏎c`"),
        ("", "(empty)", "(empty)"), (" a", "`  a `", "`  a `"),
        ("\u{202E}", "`U+202E`", "`U+202E`"),
    ])
    func `escapes text for Markdown as code`(text: String, running: String, cell: String) throws {
        #expect(try render("x {{text}}", Page(text: text), file: "t.md") == "x " + running)
        #expect(try render("| {{text}} |", Page(text: text), file: "t.md") == "| \(cell) |")
    }

    @Test(arguments: [
        ("Not due", "Not due"), ("@team", "`@team`"), ("http://x", "`http://x`"), ("www.x.y", "`www.x.y`"),
        ("a_b", "`a_b`"), ("<b>", "`<b>`"), ("12:30", "12:30"),
    ])
    func `prints a word bare only where it is inert`(word: String, expected: String) throws {
        #expect(try render("{{word}}", Page(word: word), file: "t.md") == expected)
    }

    @Test(arguments: [
        ("a\nb", "a\nb"), ("</textarea><script>", "&lt;/textarea&gt;&lt;script&gt;"), ("&lt;", "&amp;lt;"),
        ("a\u{2028}b\rc", "aU+2028b␍c"), ("```", "&#96;&#96;&#96;"), ("{{text}}", "{{text}}"),
    ])
    func `writes text into a text box, where it stays text`(text: String, expected: String) throws {
        let template = "<p><textarea rows=\"3\">{{block}}</TEXTAREA>{{html}}"
        let page = Page(text: text)
        let markup = try render("{{html}}", page)
        #expect(try render(template, page) == "<p><textarea rows=\"3\">\(expected)</TEXTAREA>\(markup)")
    }

    @Test(arguments: [
        ("a\nb\n", "```\na\nb\n```\n"), ("a", "```\na\n```\n"), ("```\n# x", "````\n```\n# x\n````\n"),
        ("a `````b", "``````\na `````b\n``````\n"), ("x\r```\n<b>@team", "````\nx␍```\n<b>@team\n````\n"),
        ("x\u{2028}```\u{0}", "````\nxU+2028```␀\n````\n"),
    ])
    func `fences lines in Markdown so that nothing inside ends the fence`(text: String, expected: String) throws {
        #expect(try render("a\n\n{{block}}\nb", Page(text: text), file: "t.md") == "a\n\n\(expected)\nb")
    }

    @Test(arguments: [
        ("<details>\n<summary>{{text}} {{word}}</summary>\n\n{{text}}\n\n</details>\n", "a|b <x>", "Not due"),
        (
            "<details>\n<summary>{{text}}</summary>\n\n</details>\n\n{{#flag}}\n<details>\n\n</details>\n\n{{/flag}}\n",
            "x\n\ny", ""
        ),
    ])
    func `folds details in Markdown, whose head is code too`(template: String, text: String, word: String) throws {
        let out = try render(template, Page(text: text, word: word), file: "t.md")
        let shown = text.replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\n", with: "⏎")
        #expect(
            out.hasPrefix("<details>\n<summary><code>\(shown)</code>\(word.isEmpty ? "" : " \(word)")</summary>\n\n"))
    }

    @Test(arguments: [
        ("<details>\n{{text}}\n\n</details>\n", "HTML, which ends"),
        ("</details>\n<details>\n{{word}}\n", "HTML, which ends"),
        ("<details>\n\n", "unevenly"), ("{{#flag}}\n<details>\n\n{{/flag}}\n</details>\n", "another context"),
        ("<summary>{{text}}</summary> {{text}}\n", "the only HTML"),
        ("<summary onclick=x>{{text}}</summary>\n", "the only HTML"),
        ("<summary><b>{{text}}</b></summary>\n", "the only HTML"), ("<details onclick=x>\n", "the only HTML"),
        (" <details>\n", "the only HTML"), ("<summary>{{block}}</summary>\n", "one line"),
    ])
    func `in Markdown has no other HTML, and no value within it`(template: String, message: String) {
        let problem = #expect(throws: TemplateProblem.self) { try render(template, Page(), file: "t.md") }
        #expect(problem?.message.contains(message) == true, "\(String(describing: problem))")
    }

    @Test(arguments: [
        ("{{text}}", "first column"), ("x\n{{text}}", "first column"),
        ("{{#flag}}x{{/flag}}{{text}}", "another context"),
        ("x {{html}}", "markup"), ("x {{link}}", "markup"), ("x {{block}}", "markup"),
        ("{noformat}\nx {{text}}\n{noformat}\n", "noformat"),
    ])
    func `for Jira prints values only where words stand before them`(template: String, message: String) {
        let problem = #expect(throws: TemplateProblem.self) { try render(template, Page(), file: "t.jira.txt") }
        #expect(problem?.message.lowercased().contains(message) == true, "\(String(describing: problem))")
    }

    @Test(arguments: [
        ("v1.50.3", "v1.50.3"), ("evidence/x/y.json:12", "evidence/x/y.json:12"), ("a sentence", "“a sentence”"),
        ("aws_vpc_endpoint", "aws\\_vpc\\_endpoint"), ("{code}", "“&#123;code&#125;”"), ("a|b", "“a&#124;b”"),
        ("[~admin]", "“&#91;\\~admin&#93;”"), ("!x.png!", "“\\!x.png\\!”"), ("@a", "\\@a"), ("PROJ-12", "PROJ\\-12"),
        ("2026-11-24", "2026-11-24"), ("force-new", "force-new"), ("a --b -c", "“a \\-\\-b \\-c”"), ("\\", "“&#92;”"),
        ("http://x", "http&#58;//x"), ("www.x.y", "www&#46;x.y"), ("WWW.x", "WWW&#46;x"), ("mailto:1", "mailto&#58;1"),
        (":D", "&#58;D"), (";)", "“;\\)”"), ("(y)", "“\\(y\\)”"), ("&#123;", "“&#38;\\#123;”"), ("\n*", "“⏎\\*”"),
        ("", "\\(empty\\)"), ("14:05", "14:05"), ("at: x", "“at: x”"),
        ("sha256:a87f", "sha256:a87f"), ("{\u{301}", "“&#123;\u{301}”"),
    ])
    func `escapes text for Jira's wiki markup`(text: String, expected: String) throws {
        #expect(try render("x {{text}}", Page(text: text), file: "t.jira.txt") == "x " + expected)
    }

    @Test(arguments: [
        ("v1.50.3", "v1.50.3"), ("a sentence", "“a sentence”"), ("http://x", "http:// x"), ("HTTPS://x", "HTTPS:// x"),
        ("www.x.y", "www .x.y"), ("a@b.c", "a @b.c"), ("@a", "@a"), ("mailto:a", "mailto: a"),
        ("a\nFrom b", "“a⏎From b”"),
        ("\u{1B}[31m", "“␛[31m”"), ("", "(empty)"),
    ])
    func `quotes text for mail, without addresses`(text: String, expected: String) throws {
        #expect(try render("x {{text}}", Page(text: text), file: "t.txt") == "x " + expected)
    }

    @Test func `puts a bar before every line of a quoted text`() throws {
        let text = String(repeating: "word ", count: 20) + String(repeating: "y", count: 80)
        let lines = try render("  Why | {{text}}", Page(text: text), file: "t.txt").split(separator: "\n")
        #expect(lines.count > 2)
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("      | ") })
        #expect(lines.allSatisfy { PlainLines.columns(String($0)) <= 72 })
        #expect(lines.map { $0.dropFirst(8).replacing(" ", with: "") }.joined() == text.replacing(" ", with: ""))
    }

    @Test(arguments: [
        "- \(String(repeating: "x", count: 200))", "a \(String(repeating: "漢", count: 100)) b",
        String(repeating: "e\u{301}", count: 200), "- " + String(repeating: "xxxx xxxxx ", count: 20),
    ])
    func `wraps long lines behind a bar, and never leaves a mark alone`(line: String) {
        let lines = String(decoding: PlainLines.wrapped(Array(line.utf8), except: "#"), as: UTF8.self).split(
            separator: "\n")
        #expect(lines.allSatisfy { PlainLines.columns(String($0)) <= 72 })
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("    | ") })
        #expect(lines[0].utf8.count > 8)
        #expect(
            String(decoding: PlainLines.wrapped(Array("# \(line)".utf8), except: "#"), as: UTF8.self) == "# \(line)")
    }

    @Test func `leaves out a text that is too long, whole, and counts it`() throws {
        let library = TemplateLibrary(documents: ["t.md": Array("x {{text}} {{word}}".utf8)])
        let template = try Template<Page>("t.md", in: library)
        let page = Page(text: String(repeating: "@", count: 11), word: "longer than ten")
        let (document, omissions) = template.render(page, longest: 10)
        #expect(
            String(decoding: document, as: UTF8.self)
                == "x text of 11 characters left out, see pack.json longer than ten")
        #expect(omissions == 1)
        #expect(template.render(page, longest: 11).omissions == 0)
    }

    @Test func `embeds its documents`() {
        #expect(TemplateLibrary.embedded.names.contains("index.html"))
        #expect(TemplateLibrary.embedded["pack.css"]?.isEmpty == false)
    }
}
