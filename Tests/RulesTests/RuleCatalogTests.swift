import Model
import Rules
import TestKit
import Testing

@Suite struct `The catalog of rules` {
    @Test func `has unique kinds, each with an example that begins with it`() {
        #expect(Set(RuleCatalog.kinds).count == RuleCatalog.all.count)
        for type in RuleCatalog.all { #expect(type.example.hasPrefix("\(type.kind):")) }
    }

    @Test func `refuses unknown kinds and keys with a hint`() {
        #expect(
            RuleCatalog.rule(kind: "test-pass", parameters: .mapping([:]), at: Place("r")).problems.first?.advice
                == "Did you mean 'tests-pass'?")
        #expect(
            RuleCatalog.rule(kind: "tests-pass", parameters: .mapping(["minimun": ["3"]]), at: Place("r")).problems
                .first?.advice == "Did you mean 'minimum'?")
    }

    @Test(arguments: RuleCatalog.all.filter { $0.parameters.contains { $0.isRequired } }.map { $0.kind })
    func `demands required parameters`(kind: String) {
        #expect(RuleCatalog.rule(kind: kind, parameters: .mapping([:]), at: Place("r")).rule == nil)
    }

    @Test(arguments: RuleCatalog.kinds.filter { $0 != "human-judgement" && $0 != "command-ran" })
    func `never passes without facts`(kind: String) throws {
        let minimal: [String: KeyValuePairs<String, [String]>] = [
            "advisories-below": ["critical": ["0"]], "changes-within": ["destroy": ["<= 0"]],
            "endpoints-answer": ["paths": ["/health"]],
            "kpis-within": ["kpis": ["http_req_duration p(95) < 300ms"]], "services-stable": ["for": ["15min"]],
            "snapshot-available": ["newest_within": ["25h"]],
            "coverage-at-least": ["lines": [">= 80%"]], "flows-pass": ["flows": ["auth login"]],
            "command-took": ["limit": ["< 60min"]], "issue-done": ["type": ["a"], "version": ["b"]],
            "records-match": ["expect": ["a = 1"]],
            "roles-confirm": ["roles": ["qa"], "says": ["yes to v1.50.3"]],
            "procedure-documented": ["section": ["a"]],
            "series-within": ["series": ["a"], "limit": ["< 1"], "covers": [">= 1h"], "ends_within": ["1h"]],
            "types-kept": ["types": ["a"]], "workflow-deployed": ["workflow": ["a.yml"]],
            "workflow-runs-succeed": ["workflows": ["a"]],
        ]
        #expect(verdict(try judge(kind, minimal[kind] ?? [:], [[]])) == .unknown)
    }
}
