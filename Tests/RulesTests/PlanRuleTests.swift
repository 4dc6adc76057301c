import Model
import Testing

private func change(_ action: PlannedChange.Action, _ type: String = "aws_ecs_service", drift: Bool = false) -> Fact {
    .plannedChange(PlannedChange(action: action, address: "\(type).x", type: type, isDrift: drift, line: 5))
}

private func plan(
    _ declared: Plan.Counts?, _ counted: Plan.Counts, errors: [String] = [], complete: Bool = true,
    noChanges: Bool = false
) -> Fact {
    .plan(
        Plan(
            declared: declared, counted: counted, statesNoChanges: noChanges, changesOutputs: false, errors: errors,
            warnings: [], isComplete: complete, isJSON: false, line: 40))
}

@Suite struct `the plan's rules` {
    private let one = Plan.Counts(adds: 1)

    @Test func `a plan whose summary agrees is complete`() throws {
        #expect(verdict(try judge("plan-complete", [:], [[change(.create), plan(one, one)]])) == .pass)
    }

    @Test(arguments: [
        (Verdict.error, plan(Plan.Counts(adds: 2), Plan.Counts(adds: 1))),
        (.fail, plan(Plan.Counts(), Plan.Counts(), errors: ["no credentials"])),
        (.unknown, plan(Plan.Counts(), Plan.Counts(), complete: false)),
        (.unknown, plan(nil, Plan.Counts())),
    ])
    func `anything less is not`(expected: Verdict, fact: Fact) throws {
        #expect(verdict(try judge("plan-complete", [:], [[fact]])) == expected)
    }

    @Test func `no plan is unknown for every plan rule`() throws {
        #expect(verdict(try judge("plan-complete", [:], [[]])) == .unknown)
        #expect(verdict(try judge("changes-within", ["destroy": ["<= 0"]], [[]])) == .unknown)
        #expect(verdict(try judge("types-kept", ["types": ["aws_db_instance"]], [[change(.create)]])) == .unknown)
    }

    @Test func `text and JSON that differ are an error`() throws {
        #expect(
            verdict(
                try judge("plan-complete", [:], [[plan(one, one)], [plan(Plan.Counts(adds: 2), Plan.Counts(adds: 2))]]))
                == .error)
    }

    private func made(_ digest: String?, json: Bool = false, checks: [String] = []) -> Fact {
        var plan = Plan(
            declared: json ? nil : one, counted: one, statesNoChanges: false, changesOutputs: false, errors: [],
            warnings: [], isComplete: true, isJSON: json, line: 40)
        (plan.changeDigest, plan.failedChecks) = (digest, checks)
        return .plan(plan)
    }

    @Test(arguments: [
        (Verdict.pass, ["text:a", "text:a"]), (.error, ["text:a", "text:b"]), (.unknown, ["text:a", nil]),
        (.unknown, [nil, nil]),
    ])
    func `two texts must be one plan, by the digest of their changes`(expected: Verdict, digests: [String?]) throws {
        let files = digests.map { [change(.create), made($0)] }
        #expect(verdict(try judge("plan-complete", [:], files)) == expected)
        #expect(verdict(try judge("plan-complete", [:], [files.flatMap(\.self)])) == expected)
    }

    @Test func `a text and JSON must change the same resources`() throws {
        let text = [change(.create), made("text:a")]
        #expect(
            verdict(try judge("plan-complete", [:], [text, [change(.create), made("json:b", json: true)]])) == .pass)
        #expect(
            verdict(
                try judge(
                    "plan-complete", [:], [text, [change(.create, "aws_sqs_queue"), made("json:b", json: true)]]))
                == .error)
    }

    @Test func `a failed check of the configuration fails the plan`() throws {
        #expect(
            verdict(try judge("plan-complete", [:], [[change(.create), made("text:a", checks: ["check.health"])]]))
                == .fail)
    }

    @Test func `a replacement counts as a destruction, drift does not`() throws {
        #expect(
            verdict(try judge("changes-within", ["destroy": ["<= 0"]], [[change(.replace), plan(one, one)]])) == .fail)
        #expect(
            verdict(
                try judge("changes-within", ["destroy": ["<= 0"]], [[change(.delete, drift: true), plan(one, one)]]))
                == .pass)
    }

    @Test(arguments: [PlannedChange.Action.delete, .replace, .forget]) func `a protected type is kept from`(
        action: PlannedChange.Action
    ) throws {
        #expect(
            verdict(
                try judge(
                    "types-kept", ["types": ["aws_db_instance"]], [[change(action, "aws_db_instance"), plan(one, one)]])
            ) == .fail)
        #expect(
            verdict(try judge("types-kept", ["types": ["aws_db_instance"]], [[change(action), plan(one, one)]]))
                == .pass)
    }
}
