import Glibc
import TestKit
import Testing

@Suite struct `Templates of one's own` {
    private static let green = "\(packageRoot)/Tests/Samples/green"
    private static let at =
        String(decoding: Sandbox.bytes("\(packageRoot)/Tests/Samples/AT") ?? [], as: UTF8.self)
        .split(separator: "\n").first.map(String.init) ?? ""

    private let sandbox = Sandbox()

    private func build(_ templates: String, to out: String) -> Run {
        Run("build", Self.green, "--at", Self.at, "--out", "\(sandbox.path)/\(out)", "--templates", templates)
    }

    private func read(_ path: String) -> String {
        String(decoding: Sandbox.bytes("\(sandbox.path)/\(path)") ?? [], as: UTF8.self)
    }

    @Test func `that are the built-in ones change no byte`() {
        let folder = "\(sandbox.path)/mine"
        let names = Run("templates").out.split(separator: "\n").map(String.init)
        #expect(names.contains("index.html") && names.contains("pack.css") && !names.contains { $0.contains("/") })
        #expect(Run("templates", folder).status == 0)
        #expect(Run("templates", folder).status == 74)
        #expect(Sandbox.files(below: folder).sorted() == names)
        let own = build(folder, to: "own")
        #expect(own.status == 0 && own.out.contains("every template of the folder is the built-in one"), "\(own.err)")
        #expect(Run("build", Self.green, "--at", Self.at, "--out", "\(sandbox.path)/usual").status == 0)
        for name in Sandbox.files(below: "\(sandbox.path)/usual/1.50.3") {
            #expect(read("own/1.50.3/\(name)") == read("usual/1.50.3/\(name)"), "\(name)")
        }
    }

    @Test func `are named with their digest by every document and by pack.json, and the hash of a style follows it`() {
        #expect(Run("templates", "\(sandbox.path)/all").status == 0)
        // As a checkout on Windows would have it, and not alone in its element.
        let css = read("all/pack.css") + "h1{letter-spacing:.01em}\n"
        sandbox.write(Array(css.replacing("\n", with: "\r\n").utf8), to: "mine/pack.css")
        sandbox.write(
            Array(read("all/index.html").replacing("<style>{{>pack.css}}", with: "<style>\n{{>pack.css}}\n").utf8),
            to: "mine/index.html")
        sandbox.write([65], to: "mine/.hidden")
        let run = build("\(sandbox.path)/mine", to: "out")
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("other templates than the built-in ones: index.html, pack.css"))
        for name in ["index.html", "pack.md", "signoff.html", "signoff.md", "rollback.md"] {
            #expect(read("out/1.50.3/\(name)").contains("other templates than the tool"), "\(name)")
        }
        let pack = read("out/1.50.3/pack.json")
        #expect(pack.contains("\"templates\": [\n") && pack.contains("\"path\": \"pack.css\""))
        #expect(Run("verify", "\(sandbox.path)/out/1.50.3").status == 0)
        for page in ["index.html", "signoff.html"] {
            let checked = Run(
                script: """
                    python3 - out/1.50.3/\(page) <<'END'
                    import base64, hashlib, re, sys
                    page = open(sys.argv[1], newline="").read()
                    for name in ("style", "script"):
                        held = re.findall(f"<{name}>(.*?)</{name}>", page, re.S)
                        named = re.findall(f"{name}-src 'sha256-([^']*)'", page)
                        assert named == [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in held], name
                    assert "letter-spacing" in page and "\\r" not in page
                    END
                    """, in: sandbox.path)
            #expect(checked.status == 0, "\(page): \(checked.err)")
        }
    }

    @Test(arguments: [
        ("indx.html", "x", 65, "indx.html: template.unknown-name: there is no", "Did you mean 'index.html'?"),
        ("starter/rules.yml", "x", 65, "there is no template of this name", "pack.css"),
        ("pack.md", "# {{nope}}", 65, "pack.md:1:3: template.refused: unknown name nope", "built-in ones"),
        ("pack.md", "# {{{headline}}}", 65, "pack.md:1:3: template.refused: raw insertion", "built-in"),
        (
            "index.html", "<p>\n<p onclick=\"{{headline}}\">", 65,
            "index.html:2:13: template.refused: headline may not stand in an event handler", ""
        ),
        ("index.html", "<p>all is well</p>", 65, "index.html:1:1: template.refused: it must print", ""),
        ("rollback.md", "# {{tag}}\n", 65, "it must print {{templateNotice}}", ""),
        ("pack.css", "a{}</style><script>", 65, "pack.css:1:", ""),
        ("signoff.js", "if (a<b) c()", 65, "signoff.js:1:7: template.refused: in <script> a < needs a space", ""),
        ("pack.css", "\u{1B}[0m", 65, "pack.css:1:1: template.refused: a control character", ""),
    ])
    func `are refused with their place`(name: String, text: String, status: Int32, message: String, advice: String) {
        sandbox.write(Array(text.utf8), to: "mine/\(name)")
        let run = build("\(sandbox.path)/mine", to: "out")
        #expect(run.status == status)
        #expect(run.err.contains(message) && run.err.contains(advice), "\(run.err)")
        #expect(Sandbox.bytes("\(sandbox.path)/out/1.50.3/pack.json") == nil)
    }

    @Test func `are refused when a file is a link, too large or not UTF-8, and a folder when it has none`() {
        sandbox.write(Array("a{}".utf8), to: "elsewhere.css")
        sandbox.write([], to: "link/.keep")
        symlink("\(sandbox.path)/elsewhere.css", "\(sandbox.path)/link/pack.css")
        sandbox.write([UInt8](repeating: 32, count: 1_048_577), to: "large/pack.css")
        sandbox.write([0x61, 0xFF], to: "bytes/pack.css")
        sandbox.write([], to: "none/.keep")
        for (folder, status, message) in [
            ("link", 65, "pack.css"), ("large", 65, "1 MiB"), ("bytes", 65, "pack.css:1:2: template.refused: a byte"),
            ("none", 66, "no template"), ("missing", 66, "no template"),
        ] as [(String, Int32, String)] {
            let run = build("\(sandbox.path)/\(folder)", to: "out")
            #expect(run.status == status && run.err.contains(message), "\(folder): \(run.status) \(run.err)")
        }
    }
}
