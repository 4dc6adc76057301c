package import Model

/// Each named flow has a test case that passed, and none that did not; where asked, in a suite that states a property.
package struct FlowsPass: Rule {
    package static let kind = "flows-pass"
    package static let summary =
        "Each flow has a passed test case with all its words in class or name, and none that failed or was skipped; cases about a refusal count against it only."
    package static let parameters = [
        Parameter("flows", .texts, required: true, "phrases, each found by its words in any order: `auth login`"),
        Parameter("property", .text, "property that the suite of the case must state, e.g. `sdk.version`"),
        Parameter("value", .text, "what the property must be"),
    ]
    package static let example =
        #"flows-pass: {files: post.smoke/**, flows: [auth login, token refresh], property: sdk.version, value: "{release.sdk.version}"}"#
    package static let reads: Set<FactKind> = [.testCase, .testSuite, .testProperty]

    private let flows: [(phrase: String, words: CaseWords)]
    private let property: (name: String, value: String)?

    package init(_ reader: inout MappingReader) {
        _ = reader.required("flows")
        flows = (reader.strings("flows") ?? []).map { ($0, CaseWords($0)) }
        for flow in flows where flow.words.isEmpty {
            reader.report(
                "wrong-value", "the flow '\(flow.phrase)' has no word", at: reader.place(of: "flows"), "Name it.")
        }
        let (name, value) = (reader.string("property"), reader.string("value"))
        if (name == nil) != (value == nil) {
            reader.report(
                "missing-key", "'property' and 'value' belong together", "Give both, or neither.")
        }
        property = name.flatMap { name in value.map { (name, $0) } }
    }

    package func tally(path: String) -> FlowCases {
        FlowCases(path: path, flows: flows.map(\.words), property: property?.name)
    }

    package func findings(_ tally: FlowCases, in context: CheckContext) -> [Finding] {
        let tally = tally.closed
        guard tally.hasCases else {
            return [
                Finding(
                    .unknown, "no test report with cases was found among the files", observed: "0 cases",
                    limit: ">= 1 case")
            ]
        }
        var findings = tally.claims.findings(red: tally.red, flaky: 0)
        for broken in tally.broken {
            findings.append(
                Finding(.fail, "a suite failed outside its cases: \(broken.text)", observed: "failed", at: broken.place)
            )
        }
        for (index, flow) in flows.enumerated() {
            findings += self.findings(flow.phrase, tally.flows[index], tally)
        }
        return findings
    }

    private func findings(_ phrase: String, _ flow: FlowCases.Flow, _ tally: FlowCases) -> [Finding] {
        var findings: [Finding] = []
        for (outcome, example) in flow.unmet.prefix(20) {
            findings.append(
                Finding(
                    outcome == .skipped ? .unknown : .fail, "'\(phrase)': \(example.text)", observed: "\(outcome)",
                    limit: "passed", at: example.place))
        }
        if flow.unmet.count > 20 {
            findings.append(
                Finding(
                    .fail, "'\(phrase)': \(flow.unmet.count) cases did not pass, 20 are shown",
                    observed: "\(flow.unmet.count) cases", limit: "= 0"))
        }
        let proven = flow.passed.first { property == nil || $0.stated == property?.value }
        if let property, proven == nil {
            for (example, stated) in flow.passed.prefix(20) {
                let reason =
                    stated.map { "'\(phrase)' was tested with \(property.name) \($0): \(example.text)" }
                    ?? "'\(phrase)' passed where nothing states \(property.name): \(example.text)"
                findings.append(
                    Finding(
                        .unknown, reason, observed: stated ?? "no \(property.name)", limit: property.value,
                        at: example.place))
            }
        }
        if let example = flow.flaky {
            findings.append(
                Finding(
                    .warn, "'\(phrase)' passed only when run again: \(example.text)", observed: "flaky",
                    at: example.place))
        }
        if flow.count == 0 {
            let reason =
                flow.refused.map { "'\(phrase)' is tested only where it is refused: \($0.text)" }
                ?? (tally.unnamed > 0
                    ? "no case for '\(phrase)' is among the first \(TestCase.namedCases), and the names of later ones are not kept"
                    : "no test case is about '\(phrase)'")
            findings.append(
                Finding(
                    .unknown, reason, observed: "0 passed", limit: ">= 1 passed",
                    at: flow.refused?.place ?? tally.place))
        } else if let proven, findings.allSatisfy({ $0.verdict == .warn }) {
            let version = property.map { " with \($0.name) \($0.value)" } ?? ""
            findings.append(
                Finding(
                    .pass, "'\(phrase)' passed\(version): \(proven.example.text)", observed: "passed",
                    limit: ">= 1 passed", at: proven.example.place))
        }
        return findings
    }
}
