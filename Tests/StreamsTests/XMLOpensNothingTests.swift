internal import Glibc
import Testing

@testable import Streams

private let isTraced = getenv("STREAMS_TESTS_TRACED") != nil
private let marker = "/streams-tests-marker"

/// The test process runs itself under strace, and the calls between two marks are looked at.
@Suite struct XMLOpensNothingTests {
    @Test(.enabled(if: isTraced, "only for the run under strace"))
    func `traced reading of hostile documents`() {
        let documents = XMLHostileTests.documents.map { Array($0.text.utf8) }
        // Set-up is done once and may read what it likes.
        _ = xmlProblem(Array("<a/>".utf8))
        access(marker + "-begin", R_OK)
        for bytes in documents { #expect(xmlProblem(bytes) != nil) }
        access(marker + "-end", R_OK)
    }

    @Test(
        .enabled(if: !isTraced, "not inside itself"), .enabled(if: isInstalled("strace"), "strace is not installed"))
    func `no file is opened and no socket made while hostile documents are read`() throws {
        let folder = TemporaryFolder()
        let log = folder.path + "/log"
        let own = contents("/proc/self/cmdline").split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        var arguments: [String] = []
        var isValue = false
        for argument in own.dropFirst() {
            if !isValue, argument != "--filter", argument != "--skip" { arguments.append(argument) }
            isValue = argument == "--filter" || argument == "--skip"
        }
        let status = runProgram(
            ["strace", "-f", "-qq", "-o", log, "-e", "trace=open,openat,socket,connect,access,faccessat,faccessat2"]
                + ["/proc/self/exe".resolved] + arguments + ["--filter", "XMLOpensNothingTests"],
            environment: ["STREAMS_TESTS_TRACED=1"])
        try #require(status == 0)
        let calls = contents(log).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        let begin = try #require(calls.firstIndex { $0.contains(marker + "-begin") })
        let end = try #require(calls.firstIndex { $0.contains(marker + "-end") })
        let thread = calls[begin].prefix { $0 != " " }
        let between = calls[(begin + 1)..<end].filter { $0.hasPrefix(thread + " ") }
        #expect(between.isEmpty, "\(between)")
    }
}

extension String {
    fileprivate var resolved: String {
        guard let path = realpath(self, nil) else { return self }
        defer { free(path) }
        return String(cString: path)
    }
}
