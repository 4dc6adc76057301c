import Model
import Testing

private func entry(
    _ name: String = "Promotion of v1.50.3", _ status: String = "completed", at minute: Int64? = -10, id: String = "m",
    text: String = "done"
) -> Fact {
    var entry = StatusEntry(kind: .maintenance, id: id, name: name, status: status, line: 3)
    entry.updates = [
        .init(status: "scheduled", text: "soon", at: minutes(-900)),
        .init(status: status, text: text, at: minute.map { minutes($0) }),
    ]
    return .statusEntry(entry)
}

@Suite struct `The rule status-page-updated` {
    private func found(_ facts: Fact..., deployed: Int64? = -30) throws -> Verdict {
        verdict(try judge("status-page-updated", [:], [facts], collected: [], deployed: deployed))
    }

    @Test func `passes on an entry of this release that was completed after the deployment`() throws {
        #expect(try found(entry()) == .pass)
        #expect(try found(entry("Maintenance", text: "Version 1.50.3 is out.")) == .pass)
        #expect(try found(entry("x", id: "o"), entry("Errors of v1.50.3", "resolved", id: "i")) == .pass)
    }

    @Test func `does not pass on anything less`() throws {
        #expect(try found() == .unknown)
        #expect(try found(entry(), deployed: nil) == .unknown)
        for name in ["Promotion", "v1.50.30", "v1.50.3-rc.1", "11.50.3", "1.50.3.1", "v1.50.2"] {
            #expect(try found(entry(name)) == .unknown, "\(name)")
        }
        #expect(try found(entry(at: nil)) == .unknown)
        #expect(try found(entry(at: -40)) == .fail)
        #expect(try found(entry(at: 5)) == .fail)
        #expect(try found(entry("v1.50.3", "in_progress")) == .fail)
        #expect(try found(entry("v1.50.3", "verifying")) == .fail)
        #expect(try found(entry(), entry("v1.50.3: errors", "investigating", id: "i")) == .fail)
    }

    @Test func `the newest state of an entry counts, whatever file it stands in`() throws {
        #expect(try found(entry("v1.50.3", "in_progress", at: -20), entry()) == .pass)
        #expect(try found(entry(), entry("v1.50.3", "in_progress", at: -5)) == .fail)
    }
}

@Suite struct `The rule audiences-notified` {
    private let both = "Notified: support about v1.50.3\nNotified: customers about v1.50.3"

    private func found(
        _ facts: Fact..., params: KeyValuePairs<String, [String]> = [:], deployed: Int64? = -30,
        edit: (inout Release) -> Void = { _ in }
    ) throws -> Verdict {
        verdict(try judge("audiences-notified", params, [facts], collected: [], deployed: deployed, edit: edit))
    }

    @Test func `passes when each was told after the deployment`() throws {
        #expect(try found(ticket(comment("j-hana", both, at: -10))) == .pass)
        let support = ticket(comment("j-hana", "Notified: support about v1.50.3", at: -10))
        #expect(try found(support, entry(), params: ["status_page": ["customers"]]) == .pass)
    }

    @Test func `does not pass when one was not, or nobody known says so`() throws {
        let support = ticket(comment("j-hana", "Notified: support about v1.50.3", at: -10))
        #expect(try found(support) == .unknown)
        #expect(try found(support, entry()) == .unknown)
        #expect(try found(support, entry(at: -40), params: ["status_page": ["customers"]]) == .unknown)
        #expect(try found(support, entry("Other"), params: ["status_page": ["customers"]]) == .unknown)
        #expect(try found(entry(), params: ["status_page": ["customers"]]) == .unknown)
        #expect(try found(ticket(comment("j-hana", both, at: -31))) == .unknown)
        #expect(try found(ticket(comment("j-zoe", both, at: -10))) == .unknown)
        #expect(try found(ticket(comment("j-hana", "> " + both, at: -10))) == .unknown)
        #expect(try found(ticket(comment("j-hana", "Notified: everybody about v1.50.3", at: -10))) == .unknown)
        #expect(try found(ticket(comment("j-hana", both, at: -10)), deployed: nil) == .unknown)
        #expect(try found(ticket(comment("j-hana", both, at: -10)), edit: { $0.audiences = [] }) == .unknown)
        #expect(try found(ticket(comment("j-hana", both, at: -10)), edit: { $0.audiences += ["press"] }) == .unknown)
    }
}
