package import Model

/// The pack as an in-toto Statement (v1) with the test-result predicate: what was judged, by which configuration, and how.
///
/// Its subjects are pack.json and, where the evidence names it, the plan, so that it can be verified beside either.
package struct InTotoStatement: Report {
    package let id = "in-toto"
    package let fileName = "intoto.json"
    private let context: ReportContext

    package init(context: ReportContext) { self.context = context }

    package func render(_ pack: Pack) -> [UInt8] {
        func resource(_ name: String, _ sha256: String) -> JSONValue {
            ["name": .string(name), "digest": ["sha256": .string(sha256)]]
        }
        let plan = pack.items.lazy.compactMap(\.plan).first
        let packDigest = context.hexDigest(PackDocument().render(pack))
        func items(_ verdicts: Verdict...) -> JSONValue {
            .array(pack.items.filter { verdicts.contains($0.verdict) }.map { .string($0.id) })
        }
        let isOpen = !pack.gates.isEmpty && pack.gates.allSatisfy(\.decision.isOpen)
        let hasRemarks = pack.items.contains { [.warn, .waived].contains($0.verdict) }
        let statement: JSONValue = [
            "_type": .string(CommandRun.statementType),
            "subject": .array(
                [resource("pack.json", packDigest)] + (plan.map { [resource("prod.plan", $0)] } ?? [])),
            "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
            "predicate": [
                "result": isOpen ? (hasRemarks ? "WARNED" : "PASSED") : "FAILED",
                "configuration": .array(pack.configuration.map { resource($0.path, $0.sha256) }),
                "passedTests": items(.pass, .notApplicable),
                "warnedTests": items(.warn, .waived),
                "failedTests": items(.fail, .error, .unknown, .manual, .notDue),
            ],
        ]
        return statement.pretty
    }
}
