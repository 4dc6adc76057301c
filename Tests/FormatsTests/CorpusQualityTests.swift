import Model
import Testing

@testable import Formats

/// Real reports of linters, coverage tools, pipelines and badges, compared with what other tools found in them.
@Suite(.enabled(if: CICorpus.root != nil, "the corpus is not here"))
struct CorpusQualityTests {
    func read(_ file: String) throws -> ReadFacts {
        let bytes = try #require(CICorpus.contents("\(CICorpus.root ?? "")/\(file)"))
        return try #require(try ReadFacts(bytes), "\(file) is not recognised")
    }

    /// Errors (unknown levels with them), warnings, notes, suppressed, gaps.
    static let lint: [(file: String, format: String, counts: [Int])] = [
        ("lint/checkstyle-issue19122.xml", "checkstyle", [0, 58, 0, 0, 0]),
        ("lint/checkstyle-scalastyle.xml", "checkstyle", [0, 2, 0, 0, 0]),
        ("lint/eslint-checkstyle.xml", "checkstyle", [1, 1, 0, 0, 0]),
        // Two of the four errors have no severity.
        ("lint/eslint-analysis.json", "eslint", [4, 3, 0, 0, 0]),
        ("lint/eslint-with-metadata.json", "eslint", [4, 3, 0, 0, 0]),
        ("lint/eslint-defectdojo-scan.json", "eslint", [1, 1, 0, 0, 0]),
        // Its tool says that a rule crashed.
        ("lint/sarif-appendix-k.sarif", "sarif", [0, 0, 0, 1, 1]),
        ("lint/sarif-appendix-k1-minimal.sarif", "sarif", [0, 0, 0, 0, 0]),
        ("lint/sarif-mobsfscan.json", "sarif", [1, 1, 7, 0, 0]),
    ]

    @Test(arguments: lint)
    func `a linter's report has the counts of the index`(file: String, format: String, counts: [Int]) throws {
        let found = try read(file)
        let levels = found.facts.compactMap { if case .lintMessage(let value) = $0 { value.level } else { nil } }
        let runs = found.facts.compactMap { if case .lintRun(let value) = $0 { value } else { nil } }
        #expect(found.format == format)
        #expect(!runs.isEmpty)
        #expect(
            counts == [
                levels.count { $0 == .error || $0 == .unknown }, levels.count { $0 == .warning },
                levels.count { $0 == .note }, runs.reduce(0) { $0 + $1.suppressed }, found.gaps.count,
            ])
    }

    /// Covered and valid lines as counted, then as declared.
    static let coverage: [(file: String, format: String, counts: [Int?])] = [
        ("coverage/clover-istanbul.xml", "clover", [11, 11, 161, 161]),
        ("coverage/cobertura-coveragepy.xml", "cobertura", [22, 22, 22, 22]),
        ("coverage/cobertura-coverlet.xml", "cobertura", [156, 255, 156, 255]),
        ("coverage/cobertura-cpp.xml", "cobertura", [0, 2, nil, nil]),
        ("coverage/cobertura-istanbul-large.xml", "cobertura", [1452, 11340, 1452, 11340]),
        ("coverage/cobertura-java.xml", "cobertura", [24, 36, 24, 36]),
        ("coverage/cobertura-swift.xml", "cobertura", [1, 2, 1, 2]),
        // One of its lines has no covered instruction, whatever its counter says.
        ("coverage/jacoco-datadog.xml", "jacoco", [5, 6, 6, 6]),
        ("coverage/kover-report.xml", "jacoco", [3, 5, 3, 5]),
    ]

    @Test(arguments: coverage)
    func `a coverage report has the counts of the index`(file: String, format: String, counts: [Int?]) throws {
        let found = try read(file)
        let coverage = try #require(
            found.facts.lazy.compactMap { if case .coverage(let value) = $0 { value } else { nil } }.first)
        #expect(found.format == format)
        #expect(
            counts == [coverage.covered, coverage.valid, coverage.declaredCovered, coverage.declaredValid])
    }

    static let badges: [(file: String, label: String, message: String, state: Badge.State)] = [
        ("badge/github-benchmark-failing.svg", "Benchmark", "failing", .failing),
        ("badge/reportgenerator-linecoverage.svg", "Coverage", "69.4%", .unknown),
        ("badge/shields-branchcoverage-red.svg", "coverage", "50%", .unknown),
    ]

    @Test(arguments: badges)
    func `a badge is read by its words`(file: String, label: String, message: String, state: Badge.State) throws {
        let found = try read(file)
        let badge = try #require(
            found.facts.lazy.compactMap { if case .badge(let value) = $0 { value } else { nil } }.first)
        #expect((badge.label, badge.message, badge.state) == (label, message, state))
    }

    @Test(arguments: [
        ("github/rest-jobs.json", "github-jobs", 2, 0),
        ("github/rest-check-runs-page-cutoff-2of8.json", "github-jobs", 2, 1),
    ])
    func `jobs are counted, and a list that was cut off admits it`(
        file: String, format: String, jobs: Int, gaps: Int
    ) throws {
        let found = try read(file)
        let successes = found.facts.count {
            if case .job(let job) = $0 { job.conclusion == "success" && job.commit != nil } else { false }
        }
        #expect((found.format, successes, found.gaps.count) == (format, jobs, gaps))
    }

    @Test func `errors of a GitLab test report are counted from its cases and its sums`() throws {
        let found = try read("gitlab/gitlab-testreport.json")
        #expect(found.format == "gitlab-test-report")
        #expect((found.count(.passed), found.count(.errored), found.count(.failed)) == (2, 3, 0))
        #expect(found.suites.last?.errors == 4)
    }

    @Test func `an empty list of linted files is no evidence`() throws {
        let bytes = try #require(CICorpus.contents("\(CICorpus.root ?? "")/lint/eslint-empty-array.json"))
        #expect(try ReadFacts(bytes) == nil)
    }
}
