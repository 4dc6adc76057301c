import Model
import Reports
import Testing

@Suite struct `GitHub annotations` {
    private static let pack = PackBuilder().pack

    private static func gate(_ decision: Decision, _ blocking: [Blocker]) -> GateAssessment {
        GateAssessment(
            id: "apply", decision: decision, blocking: blocking, counts: [:], doneRequired: 1, doneSigned: 0,
            readyRequired: 0, readySigned: 0)
    }

    private static func lines(_ decision: Decision, _ blocking: [Blocker]) -> [String] {
        GitHubAnnotations.lines(for: gate(decision, blocking), of: pack, folder: "releases/next")
    }

    private static func blocker(_ kind: String, _ item: String, _ why: String, owner: String = "qa") -> Blocker {
        Blocker(item: item, owner: owner, kind: kind, why: why, next: "do it")
    }

    @Test func `name file, line and title, and escape what the runner would take for its own`() {
        let lines = Self.lines(.noGo, [Self.blocker("fail", "pre.audit", "100 %\nof: a,b\r\n::error::x")])
        #expect(
            lines == [
                "::error file=releases/next/evidence/pre.audit/audit.json,line=812,title=FAIL pre.audit (qa)::100 %25%0Aof: a,b␍%0A::error::x%0ANext: do it"
            ])
        let titled = Self.lines(.noGo, [Self.blocker("fail", "a:b,c\n%", "x")])
        #expect(titled == ["::error title=FAIL a%3Ab%2Cc⏎%25 (qa)::x%0ANext: do it"])
    }

    @Test func `are at most ten of a type, and the last counts the rest`() {
        let errors = (1...25).map { Self.blocker("unknown", "item-\($0)", "x") }
        let unsigned = (1...12).map { Self.blocker("sign-off", "item-\($0)", "x", owner: "role-\($0)") }
        let lines = Self.lines(.noGo, errors + unsigned)
        #expect(lines.count { $0.hasPrefix("::error ") } == 10 && lines.count { $0.hasPrefix("::warning ") } == 10)
        #expect(lines[9].hasPrefix("::error title=16 more::UNKNOWN item-10 (qa)%0A"))
        #expect(lines[19].hasPrefix("::warning title=3 more::"))
        #expect(Self.lines(.noGo, Array(errors.prefix(10))).count == 10)
        #expect(!lines.contains { $0.contains("\n") })
    }

    @Test func `of an open gate are one notice`() {
        #expect(Self.lines(.go, []) == ["::notice title=GO v1.50.3 apply::the gate 'apply' is open"])
    }
}
