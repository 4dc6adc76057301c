package import Model

/// The cases of some reports that belong to the flows looked for, and what the suites around them state.
package struct FlowCases: Tally {
    package typealias Example = (text: String, place: Place)

    /// What was found of one flow.
    package struct Flow: Sendable {
        /// How many cases passed, those about a refusal left out.
        var count = 0
        /// One example for each thing that the suites around passed cases state.
        var passed: [(example: Example, stated: String?)] = []
        var unmet: [(outcome: TestCase.Outcome, example: Example)] = []
        var flaky: Example?
        /// A case that passed and is about a refusal.
        var refused: Example?
        /// Examples of the file that is being read, by the suites around them: what these state may still come.
        fileprivate var pending: [[Int]: Example] = [:]
    }

    private static let most = 10_000
    package private(set) var isCut = false

    private let words: [CaseWords]
    private let property: String?
    private var path: String
    private(set) var flows: [Flow]
    private(set) var claims: SuiteClaims
    private(set) var hasCases = false
    private(set) var red = 0
    /// Passed cases without a name.
    private(set) var unnamed = 0
    /// Failures of suites, outside of any case.
    private(set) var broken: [Example] = []
    /// What each suite of the file that is being read states.
    private var stated: [Int: Set<String>] = [:]

    var place: Place { Place(path) }

    init(path: String, flows: [CaseWords], property: String?) {
        (words, self.property, self.path) = (flows, property, path)
        self.flows = flows.map { _ in Flow() }
        claims = SuiteClaims(path: path)
    }

    package mutating func take(_ fact: Fact) {
        claims.take(fact)
        switch fact {
        case .testCase(let test): take(test)
        case .testProperty(let stated) where stated.name == property:
            guard self.stated.count < Self.most else { return isCut = true }
            self.stated[stated.suite, default: []].insert(stated.value)
        default: break
        }
    }

    private mutating func take(_ test: TestCase) {
        hasCases = true
        if test.outcome == .failed || test.outcome == .errored { red += 1 }
        guard let details = test.details else { return unnamed += 1 }
        let title = "\(details.title)\(details.message.isEmpty ? "" : ": \(details.message)")"
        let example = (text: title, place: Place(path, line: test.line))
        if details.name.isEmpty, details.className.isEmpty, test.outcome == .errored || test.outcome == .failed {
            if broken.count < 20 { broken.append(example) }
            return
        }
        let name = CaseWords("\(details.className) \(details.name)")
        // A class that is about several flows proves none of them: `test_up_down` is the class of either.
        let group = CaseWords(details.className)
        let proof = words.count { group.contain($0) } > 1 ? CaseWords(details.name) : name
        for index in flows.indices where name.contain(words[index]) {
            switch test.outcome {
            case .passed, .flaky:
                guard proof.contain(words[index]) else { continue }
                if name.refuse(words[index]) {
                    flows[index].refused = flows[index].refused ?? example
                    continue
                }
                if test.outcome == .flaky { flows[index].flaky = flows[index].flaky ?? example }
                flows[index].count += 1
                guard flows[index].pending[details.suitePath] == nil else { continue }
                guard flows[index].pending.count < Self.most else { return isCut = true }
                flows[index].pending[details.suitePath] = example
            case .skipped, .failed, .errored:
                if flows[index].unmet.count < 1_000 { flows[index].unmet.append((test.outcome, example)) }
            }
        }
    }

    package mutating func merge(_ later: FlowCases) {
        let later = later.closed
        self = closed
        path = later.path
        isCut = isCut || later.isCut
        claims.merge(later.claims)
        hasCases = hasCases || later.hasCases
        red += later.red
        unnamed += later.unnamed
        broken += later.broken
        for (index, flow) in later.flows.enumerated() {
            flows[index].count += flow.count
            flows[index].passed += flow.passed
            flows[index].unmet += flow.unmet
            flows[index].flaky = flows[index].flaky ?? flow.flaky
            flows[index].refused = flows[index].refused ?? flow.refused
        }
    }

    /// With the file that was being read taken in: what the innermost suite states counts, else the next one around it.
    var closed: FlowCases {
        var closed = self
        for index in flows.indices {
            for (suites, example) in flows[index].pending.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                let values = suites.reversed().lazy.compactMap { stated[$0] }.first
                closed.flows[index].passed.append((example, values?.sorted().joined(separator: " and ")))
            }
            closed.flows[index].pending = [:]
        }
        closed.stated = [:]
        return closed
    }
}
