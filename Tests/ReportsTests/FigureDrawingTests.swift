import Glibc
import Model
import Templates
import TestKit
import Testing

@testable import Reports

@Suite struct `Drawings of figures` {
    private static let figures = ["advisories-below", "plan-complete", "tests-pass", "approved-by"].flatMap {
        PackBuilder().figures(of: $0)
    }

    private static func views(_ figures: [Figure] = figures, waivers: [Waiver] = []) -> [ChartView] {
        var check = CheckAssessment(
            id: "c", kind: "k", verdict: .pass, underlying: nil, isGating: true, findings: [], evidence: [], charts: [])
        check.figures = figures
        check.waivers = waivers
        return ChartView.all(of: check)
    }

    @Test func `are named images with a sentence and a table, within themselves`() {
        let views = Self.views()
        #expect(views.count == 6)
        for view in views {
            let drawn = DrawnChart(view.svg)
            #expect(drawn.faults == [], "\(view.title)")
            #expect(drawn.elements[0]["role"] == "img" && drawn.elements[1].name == "title")
            #expect(drawn.elements[2].name == "desc" && view.sentence.hasSuffix("."))
            #expect(view.tables.contains { !$0.rows.isEmpty })
            for table in view.tables { #expect(table.rows.allSatisfy { $0.cells.count + 1 == table.columns.count }) }
        }
    }

    private static func plan(_ counts: [PlannedChange.Action: Int], listed: Int = 0) -> PlanFigure {
        PlanFigure(
            path: "plan.txt", counts: counts,
            resources: (0..<listed).map { .init(action: $0 < 3 ? .create : .delete, address: "r\($0)", line: $0) })
    }

    @Test func `of a plan say in words that nothing is destroyed`() {
        #expect(
            PlanBars(Self.plan([.create: 3, .update: 5])).sentence
                == "No resource is destroyed, none is replaced; 5 changed in place, 3 created.")
        #expect(PlanBars(Self.plan([.delete: 1])).sentence.hasPrefix("1 resource is destroyed; none is replaced"))
        #expect(
            PlanBars(Self.plan([.replace: 2])).sentence.hasPrefix("No resource is destroyed for good; 2 are replaced"))
        let drawn = DrawnChart(PlanBars(Self.plan([.create: 3])).view.svg)
        #expect(drawn.text.ranges(of: ">0, none</text>").count == 3)
    }

    @Test func `of a plan list destructions first, and say what is left out`() throws {
        let table = try #require(PlanBars(Self.plan([.delete: 10_000, .create: 3], listed: 53)).view.tables.first)
        #expect(table.rows.first?.head == "destroy" && table.rows.count == 50)
        #expect(table.omission == "Shown 50 of 10,003 resources; all stand in plan.txt.")
    }

    @Test func `of tests make one failure among thousands visible, and fill the whole bar`() {
        let suite = TestFigure.Suite(name: "s", outcomes: [.failed: 1, .errored: 1, .passed: 99_998])
        let figure = TestFigure(suites: [suite], suiteCount: 1, outcomes: suite.outcomes, declared: 7)
        let view = SuiteBars(figure, check: "unit").view
        let drawn = DrawnChart(view.svg)
        // The legend's swatches come first.
        let widths = drawn.all("rect").dropFirst(5).compactMap { drawn.share($0["width"]) }
        #expect(widths == [0.02, 0.02, 0.96] && drawn.faults == [])
        #expect(
            view.sentence.contains("100,000 tests in 1 suite")
                && view.sentence.contains("state 7, which is another sum"))
    }

    @Test func `of tests say how many suites are not shown`() {
        let suites = (0..<200).map { TestFigure.Suite(name: "s\($0)", outcomes: [.passed: 1]) }
        let view = SuiteBars(
            TestFigure(suites: suites, suiteCount: 312, outcomes: [.passed: 312], declared: 312), check: "unit"
        ).view
        #expect(view.key.contains("Shown 12 of 312 suites.") && view.sentence.contains("state the same sum"))
        #expect(view.tables.first?.omission == "Shown 50 of 312 suites; the sums are of all.")
    }

    @Test func `of an audit name the waiver and its end where there is too much`() {
        let waiver = Waiver(
            id: "W-1", item: "pre.audit", check: "c", reason: "", riskOwner: "", requester: "", approver: "",
            ticket: "",
            notBefore: PackBuilder.at, until: Instant(milliseconds: PackBuilder.at.milliseconds + 86_400_000),
            place: Place("waivers.yml"))
        let figure = AdvisoryFigure(rows: [
            .init(severity: .high, count: 1, allowed: 0), .init(severity: .low, count: 9, allowed: nil),
        ])
        let view = SeverityBars(figure, waivers: [waiver]).view
        #expect(view.sentence == "1 high, none allowed; waived by W-1 until \(spelledTime(waiver.until)).")
        #expect(
            view.tables.first?.rows.map { $0.cells.last } == ["waived by W-1 until \(spelledTime(waiver.until))", "no"])
        #expect(SeverityBars(figure, waivers: []).sentence == "1 high, none allowed.")
    }

    @Test func `of a rota name the hole`() {
        let view = RotaLanes(PackBuilder.rota("Ada")).view
        #expect(view.sentence.contains("Nobody is on call from") && view.sentence.contains("(2 h 20 min)"))
        #expect(DrawnChart(view.svg).text.contains(">nobody</text>") && view.tables[0].rows.first?.head == "nobody")
    }

    @Test func `of services name those that were not steady`() {
        let view = ServiceLanes(PackBuilder.services("api")).view
        #expect(view.sentence == "Not every service was steady at 3 looks over 40 min: api.")
        let drawn = DrawnChart(view.svg)
        #expect(drawn.text.contains(">1 of 2</text>") && drawn.text.contains(">2 deployments</text>"))
    }

    @Test func `of limits tell crossed from kept without a colour`() {
        let drawn = DrawnChart(Self.views(PackBuilder().figures(of: "plan-complete").suffix(1))[0].svg)
        #expect(drawn.text.contains(">331 ms, limit &lt; 300 ms<") && drawn.text.contains(">crossed by 10%<"))
        #expect(drawn.all("rect").contains { $0["fill"].hasPrefix("url(#p-hatch)") })
        #expect(drawn.text.contains(">not stated, limit &gt;= 99%<") && drawn.text.contains(">not proven<"))
    }

    @Test func `of previous and now say change, unit and which way is better`() {
        func pair(_ previous: Double, _ now: Double, _ better: PairedNumber.Better, _ unit: String = "ms")
            -> PairedNumber
        {
            PairedNumber(name: "p95", previous: previous, now: now, unit: unit, better: better)
        }
        let pairs = [
            pair(240, 287, .lower), pair(287, 240, .lower), pair(90, 80, .higher, "%"), pair(5, 5, .lower, ""),
            pair(1, 2, .neither, ""), pair(-1.7e308, 1.7e308, .lower), pair(.nan, 1, .lower),
        ]
        let dots = PairedDots("Since v1.50.2", pairs)
        #expect(dots.words(pairs[0]) == "240 ms before, 287 ms now: 47 ms more, worse")
        #expect(dots.words(pairs[1]) == "287 ms before, 240 ms now: 47 ms less, better")
        #expect(dots.words(pairs[2]) == "90% before, 80% now: 10% less, worse")
        #expect(dots.words(pairs[3]) == "5, unchanged" && dots.words(pairs[4]) == "1 before, 2 now: 1 more")
        let drawn = DrawnChart(dots.view.svg)
        #expect(drawn.faults == [] && drawn.all("path", "ring").count == 6)
        // To be looked at, beside the pages that other tests leave there.
        if let folder = getenv("REPORT_SAMPLES"), let file = fopen("\(String(cString: folder))/pairs.svg", "w") {
            fputs(drawn.text, file)
            fclose(file)
        }
        #expect(dots.view.key.contains("Shown 6 of 7 numbers.") && dots.view.tables[0].rows.count == 7)
    }

    @Test func `of thousands of random numbers stay within themselves`() {
        var random = SeededNumbers(3)
        func number() -> Int { random.one(in: 4) ? 0 : random.below(random.one(in: 9) ? 1 << 40 : 50) }
        for round in 0..<100 {
            let outcomes: [TestCase.Outcome: Int] = [
                .passed: number(), .failed: number(), .errored: number(), .skipped: number(), .flaky: number(),
            ]
            let value = Double(number()) * [1, 1e300, 1e-300][random.below(3)]
            let views = Self.views([
                .plan(Self.plan([.create: number(), .delete: number(), .replace: number(), .move: number()])),
                .tests(
                    TestFigure(
                        suites: [.init(name: "s", outcomes: outcomes)], suiteCount: 1, outcomes: outcomes, declared: nil
                    )),
                .advisories(
                    AdvisoryFigure(
                        rows: Severity.allCases.map { .init(severity: $0, count: number(), allowed: number()) })
                ),
                .limits(
                    LimitFigure(
                        rows: [ForbiddenSide.above, .below, .other].map {
                            .init(
                                name: "n", observed: "o", limitText: "l", value: value, limit: Double(number()),
                                unit: "",
                                forbids: $0, verdict: .fail)
                        })),
            ])
            for view in views { #expect(DrawnChart(view.svg).faults == [], "round \(round): \(view.title)") }
        }
    }
}
