import Model
import Testing

private func service(_ name: String, _ revision: Int, deploying: Int? = nil) -> Fact {
    var service = ECSService(
        name: name, cluster: "prod", status: "ACTIVE", desired: 1, running: 1, pending: 0,
        taskDefinition: "arn:aws:ecs:eu-central-1:1:task-definition/\(name):\(revision)", line: 5)
    service.deployments = ([revision, deploying].compactMap(\.self)).map {
        .init(status: $0 == revision ? "PRIMARY" : "INACTIVE", taskDefinition: "\(name):\($0)", failedTasks: 0)
    }
    return .service(service)
}

private func apply(destroys: Int = 0) -> Fact {
    var apply = Apply(line: 9)
    apply.declared = .init(destroys: destroys)
    return .apply(apply)
}

private func incident(_ name: String, at minute: Int64) -> Fact {
    var entry = StatusEntry(kind: .incident, id: name, name: name, status: "resolved", line: 2)
    entry.startedAt = minutes(minute)
    return .statusEntry(entry)
}

private let before = [service("api", 41), service("worker", 17)]
private let after = [service("api", 42), service("worker", 18)]

@Suite struct `The rule incident-handled, where none was started` {
    /// Files are as old as they come before others, an hour each; the oldest are an apply and an incident of long ago.
    private func found(_ files: [Fact]..., collected: [Int64?]? = nil, with more: [Fact]? = nil) throws -> Verdict {
        let times = collected ?? files.indices.map { Int64($0 - files.count) * 60 }
        let all = [more ?? [apply(destroys: 3), incident("Disk full", at: -90_000)]] + files
        return verdict(try judge("incident-handled", [:], all, collected: [-1_000] + times))
    }

    @Test func `is not applicable when all evidence agrees`() throws {
        #expect(try found(before, after, after, [ticket()]) == .notApplicable)
        #expect(try found(before, after, [ticket(comment("j-hana", "No rollback was needed."))]) == .notApplicable)
        #expect(try found(before, after, [ticket(), incident("Rollback of v1.49.0", at: -9_000)]) == .notApplicable)
        #expect(try found(before, [service("api", 42), service("worker", 17)], [ticket()]) == .notApplicable)
    }

    @Test func `is unknown without evidence`() throws {
        #expect(try found([ticket()]) == .unknown)
        #expect(try found(before, after, [ticket()], with: [apply()]) == .unknown)
        #expect(try found(before, after, [ticket()], with: [incident("Disk full", at: -90_000)]) == .unknown)
        #expect(try found(before, after) == .unknown)
        #expect(try found(before, before, [ticket()]) == .unknown)
        #expect(try found(after, after, [ticket()]) == .unknown)
        #expect(try found(before, [service("api", 42)], [ticket()], collected: [-60, nil, -10]) == .unknown)
        #expect(try found([service("api", 41)], [service("api", 42)], [ticket()]) == .unknown)
    }

    @Test func `fails on anything that shows a rollback`() throws {
        #expect(try found(before, after, before, [ticket()]) == .fail)
        #expect(try found(before, [service("api", 41, deploying: 42), service("worker", 18)], [ticket()]) == .fail)
        #expect(try found(before, after, [apply(destroys: 1)], [ticket()]) == .fail)
        #expect(try found(before, after, [ticket(), incident("Rollback of the API", at: 10)]) == .fail)
        #expect(try found(before, after, [ticket(), incident("Rolled back v1.50.3", at: -9_000)]) == .fail)
        #expect(try found(before, after, [ticket(comment("j-zoe", "Rollback started: errors"))]) == .fail)
        #expect(try found(before, after, [ticket(comment("j-zoe", "> x\nRollback started: errors"))]) == .fail)
        #expect(try found(before, after, [ticket(comment("j-zoe", "> Rollback started: errors"))]) == .notApplicable)
    }
}

@Suite struct `The rule incident-handled, where one was started` {
    private let whole = [
        comment("j-hana", "Rollback started: 5xx above 2 %", at: -90),
        comment("j-ben", "Decision: back to api:41", at: -80),
        comment("j-mei", "Action: redeployed api:41\nAction: paused the queue", at: -70),
        comment("j-hana", "Rollback ended: 5xx at 0.02 %", at: -65),
    ]

    private func found(
        _ comments: [Model.Issue.Comment], initiated: Int64 = -91, params: KeyValuePairs<String, [String]> = [:],
        more: [Fact] = []
    ) throws -> [Finding] {
        var issue = Model.Issue(key: "REL-1503", line: 1)
        issue.comments = comments
        return try judge("incident-handled", params, [[.issue(issue)] + more], collected: []) { release in
            release.rollback = .init(initiated: true, initiatedAt: minutes(initiated))
        }
    }

    @Test func `passes on a whole timeline`() throws {
        #expect(verdict(try found(whole)) == .pass)
        #expect(verdict(try found(whole.reversed())) == .pass)
        let told = whole.map { comment("j-hana", $0.text, at: -10) }
        let text = ["-90", "-80", "-70", "-65"].enumerated().map { index, minute in
            told[index].text.split(separator: "\n").map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return "\(parts[0]): \(minutes(Int64(minute) ?? 0)) \(parts[1])"
            }.joined(separator: "\n")
        }
        #expect(verdict(try found(text.map { comment("j-hana", $0, at: -10) })) == .pass)
    }

    @Test(arguments: 0..<4) func `is unknown when a step is missing`(step: Int) throws {
        var comments = whole
        comments.remove(at: step)
        #expect(verdict(try found(comments)) == .unknown)
    }

    @Test func `is not fooled by edited, quoted, foreign or future lines`() throws {
        var comments = whole
        comments[1] = Model.Issue.Comment(
            author: "j-ben", created: minutes(-80), updated: minutes(-1), text: whole[1].text)
        #expect(verdict(try found(comments)) == .unknown)
        comments[1] = comment("j-ben", "> " + whole[1].text, at: -80)
        #expect(verdict(try found(comments)) == .unknown)
        comments[1] = comment("j-zoe", whole[1].text, at: -80)
        #expect(verdict(try found(comments)) == .unknown)
        comments[1] = comment("j-ben", "Decision: \(minutes(-60)) written before it happened", at: -80)
        #expect(verdict(try found(comments)) == .unknown)
        comments[1] = comment("j-ben", "Decision:", at: -80)
        #expect(verdict(try found(comments)) == .unknown)
    }

    @Test func `fails on holes, on disorder and on another start`() throws {
        #expect(verdict(try found(whole, params: ["largest_gap": ["5min"]])) == .fail)
        #expect(verdict(try found(whole, initiated: -120)) == .fail)
        var late = whole
        late[1] = comment("j-ben", "Decision: later", at: -66)
        #expect(verdict(try found(late)) == .fail)
        #expect(verdict(try found(whole + [comment("j-mei", "Action: one more", at: -60)])) == .fail)
        #expect(verdict(try found([comment("j-mei", "Action: too soon", at: -95)] + whole)) == .fail)
        #expect(verdict(try found(whole + [comment("j-hana", "Rollback ended: really", at: -60)])) == .unknown)
    }

    @Test func `takes entries of the pager too`() throws {
        var entry = StatusEntry(kind: .incident, id: "i", name: "Errors", status: "resolved", line: 2)
        entry.updates = [.init(status: "annotate", text: "Note added.\nDecision: go back", at: minutes(-80))]
        var comments = whole
        comments.remove(at: 1)
        #expect(verdict(try found(comments, more: [.statusEntry(entry)])) == .pass)
    }
}
