import Model

/// Figures as they stand in `pack.json`; `PackSchema` describes them by `definitions`.
enum FigureDocument {
    static func value(_ figure: Figure) -> JSONValue {
        switch figure {
        case .plan(let plan): value(plan)
        case .tests(let tests):
            [
                "kind": "tests", "total": outcomes(tests.outcomes), "declared": JSONValue(tests.declared),
                "suiteCount": JSONValue(tests.suiteCount),
                "suites": .array(tests.suites.map { ["name": .string($0.name), "outcomes": outcomes($0.outcomes)] }),
            ]
        case .advisories(let advisories):
            [
                "kind": "advisories",
                "severities": .array(
                    advisories.rows.map {
                        [
                            "severity": .string($0.severity.rawValue), "count": JSONValue($0.count),
                            "allowed": JSONValue($0.allowed),
                        ]
                    }),
            ]
        case .services(let services): value(services)
        case .limits(let limits): value(limits)
        case .rota(let rota):
            [
                "kind": "rota", "window": span(rota.window), "shiftCount": JSONValue(rota.shiftCount),
                "shifts": .array(rota.shifts.map { ["person": .string($0.person), "span": span($0.span)] }),
                "holeCount": JSONValue(rota.holeCount), "holes": .array(rota.holes.map(span)),
            ]
        }
    }

    private static func value(_ plan: PlanFigure) -> JSONValue {
        let counts = PlannedChange.Action.allCases.compactMap { action in
            plan.counts[action].map { JSONValue.Member(key: action.rawValue, value: JSONValue($0)) }
        }
        return [
            "kind": "plan", "path": .string(plan.path), "counts": .object(counts),
            "resources": .array(
                plan.resources.map {
                    [
                        "action": .string($0.action.rawValue), "address": .string($0.address),
                        "line": JSONValue($0.line),
                    ]
                }),
        ]
    }

    private static func value(_ figure: ServiceFigure) -> JSONValue {
        [
            "kind": "services",
            "services": .array(
                figure.services.map { service in
                    [
                        "name": .string(service.name), "sampleCount": JSONValue(service.sampleCount),
                        "disturbedAt": JSONValue(service.disturbedAt),
                        "samples": .array(
                            service.samples.map {
                                [
                                    "at": JSONValue($0.at), "desired": JSONValue($0.desired),
                                    "running": JSONValue($0.running), "pending": JSONValue($0.pending),
                                    "deployments": JSONValue($0.deployments),
                                ]
                            }),
                    ]
                }),
        ]
    }

    private static func value(_ figure: LimitFigure) -> JSONValue {
        [
            "kind": "limits",
            "numbers": .array(
                figure.rows.map {
                    [
                        "name": .string($0.name), "observed": .string($0.observed), "limitText": .string($0.limitText),
                        "value": $0.value.map(number) ?? .null, "limit": $0.limit.map(number) ?? .null,
                        "unit": .string($0.unit), "forbids": .string($0.forbids.rawValue),
                        "verdict": .string($0.verdict.rawValue),
                    ]
                }),
        ]
    }

    private static func outcomes(_ counts: [TestCase.Outcome: Int]) -> JSONValue {
        [
            "passed": JSONValue(counts[.passed] ?? 0), "flaky": JSONValue(counts[.flaky] ?? 0),
            "skipped": JSONValue(counts[.skipped] ?? 0), "failed": JSONValue(counts[.failed] ?? 0),
            "errored": JSONValue(counts[.errored] ?? 0),
        ]
    }

    static func span(_ span: MetricChart.Span) -> JSONValue {
        ["start": JSONValue(span.start), "end": JSONValue(span.end)]
    }

    /// JSON has no infinity and no NaN.
    static func number(_ value: Double) -> JSONValue { value.isFinite ? .number("\(value)") : .null }
}
