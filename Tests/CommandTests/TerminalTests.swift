import Glibc
import TestKit
import Testing

@testable import evidencepack

@Suite struct `The terminal` {
    private func plain(_ line: TerminalLine, width: Int? = nil) -> String {
        line.rendered(width: width, isColoured: false)
    }

    @Test(arguments: [
        "\u{1B}]52;c;eA==\u{7}", "\u{9B}31m", "\r\u{8}", "\u{202E}PASS", "a\u{200B}b", "\u{2066}", "\u{AD}",
        "\u{E0041}",
        "section_start:1:x\r\u{1B}[0Kx", "two\nlines", "\u{0}",
    ])
    func `shows what would steer it`(text: String) {
        let line = plain("  \(text)")
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 && !(0x7F..<0xA0).contains($0.value) })
        #expect(line.contains("\\u{"))
    }

    @Test(arguments: [
        "::error::x", "  ::set-output name=a::b", "\t::add-mask::x", "##[error]x",
        "##vso[task.setvariable variable=a]b",
        "##teamcity[buildProblem description='x']", "x ##vso[task.complete]", "x##[command]y", "###[x]",
    ])
    func `gives no CI system a command`(text: String) {
        for line in ["\(text)", "      \(text)", "next: \(text)"] as [TerminalLine] {
            let shown = plain(line)
            #expect(!shown.contains("##"))
            #expect(!shown.drop { $0 == " " }.hasPrefix("::"), "\(shown)")
        }
    }

    @Test func `leaves ordinary text as it is`() {
        let text = "tests/a.py::test_x [p95 < 300 ms] #494 {env=\"staging\"} – 日本"
        #expect(plain("  \(text)") == "  " + text)
        #expect(plain("\("a", .bad)") == "a")
        #expect(("x \("a", .bad)" as TerminalLine).rendered(width: nil, isColoured: true) == "x \u{1B}[1;31ma\u{1B}[0m")
    }

    @Test func `breaks lines at the width, counting columns and not characters`() {
        #expect(plain("  one two three four", width: 12) == "  one two\n    three\n    four")
        // Two columns each, and a combining accent takes none.
        #expect(plain("  \("日本 日本 日本")", width: 11) == "  日本 日本\n    日本")
        #expect(plain("  \("e\u{301}e\u{301}e\u{301} abc")", width: 9) == "  e\u{301}e\u{301}e\u{301} abc")
        #expect(plain("  \("🚀🚀 🚀🚀")", width: 9) == "  🚀🚀\n    🚀🚀")
        #expect(
            plain("      a word\u{2D}that\u{2D}is\u{2D}too\u{2D}long b", width: 12)
                == "      a\n      word-that-is-too-long\n      b")
        #expect(plain("short", width: 80) == "short")
        #expect(plain("  a  b", width: 80) == "  a  b")
    }

    @Test func `never breaks a command`() {
        let command = TerminalLine.next("  ", "evidencepack sign . --item pre.ci --kind done")
        #expect(plain(command, width: 20) == "  next: evidencepack sign . --item pre.ci --kind done")
        let quoted = TerminalLine.next("  ", "ask Mei to comment `Approved: plan x` in REL-1")
        #expect(plain(quoted, width: 24) == "  next: ask Mei to\n    comment\n    `Approved: plan x`\n    in REL-1")
    }

    @Test func `progress is short, and never over the whole`() {
        #expect(Progress.text(512_000_000, of: 1_300_000_000) == "reading evidence: 512 of 1300 MB")
        #expect(Progress.text(9_000, of: 5_000) == "reading evidence: 5 of 5 kB")
    }
}
