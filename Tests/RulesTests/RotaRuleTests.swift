import Model
import Testing

private let params: KeyValuePairs<String, [String]> = [
    "start": ["2026-11-24T14:00:00Z"], "end": ["2026-11-24T22:00:00Z"],
]

private func shift(_ person: String, _ from: String, _ to: String?, _ schedule: String? = nil) -> Fact {
    func time(_ text: String) -> Instant { Instant(rfc3339: "2026-11-\(text):00Z") ?? now }
    var shift = OnCallShift(person: person, start: time(from), end: to.map(time), line: 4)
    shift.schedule = schedule
    return .shift(shift)
}

@Suite struct `The rule rota-covers` {
    @Test(arguments: [
        ([shift("a", "24T14:00", "24T18:00"), shift("b", "24T18:00", "24T22:00")], Verdict.pass),
        ([shift("b", "24T17:00", "25T22:00"), shift("a", "23T14:00", "24T18:00")], .pass),
        ([shift("a", "23T14:00", nil)], .pass),
        ([shift("a", "24T14:00", "24T18:00"), shift("b", "24T18:01", "24T22:00")], .fail),
        ([shift("a", "24T14:01", "24T22:00")], .fail), ([shift("a", "24T14:00", "24T21:59")], .fail),
        ([shift("a", "24T14:00", "24T18:00"), shift("", "24T18:00", "24T22:00")], .fail),
        ([shift("On call - TBD", "24T14:00", "24T22:00")], .fail), ([shift("Unassigned", "24T14:00", nil)], .fail),
        ([shift("a", "17T14:00", "17T22:00")], .fail),
        ([shift("a", "24T14:00", "24T22:00", "Support"), shift("b", "24T14:00", "24T22:00", "Database")], .unknown),
        ([shift("a", "24T14:00", "24T22:00", "Support"), shift("b", "24T14:00", "24T22:00")], .unknown), ([], .unknown),
    ])
    func `passes only when every instant has a person`(facts: [Fact], expected: Verdict) throws {
        #expect(verdict(try judge("rota-covers", params, [facts])) == expected)
    }

    @Test func `names the first hole with its times, and who is missing`() throws {
        let found = try judge(
            "rota-covers", params,
            [
                [
                    shift("a", "24T14:00", "24T16:30"), shift("TBD", "24T16:00", "24T18:00"),
                    shift("b", "24T17:10", "24T20:00"),
                ]
            ])
        #expect(
            said(found)
                == "nobody is on call from 2026-11-24T16:30:00Z to 2026-11-24T17:10:00Z (40 min); the shift there names 'TBD'"
        )
    }

    @Test func `counts only the schedules that it names`() throws {
        let both = [
            shift("a", "24T14:00", "24T22:00", "Database"), shift("b", "24T14:00", "24T20:00", "Support"),
            shift("c", "24T20:00", "24T22:00", "Night"),
        ]
        func found(_ names: [String]) throws -> Verdict {
            verdict(
                try judge(
                    "rota-covers",
                    ["start": ["2026-11-24T14:00:00Z"], "end": ["2026-11-24T22:00:00Z"], "schedules": names], [both]))
        }
        #expect(try found(["support"]) == .fail)
        #expect(try found(["Support", "Night"]) == .pass)
        #expect(try found(["Frontdesk"]) == .unknown)
    }

    @Test func `covers the launch window unless told otherwise`() throws {
        #expect(
            said(try judge("rota-covers", [:], [[shift("a", "24T14:00", nil)]])).contains("on call from 2026-11-18"))
        #expect(verdict(try judge("rota-covers", [:], [[shift("a", "01T14:00", nil)]])) == .pass)
    }
}
