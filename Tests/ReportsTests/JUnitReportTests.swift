import Model
import Reports
import Testing

@Suite struct `junit.xml` {
    struct Case {
        let suite: String
        let name: String
        /// `failure`, `error`, `skipped` or empty.
        var result = ""
        var message = ""
        var output = ""
        var isRed: Bool { ["failure", "error"].contains(result) }
    }

    private static func cases(_ pack: Pack) throws -> [Case] {
        var suite = ""
        var cases: [Case] = []
        for element in try MachineDocument.texts(xml: JUnitReport().render(pack)).elements {
            switch element.name {
            case "testsuite": suite = element.attributes["name"] ?? ""
            case "testcase": cases.append(Case(suite: suite, name: element.attributes["name"] ?? ""))
            case "failure", "error", "skipped":
                cases[cases.count - 1].result = element.name
                cases[cases.count - 1].message = element.attributes["message"] ?? ""
            case "system-out": cases[cases.count - 1].output = element.text
            default: break
            }
        }
        return cases
    }

    private static func gate(_ id: String, _ decision: Decision, _ blocking: [Blocker] = []) -> GateAssessment {
        var gate = GateAssessment(
            id: id, decision: decision, blocking: blocking, counts: [:], doneRequired: 1, doneSigned: 0,
            readyRequired: 0, readySigned: 0)
        gate.items = Set(PackBuilder().pack.items.map(\.id))
        return gate
    }

    private static func pack(_ gates: GateAssessment...) -> Pack {
        var pack = PackBuilder().pack
        pack.gates = gates
        return pack
    }

    private static func blocker(_ kind: String, _ item: String) -> Blocker {
        Blocker(item: item, owner: "qa", kind: kind, why: "because", next: "do it")
    }

    @Test(arguments: [
        "fail", "reject", "sign-off", "error", "unknown", "manual", "not_due", "integrity", "something new",
    ])
    func `an item that blocks is red, whatever its own verdict, and says why, what next and who`(kind: String) throws {
        // pre.migrations passes, and is blocked all the same.
        let cases = try Self.cases(
            Self.pack(Self.gate("apply", .incomplete, [Self.blocker(kind, "pre.migrations")])))
        let one = try #require(cases.first { $0.name.hasPrefix("pre.migrations:") })
        #expect(one.result == (["fail", "reject", "sign-off"].contains(kind) ? "failure" : "error"))
        #expect(one.message == "because. Next: do it. Who: qa")
        #expect(cases.filter(\.isRed).map(\.name) == ["gate apply", one.name])
    }

    @Test(arguments: [Decision.go, .goWithWaivers])
    func `an open gate is green, and says what was skipped and why`(decision: Decision) throws {
        let cases = try Self.cases(Self.pack(Self.gate("apply", decision)))
        #expect(cases.count == 23 && !cases.contains(where: \.isRed))
        #expect(
            cases.first { $0.name.hasPrefix("pre.ci:") }?.message.hasPrefix("waived, without waivers fail: ") == true)
        #expect(
            cases.first { $0.name.hasPrefix("pre.metrics:") }?.message.hasPrefix(
                "unknown, which this gate does not ask for: no sample") == true)
        #expect(cases.filter { $0.result == "skipped" }.allSatisfy { !$0.message.isEmpty })
    }

    @Test(arguments: [Decision.noGo, .incomplete])
    func `a closed gate without any blocker is red`(decision: Decision) throws {
        let cases = try Self.cases(Self.pack(Self.gate("apply", .go), Self.gate("deploy", decision)))
        #expect(cases.filter(\.isRed).map(\.name) == ["gate deploy"])
    }

    @Test func `a gate behind a closed one is skipped as a whole, and the closed one is red`() throws {
        let waiting = Self.gate("deploy", .noGo, [Self.blocker(Blocker.closedGate, "apply")])
        let cases = try Self.cases(Self.pack(waiting, Self.gate("apply", .noGo, [Self.blocker("fail", "pre.qa")])))
        #expect(cases.filter { $0.suite == "gate deploy" }.map(\.result) == ["skipped"])
        #expect(cases.filter(\.isRed).count == 2)
        // Behind one that is open, or not there, it is red.
        #expect(try Self.cases(Self.pack(waiting, Self.gate("apply", .go))).contains(where: \.isRed))
        #expect(try Self.cases(Self.pack(waiting)).contains(where: \.isRed))
    }

    @Test func `no gate at all is red`() throws { #expect(try Self.cases(Self.pack()).map(\.result) == ["failure"]) }

    @Test func `the output names evidence with path and line`() throws {
        let cases = try Self.cases(Self.pack(Self.gate("apply", .go)))
        let audit = try #require(cases.first { $0.name.hasPrefix("pre.audit:") })
        #expect(
            audit.output.contains("  fail  evidence/pre.audit/audit.json:812  1 high advisory: ")
                && audit.output.contains(" [1 high; required: = 0 high]"))
    }
}
