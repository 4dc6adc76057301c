import Model
import Rules
import TestKit
import Testing

private func record(_ fields: [String: Record.Value]) -> Fact {
    .record(Record(fields: fields, line: 3, pointer: "/items/1"))
}

/// Judges one record by one condition.
private func outcome(_ condition: String, _ value: Record.Value?) throws -> Verdict {
    verdict(
        try judge("records-match", ["expect": [condition]], [[record(value.map { ["a": $0] } ?? [:])]]))
}

private func number(_ text: String) -> Record.Value { ExactDecimal(text).map { .number($0) } ?? .other }

@Suite struct `The rule about records of any shape` {
    @Test func `is unknown without a record, and when a file of several has none`() throws {
        let ok = record(["a": .text("ok")])
        #expect(verdict(try judge("records-match", ["expect": ["a = ok"]], [[]])) == .unknown)
        for files in [[[ok], []], [[], [ok]], [[ok], [], [ok]]] as [[[Fact]]] {
            let found = try judge("records-match", ["expect": ["a = ok"]], files)
            #expect(verdict(found) == .unknown && found.contains { $0.observed == "0 records" })
        }
        #expect(verdict(try judge("records-match", ["expect": ["a = ok"]], [[ok], [ok]])) == .pass)
    }

    @Test func `is unknown when nothing is selected, or too little`() throws {
        let rows = [record(["a": .text("ok"), "kind": .text("x")]), record(["a": .text("bad"), "kind": .text("y")])]
        func judged(_ filter: String, _ minimum: String = "1") throws -> Verdict {
            verdict(
                try judge(
                    "records-match", ["where": [filter], "expect": ["a = ok"], "minimum": [minimum]], [rows]))
        }
        #expect(try judged("kind = z") == .unknown)
        #expect(try judged("kind = x") == .pass)
        #expect(try judged("kind = x", "2") == .unknown)
        #expect(try judged("kind = y") == .fail)
        #expect(try judged("kind != z", "2") == .fail)
    }

    @Test func `never passes over a record that lacks a field, unless an earlier condition leaves it out`() throws {
        let rows = [record(["a": .text("ok"), "kind": .text("x")]), record(["a": .text("ok")])]
        #expect(verdict(try judge("records-match", ["where": ["kind = x"], "expect": ["a = ok"]], [rows])) == .unknown)
        #expect(
            verdict(try judge("records-match", ["where": ["a = no", "kind = x"], "expect": ["a = ok"]], [rows]))
                == .unknown)
        #expect(verdict(try judge("records-match", ["expect": ["kind = x"]], [rows])) == .unknown)
        let mixed = [record(["t": .text("A"), "n": number("1")]), record(["t": .text("B")])]
        #expect(
            verdict(try judge("records-match", ["where": ["t = A", "n = 1"], "expect": ["n >= 1"]], [mixed])) == .pass)
    }

    @Test(
        arguments: [
            ("a = 5", number("5.0"), .pass), ("a = 5", number("5.00000000000000000001"), .fail),
            ("a < 0.1", number("0.1"), .fail),
            ("a <= 1e3", number("1000"), .pass), ("a = 5", .text("5"), .unknown), ("a = '5'", .text("5"), .pass),
            ("a = '5'", number("5"), .unknown), ("a != 5", .text("6"), .unknown), ("a = 5", .untyped("5"), .pass),
            ("a = 5", .untyped("n/a"), .unknown), ("a = 5", .untyped(""), .unknown), ("a = 5", .null, .unknown),
            ("a = ok", .text("ok"), .pass), ("a = ok", .text("OK"), .fail), ("a = ok", .text("ok "), .fail),
            ("a = ok", .null, .unknown), ("a = ok", .other, .unknown), ("a = ok", nil, .unknown),
            ("a != bad", nil, .unknown),
            ("a = é", .text("e\u{301}"), .fail), ("a = two words", .untyped("two words"), .pass),
            ("a = true", .flag(true), .pass), ("a = true", .text("true"), .unknown),
            ("a = true", .untyped("true"), .pass),
            ("a = true", .untyped("t"), .unknown), ("a != true", .flag(false), .pass),
            ("a = false", number("0"), .unknown),
            ("a = null", .null, .pass), ("a != null", .text("x"), .pass), ("a = null", nil, .unknown),
            ("a < 300ms", .text("0.25s"), .pass), ("a < 300ms", .text("0.3 s"), .fail),
            ("a < 300ms", number("250"), .unknown),
            ("a < 300ms", .untyped("250"), .unknown), ("a < 300ms", .text("5%"), .unknown),
            ("a < 300", .untyped("250ms"), .unknown),
            ("a >= 2026-11-20T16:00:00Z", .text("2026-11-20T17:00:00+01:00"), .pass),
            ("a > 2026-11-20T16:00:00Z", .text("2026-11-20T17:00:00+01:00"), .fail),
            ("a > 2026-11-20T16:00:00Z", .text("2026-11-20T17:00:00"), .unknown),
            ("a = 2026-11-20T16:00:00Z", .text("2026-11-20T16:00:00.000Z"), .pass),
        ] as [(String, Record.Value?, Verdict)])
    func `compares values as what they are`(condition: String, value: Record.Value?, expected: Verdict) throws {
        #expect(try outcome(condition, value) == expected)
    }

    @Test func `names the record, what it has, and what was demanded`() throws {
        let found = try judge("records-match", ["expect": ["\"a b\" >= 5"]], [[record(["a b": number("4")])]])
        #expect(found.first?.message == "record /items/1: 'a b' is 4")
        #expect(found.first?.observed == "4" && found.first?.limit == "a b >= 5")
        #expect(found.first?.place?.line == 3 && found.first?.place?.path == "f0")
    }

    @Test func `says how many more there are than it shows`() throws {
        let found = try judge(
            "records-match", ["expect": ["a = 1"]], [Array(repeating: record(["a": number("2")]), count: 25)])
        #expect(found.count == 11 && found.last?.message.hasPrefix("15 records more") ?? false)
    }

    @Test(arguments: ["a", "a =", "a=5", "a ~ 5", "= 5", "a < text", "a > true", "\"a = 5", ""])
    func `refuses what is no comparison`(condition: String) {
        #expect(
            RuleCatalog.rule(
                kind: "records-match", parameters: .mapping(["expect": [condition, "b = 1"]]), at: Place("r")
            ).rule == nil)
    }

    @Test func `takes conditions as a mapping too, and demands at least one and a minimum above 0`() throws {
        func node(_ content: ConfigurationNode.Content) -> ConfigurationNode {
            ConfigurationNode(content, at: Place("r"))
        }
        func entry(_ key: String, _ value: ConfigurationNode) -> ConfigurationNode.Entry {
            .init(key: key, place: Place("r"), value: value)
        }
        func judged(_ value: Record.Value, _ text: String, quoted: Bool) throws -> Verdict {
            let expect = node(.mapping([entry("a", node(.scalar(text, isQuoted: quoted)))]))
            let rule = try #require(
                RuleCatalog.rule(
                    kind: "records-match", parameters: node(.mapping([entry("expect", expect)])), at: Place("r")
                ).rule)
            func run(_ rule: some Rule) -> Verdict {
                var tally = rule.tally(path: "f")
                tally.take(record(["a": value]))
                return verdict(
                    rule.findings(tally, in: CheckContext(release: .sample(), at: now, evidence: [])))
            }
            return run(rule)
        }
        #expect(try judged(number("5"), "5", quoted: false) == .pass)
        #expect(try judged(.text("5"), "5", quoted: true) == .pass)
        #expect(try judged(number("5"), "5", quoted: true) == .unknown)
        #expect(try judged(number("5"), ">= 5", quoted: true) == .pass)
        #expect(try judged(number("4"), ">= 5", quoted: false) == .fail)
        for parameters: KeyValuePairs<String, [String]> in [
            ["expect": ["a = 1"], "minimum": ["0"]], ["where": ["a = 1"]], ["expect": []],
        ] {
            #expect(
                RuleCatalog.rule(kind: "records-match", parameters: .mapping(parameters), at: Place("r")).rule == nil)
        }
    }
}
