import Model

extension PackBuilder {
    /// What a check of that name could have counted.
    func figures(of check: String) -> [Figure] {
        switch check {
        case "advisories-below":
            [.advisories(AdvisoryFigure(rows: Severity.allCases.map { .init(severity: $0, count: 1, allowed: 0) }))]
        case "plan-complete":
            [
                .plan(
                    PlanFigure(
                        path: text("evidence/deploy.plan/plan.txt"), counts: [.delete: 1, .update: 60, .create: 3],
                        resources: [.init(action: .delete, address: text("aws_cloudwatch_log_group.old"), line: 7)])),
                .limits(
                    LimitFigure(rows: [
                        .init(
                            name: text("http_req_duration p(95)"), observed: text("331 ms"),
                            limitText: text("< 300 ms"),
                            value: 331, limit: 300, unit: "ms", forbids: .above, verdict: .fail),
                        .init(
                            name: text("checks rate"), observed: text("not stated"), limitText: text(">= 99%"),
                            value: nil, limit: nil, unit: "%", forbids: .below, verdict: .unknown),
                    ])),
            ]
        case "tests-pass":
            [
                .tests(
                    TestFigure(
                        suites: [
                            .init(name: text("login"), outcomes: [.failed: 1, .errored: 1, .passed: 2_000]),
                            .init(name: text("consent"), outcomes: [.skipped: 3, .flaky: 2, .passed: 107]),
                        ], suiteCount: 2, outcomes: [.failed: 1, .errored: 1, .passed: 2_107, .skipped: 3, .flaky: 2],
                        declared: 2_114))
            ]
        case "approved-by": [.rota(Self.rota(text("Ada"))), .services(Self.services(text("api")))]
        default: []
        }
    }

    static func rota(_ person: String) -> RotaFigure {
        func span(_ from: Int64, _ to: Int64) -> MetricChart.Span {
            .init(
                start: Instant(milliseconds: at.milliseconds + from * 60_000),
                end: Instant(milliseconds: at.milliseconds + to * 60_000))
        }
        return RotaFigure(
            window: span(0, 240), shifts: [.init(person: person, span: span(0, 100))], shiftCount: 1,
            holes: [span(100, 240)], holeCount: 1)
    }

    static func services(_ name: String) -> ServiceFigure {
        let samples = [(0, 2, 1), (10, 1, 1), (40, 2, 2)].map { minute, running, deployments in
            ServiceFigure.Sample(
                at: Instant(milliseconds: at.milliseconds + Int64(minute) * 60_000), desired: 2, running: running,
                pending: 2 - running, deployments: deployments)
        }
        return ServiceFigure(services: [.init(name: name, samples: samples, sampleCount: 3, disturbedAt: at)])
    }
}
