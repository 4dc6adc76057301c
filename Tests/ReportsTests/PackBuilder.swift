import Model

/// A realistic pack of the seed's 22 items with every verdict, into whose untrusted texts a test may put its own.
struct PackBuilder {
    /// What untrusted texts become, in turn; none leaves the realistic ones.
    let poisons: [String]
    private let turn = Turn()

    private final class Turn { var count = 0 }

    init(poisons: [String] = []) { self.poisons = poisons }

    func text(_ usual: String) -> String {
        guard !poisons.isEmpty else { return usual }
        turn.count += 1
        return poisons[turn.count % poisons.count]
    }

    static let at = Instant(year: 2026, month: 11, day: 20, hour: 16, minute: 45) ?? Instant(milliseconds: 0)
    private static let digest = String(repeating: "9b07c1f3", count: 8)

    private static let wordings: [(id: String, section: String, owner: String, text: String)] = [
        (
            "pre.ci", "Pre-Promotion Gate", "engineering",
            "All feature branches merged and passing CI (lint, unit, integration) with green badges."
        ),
        (
            "pre.audit", "Pre-Promotion Gate", "security",
            "`scripts/audit-dependencies.mjs --ci` executed with no High/Critical vulnerabilities outstanding."
        ),
        (
            "pre.metrics", "Pre-Promotion Gate", "sre",
            "Staging observability dashboard shows 24 hours of healthy metrics (HTTP 5xx < 0.1%, p95 latency < 300ms, CPU < 65%)."
        ),
        ("pre.qa", "Pre-Promotion Gate", "qa", "QA sign-off recorded in Jira with linked test plan execution results."),
        (
            "pre.migrations", "Pre-Promotion Gate", "dba",
            "Data migrations tested against staging snapshot and validated with rollback plan."
        ),
        (
            "pre.leads", "Pre-Promotion Gate", "release-manager",
            "Product, Engineering, and Support leads confirm launch messaging and support rota coverage."
        ),
        (
            "deploy.tag", "Deployment Steps", "engineering",
            "Tag release (`git tag v1.50.x && git push origin v1.50.x`)."
        ),
        (
            "deploy.plan", "Deployment Steps", "platform",
            "Trigger Terraform plan for production: `terraform plan -var-file=environments/production.tfvars -out prod.plan`"
        ),
        (
            "deploy.review", "Deployment Steps", "platform",
            "Peer review plan output; store approval in the release ticket."
        ),
        ("deploy.apply", "Deployment Steps", "platform", "Apply infrastructure changes: `terraform apply prod.plan`"),
        (
            "deploy.workflow", "Deployment Steps", "platform",
            "Deploy application containers via GitHub Actions workflow `deploy-backend.yml` targeting production."
        ),
        (
            "deploy.stability", "Deployment Steps", "sre",
            "Validate ECS service stability (task health, target group metrics) for 15 minutes."
        ),
        (
            "post.health", "Post-Deployment Verification", "sre",
            "`/health/live` and `/health/ready` return 200 from production ALB."
        ),
        (
            "post.smoke", "Post-Deployment Verification", "qa",
            "Smoke test API endpoints using generated SDKs (auth login, refresh, MFA challenge, profile retrieval)."
        ),
        (
            "post.data", "Post-Deployment Verification", "dba",
            "Validate database migrations: run `SELECT COUNT(*)` on new tables and ensure audit columns populated."
        ),
        (
            "post.secrets", "Post-Deployment Verification", "security",
            "Confirm Secrets Manager version increments for rotated tokens."
        ),
        (
            "post.synthetics", "Post-Deployment Verification", "sre",
            "Execute synthetic transactions from Grafana k6 scenario; confirm KPIs within thresholds."
        ),
        (
            "post.notify", "Post-Deployment Verification", "support-lead",
            "Update status page and notify stakeholders of successful promotion."
        ),
        (
            "rollback.state", "Rollback Plan", "platform",
            "Rollback Terraform using previous state snapshot stored in S3 (retain `prod.plan` for diff reference)."
        ),
        (
            "rollback.taskdef", "Rollback Plan", "platform",
            "Re-deploy previous ECS task definition revision using `aws ecs update-service --force-new-deployment --task-definition <arn>`."
        ),
        (
            "rollback.snapshot", "Rollback Plan", "dba",
            "Restore RDS from last automated snapshot if schema changes cause regressions (RTO < 60 minutes)."
        ),
        (
            "rollback.incident", "Rollback Plan", "support-lead",
            "Trigger incident management protocol if rollback initiated, documenting timeline in the release ticket."
        ),
    ]

    var pack: Pack {
        let items = Self.wordings.enumerated().map { item($0.offset, $0.element) }
        let counts = Dictionary(grouping: items, by: \.verdict).mapValues(\.count)
        let evidenceBlockers = items.filter { [.fail, .error, .unknown, .manual].contains($0.verdict) }.map {
            Blocker(
                item: $0.id, owner: $0.owner, kind: $0.verdict.rawValue, why: text("does not meet its limit"),
                next: $0.next)
        }
        let signOffs = items.filter { $0.ready.state != .signed }.map {
            Blocker(
                item: $0.id, owner: $0.owner, kind: "sign-off", why: text("ready sign-off is missing"),
                next: text("evidencepack sign . --item \($0.id) --kind ready --role \($0.owner) --by NAME"))
        }
        let apply = GateAssessment(
            id: "apply", decision: .noGo, blocking: evidenceBlockers + signOffs, counts: counts, doneRequired: 12,
            doneSigned: 8,
            readyRequired: 22, readySigned: 22 - signOffs.count)
        let later = ["deploy", "close"].map {
            GateAssessment(
                id: $0, decision: .incomplete, blocking: [], counts: counts, doneRequired: $0 == "close" ? 22 : 1,
                doneSigned: 0,
                readyRequired: 0, readySigned: 0)
        }
        let waiver = Waiver(
            id: "W-7", item: "pre.ci", check: "flaky-below", reason: text("Two retried browser tests; fix is tracked."),
            riskOwner: text("engineering-lead"), requester: text("ben"), approver: text("ana"),
            ticket: text("REL-1509"),
            notBefore: Self.at, until: Instant(milliseconds: Self.at.milliseconds + 604_800_000),
            place: Place("waivers.yml", line: 3))
        return Pack(
            release: release, checklistTitle: text("Environment Promotion Checklist â€“ Version 1.50"), at: Self.at,
            toolVersion: "1.0.0", gates: [apply] + later, items: items,
            waivers: [
                WaiverAssessment(
                    id: "W-7", waiver: waiver, state: .used, note: text("Covers pre.ci flaky-below; ends in 7 d.")),
                WaiverAssessment(
                    id: "W-8", waiver: nil, state: .malformed, note: text("has no approver, so it counts as absent")),
            ],
            evidence: evidence,
            configuration: ["checklist.md", "release.yml", "rules.yml", "waivers.yml"].map {
                ConfigurationFile(path: $0, sha256: Self.digest, bytes: 3_412)
            },
            problems: [
                Problem(
                    "waivers.missing-approver", text("waiver W-8 has no approver"),
                    at: Place("waivers.yml", line: 14, column: 5),
                    advice: text("Name one who is not the requester."))
            ])
    }

    private var release: Release {
        Release(
            train: text("1.50"), version: text("1.50.3"), tag: text("v1.50.3"),
            commit: text("5f0c6d0f3d1b6a5e8f4a9b7c2d3e4f5a6b7c8d9e"), base: text("main"),
            environment: .init(from: text("staging"), to: text("production")), ticket: text("REL-1503"),
            window: .init(start: Self.at, end: Instant(milliseconds: Self.at.milliseconds + 14_400_000)))
    }

    private var evidence: [EvidenceFile] {
        let usual: [(String, String, EvidenceFile.State)] = [
            ("pre.audit/audit.json", "npm-audit/2", .present), ("pre.ci/unit/junit.xml", "junit", .present),
            ("pre.metrics/cpu.csv", "grafana-csv/wide", .present),
            ("pre.metrics/p95.csv", "grafana-csv/wide", .present),
            ("pre.qa/execution.json", "xray", .stale), ("ticket/notes.txt", "", .present),
        ]
        return usual.map { path, format, state in
            var file = EvidenceFile(
                path: text("evidence/\(path)"), sha256: Self.digest, bytes: 58_310,
                format: format.isEmpty ? nil : text(format), state: state,
                reason: state == .stale
                    ? Problem(
                        "evidence.stale", text("is about tag v1.50.2"), at: Place(text("evidence/\(path)")),
                        advice: text("Export it again.")) : nil)
            file.collected = Self.at
            file.isUsed = !format.isEmpty
            file.provenance = path.hasPrefix("pre.audit") ? .recorded : .unattested
            file.subject.command = path.hasPrefix("pre.audit") ? text("scripts/audit-dependencies.mjs --ci") : nil
            return file
        }
    }

    private func item(_ index: Int, _ wording: (id: String, section: String, owner: String, text: String))
        -> ItemAssessment
    {
        let checks = checks(of: wording.id)
        let phase = Phase(rawValue: String(wording.id.prefix { $0 != "." })) ?? .pre
        var item = ItemAssessment(
            id: wording.id, phase: phase, sectionTitle: text(wording.section), text: text(wording.text),
            line: 6 + index, owner: text(wording.owner),
            judgement: Judgement.worst(of: checks.map(\.verdict)), underlying: wording.id == "pre.ci" ? .fail : nil,
            checks: checks,
            next: text("evidencepack record -o evidence/\(wording.id)/run.json -- make \(wording.id)"),
            digest: Self.digest)
        item.ready = status(index % 5 == 4 ? .missing : .signed)
        item.done = status(phase == .pre && index < 4 ? .signed : index == 7 ? .stale : .missing)
        return item
    }

    private func status(_ state: SignOffState) -> SignOffStatus {
        SignOffStatus(
            states: [.ticket: state], by: state == .signed ? ["ana"] : [],
            why: state == .stale ? text("its evidence changed") : nil)
    }
}
