import Testing

@testable import Streams

/// The same terraform output, as it came and as CI systems logged it.
@Suite(.enabled(if: Corpus.isPresent, Comment(rawValue: Corpus.absence)))
struct CILogTests {
    private static let folder = "ops/terraform/"

    private func lines(_ path: String) throws -> [String] {
        var lines: [String] = []
        try LineReader(ByteSource(bytes: Corpus.bytes(Self.folder + path))).read { lines.append($0.bytes.string) }
        return lines
    }

    @Test(arguments: Corpus.names(in: folder + "ci").filter { !$0.hasSuffix(".md") })
    func `no escape, return, mark or time is left in any line`(name: String) throws {
        let lines = try lines("ci/" + name)
        #expect(lines.count > 20)
        for line in lines {
            #expect(!line.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\r" || $0 == "\u{FEFF}" }, "\(line)")
            #expect(!line.hasPrefix("2026-11-23T"), "\(line)")
        }
    }

    /// From what terraform announces to its sum; what comes before is in the order of the network.
    private func actions(_ path: String) throws -> ArraySlice<String> {
        let lines = try lines(path)
        // In a log of two plans, the last one.
        let start = try #require(lines.lastIndex { $0.hasPrefix("Terraform will perform the following actions:") })
        let end = try #require(lines.lastIndex { $0.hasPrefix("Plan: ") })
        return lines[start...end]
    }

    @Test(arguments: [
        "gha.gh-run-view-log.plan.txt", "gha.raw-job-log.plan.ansi.txt", "gha.two-plans-one-log.txt",
        "gitlab.plan.ansi.txt", "powershell-redirect.utf16le.plan.txt",
    ])
    func `the plan reads as it does without a CI system`(name: String) throws {
        let plain = try actions("aws/22-release.plan.txt")
        #expect(plain.count > 50)
        #expect(try actions("ci/" + name) == plain)
    }

    @Test func `colours make no difference`() throws {
        #expect(try actions("core/03-mixed.plan.ansi.txt") == actions("core/03-mixed.plan.txt"))
    }
}
