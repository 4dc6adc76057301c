import Model
import Testing

private func samples(
    from: Int64 = -86_400, to: Int64 = 0, step: Int64 = 60, unit: Model.Unit? = .milliseconds,
    _ value: (Int64) -> Int64? = { _ in 120 }
) -> [Fact] {
    [.series(MetricSeries(index: 0, name: "p95 latency", unit: unit, line: 1))]
        + stride(from: from, through: to, by: Int64.Stride(step)).enumerated().map { row, second in
            let number = value(second)
            return .sample(
                MetricSample(
                    series: 0, time: now.milliseconds + second * 1000, mantissa: number ?? 0, exponent: 0,
                    isMissing: number == nil, line: Int32(row + 2)))
        }
}

@Suite struct `series-within` {
    private let p95: KeyValuePairs<String, [String]> = [
        "series": ["P95"], "limit": ["< 300ms"], "covers": [">= 24h"], "ends_within": ["1h"],
    ]

    @Test func `passes a whole day below the limit`() throws {
        #expect(verdict(try judge("series-within", p95, [samples()])) == .pass)
    }

    @Test func `one sample at the limit fails, and is named`() throws {
        let findings = try judge("series-within", p95, [samples { $0 == -600 ? 300 : 120 }])
        #expect(verdict(findings) == .fail)
        #expect(findings.first?.observed == "worst 300 ms" || findings.first?.observed == "300 ms")
    }

    @Test(
        arguments: [
            ("a minute short", samples(from: -86_340)),
            ("a hole of ten minutes", samples { $0 > -6_000 && $0 < -5_400 ? nil : 120 }),
            ("yesterday's", samples(from: -190_000, to: -90_000)),
            ("the future", samples(from: -80_000, to: 7_200)),
            ("no samples", [.series(MetricSeries(index: 0, name: "p95", unit: .milliseconds, line: 1))]),
            ("another series", [.series(MetricSeries(index: 0, name: "cpu", unit: nil, line: 1))]),
            ("no unit anywhere", samples(unit: nil)), ("a foreign unit", samples(unit: .percent)), ("nothing", []),
            ("only missing values", samples { _ in nil }),
            ("backwards", Array(samples().reversed()).filter { if case .sample = $0 { true } else { false } }),
        ] as [(String, [Fact])])
    func `is unknown for`(what: String, facts: [Fact]) throws {
        #expect(verdict(try judge("series-within", p95, [facts])) == .unknown, "\(what)")
    }

    @Test func `every series that matches must keep the limit`() throws {
        #expect(verdict(try judge("series-within", p95, [samples(), samples { $0 == -60 ? 900 : 1 }])) == .fail)
    }

    @Test func `cells in several units are compared in the limit's`() throws {
        var facts = samples()
        facts.insert(
            .sample(
                MetricSample(
                    series: 0, time: now.milliseconds - 30_000, mantissa: 154, exponent: -2, unit: .seconds, line: 9)),
            at: facts.count - 1)
        let findings = try judge("series-within", p95, [facts])
        #expect(verdict(findings) == .fail)
        #expect(findings.first?.observed == "1540 ms")
    }

    @Test func `a breach in the window is not lost behind many thousand older ones`() throws {
        let facts = samples(from: -4_000_020) { $0 == -600 || ($0 < -90_000 && $0 / 60 % 2 == 0) ? 900 : 120 }
        #expect(verdict(try judge("series-within", p95, [facts])) == .fail)
    }

    @Test func `a hole in the window is not lost behind many thousand older ones`() throws {
        let facts = samples(from: -6_000_000) {
            ($0 > -6_000 && $0 < -5_400) || ($0 < -90_000 && $0 / 60 % 4 < 2) ? nil : 120
        }
        #expect(verdict(try judge("series-within", p95, [facts])) == .unknown)
    }

    @Test func `absurd times are refused and overflow nothing`() throws {
        let times: [Int64] = [-9_223_372_036_854_775_000, -1, 9_223_372_036_854_775_000]
        let facts =
            samples()
            + times.map { .sample(MetricSample(series: 0, time: $0, mantissa: 1, exponent: 0, line: 2)) }
        #expect(verdict(try judge("series-within", p95, [facts])) == .unknown)
        #expect(verdict(try judge("series-within", p95, [[facts[0]] + facts.suffix(3)])) == .unknown)
    }

    @Test func `samples hours apart cover nothing, however regular, and a short largest gap is kept to the second`()
        throws
    {
        #expect(verdict(try judge("series-within", p95, [samples(step: 10_800)])) == .unknown)
        let strict: KeyValuePairs<String, [String]> = [
            "series": ["p95"], "limit": ["< 300ms"], "covers": [">= 1h"], "ends_within": ["1h"], "largest_gap": ["30s"],
        ]
        let facts = samples(from: -7_200, step: 15) { $0 == -600 || $0 == -615 ? nil : 120 }
        #expect(verdict(try judge("series-within", strict, [facts])) == .unknown)
    }

    @Test func `a breach before the window does not count`() throws {
        #expect(
            verdict(try judge("series-within", p95, [samples(from: -100_000) { $0 < -90_000 ? 900 : 120 }])) == .pass)
    }

    @Test(arguments: [
        ("(a|b)+c", "xxabac", true), ("^cpu$", "cpu usage", false), ("5xx", "HTTP 5XX ratio", true),
        ("p9[0-9]", "p95", true), ("a*b", "aaaac", false), ("(x+x+)+y", String(repeating: "x", count: 5_000), false),
    ])
    func `expressions match in linear time`(pattern: String, name: String, expected: Bool) throws {
        let facts: [Fact] = [.series(MetricSeries(index: 0, name: name, unit: nil, line: 1))]
        let findings = try judge(
            "series-within", ["series": [pattern], "limit": ["< 1"], "covers": [">= 1h"], "ends_within": ["1h"]],
            [facts])
        #expect(findings.allSatisfy { $0.message.contains("no series matches") } != expected)
    }
}
