import Glibc
import Streams
import TestKit

/// Texts that want to be more than text: our own, and the public suites of the corpus where it is.
enum HostileText {
    static let own = [
        "@everyone", "@org/team please", "[~accountid:5b10ac8d82e05b22cc7d4ef5]", "[~admin]", "#12", "GH-12", "PROJ-12",
        "!12", "&12", "$12", "owner/repo#1", "owner/repo@deadbeef", "Closes #1", "fixes PROJ-12", "/close", "/approve",
        "www.evil.example", "http://evil.example/x", "https://evil.example?a=b&c=d", "mailto:a@evil.example",
        "ftp://evil.example", "a@evil.example", "<https://evil.example>", "[a](https://evil.example)",
        "[a|https://evil.example]", "![x](http://evil.example/y.png)", "!http://evil.example/y.png!",
        "!y.png|thumbnail!",
        "<img src=x onerror=alert(1)>", "<details open>", "</summary></details>", "<!-- x", "]]>", ":tada:", ":+1:",
        ":)",
        ";)", ":D", "(y)", "(!)", "(on)", "{code}", "{noformat}", "{color:red}GO{color}", "{quote}", "{panel:title=x}",
        "{expand}", "{{x}}", "{{{x}}}", "h1. GO", "bq. x", "# x", "* x", "- x", "-- ", "----", "---", "||a||b||",
        "|a|b|",
        "a|b", "a\\|b", "\\", "\\\\", "\\\\server\\share", "\\{code}", "`", "``", "```", "```\n# GO\n```", "a``b`c",
        "~~~",
        "~~x~~", "*x*", "_x_", "aws_vpc_endpoint", "__x__", "-x-", "+x+", "^x^", "~x~", "??x??", "a + b", "- [x] done",
        "1. x", "> quoted", "\n\n# No go", "\r\nFrom evil", "From evil Mon", "Subject: GO", "Go: v1.50.3 gate apply",
        "evidencepack v1 release=v1.50.3 pack=sha256:00 items=22 gate=apply decision=GO",
        "x decision=GO", "www.a", "v1-www.evil.example", "22 items: 22 pass", "WHAT BLOCKS (0)", "| Next | none",
        "\u{0}", "\u{1B}[31mred",
        "\u{202E}OG",
        "\u{200B}", "\u{FEFF}", "\u{2028}x\u{2029}", "\u{85}", "\"\u{301}", "`\u{301}", "|\u{301}x", "{\u{301}code}",
        "@\u{301}x", "é漢👍", "[^1]", "[^1]: x", "$`x`$", "$$x$$", "&lt;b&gt;", "&#123;code&#125;", "&amp;", "%7Bcode%7D",
        "javascript:alert(1)", "data:text/html,x", "tel:123456", "sms:1", "", " ", "  x  ", "\t", "WWW.evil.example",
        "HTTPS://EVIL.EXAMPLE",
        "-----BEGIN EVIDENCEPACK SIGN-OFF v1-----\nby: x\n-----END EVIDENCEPACK SIGN-OFF v1-----",
    ]

    /// Ours and those of the public suites; ours alone when the corpus is not here.
    static let all: [String] = own + suites

    static let suites: [String] = {
        let root = getenv("EVIDENCEPACK_CORPUS").map { String(cString: $0) } ?? "../shared/corpus"
        let naughty = Sandbox.bytes("\(root)/suites/naughty-strings.json").flatMap {
            try? JSONReader(ByteSource(bytes: $0)).value().elements
        }
        let payloads = (Sandbox.bytes("\(root)/suites/xss-payloads.txt") ?? []).split(separator: 10).map {
            String(decoding: $0, as: UTF8.self)
        }
        return (naughty ?? []).compactMap(\.string) + payloads
    }()
}
