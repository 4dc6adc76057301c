import Model

extension PackBuilder {
    func checks(of id: String) -> [CheckAssessment] {
        func check(
            _ name: String, _ findings: [Finding], verdict: Verdict, underlying: Verdict? = nil,
            charts: [MetricChart] = []
        ) -> CheckAssessment {
            var check = CheckAssessment(
                id: name, kind: name, verdict: verdict, underlying: underlying, isGating: true, findings: findings,
                evidence: findings.compactMap(\.place?.path), charts: charts)
            check.figures = figures(of: name)
            return check
        }
        func finding(
            _ verdict: Verdict, _ message: String, _ observed: String?, _ limit: String?, _ path: String, _ line: Int
        ) -> Finding {
            Finding(
                verdict, text(message), observed: observed.map(text), limit: limit.map(text),
                at: Place(text("evidence/\(path)"), line: line, pointer: poisons.isEmpty ? nil : text("")))
        }
        switch id {
        case "pre.audit":
            return [
                check(
                    "advisories-below",
                    [
                        finding(
                            .fail, "1 high advisory: GHSA-35jh-r3h4-6jhm in lodash 4.17.20, fixed in 4.17.21", "1 high",
                            "= 0 high", "pre.audit/audit.json", 812)
                    ],
                    verdict: .fail),
                check(
                    "command-ran",
                    [
                        finding(
                            .pass, "scripts/audit-dependencies.mjs --ci exited 1 on the release commit", "1", nil,
                            "pre.audit/run.json", 1)
                    ], verdict: .pass),
            ]
        case "pre.metrics":
            return [
                check(
                    "series-below-cpu",
                    [
                        finding(
                            .unknown, "no sample from 02:10 to 02:35 UTC: the largest gap is 25 min", "25 min gap",
                            "<= 5 min", "pre.metrics/cpu.csv", 613)
                    ],
                    verdict: .unknown,
                    charts: [.sample(title: text("CPU staging"), unit: "%", limit: 65, base: 38, gap: true)]),
                check(
                    "series-below-p95",
                    [
                        finding(
                            .pass, "p95 stayed under 300 ms for 24 h: worst 287.4 ms at 14:05 UTC", "287.4 ms",
                            "< 300 ms", "pre.metrics/p95.csv", 846)
                    ],
                    verdict: .pass,
                    charts: [.sample(title: text("p95 latency"), unit: "ms", limit: 300, base: 190, gap: false)]),
            ]
        case "pre.qa":
            return [
                check(
                    "jira-signed-off",
                    [finding(.error, "the export ends within an object", nil, nil, "pre.qa/execution.json", 204)],
                    verdict: .error)
            ]
        case "pre.ci":
            return [
                check(
                    "tests-pass",
                    [
                        finding(
                            .pass, "2,114 cases in 3 suites, none failed", "0 failed", "= 0", "pre.ci/unit/junit.xml", 2
                        )
                    ], verdict: .pass),
                check(
                    "flaky-below",
                    [finding(.fail, "2 cases passed only when run again", "2", "= 0", "pre.ci/unit/junit.xml", 91)],
                    verdict: .waived, underlying: .fail),
            ]
        case "pre.leads":
            return [check("approved-by", [Finding(.manual, text("three leads have to confirm"))], verdict: .manual)]
        case "deploy.plan":
            return [
                check(
                    "plan-complete",
                    [
                        finding(
                            .warn, "1 resource is destroyed: aws_cloudwatch_log_group.old", "1", "<= 5",
                            "deploy.plan/plan.txt", 77)
                    ], verdict: .warn)
            ]
        case "rollback.incident":
            return [
                check(
                    "incident-opened", [Finding(.notApplicable, text("no rollback was initiated"))],
                    verdict: .notApplicable)
            ]
        case _ where id.hasPrefix("post.") || ["deploy.apply", "deploy.workflow", "deploy.stability"].contains(id):
            return [check("later", [Finding(.notDue, text("belongs to a later phase"))], verdict: .notDue)]
        default:
            return [
                check(
                    "evidence-present",
                    [finding(.pass, "the evidence is complete", "1", ">= 1", "\(id)/export.json", 1)], verdict: .pass)
            ]
        }
    }
}
