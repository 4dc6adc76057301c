import Model

/// Test cases counted by suite, for drawing; suites beyond the first thousands are counted together.
struct SuiteCounts: Sendable {
    private static let most = 2_000
    private static let listed = 200
    private var suites: [String: [Int]] = [:]
    /// Passed cases whose names are not kept, and those of suites beyond the most.
    private var others = [Int](repeating: 0, count: 5)

    mutating func take(_ test: TestCase, path: String) {
        let outcome = Int(test.outcome.rawValue)
        guard let details = test.details else {
            others[outcome] += 1
            return
        }
        let name = details.suite.isEmpty ? details.className.isEmpty ? path : details.className : details.suite
        add(String(decoding: name.utf8.prefix(300), as: UTF8.self), outcome, 1)
    }

    private mutating func add(_ name: String, _ outcome: Int, _ count: Int) {
        if suites[name] == nil, suites.count >= Self.most {
            others[outcome] += count
            return
        }
        suites[name, default: [0, 0, 0, 0, 0]][outcome] += count
    }

    mutating func merge(_ later: SuiteCounts) {
        for (name, counts) in later.suites.sorted(by: { $0.key < $1.key }) {
            for (outcome, count) in counts.enumerated() where count > 0 { add(name, outcome, count) }
        }
        for (outcome, count) in later.others.enumerated() { others[outcome] += count }
    }

    /// The suites with the most trouble first; `nil` without any case.
    func figure(declared: Int?) -> TestFigure? {
        var all = suites.map { TestFigure.Suite(name: $0.key, outcomes: Self.outcomes($0.value)) }
        if others.contains(where: { $0 > 0 }) {
            all.append(TestFigure.Suite(name: "cases listed without a suite", outcomes: Self.outcomes(others)))
        }
        guard !all.isEmpty else { return nil }
        func rank(_ suite: TestFigure.Suite) -> [Int] {
            [suite.count(.failed) + suite.count(.errored), suite.count(.flaky), suite.count(.skipped), suite.total]
        }
        let ordered = all.sorted {
            let (left, right) = (rank($0), rank($1))
            return left == right ? $0.name < $1.name : right.lexicographicallyPrecedes(left)
        }
        let totals = all.reduce(into: [TestCase.Outcome: Int]()) { $0.merge($1.outcomes) { $0 + $1 } }
        return TestFigure(
            suites: Array(ordered.prefix(Self.listed)), suiteCount: all.count, outcomes: totals, declared: declared)
    }

    private static func outcomes(_ counts: [Int]) -> [TestCase.Outcome: Int] {
        var outcomes: [TestCase.Outcome: Int] = [:]
        for (index, count) in counts.enumerated() where count > 0 {
            if let outcome = TestCase.Outcome(rawValue: UInt8(index)) { outcomes[outcome] = count }
        }
        return outcomes
    }
}
