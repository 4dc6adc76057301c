import Templates
import Testing

private struct Line: TemplateContext {
    let text: String

    static let fields: [TemplateField<Line>] = [.text("line") { $0.text }]
}

private struct Sheet: TemplateContext {
    var text = ""
    var flag = false

    static let fields: [TemplateField<Sheet>] = [
        .text("text") { $0.text },
        .text("other") { $0.text },
        .word("word") { _ in "fixed" },
        .block("block") { $0.text },
        .flag("flag") { $0.flag },
        .list("lines") { [Line(text: $0.text), Line(text: $0.text)] },
        .fragment("link") { Fragment($0.text) },
    ]
}

private func load(_ template: String, as file: String, with partials: [String: String] = [:]) throws -> Template<Sheet>
{
    var documents = partials.mapValues { Array($0.utf8) }
    documents[file] = Array(template.utf8)
    return try Template<Sheet>(file, in: TemplateLibrary(documents: documents))
}

/// Each of these would be read by a browser, or by a Markdown parser, otherwise than by a careless engine.
@Suite struct `A template of others` {
    @Test(arguments: [
        // A value where it would be run or followed, in any disguise.
        "<p x/onclick=\"{{text}}\">", "<p onclick =\"{{text}}\">", "<p onclick= \"{{text}}\">",
        "<p a=\"b\"onclick=\"{{text}}\">", "<a href=\"{{#flag}}javascript:{{/flag}}{{link}}\">",
        "<a href='{{link}}'>", "<svg><a xlink:href=\"{{link}}\">",
        "<meta http-equiv=\"refresh\" content=\"0;{{text}}\">",
        "<p class=\"{{text}}\">", "<input formaction=\"{{text}}\">", "<p unknown=\"{{text}}\">",
        "<p style=\"{{text}}\">",
        "<math href=\"{{text}}\">", "<object data=\"{{text}}\">", "<use href=\"{{text}}\">", "<p srcdoc=\"{{text}}\">",
        // Text that the browser takes for markup and the engine would not.
        "<title><p title=\"</title><script>{{text}}</script>\"></title>", "<title><b>{{text}}</b></title>",
        "<textarea><p onclick=\"{{text}}\"></textarea>", "<svg><title><p onclick=\"{{text}}\"></title></svg>",
        "<!-- --!><p onclick=\" -->{{text}}\">", "<!--><p onclick=\"{{text}}\"-->", "<!---><p>{{text}} -->",
        "<?<textarea><p onclick=\"{{text}}\"></textarea>",
        "</p title=\"><textarea>\"><p onclick=\"{{text}}\"></textarea>",
        "</ x><p>{{text}}", "<![CDATA[<p onclick=\"]]>{{text}}\">", "< p>{{text}}", "<p/x>{{text}}",
        "<script>if (a<b) {}</script>{{text}}", "<script><!-- <script> </script>{{text}}",
        "<script></scr{{#flag}}x{{/flag}}ipt><p onclick=\"</script>{{text}}\">", "<style></styl></style>{{text}}",
        "<style><p onclick=\"</style>{{text}}\">", "<script>{{#flag}}a{{/flag}}</script>",
        "<!-- -{{#flag}}x{{/flag}}-><p>{{text}}", "<noscript><p title=\"</noscript>{{text}}\"></noscript>",
        "<iframe>{{text}}</iframe>", "<xmp><p onclick=\"{{text}}\"></xmp>", "<svg><title/>{{text}}</svg>",
        "<p \"{{text}}\">", "<p a=b/onclick=\"{{text}}\">", "<p a=`{{text}}`>", "<p{{#flag}} a{{/flag}}>",
        "<p title=\"",
        "<style>a{}</style><style>b{}</style>{{text}}", "\u{0}<p>{{text}}", "<p\u{C}onclick=\"{{text}}\">",
        "\r<p>{{text}}",
        "\u{FEFF}{{text}}",
    ])
    func `is refused in HTML where a browser could read it in another way`(template: String) {
        #expect(throws: TemplateProblem.self) { try load(template, as: "t.html") }
    }

    @Test(arguments: [
        "a ` b\n{{text}}\n", "`` {{text}} ``", "\\{{text}}", "`x`{{text}}", "{{text}}`x`",
        "{{#flag}}x{{/flag}}`a` b", "https://example.org/{{text}}", "www.example.org/{{text}}",
        "{{#lines}}{{line}} https://example.org/{{/lines}}", "[x]({{text}})", "[x](a {{text}}", "![x]({{text}})",
        "[x]: {{text}}", "a | {{text}}\n--|--\n", "a | b\n---|---\n{{text}}\n", "{{text}} | b\n|---|---|\n",
        "{{text}}\n:-\n", "{{text}}| a |\n|---|---|\n", "| a | b |\n{{#flag}}\n\n{{/flag}}\n|---|---|\n{{text}}\n",
        "{{#lines}}\n{{line}}\n\n| a |\n|---|\n{{/lines}}\n", "~~~\n```\n~~~\n{{block}}\n```\n",
        "```\na\n```` \n{{block}}\n", "> ```\n{{text}}\n", "  ```\n{{block}}\n", "{{text}}{{block}}",
        "`{{#flag}}`{{/flag}}",
        "```\n{{#flag}}\n```\n{{/flag}}\n", "<b>", "x\u{7F}",
    ])
    func `is refused in Markdown where a value could leave its code span`(template: String) {
        #expect(throws: TemplateProblem.self) { try load(template, as: "t.md") }
    }

    @Test(arguments: [
        ("{{text}}{{other}}", "a`b", "``a`b`` ``a`b``"), ("{{#lines}}{{line}}{{/lines}}", "x", "`x` `x`"),
        ("| a |\n|---|\n{{text}}\n", "x|y", "| a |\n|---|\n`x\\|y`\n"), ("a | {{text}}", "x|y", "a | `x\\|y`"),
        ("| a |\n|---|\n\n{{text}}", "x|y", "| a |\n|---|\n\n`x|y`"),
        ("{{#lines}}{{line}}{{/lines}}\n", "", "(empty)(empty)\n"),
        ("| a |\n|---|\n{{#flag}}\n\n{{/flag}}\n{{text}}", "x|y", "| a |\n|---|\n`x\\|y`"),
        ("[{{text}}](https://example.org) {{other}}", "x", "[`x`](https://example.org) `x`"),
    ])
    func `keeps values apart in Markdown, and within their cell`(template: String, text: String, expected: String)
        throws
    {
        let rendered = try load(template, as: "t.md").render(Sheet(text: text))
        #expect(String(decoding: rendered, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        "<!DOCTYPE html><html lang=\"en\"><body><br/><hr><P CLASS=a data-x='y' hidden>{{text}}</P></body ></html>\n",
        "<!-- a - b > c --><p>{{text}}</p>",
        "<svg viewBox=\"0 0 1 1\"><title>x {{text}}</title><path d=\"M0 0\"/></svg>",
        "<title>{{text}}</title><meta http-equiv=\"Content-Security-Policy\" content=\"style-src 'sha256-{{word}}'\">",
        "<style>{{>a.css}}</style><script>if (a < 1 && b << 2) { c() }</script>{{text}}",
        "<p title=\"{{#flag}}a {{/flag}}{{text}}\" id=\"{{link}}\" {{#flag}}class=\"{{word}}\"{{/flag}}>",
    ])
    func `may use what every browser reads alike`(template: String) throws {
        let page = try load(template, as: "t.html", with: ["a.css": "a{b:c}@media print{a{b:d}}"])
        #expect(String(decoding: page.render(Sheet(text: "<&")), as: UTF8.self).contains("&lt;&amp;"))
    }

    @Test func `tells what its style and script hold, to the byte, for the hash of the policy`() throws {
        let page = try load(
            "<style>\n{{>a.css}}\n</style>{{#flag}}<script>a << b;\n{{>b.js}}</script>{{/flag}}", as: "t.html",
            with: ["a.css": "a{}\n", "b.js": "c < 1"])
        let rendered = String(decoding: page.render(Sheet(flag: true)), as: UTF8.self)
        let style = String(decoding: page.style, as: UTF8.self)
        let script = String(decoding: page.script, as: UTF8.self)
        #expect(rendered == "<style>\(style)</style><script>\(script)</script>")
        #expect(style.contains("a{}") && script == "a << b;\nc < 1")
    }

    @Test(arguments: [
        ("a.css", "{{text}}", "text may not stand in a script or style"),
        ("a.css", "b{}\n</style><p>", "a partial ends in the context"),
        ("a.css", "b{}\n <b>", "in <style>"),
    ])
    func `a style sheet of others is only a style sheet`(name: String, css: String, message: String) {
        let problem = #expect(throws: TemplateProblem.self) {
            try load("<style>{{>a.css}}</style>{{text}}", as: "t.html", with: [name: css])
        }
        #expect(problem?.description.contains(message) == true, "\(String(describing: problem))")
        #expect(problem?.file == name)
    }

    @Test(arguments: [
        ("x\n  < y", 2, 4), ("<p>\n</p><p a={{text}}>", 2, 10), ("a\n\n b <!-- -- c -->", 3, 11),
        ("\n<b>é</b><i\u{1}>", 2, 12),
    ])
    func `is refused with line and column`(template: String, line: Int, column: Int) {
        let problem = #expect(throws: TemplateProblem.self) { try load(template, as: "t.html") }
        #expect(problem?.line == line)
        #expect(problem?.column == column)
    }

    @Test func `that is not UTF-8 is refused at the byte`() {
        let problem = #expect(throws: TemplateProblem.self) {
            try Template<Sheet>("t.html", in: TemplateLibrary(documents: ["t.html": [65, 10, 66, 0xC3, 0x28]]))
        }
        #expect(problem?.description == "t.html:2:2: a byte that is not UTF-8")
    }

    @Test(arguments: [
        ("<p>{{text}}</p>", true), ("{{#text}}<p>{{text}}</p>{{/text}}", true), ("<p>x</p>", false),
        ("{{#flag}}{{text}}{{/flag}}", false), ("{{^text}}{{text}}{{/text}}", false),
        ("{{#lines}}{{text}}{{/lines}}", false),
        ("<!-- text --><p>text", false),
    ])
    func `can be held to print a text whatever else is printed`(template: String, isAccepted: Bool) {
        let library = TemplateLibrary(documents: ["t.html": Array(template.utf8)])
        let template = try? Template<Sheet>("t.html", in: library, alwaysPrinting: "text")
        #expect((template != nil) == isAccepted)
    }
}
