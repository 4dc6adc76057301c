import Model

/// What the headers of test reports claim about their counts, compared with the cases that are in them.
struct SuiteClaims: Tally {
    private let path: String
    private var cases = 0
    /// What the headers of earlier files promise together; `nil` where none does.
    private var declaredBefore: Int?
    /// Declared tests by suite depth.
    private var declared: [Int] = []
    private var red: (count: Int, place: Place)?
    /// Earlier files whose header promises more cases than they hold.
    private var short: [(path: String, declared: Int, counted: Int)] = []

    init(path: String) { self.path = path }

    mutating func take(_ fact: Fact) {
        switch fact {
        case .testCase: cases += 1
        case .testSuite(let suite):
            let depth = min(suite.depth, 200)
            while declared.count <= depth { declared.append(0) }
            declared[depth] = declared[depth].addingReportingOverflow(suite.tests ?? 0).partialValue
            let count = max(0, suite.failures ?? 0).addingReportingOverflow(max(0, suite.errors ?? 0)).partialValue
            if count > red?.count ?? 0 { red = (count, Place(path, line: suite.line)) }
        default: break
        }
    }

    mutating func merge(_ later: SuiteClaims) {
        short = shortfalls + later.shortfalls
        if later.red?.count ?? 0 > red?.count ?? 0 { red = later.red }
        declaredBefore = Self.sum(total, later.total)
        (declared, cases) = ([], 0)
    }

    /// How many tests the headers of all files promise; `nil` where none says.
    var total: Int? { Self.sum(declaredBefore, declared.max().flatMap { $0 > 0 ? $0 : nil }) }

    private static func sum(_ one: Int?, _ other: Int?) -> Int? {
        guard let one, let other else { return one ?? other }
        return one.addingReportingOverflow(other).partialValue
    }

    private var shortfalls: [(path: String, declared: Int, counted: Int)] {
        guard let most = declared.max(), most > cases else { return short }
        return short + [(path, most, cases)]
    }

    /// What is wrong with the claims, when so many cases were red or flaky in all.
    func findings(red counted: Int, flaky: Int) -> [Finding] {
        var findings: [Finding] = []
        if let red, counted == 0 {
            findings.append(
                Finding(
                    flaky > 0 ? .warn : .fail,
                    "the report's header declares \(Rules.counted(red.count, "failure")), but no case in it failed",
                    observed: "\(red.count) declared, 0 found", limit: "= 0 failed", at: red.place))
        }
        for short in shortfalls where flaky + counted == 0 {
            findings.append(
                Finding(
                    .unknown,
                    "the header declares \(Rules.counted(short.declared, "test")), but only \(short.counted) are in the report",
                    observed: "\(short.counted)", limit: "= \(short.declared)", at: Place(short.path)))
        }
        return findings
    }
}

extension TestCaseDetails {
    /// Class and name, as a person looks for the case.
    var title: String { className.isEmpty ? name : "\(className) › \(name)" }
}

extension Limit {
    /// Whether `part` keeps the limit, as a share of `whole` if the limit is one; nothing is divided.
    func holds(for part: Int, of whole: Int) -> Bool {
        let count = Quantity(ExactDecimal(part), .count)
        guard quantity.unit.dimension == .ratio else { return holds(for: count) ?? false }
        guard let allowed = quantity.base?.multiplied(by: whole) else { return false }
        return Limit(comparison, Quantity(allowed, .count)).holds(for: count) ?? false
    }
}
