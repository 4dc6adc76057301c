import Model

extension PackSchema {
    /// What `FigureDocument` writes: one form a kind.
    static var figure: JSONValue {
        let outcomes = strict(["passed": count, "flaky": count, "skipped": count, "failed": count, "errored": count])
        let actions = PlannedChange.Action.allCases.map(\.rawValue)
        let plan = strict([
            "kind": ["const": "plan"], "path": text,
            "counts": [
                "type": "object", "additionalProperties": false,
                "properties": .object(actions.map { JSONValue.Member(key: $0, value: count) }),
            ],
            "resources": list(strict(["action": words(actions), "address": text, "line": count])),
        ])
        let tests = strict([
            "kind": ["const": "tests"], "total": outcomes, "declared": optional("integer"), "suiteCount": count,
            "suites": list(strict(["name": text, "outcomes": outcomes])),
        ])
        let advisories = strict([
            "kind": ["const": "advisories"],
            "severities": list(
                strict([
                    "severity": words(Severity.allCases.map(\.rawValue)), "count": count,
                    "allowed": optional("integer"),
                ])),
        ])
        let services = strict([
            "kind": ["const": "services"],
            "services": list(
                strict([
                    "name": text, "sampleCount": count, "disturbedAt": either(reference("time")),
                    "samples": list(
                        strict([
                            "at": reference("time"), "desired": integer, "running": integer, "pending": integer,
                            "deployments": count,
                        ])),
                ])),
        ])
        let limits = strict([
            "kind": ["const": "limits"],
            "numbers": list(
                strict([
                    "name": text, "observed": text, "limitText": text, "value": optional("number"),
                    "limit": optional("number"), "unit": text, "forbids": words(["above", "below", "other"]),
                    "verdict": reference("verdict"),
                ])),
        ])
        let rota = strict([
            "kind": ["const": "rota"], "window": reference("span"), "shiftCount": count,
            "shifts": list(strict(["person": text, "span": reference("span")])), "holeCount": count,
            "holes": list(reference("span")),
        ])
        return ["oneOf": [plan, tests, advisories, services, limits, rota]]
    }

    private static let integer: JSONValue = ["type": "integer"]
}
