package import Model

/// Every test of the reports passed; counted from the cases, never from a header.
package struct TestsPass: Rule {
    package static let kind = "tests-pass"
    package static let summary = "Every test case of the reports passed, and there were enough of them."
    package static let parameters = [
        Parameter("minimum", .number, loosenedBy: .less, "least number of cases that must have passed; 1 unless given"),
        Parameter("skipped", .limit, "how many may be skipped: `<= 10%` or `<= 3`"),
    ]
    package static let example = #"tests-pass: {id: unit, files: pre.ci/unit/**, minimum: 100, skipped: "<= 5%"}"#
    package static let reads: Set<FactKind> = [.testCase, .testSuite]

    private let minimum: Int
    private let skipped: Limit?

    package init(_ reader: inout MappingReader) {
        minimum = max(1, reader.int("minimum") ?? 1)
        skipped = reader.limit("skipped")
    }

    /// The rule as a part of another one.
    init() { (minimum, skipped) = (1, nil) }

    /// Counts by outcome, what the headers claim, and examples of what went wrong.
    package struct Counts: Tally {
        private let path: String
        fileprivate var byFile: [String: Int] = [:]
        fileprivate var outcomes = [Int](repeating: 0, count: 5)
        fileprivate var examples: [(place: Place, text: String)] = []
        fileprivate var flakyExamples: [String] = []
        fileprivate var claims: SuiteClaims

        init(path: String) {
            self.path = path
            claims = SuiteClaims(path: path)
        }

        package mutating func take(_ fact: Fact) {
            claims.take(fact)
            switch fact {
            case .testCase(let test):
                byFile[path, default: 0] += 1
                outcomes[Int(test.outcome.rawValue)] += 1
                switch test.outcome {
                case .failed, .errored:
                    guard examples.count < 50, let details = test.details else { return }
                    let text = details.message.isEmpty ? details.title : "\(details.title): \(details.message)"
                    examples.append((Place(path, line: test.line), text))
                case .flaky:
                    if flakyExamples.count < 5, let details = test.details { flakyExamples.append(details.title) }
                default: break
                }
            case .testSuite: if byFile[path] == nil { byFile[path] = 0 }
            default: break
            }
        }

        package mutating func merge(_ later: Counts) {
            claims.merge(later.claims)
            byFile.merge(later.byFile) { $0 + $1 }
            for index in outcomes.indices { outcomes[index] += later.outcomes[index] }
            examples += later.examples.prefix(max(0, 50 - examples.count))
            flakyExamples += later.flakyExamples.prefix(max(0, 5 - flakyExamples.count))
        }
    }

    package func tally(path: String) -> Counts { Counts(path: path) }

    package func findings(_ tally: Counts, in context: CheckContext) -> [Finding] {
        let (passed, flaky, skips) = (tally.outcomes[0], tally.outcomes[1], tally.outcomes[2])
        let red = tally.outcomes[3] + tally.outcomes[4]
        let total = tally.outcomes.reduce(0, +)
        var findings: [Finding] = []
        if red > 0 {
            let shown = tally.examples.prefix(20)
            findings.append(
                Finding(
                    .fail, "\(counted(red, "test")) of \(total) failed", observed: "\(red) failed of \(total)",
                    limit: "= 0 failed", at: tally.examples.first?.place,
                    next: "repair the failing tests and run the suite again"))
            findings += shown.map { Finding(.fail, $0.text, at: $0.place) }
            if red > shown.count { findings.append(Finding(.fail, "shown \(shown.count) of \(red) failed tests")) }
        }
        for (path, count) in tally.byFile.sorted(by: { $0.key < $1.key }) where count == 0 {
            findings.append(
                Finding(.unknown, "the report holds no test case", observed: "0 tests", limit: ">= 1", at: Place(path)))
        }
        findings += tally.claims.findings(red: red, flaky: flaky)
        if passed + flaky < minimum {
            findings.append(
                Finding(
                    red > 0 ? .fail : .unknown, "\(counted(passed + flaky, "test")) passed, at least \(minimum) must",
                    observed: "\(passed + flaky) passed", limit: ">= \(minimum)"))
        }
        if let skipped, total > 0 {
            if !skipped.holds(for: skips, of: total) {
                findings.append(
                    Finding(
                        .fail, "\(counted(skips, "test")) of \(total) were skipped", observed: "\(skips) of \(total)",
                        limit: "\(skipped)"))
            }
        }
        if flaky > 0 {
            findings.append(
                Finding(
                    .warn,
                    "\(counted(flaky, "test")) passed only when run again: \(tally.flakyExamples.joined(separator: ", "))",
                    observed: "\(flaky) flaky", limit: "= 0 flaky"))
        }
        if findings.allSatisfy({ $0.verdict == .warn }) {
            findings.append(
                Finding(
                    .pass, "\(counted(passed + flaky, "test")) passed, \(skips) skipped, none failed",
                    observed: "0 failed of \(total)", limit: "= 0 failed"))
        }
        return findings
    }
}
