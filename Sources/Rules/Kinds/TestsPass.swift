package import Model

/// Every test of the reports passed; counted from the cases, never from a header.
package struct TestsPass: Rule {
    package static let kind = "tests-pass"
    package static let summary = "Every test case of the reports passed, and there were enough of them."
    package static let parameters = [
        Parameter("minimum", .number, "least number of cases that must have passed; 1 unless given"),
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

    /// Counts by outcome, the declared sums by depth, and examples of what went wrong.
    package struct Counts: Tally {
        fileprivate var path: String
        fileprivate var byFile: [String: Int] = [:]
        fileprivate var outcomes = [Int](repeating: 0, count: 5)
        fileprivate var examples: [(place: Place, text: String)] = []
        fileprivate var flakyExamples: [String] = []
        /// Declared tests by suite depth of the file that is being read.
        fileprivate var declaredTests: [Int] = []
        fileprivate var declaredRed: (count: Int, place: Place)?
        /// Files whose header promises more cases than they hold.
        fileprivate var short: [(path: String, declared: Int, counted: Int)] = []

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .testCase(let test):
                byFile[path, default: 0] += 1
                outcomes[Int(test.outcome.rawValue)] += 1
                guard let details = test.details else { return }
                let name = details.className.isEmpty ? details.name : "\(details.className) › \(details.name)"
                switch test.outcome {
                case .failed, .errored:
                    if examples.count < 50 {
                        examples.append(
                            (
                                Place(path, line: test.line),
                                details.message.isEmpty ? name : "\(name): \(details.message)"
                            ))
                    }
                case .flaky: if flakyExamples.count < 5 { flakyExamples.append(name) }
                default: break
                }
            case .testSuite(let suite):
                if byFile[path] == nil { byFile[path] = 0 }
                while declaredTests.count <= min(suite.depth, 200) { declaredTests.append(0) }
                let depth = min(suite.depth, 200)
                declaredTests[depth] = declaredTests[depth].addingReportingOverflow(suite.tests ?? 0).partialValue
                let red = max(0, suite.failures ?? 0).addingReportingOverflow(max(0, suite.errors ?? 0)).partialValue
                if red > declaredRed?.count ?? 0 { declaredRed = (red, Place(path, line: suite.line)) }
            default: break
            }
        }

        /// The cases that the header of this file promises beyond those it holds.
        fileprivate var shortfall: (path: String, declared: Int, counted: Int)? {
            let counted = byFile[path] ?? 0
            guard let most = declaredTests.max(), most > counted else { return nil }
            return (path, most, counted)
        }

        package mutating func merge(_ later: Counts) {
            if let shortfall { short.append(shortfall) }
            declaredTests = later.declaredTests
            path = later.path
            byFile.merge(later.byFile) { $0 + $1 }
            for index in outcomes.indices { outcomes[index] += later.outcomes[index] }
            examples += later.examples.prefix(max(0, 50 - examples.count))
            flakyExamples += later.flakyExamples.prefix(max(0, 5 - flakyExamples.count))
            short += later.short
            if later.declaredRed?.count ?? 0 > declaredRed?.count ?? 0 { declaredRed = later.declaredRed }
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
        } else if let declared = tally.declaredRed {
            findings.append(
                Finding(
                    flaky > 0 ? .warn : .fail,
                    "the report's header declares \(counted(declared.count, "failure")), but no case in it failed",
                    observed: "\(declared.count) declared, 0 found", limit: "= 0 failed", at: declared.place))
        }
        for (path, count) in tally.byFile.sorted(by: { $0.key < $1.key }) where count == 0 {
            findings.append(
                Finding(.unknown, "the report holds no test case", observed: "0 tests", limit: ">= 1", at: Place(path)))
        }
        for short in tally.short + [tally.shortfall].compactMap({ $0 }) where flaky + red == 0 {
            findings.append(
                Finding(
                    .unknown,
                    "the header declares \(counted(short.declared, "test")), but only \(short.counted) are in the report",
                    observed: "\(short.counted)", limit: "= \(short.declared)", at: Place(short.path)))
        }
        if passed + flaky < minimum {
            findings.append(
                Finding(
                    red > 0 ? .fail : .unknown, "\(counted(passed + flaky, "test")) passed, at least \(minimum) must",
                    observed: "\(passed + flaky) passed", limit: ">= \(minimum)"))
        }
        if let skipped, total > 0 {
            let share = Quantity(ExactDecimal(skips), .count)
            let holds =
                skipped.quantity.unit.dimension == .ratio
                ? percentHolds(skips, of: total, skipped) : (skipped.holds(for: share) ?? false)
            if !holds {
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
                    observed: "\(flaky) flaky"))
        }
        if findings.allSatisfy({ $0.verdict == .warn }) {
            findings.append(
                Finding(
                    .pass, "\(counted(passed + flaky, "test")) passed, \(skips) skipped, none failed",
                    observed: "0 failed of \(total)", limit: "= 0 failed"))
        }
        return findings
    }

    /// `skips / total` against a percentage, without dividing.
    private func percentHolds(_ skips: Int, of total: Int, _ limit: Limit) -> Bool {
        guard let allowed = limit.quantity.base?.multiplied(by: total) else { return false }
        return Limit(limit.comparison, Quantity(allowed, .count)).holds(for: Quantity(ExactDecimal(skips), .count))
            ?? false
    }
}
