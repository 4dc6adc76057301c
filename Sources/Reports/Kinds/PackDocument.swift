package import Model

/// The pack as JSON, a stable contract with a published schema (PRODUCT.md).
package struct PackDocument: Report {
    package let id = "json"
    package let fileName = "pack.json"

    package init() {}

    package func render(_ pack: Pack) -> [UInt8] { Self.document(pack).pretty }

    /// The document's value; `PackSchema` describes it.
    package static func document(_ pack: Pack) -> JSONValue {
        let files = Dictionary(pack.evidence.map { ($0.path, $0) }) { first, _ in first }
        return [
            "schema": "evidencepack/pack/1",
            "release": release(pack.release),
            "at": JSONValue(pack.at),
            "checklist": ["title": .string(pack.checklistTitle), "items": JSONValue(pack.items.count)],
            "gates": .array(pack.gates.map(gate)),
            "items": .array(pack.items.map { item($0, files: files) }),
            "waivers": .array(pack.waivers.map(waiver)),
            "signOffs": .array(pack.signOffs.map(SignOffDocument.value)),
            "evidence": .array(pack.evidence.map(evidence)),
            "configuration": .array(pack.configuration.map(file)),
            "previous": pack.changes.map(changes) ?? .null,
            "problems": .array(pack.problems.map(problem)),
            "secrets": .array(pack.secrets.map(secret)),
            "tool": [
                "name": "evidencepack", "version": .string(pack.toolVersion),
                "templates": .array(pack.templates.map(file)),
            ],
        ]
    }

    private static func file(_ file: ConfigurationFile) -> JSONValue {
        ["path": .string(file.path), "sha256": .string(file.sha256), "bytes": integer(file.bytes)]
    }

    private static func release(_ release: Release) -> JSONValue {
        [
            "version": .string(release.version), "tag": .string(release.tag), "train": .string(release.train),
            "commit": .string(release.commit), "base": .string(release.base),
            "environment": ["from": .string(release.environment.from), "to": .string(release.environment.to)],
            "ticket": .string(release.ticket), "host": JSONValue(release.host),
            "window": ["start": JSONValue(release.window.start), "end": JSONValue(release.window.end)],
        ]
    }

    static func gate(_ gate: GateAssessment) -> JSONValue {
        let counts = Verdict.allCases.map {
            JSONValue.Member(key: $0.rawValue, value: JSONValue(gate.counts[$0] ?? 0))
        }
        return [
            "id": .string(gate.id), "decision": .string(gate.decision.rawValue),
            "blocking": .array(
                gate.blocking.map {
                    [
                        "item": .string($0.item), "owner": .string($0.owner), "kind": .string($0.kind),
                        "why": .string($0.why),
                        "next": .string($0.next),
                    ]
                }),
            "rule": gate.rule.map { rule in
                [
                    "after": JSONValue(rule.after), "done": .array(rule.done.map { .string($0) }),
                    "ready": .array(rule.ready.map { .string($0) }), "assurance": .string(rule.assurance.rawValue),
                ]
            } ?? .null,
            "counts": .object(counts),
            "signOffs": [
                "done": ["required": JSONValue(gate.doneRequired), "signed": JSONValue(gate.doneSigned)],
                "ready": ["required": JSONValue(gate.readyRequired), "signed": JSONValue(gate.readySigned)],
            ],
        ]
    }

    private static func item(_ item: ItemAssessment, files: [String: EvidenceFile]) -> JSONValue {
        [
            "id": .string(item.id), "phase": .string(item.phase.rawValue), "section": .string(item.sectionTitle),
            "text": .string(item.text),
            "line": JSONValue(item.line), "owner": .string(item.owner), "verdict": .string(item.verdict.rawValue),
            "underlying": JSONValue(item.underlying?.rawValue), "digest": .string(item.digest),
            "readyDigest": .string(item.readyDigest), "plan": JSONValue(item.plan),
            "next": .string(item.next), "asOf": JSONValue(item.asOf),
            "signers": .object(
                item.signers.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: JSONValue($0.value)) }),
            "checks": .array(
                item.checks.map { check in
                    [
                        "id": .string(check.id), "kind": .string(check.kind),
                        "verdict": .string(check.verdict.rawValue),
                        "underlying": JSONValue(check.underlying?.rawValue), "gate": .bool(check.isGating),
                        "rule": check.rule,
                        "findings": .array(check.findings.map(finding)),
                        "evidence": .array(check.evidence.compactMap { files[$0] }.map(evidence)),
                        "charts": .array(check.charts.map(chart)),
                        "figures": .array(check.figures.map(FigureDocument.value)),
                        "values": .array(check.values.map(value)),
                    ]
                }),
            "signOffs": [
                "ready": signOff(item.ready), "done": signOff(item.done),
            ],
        ]
    }

    /// What is different from an earlier pack.
    package static func changes(_ changes: PackChanges) -> JSONValue {
        [
            "tag": .string(changes.earlier.tag), "at": .string(changes.earlier.at),
            "sha256": .string(changes.earlier.sha256),
            "changes": .array(
                changes.all.map {
                    [
                        "kind": .string($0.kind.rawValue), "subject": .string($0.subject), "what": .string($0.what),
                        "before": JSONValue($0.before), "after": JSONValue($0.after),
                    ]
                }),
        ]
    }

    private static func signOff(_ status: SignOffStatus) -> JSONValue {
        [
            "state": .string(status.state.rawValue), "by": .array(status.by.map { .string($0) }),
            "why": JSONValue(status.why),
        ]
    }

    private static func value(_ value: RunbookValue) -> JSONValue {
        ["key": .string(value.key), "value": .string(value.value), "evidence": value.place.map(place) ?? .null]
    }

    private static func finding(_ finding: Finding) -> JSONValue {
        [
            "verdict": .string(finding.verdict.rawValue), "message": .string(finding.message),
            "observed": JSONValue(finding.observed), "limit": JSONValue(finding.limit),
            "evidence": finding.place.map(place) ?? .null, "next": JSONValue(finding.next),
        ]
    }

    static func place(_ place: Place) -> JSONValue {
        .compactObject([
            "path": .string(place.path), "line": JSONValue(place.line), "column": JSONValue(place.column),
            "byte": place.byteOffset.map(integer) ?? .null, "pointer": JSONValue(place.pointer),
        ])
    }

    private static func evidence(_ file: EvidenceFile) -> JSONValue {
        [
            "path": .string(file.path), "sha256": .string(file.sha256), "bytes": integer(file.bytes),
            "format": JSONValue(file.format), "state": .string(file.state.rawValue),
            "reason": file.reason.map(problem) ?? .null, "collected": JSONValue(file.collected),
            "collectedBy": JSONValue(file.collectedBy?.rawValue), "notes": .array(file.notes.map { .string($0) }),
            "provenance": .string(file.provenance.rawValue), "used": .bool(file.isUsed),
            "subject": .compactObject([
                "commit": JSONValue(file.subject.commit), "tag": JSONValue(file.subject.tag),
                "train": JSONValue(file.subject.train),
                "environment": JSONValue(file.subject.environment), "command": JSONValue(file.subject.command),
                "exitStatus": JSONValue(file.subject.exitStatus), "by": JSONValue(file.subject.by),
            ]),
        ]
    }

    static func problem(_ problem: Problem) -> JSONValue {
        [
            "id": .string(problem.id), "message": .string(problem.message), "place": place(problem.place),
            "advice": .string(problem.advice),
        ]
    }

    private static func secret(_ secret: MaskedSecret) -> JSONValue {
        [
            "number": JSONValue(secret.number), "kind": .string(secret.kind),
            "places": .array(secret.places.map(place)),
        ]
    }

    private static func waiver(_ assessment: WaiverAssessment) -> JSONValue {
        let waiver = assessment.waiver
        return [
            "id": .string(assessment.id), "state": .string(assessment.state.rawValue), "note": .string(assessment.note),
            "item": JSONValue(waiver?.item), "check": JSONValue(waiver?.check), "reason": JSONValue(waiver?.reason),
            "riskOwner": JSONValue(waiver?.riskOwner), "requester": JSONValue(waiver?.requester),
            "approver": JSONValue(waiver?.approver), "ticket": JSONValue(waiver?.ticket),
            "notBefore": JSONValue(waiver?.notBefore), "until": JSONValue(waiver?.until),
        ]
    }

    private static func chart(_ chart: MetricChart) -> JSONValue {
        [
            "title": .string(chart.title), "unit": .string(chart.unit), "limit": FigureDocument.number(chart.limit),
            "limitText": .string(chart.limitText), "forbids": .string(chart.forbids.rawValue),
            "samples": JSONValue(chart.samples), "bins": .array(chart.bins.map(bin)),
            "hours": .array(chart.hours.map(bin)), "gaps": .array(chart.gaps.map(FigureDocument.span)),
            "gapCount": JSONValue(chart.gapCount), "breaches": .array(chart.breaches.map(FigureDocument.span)),
            "breachCount": JSONValue(chart.breachCount), "window": chart.window.map(FigureDocument.span) ?? .null,
        ]
    }

    private static func bin(_ bin: MetricChart.Bin) -> JSONValue {
        [
            "start": JSONValue(bin.start), "end": JSONValue(bin.end), "least": FigureDocument.number(bin.least),
            "greatest": FigureDocument.number(bin.greatest),
            "median": bin.median.map(FigureDocument.number) ?? .null,
        ]
    }

    private static func integer(_ value: Int64) -> JSONValue { .number(String(value)) }
}
