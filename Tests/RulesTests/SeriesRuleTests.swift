import Model
import Rules
import TestKit
import Testing

private func samples(
    _ name: String = "p95 latency", from: Int64 = -86_400, to: Int64 = 0, step: Int64 = 60,
    unit: Model.Unit? = .milliseconds, declared: Model.Unit? = nil, cells: Model.Unit? = nil,
    _ value: (Int64) -> Int64? = { _ in 120 }
) -> [Fact] {
    var series = MetricSeries(index: 0, name: name, unit: unit, line: 1)
    series.declaredUnit = declared
    return [.series(series)]
        + stride(from: from, through: to, by: Int64.Stride(step)).enumerated().map { row, second in
            let number = value(second)
            return .sample(
                MetricSample(
                    series: 0, time: now.milliseconds + second * 1000, mantissa: number ?? 0, exponent: 0, unit: cells,
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

    @Test func `silence at the end is a gap, whether the cells are empty or left out`() throws {
        #expect(verdict(try judge("series-within", p95, [samples { $0 > -1_200 ? nil : 120 }])) == .unknown)
        let early = samples(from: -90_000, to: -1_800)
        let collected = evidenceFile { $0.collected = Instant(milliseconds: now.milliseconds - 60_000) }
        let findings = try judge("series-within", p95, [early], evidence: [collected])
        #expect(verdict(findings) == .unknown)
        #expect(findings.contains { $0.message.contains("no sample for 29 min at the end of the export") })
        #expect(verdict(try judge("series-within", p95, [early])) == .pass)
    }

    @Test func `a sidecar's unit stands in for the file's, and must not contradict the rule's`() throws {
        #expect(verdict(try judge("series-within", p95, [samples(unit: nil, declared: .milliseconds)])) == .pass)
        #expect(
            verdict(try judge("series-within", p95, [samples(unit: nil, declared: .seconds) { _ in 1 }])) == .fail)
        let stated: KeyValuePairs<String, [String]> = [
            "series": ["p95"], "limit": ["< 300ms"], "covers": [">= 24h"], "ends_within": ["1h"], "unit": ["s"],
        ]
        let disputed = try judge("series-within", stated, [samples(unit: nil, declared: .milliseconds)])
        #expect(verdict(disputed) == .unknown)
        #expect(disputed.first?.observed == "ms" && disputed.first?.limit == "s")
        // What the cells say themselves is not disputed.
        let own = samples(unit: nil, declared: .seconds, cells: .milliseconds)
        #expect(verdict(try judge("series-within", stated, [own])) == .pass)
    }

    @Test func `values that are too small for their unit are in another one`() throws {
        let likely: KeyValuePairs<String, [String]> = [
            "series": ["cpu"], "limit": ["< 65%"], "unit": ["%"], "reaches": ["> 1%"], "covers": [">= 24h"],
            "ends_within": ["1h"],
        ]
        #expect(verdict(try judge("series-within", likely, [samples("cpu", unit: nil) { _ in 1 }])) == .unknown)
        #expect(verdict(try judge("series-within", likely, [samples("cpu", unit: nil) { $0 == 0 ? 2 : 1 }])) == .pass)
        // A file that states its unit may be idle.
        #expect(verdict(try judge("series-within", likely, [samples("cpu", cells: .percent) { _ in 1 }])) == .pass)
        for wrong in ["< 1%", "> 1ms"] {
            let (rule, problems) = RuleCatalog.rule(
                kind: "series-within",
                parameters: .mapping([
                    "series": ["a"], "limit": ["< 65%"], "covers": [">= 1h"], "ends_within": ["1h"], "reaches": [wrong],
                ]), at: Place("rules.yml"))
            #expect(rule == nil && problems.map(\.id) == ["rules.wrong-value"])
        }
    }

    private let names: KeyValuePairs<String, [String]> = [
        "series": ["cpu"], "limit": ["< 65%"], "unit": ["%"], "covers": [">= 24h"], "ends_within": ["1h"],
        "unlike": ["throttl|steal"], "environment": ["staging"],
    ]

    @Test(
        arguments: [
            ("cpu utilisation", true), (#"cpu {env="staging"}"#, true), ("cpu{env:staging,service:api}", true),
            (#"{job="cpu"}"#, true), (#"cpu {environment = "STAGING"}"#, true),
            // Labels of another environment, and words that stand only there.
            (#"cpu {env="production"}"#, false), ("cpu{host:a,env:production}", false),
            (#"memory {job="cpu-exporter"}"#, false), ("cpu throttled", false), ("CPU steal", false),
            (#"cpu {stage="staging",env="prod"}"#, false),
        ])
    func `a series counts by its name and environment`(name: String, counts: Bool) throws {
        let findings = try judge("series-within", names, [samples(name, unit: .percent) { _ in 10 }])
        #expect(verdict(findings) == (counts ? .pass : .unknown), "\(findings.map(\.message))")
    }

    @Test func `the series of another environment does not hide that ours is bad`() throws {
        let ours = samples(#"cpu {env="staging"}"#, unit: .percent) { _ in 90 }
        let other = samples(#"cpu {env="production"}"#, unit: .percent) { _ in 10 }
        #expect(verdict(try judge("series-within", names, [other, ours])) == .fail)
        #expect(verdict(try judge("series-within", names, [other])) == .unknown)
    }

    @Test func `labels are tried where the expression names one`() throws {
        let labelled: KeyValuePairs<String, [String]> = [
            "series": [#"code="5xx""#], "limit": ["< 1%"], "covers": [">= 24h"], "ends_within": ["1h"],
        ]
        let facts = samples(#"ratio {code="5xx"}"#, unit: .percent) { _ in 0 }
        #expect(verdict(try judge("series-within", labelled, [facts])) == .pass)
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

@Suite struct `series-within after another item` {
    private let steady: KeyValuePairs<String, [String]> = [
        "series": ["p95"], "limit": ["< 300ms"], "covers": [">= 15min"],
    ]
    /// Twenty minutes ago.
    private let deployed = Occurrence(
        start: Instant(milliseconds: now.milliseconds - 1_800_000),
        end: Instant(milliseconds: now.milliseconds - 1_200_000)
    )

    private func verdictAfter(_ facts: [Fact]) throws -> Verdict {
        verdict(try judge("series-within", steady, [facts], after: deployed))
    }

    @Test func `needs the span from its end on, whatever was before`() throws {
        #expect(try verdictAfter(samples()) == .pass)
        #expect(try verdictAfter(samples(from: -1_200)) == .pass)
        #expect(try verdictAfter(samples { $0 < -1_200 ? 900 : 120 }) == .pass)
        #expect(try verdictAfter(samples { $0 < -1_200 && $0 > -9_000 ? nil : 120 }) == .pass)
    }

    @Test(
        arguments: [
            ("a breach after it", Verdict.fail, samples { $0 == -600 ? 900 : 120 }),
            ("a breach when it ended", .fail, samples { $0 == -1_200 ? 300 : 120 }),
            ("a breach long after", .fail, samples { $0 == 0 ? 900 : 120 }),
            ("samples that end too early", .unknown, samples(to: -360)),
            ("samples that end before it", .unknown, samples(to: -1_260)),
            ("samples that begin too late", .unknown, samples(from: -840)),
            ("a hole at its end", .unknown, samples { $0 > -1_500 && $0 < -780 ? nil : 120 }),
            ("a hole after it", .unknown, samples { $0 > -900 && $0 < -500 ? nil : 120 }),
            ("silence at the end", .unknown, samples { $0 > -400 ? nil : 120 }),
            ("no unit", .unknown, samples(unit: nil)),
        ])
    func `does not pass with`(what: String, expected: Verdict, facts: [Fact]) throws {
        #expect(try verdictAfter(facts) == expected, "\(what)")
    }

    @Test func `without an item and without ends_within nothing says how recent the samples must be`() throws {
        #expect(verdict(try judge("series-within", steady, [samples()])) == .unknown)
    }
}
