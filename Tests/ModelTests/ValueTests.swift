import Model
import Testing

@Suite struct `Exact numbers` {
    @Test(arguments: [
        ("0.1", "0.1000000001"), ("-5", "0"), ("99.9e-1", "10"), ("1", "1e400"), ("-1e400", "1"),
        ("12345678901234567890123456789", "12345678901234567890123456790"),
        ("0.2999999999999999999", "0.3"), ("-0.3", "-0.29"), ("0", "1e-400"),
    ])
    func `compare without rounding`(smaller: String, greater: String) throws {
        let (low, high) = (try #require(ExactDecimal(smaller)), try #require(ExactDecimal(greater)))
        #expect(low < high)
        #expect(!(high < low))
        #expect(low != high)
    }

    @Test(arguments: [("1.50", "1.5"), ("100", "1e2"), ("0.001", "1e-3"), ("-0", "0")])
    func `are equal whatever their spelling`(left: String, right: String) {
        #expect(ExactDecimal(left) == ExactDecimal(right))
    }

    @Test(arguments: [
        "", "-", ".5", "1,5", "NaN", "1e", "1e999999", "0x10", "1.2.3", "+-1", " 1", String(repeating: "9", count: 60),
    ])
    func `refuse what is no number`(text: String) { #expect(ExactDecimal(text) == nil) }

    @Test func `print as plain digits`() {
        #expect(ExactDecimal("287.40")?.description == "287.4")
        #expect(ExactDecimal("-0.00050")?.description == "-0.0005")
        #expect(ExactDecimal("3e5")?.description == "300000")
    }
}

@Suite struct Limits {
    @Test func `compare units of one dimension`() throws {
        let limit = try #require(Limit("< 300ms"))
        #expect(limit.holds(for: try #require(Quantity("0.2999 s"))) == true)
        #expect(limit.holds(for: try #require(Quantity("0.3 s"))) == false)
        #expect(limit.holds(for: try #require(Quantity("5%"))) == nil)
        #expect(Limit("< 0.1%")?.holds(for: Quantity(ExactDecimal(mantissa: 1, exponent: -3), .ratio)) == false)
        #expect(Limit(">= 24h")?.holds(for: try #require(Quantity("1440 min"))) == true)
    }

    @Test(arguments: ["300ms", "< ", "< 5 parsecs", "<> 5", "=<5", "< 1,5%"]) func `are refused when unclear`(
        text: String
    ) { #expect(Limit(text) == nil) }
}

@Suite struct Instants {
    @Test(arguments: [
        ("2026-11-20T18:00:00Z", "2026-11-20T18:00:00Z"), ("2026-11-20T18:00:00.120+01:00", "2026-11-20T17:00:00.120Z"),
        ("2024-02-29T00:00:00-23:59", "2024-02-29T23:59:00Z"),
        ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"), ("2026-11-23T09:14:02.4342320Z", "2026-11-23T09:14:02.434Z"),
    ])
    func `are read and written as RFC 3339`(text: String, expected: String) {
        #expect(Instant(rfc3339: text)?.description == expected)
    }

    @Test(arguments: [
        "2026-11-20T18:00:00", "2026-02-29T00:00:00Z", "2026-11-20 18:00", "2026-13-01T00:00:00Z",
        "2026-11-20T25:00:00Z", "2026-11-20T18:00:00+0100", "2026-11-20T18:00:00Z ",
    ])
    func `are refused without an offset, or when they do not exist`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `agree with the calendar every day for 400 years`() {
        var milliseconds = Int64(-6_000_000_000_000)
        for _ in 0..<146_097 {
            let date = Instant(milliseconds: milliseconds).civil
            #expect(
                Instant(year: date.year, month: date.month, day: date.day)?.milliseconds == milliseconds
                    - ((milliseconds % 86_400_000) + 86_400_000) % 86_400_000)
            milliseconds += 86_400_000
        }
    }
}

@Suite struct Judgements {
    @Test func `of nothing are unknown, and hold no proof`() {
        #expect(Judgement.worst(of: []).verdict == .unknown)
        #expect(Judgement.worst(of: []).proof == nil)
        #expect(Judgement.worst(of: [.notDue]).proof == nil)
    }

    @Test func `take the worst by PRODUCT's order`() {
        let order: [Verdict] = [.error, .fail, .unknown, .manual, .waived, .warn, .pass]
        for (index, verdict) in order.enumerated() {
            #expect(Judgement.worst(of: Array(order[index...].reversed())).verdict == verdict)
        }
    }

    @Test(arguments: Verdict.allCases) func `hold a proof exactly for pass, warn, waived and not applicable`(
        verdict: Verdict
    ) {
        #expect(
            (Judgement.worst(of: [verdict]).proof != nil) == [.pass, .warn, .waived, .notApplicable].contains(verdict))
    }
}

@Suite struct `Written JSON` {
    @Test func `is escaped, and canonical text has sorted keys`() {
        let value: JSONValue = ["b": "a\"\\\u{1}\n", "a": [1, true, nil]]
        #expect(String(decoding: value.canonical, as: UTF8.self) == #"{"a":[1,true,null],"b":"a\"\\\u0001\n"}"#)
    }
}
