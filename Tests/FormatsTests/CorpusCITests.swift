import Model
import Streams
import Testing

@testable import Formats

/// Every file of the index whose counts were established with other tools, read by ours.
@Suite(.enabled(if: CICorpus.root != nil, "the corpus is not here"))
struct CorpusCITests {
    /// Honest differences: tests/failures/errors/skipped/passed/flaky that we count, and why the index has others.
    static let testDifferences: [String: (counts: [Int], reason: String)] = [
        "junit/nested-jenkins.xml": ([3, 0, 1, 0, 2, 0], "an `error` directly below a suite is an errored case"),
        "junit/node20-test-junit.xml": ([5, 1, 0, 2, 2, 0], "a failure of a `todo` test is expected: skipped"),
        "junit/issues-disabled.xml": ([22, 4, 2, 10, 6, 0], "`status=\"disabled\"` was not run"),
        "junit/allure-status-attribute.xml": ([3, 0, 0, 2, 1, 0], "`status=\"notrun\"` was not run"),
        "junit/quick-junit-basic.xml": ([8, 3, 1, 1, 3, 1], "a failed case with flaky attempts is failed, not flaky"),
    ]
    /// The same for critical/high/moderate/low/info/unknown.
    static let auditDifferences: [String: (counts: [Int], reason: String)] = [
        "audit/osv-some.json": ([1, 0, 0, 0, 0, 0], "a `MAL-` id is a malicious package: critical"),
        "audit/cyclonedx-vuln-1.4.json": ([0, 0, 0, 0, 0, 0], "VEX says not affected, with a justification"),
        "audit/yarn-berry-issue9911.json": ([0, 0, 0, 1, 0, 0], "three of four lines are deprecations"),
    ]

    static func rows(_ kind: String) -> [CICorpus.Row] { CICorpus.rows.filter { $0.kind == kind } }

    func read(_ row: CICorpus.Row) throws -> ReadFacts? {
        try ReadFacts(#require(CICorpus.contents("\(CICorpus.root ?? "")/\(row.file)")))
    }

    @Test(arguments: rows("junit"))
    func `a JUnit report has the counts of the index`(row: CICorpus.Row) throws {
        if row.cells["parse"] != "ok" { return try isRefused(row) }
        let found = try #require(try read(row))
        #expect(found.format == "junit")
        let passed = found.count(.passed) + found.count(.flaky)
        let counts = [
            found.cases.count, found.count(.failed), found.count(.errored), found.count(.skipped), passed,
            found.count(.flaky),
        ]
        let columns = ["tests", "failures", "errors", "skipped", "passed", "flaky"]
        #expect(counts == Self.testDifferences[row.file]?.counts ?? columns.map { row.count($0) ?? -1 })
    }

    private func isRefused(_ row: CICorpus.Row) throws {
        let bytes = try #require(CICorpus.contents("\(CICorpus.root ?? "")/\(row.file)"))
        if row.cells["parse"] == "ok-not-junit" {
            #expect(try read(row)?.format != "junit")
            return
        }
        do {
            var count = 0
            _ = try JUnit().read(ByteSource(bytes: bytes), as: "junit/testsuites") { _ in count += 1 }
            Issue.record("\(row.file) was read, with \(count) facts")
        } catch let problem as StreamProblem {
            #expect(problem.line != nil || problem.byteOffset != nil)
        }
    }

    @Test(arguments: rows("audit"))
    func `an audit report has the counts of the index`(row: CICorpus.Row) throws {
        if row.cells["producer_or_dialect"] == "npm-error" {
            let problem = #expect(throws: StreamProblem.self) { try read(row) }
            #expect(problem?.id == "audit.tool-failed")
            return
        }
        let found = try #require(try read(row))
        let counts = [Severity.critical, .high, .moderate, .low, .info, .unknown].map(found.count)
        let columns = ["critical", "high", "moderate", "low", "info", "unknown"]
        #expect(counts == Self.auditDifferences[row.file]?.counts ?? columns.map { row.count($0) ?? -1 })
        #expect(found.totals != nil)
    }

    /// Files that other tests compare with the index.
    static let readElsewhere = ["github/rest-pr-reviews.json", "github/rest-deployment-statuses.json"]

    @Test(
        arguments: rows("github").filter {
            !["rest-jobs", "rest-check-runs"].contains($0.cells["producer_or_dialect"] ?? "")
                && !readElsewhere.contains($0.file)
        })
    func `a file of a kind without a reader is not recognised`(row: CICorpus.Row) throws {
        #expect(try read(row)?.dialect == nil)
    }

    @Test(arguments: CICorpus.opsRows)
    func `no file of operations is taken for tests, runs or an audit`(row: CICorpus.Row) throws {
        let bytes = try #require(CICorpus.contents("\(CICorpus.root ?? "")/\(row.file)"))
        let preamble = try ByteSource(bytes: bytes).preamble()
        let format = FormatCatalog.recognise(preamble)?.format
        // Xray's import format is JUnit.
        let isJUnit = row.file == "ops/jira/real/xray.junit.xml"
        let isCI = format?.facts.contains { [.testCase, .advisory, .workflowRun, .pullRequest].contains($0) } ?? false
        #expect(isJUnit ? format?.id == "junit" : !isCI)
    }

    @Test func `every difference names a file of the index and says why`() {
        let files = Set(CICorpus.rows.map(\.file))
        for (file, difference) in Self.testDifferences.merging(Self.auditDifferences, uniquingKeysWith: { a, _ in a }) {
            #expect(files.contains(file))
            #expect(!difference.reason.isEmpty)
        }
    }
}
