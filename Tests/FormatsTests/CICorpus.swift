import Glibc
import Model
import Streams
import TestKit
import Testing

@testable import Formats

/// The real files of the shared corpus, which is read in place and never copied.
enum CICorpus {
    static let root: String? = {
        let stated = getenv("EVIDENCEPACK_CORPUS").map { String(cString: $0) }
        let beside = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined() + "/shared/corpus"
        return [stated, beside].compactMap(\.self).first { access($0 + "/INDEX-ci-audit.tsv", R_OK) == 0 }
    }()

    struct Row: CustomTestStringConvertible, Sendable {
        let cells: [String: String]
        var file: String { cells["file"] ?? "" }
        var kind: String { cells["kind"] ?? "" }
        var testDescription: String { file }
        func count(_ column: String) -> Int? { cells[column].flatMap { Int($0) } }
    }

    static let rows = index("INDEX-ci-audit.tsv")
    static let opsRows = index("INDEX-ops.tsv")

    private static func index(_ name: String) -> [Row] {
        guard let root, let bytes = contents("\(root)/\(name)") else { return [] }
        let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map { line in
            line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Row(cells: Dictionary(uniqueKeysWithValues: zip(header, $0))) }
    }

    static func contents(_ path: String) -> [UInt8]? { Sandbox.bytes(path) }
}

/// What was read from a file.
struct ReadFacts {
    let format: String
    let dialect: String
    let facts: [Fact]
    let reading: Reading

    /// `nil` when no format of the catalog recognises the bytes.
    init?(_ bytes: [UInt8], timezone: String? = nil) throws {
        let source = ByteSource(bytes: bytes)
        let preamble = try source.preamble()
        guard let (format, recognition) = FormatCatalog.recognise(preamble) else { return nil }
        var facts: [Fact] = []
        reading = try format.read(source, as: recognition.dialect, timezone: timezone) { facts.append($0) }
        (self.format, dialect, self.facts) = (format.id, recognition.dialect, facts)
    }

    init?(_ text: String) throws { try self.init(Array(text.utf8)) }

    var cases: [TestCase] { facts.compactMap { if case .testCase(let value) = $0 { value } else { nil } } }
    var suites: [TestSuite] { facts.compactMap { if case .testSuite(let value) = $0 { value } else { nil } } }
    var advisories: [Advisory] { facts.compactMap { if case .advisory(let value) = $0 { value } else { nil } } }
    var totals: AuditTotals? {
        facts.lazy.compactMap { if case .auditTotals(let value) = $0 { value } else { nil } }.first
    }
    var gaps: [EvidenceGap] { facts.compactMap { if case .gap(let value) = $0 { value } else { nil } } }
    var runs: [WorkflowRun] { facts.compactMap { if case .workflowRun(let value) = $0 { value } else { nil } } }
    var pulls: [PullRequest] { facts.compactMap { if case .pullRequest(let value) = $0 { value } else { nil } } }

    func count(_ outcome: TestCase.Outcome) -> Int { cases.count { $0.outcome == outcome } }
    func count(_ severity: Severity) -> Int { advisories.count { $0.severity == severity } }
}
