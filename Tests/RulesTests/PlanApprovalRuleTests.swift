import Model
import Testing

private let ours = String(repeating: "ab", count: 32)
private let otherPlan = String(repeating: "cd", count: 32)
private let yes = "Approved: plan sha256:\(ours)"

private func record(_ digest: String = ours, by: String? = "mei", argv: [String] = ["terraform", "plan"]) -> Fact {
    var run = CommandRun(argv: argv, exitStatus: 0, startedAt: minutes(-125), endedAt: minutes(-120), line: 1)
    run.subjects = [.init(name: "plan.txt", sha256: otherPlan), .init(name: "infra/prod.plan", sha256: digest)]
    run.by = by
    return .commandRun(run)
}

private func plan(_ digest: String?) -> Fact {
    var plan = Plan(
        declared: nil, counted: .init(), statesNoChanges: true, changesOutputs: false, errors: [], warnings: [],
        isComplete: true, isJSON: false, line: 7)
    plan.changeDigest = digest
    return .plan(plan)
}

private func review(_ author: String, _ state: Review.State, _ text: String, at minute: Int64? = -60) -> Fact {
    var review = Review(author: author, state: state, text: text, line: 2)
    review.at = minute.map { minutes($0) }
    review.isEdited = false
    return .review(review)
}

private func found(
    _ facts: Fact..., params: KeyValuePairs<String, [String]> = [:], collected: Int64? = nil, by: String? = nil
) throws -> [Finding] {
    try judge("plan-approved", params, [facts], collected: [collected], by: by)
}

@Suite struct `The rule plan-approved` {
    @Test func `passes on another's approval of this very plan`() throws {
        #expect(verdict(try found(record(), ticket(comment("j-ben", yes)))) == .pass)
        #expect(
            verdict(try found(record(), ticket(comment("j-ben", "ok\napproved: plan SHA256:\(ours.uppercased())"))))
                == .pass)
        let sum = Fact.checksum(FileChecksum(name: "deploy.plan/prod.plan", sha256: ours, line: 1))
        #expect(verdict(try found(sum, record(), ticket(comment("j-ben", yes)))) == .pass)
        #expect(verdict(try found(record(), ticket(), review("g-ben", .approved, "Read it.\nsha256:\(ours)"))) == .pass)
    }

    @Test(arguments: [
        "> \(yes)", "Approved: plan sha256:\(otherPlan)", "Approved: plan", "Approved", "LGTM",
        "Approved: plan sha256:abab",
        "Not approved: plan sha256:\(ours)", "\(yes) if CI is green", "Approved: changes \(ours)", "```\n\(yes)\n```",
    ])
    func `takes nothing else for it`(text: String) throws {
        #expect(verdict(try found(record(), ticket(comment("j-ben", text)))) == .unknown)
    }

    @Test func `names both digests when another plan was approved`() throws {
        let text = said(try found(record(), ticket(comment("j-ben", "Approved: plan sha256:\(otherPlan)"))))
        #expect(text.contains("sha256:cdcdcdcdcdcd…") && text.contains("sha256:abababababab…"))
    }

    @Test func `does not take the author's own, a stranger's, an older, a later or an edited one`() throws {
        #expect(verdict(try found(record(), ticket(comment("j-mei", yes)))) == .unknown)
        #expect(verdict(try found(record(by: "g-mei"), ticket(comment("j-mei", yes)))) == .unknown)
        #expect(verdict(try found(record(), ticket(comment("j-zoe", yes)))) == .unknown)
        #expect(verdict(try found(record(), ticket(comment("j-ben", yes, at: -121)))) == .unknown)
        #expect(verdict(try found(record(), ticket(comment("j-ben", yes, at: 1)))) == .unknown)
        #expect(verdict(try found(record(), ticket(comment("j-ben", yes), key: "QA-1"))) == .unknown)
        #expect(verdict(try found(record(), review("g-ben", .approved, yes))) == .unknown)
        let edited = Model.Issue.Comment(author: "j-ben", created: minutes(-60), updated: minutes(-59), text: yes)
        #expect(verdict(try found(record(), ticket(edited))) == .unknown)
    }

    @Test func `an unknown author needs one approval more`() throws {
        #expect(verdict(try found(record(by: nil), ticket(comment("j-ben", yes)))) == .unknown)
        #expect(verdict(try found(record(by: "ci-runner"), ticket(comment("j-ben", yes)))) == .unknown)
        #expect(verdict(try found(record(by: nil), ticket(comment("j-ben", yes), comment("j-ben", yes)))) == .unknown)
        #expect(verdict(try found(record(by: nil), ticket(comment("j-ben", yes), comment("j-ana", yes)))) == .pass)
    }

    @Test func `counts people, and only those of the roles`() throws {
        let two = ticket(comment("j-ben", yes), comment("j-ana", yes))
        #expect(verdict(try found(record(), two, params: ["approvals": ["2"]])) == .pass)
        #expect(verdict(try found(record(), two, params: ["approvals": ["3"]])) == .unknown)
        #expect(verdict(try found(record(), two, params: ["roles": ["engineering-lead"]])) == .pass)
        #expect(verdict(try found(record(), two, params: ["roles": ["platform"]])) == .unknown)
    }

    @Test func `fails on a rejection that stands`() throws {
        let no = comment("j-ben", "Rejected: it drops the queue", at: -50)
        #expect(verdict(try found(record(), ticket(comment("j-ben", yes), no))) == .fail)
        #expect(verdict(try found(record(), ticket(comment("j-ana", yes), no))) == .fail)
        #expect(
            verdict(try found(record(), ticket(comment("j-ana", yes), no, comment("j-ben", yes, at: -40)))) == .pass)
        #expect(
            verdict(try found(record(), ticket(comment("j-ana", yes)), review("g-ben", .changesRequested, ""))) == .fail
        )
        // Of an older plan, or of somebody unknown.
        #expect(
            verdict(try found(record(), ticket(comment("j-ben", "Rejected: old", at: -200), comment("j-ana", yes))))
                == .pass)
        #expect(
            verdict(
                try found(
                    record(),
                    ticket(comment("j-ana", yes), comment("j-ben", "Rejected: plan sha256:\(otherPlan)", at: -50))
                ))
                == .pass)
        #expect(
            verdict(try found(record(), ticket(comment("j-ana", yes), comment("j-zoe", "Rejected: me too")))) == .warn)
        #expect(
            verdict(
                try found(
                    record(), ticket(comment("j-ben", yes), comment("j-ana", "Rejected: x", at: -50)),
                    params: ["roles": ["engineering-lead"]])) == .pass)
    }

    @Test func `two plans are a contradiction, and none is unknown`() throws {
        #expect(verdict(try found(record(), record(otherPlan), ticket(comment("j-ben", yes)))) == .error)
        #expect(verdict(try found(plan("text:1"), plan("text:2"), ticket(comment("j-ben", yes)))) == .error)
        #expect(verdict(try found(ticket(comment("j-ben", yes)))) == .unknown)
        // The record of the apply tells neither the plan's author nor its time.
        #expect(
            verdict(try found(record(argv: ["terraform", "apply", "prod.plan"]), ticket(comment("j-ben", yes))))
                == .unknown)
    }

    @Test func `equal changes approved count when the plan's time is known`() throws {
        let text = ticket(comment("j-ben", "Approved: changes text:\(ours)"))
        #expect(verdict(try found(plan("text:\(ours)"), text, collected: -90, by: "mei")) == .pass)
        #expect(verdict(try found(plan("text:\(ours)"), text, collected: -30, by: "mei")) == .unknown)
        #expect(verdict(try found(plan("text:\(ours)"), text, by: "mei")) == .unknown)
        #expect(verdict(try found(plan("json:\(ours)"), text, collected: -90, by: "mei")) == .unknown)
    }

    @Test func `the latest review of a person decides, and a dismissed one is none`() throws {
        let approved = review("g-ben", .approved, "sha256:\(ours)")
        #expect(
            verdict(try found(record(), ticket(), approved, review("g-ben", .changesRequested, "no", at: -50))) == .fail
        )
        #expect(verdict(try found(record(), ticket(), review("g-ben", .dismissed, "sha256:\(ours)"))) == .unknown)
        #expect(verdict(try found(record(), ticket(), review("g-ben", .approved, "LGTM"))) == .unknown)
        #expect(verdict(try found(record(), ticket(), review("g-ben", .approved, "> sha256:\(ours)"))) == .unknown)
        #expect(
            verdict(try found(record(), ticket(), review("g-ben", .approved, "sha256:\(ours)", at: nil))) == .unknown)
        #expect(verdict(try found(record(), ticket(), review("j-ben", .approved, "sha256:\(ours)"))) == .unknown)
    }
}
