import Model

/// Test cases by suite: one stacked bar each, those with trouble first.
struct SuiteBars {
    let tests: TestFigure
    let check: String
    private static let drawn = 12
    private static let listed = 50
    private static let outcomes: [(outcome: TestCase.Outcome, word: String, fill: Drawing.Fill)] = [
        (.failed, "failed", .hatch), (.errored, "errored", .cross), (.flaky, "flaky", .dots),
        (.skipped, "skipped", .empty), (.passed, "passed", .solid),
    ]

    init(_ tests: TestFigure, check: String) {
        self.tests = tests
        self.check = check
    }

    private var total: Int { tests.outcomes.values.reduce(0, +) }

    private var title: String { "Tests by suite: \(check)" }

    var view: ChartView {
        let suites = tests.suites.prefix(Self.drawn)
        let top = 48
        let svg = Drawing.image(title: title, sentence: sentence, height: top + suites.count * 42 + 2) { drawing in
            for (index, entry) in Self.outcomes.enumerated() {
                let (x, y) = (Double(index % 3) * 0.34, index / 3 * 20)
                drawing.bar(entry.fill, from: x + 0.001, to: x + 0.05, y: y + 2, height: 11)
                drawing.text(entry.word, x: x + 0.05, y: y + 12, shift: 5)
            }
            for (index, suite) in suites.enumerated() { draw(suite, y: top + index * 42, in: &drawing) }
        }
        let omitted = suites.count < tests.suiteCount
        return ChartView(
            title: title, sentence: sentence,
            key: "Each bar is a whole suite, those with most trouble first."
                + (omitted ? " Shown \(suites.count) of \(spelledCount(tests.suiteCount)) suites." : ""),
            svg: svg, tables: [table])
    }

    private func draw(_ suite: TestFigure.Suite, y: Int, in drawing: inout Drawing) {
        let troubles = Self.outcomes.dropLast().filter { suite.count($0.outcome) > 0 }
        let counts = troubles.map { "\(spelledCount(suite.count($0.outcome))) \($0.word)" }
        let words =
            counts.isEmpty
            ? "\(spelledCount(suite.total)) passed"
            : "\(counts.joined(separator: ", ")) of \(spelledCount(suite.total))"
        let shownWords = words.utf8.count > 30 ? troubleSum(of: suite) : words
        drawing.text(shortened(suite.name, to: max(8, 38 - shownWords.utf8.count)), y: y + 12)
        drawing.text(shownWords, x: 1, y: y + 12, anchor: .end, isNote: true)
        for part in parts(of: suite) { drawing.bar(part.fill, from: part.from, to: part.to, y: y + 18, height: 14) }
    }

    private func troubleSum(of suite: TestFigure.Suite) -> String {
        let total = suite.total
        return "\(spelledCount(total - suite.count(.passed))) of \(spelledCount(total)) not passed"
    }

    /// Parts of the bar; the smallest number is still wide enough to be seen, at the cost of the largest.
    private func parts(of suite: TestFigure.Suite) -> [(fill: Drawing.Fill, from: Double, to: Double)] {
        let total = Double(max(1, suite.total))
        var widths = Self.outcomes.map { entry in
            suite.count(entry.outcome) == 0 ? 0 : max(0.02, Double(suite.count(entry.outcome)) / total)
        }
        let widest = widths.indices.max { widths[$0] < widths[$1] } ?? 0
        widths[widest] -= widths.reduce(0, +) - (suite.total > 0 ? 1 : 0)
        var from = 0.0
        return zip(Self.outcomes, widths).compactMap { entry, width in
            guard width > 0 else { return nil }
            defer { from += width }
            return (entry.fill, from, from + width)
        }
    }

    var sentence: String {
        let counts = Self.outcomes.reversed().map {
            "\(spelledCount(tests.outcomes[$0.outcome, default: 0])) \($0.word)"
        }
        let suites = tests.suiteCount == 1 ? "1 suite" : "\(spelledCount(tests.suiteCount)) suites"
        return
            "\(spelledCount(total)) \(total == 1 ? "test" : "tests") in \(suites): \(counts.joined(separator: ", ")); \(sumCheck)."
    }

    /// What the reports' own headers say about the sum.
    private var sumCheck: String {
        switch tests.declared {
        case nil: "the reports state no sum to compare with"
        case total: "the reports state the same sum"
        case let declared?: "the reports state \(spelledCount(declared)), which is another sum"
        }
    }

    private var table: ChartTable {
        let shown = tests.suites.prefix(Self.listed)
        let columns = Self.outcomes.reversed()
        func row(_ name: String, _ outcomes: [TestCase.Outcome: Int]) -> ChartRow {
            ChartRow(
                name,
                cells: columns.map { spelledCount(outcomes[$0.outcome, default: 0]) }
                    + [spelledCount(outcomes.values.reduce(0, +))])
        }
        return ChartTable(
            caption: "Cases by suite and outcome", columns: ["Suite"] + columns.map(\.word) + ["total"],
            rows: shown.map { row($0.name, $0.outcomes) } + [row("All suites", tests.outcomes)],
            omission: shown.count < tests.suiteCount
                ? "Shown \(shown.count) of \(spelledCount(tests.suiteCount)) suites; the sums are of all." : "")
    }
}
