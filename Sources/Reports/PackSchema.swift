package import Model

/// The JSON Schema (2020-12) of `pack.json`: every member is named, and no other is allowed.
package enum PackSchema {
    /// Name under which it is published.
    package static let fileName = "pack.schema.json"

    /// The schema itself.
    package static var document: JSONValue {
        var members: [JSONValue.Member] = [
            member("$schema", "https://json-schema.org/draft/2020-12/schema"),
            member("$id", "urn:evidencepack:pack:1"),
            member("title", "EvidencePack pack"),
        ]
        if case .object(let root) = strict(root) { members += root }
        members.append(member("$defs", .object(definitions)))
        return .object(members)
    }

    /// The schema of what `gate --json` prints.
    package static var gateDocument: JSONValue {
        var members: [JSONValue.Member] = [
            member("$schema", "https://json-schema.org/draft/2020-12/schema"),
            member("$id", "urn:evidencepack:gate:1"),
            member("title", "EvidencePack gate"),
        ]
        let root = strict([
            "schema": ["const": "evidencepack/gate/1"], "release": text, "version": text, "commit": text, "at": time,
            "gate": reference("gate"), "plan": either(strict(["path": text, "sha256": text])), "exitStatus": count,
            "problems": list(reference("problem")),
        ])
        if case .object(let root) = root { members += root }
        members.append(
            member("$defs", .object(definitions.filter { ["gate", "problem", "place", "time"].contains($0.key) })))
        return .object(members)
    }

    private static let root: KeyValuePairs<String, JSONValue> = [
        "schema": ["const": "evidencepack/pack/1"],
        "release": strict([
            "version": text, "tag": text, "train": text, "commit": text, "base": text,
            "environment": strict(["from": text, "to": text]), "ticket": text, "host": optional("string"),
            "window": strict(["start": time, "end": time]),
        ]),
        "at": time,
        "checklist": strict(["title": text, "items": count]),
        "gates": list(reference("gate")),
        "items": list(reference("item")),
        "waivers": list(reference("waiver")),
        "signOffs": list(submitted),
        "evidence": list(reference("evidence")),
        "configuration": list(reference("file")),
        "previous": either(
            strict([
                "tag": text, "at": text, "sha256": text,
                "changes": list(
                    strict([
                        "kind": words(PackChange.Kind.allCases.map(\.rawValue)), "subject": text, "what": text,
                        "before": optional("string"), "after": optional("string"),
                    ])),
            ])),
        "problems": list(reference("problem")),
        "secrets": list(strict(["number": count, "kind": text, "places": list(reference("place"))])),
        "tool": strict(["name": text, "version": text, "templates": list(reference("file"))]),
    ]

    private static var definitions: [JSONValue.Member] {
        [
            member("verdict", words(Verdict.allCases.map(\.rawValue))),
            member(
                "time",
                [
                    "type": "string", "format": "date-time",
                    "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$",
                ]),
            member("file", strict(["path": text, "sha256": text, "bytes": count])),
            member(
                "gate",
                strict([
                    "id": text, "decision": words(["GO", "GO_WITH_WAIVERS", "NO_GO", "INCOMPLETE"]),
                    "blocking": list(strict(["item": text, "owner": text, "kind": text, "why": text, "next": text])),
                    "rule": either(
                        strict([
                            "after": optional("string"), "done": list(text), "ready": list(text),
                            "assurance": words(GateRule.Assurance.allCases.map(\.rawValue)),
                        ])),
                    "counts": .object([
                        member("type", "object"), member("additionalProperties", false),
                        member("required", .array(Verdict.allCases.map { .string($0.rawValue) })),
                        member("properties", .object(Verdict.allCases.map { member($0.rawValue, count) })),
                    ]),
                    "signOffs": strict([
                        "done": strict(["required": count, "signed": count]),
                        "ready": strict(["required": count, "signed": count]),
                    ]),
                ])),
            member(
                "item",
                strict([
                    "id": text, "phase": text, "section": text, "text": text, "line": count, "owner": text,
                    "verdict": reference("verdict"), "underlying": either(reference("verdict")), "digest": text,
                    "readyDigest": text, "plan": optional("string"), "next": text,
                    "asOf": optional("string"), "signers": ["type": "object", "additionalProperties": count],
                    "checks": list(reference("check")),
                    "signOffs": strict(["ready": signOff, "done": signOff]),
                ])),
            member(
                "check",
                strict([
                    "id": text, "kind": text, "verdict": reference("verdict"),
                    "underlying": either(reference("verdict")),
                    "gate": ["type": "boolean"], "rule": ["type": ["object", "null"]],
                    "findings": list(
                        strict([
                            "verdict": reference("verdict"), "message": text, "observed": optional("string"),
                            "limit": optional("string"), "evidence": either(reference("place")),
                            "next": optional("string"),
                        ])),
                    "evidence": list(reference("evidence")),
                    "charts": list(reference("chart")),
                    "figures": list(reference("figure")),
                    "values": list(
                        strict(["key": text, "value": text, "evidence": either(reference("place"))])),
                ])),
            member(
                "place",
                open(
                    required: ["path"], ["path": text, "line": count, "column": count, "byte": count, "pointer": text])),
            member(
                "evidence",
                strict([
                    "path": text, "sha256": ["type": "string", "pattern": "^([0-9a-f]{64})?$"], "bytes": count,
                    "format": optional("string"),
                    "state": words(["present", "empty", "absent", "stale", "unreadable"]),
                    "reason": either(reference("problem")), "collected": either(reference("time")),
                    "collectedBy": either(words(["content", "sidecar", "run-record"])), "notes": list(text),
                    "provenance": words(["recorded", "declared", "unattested"]), "used": ["type": "boolean"],
                    "subject": open(
                        required: [],
                        [
                            "commit": text, "tag": text, "train": text, "environment": text, "command": text,
                            "exitStatus": count, "by": text,
                        ]),
                ])),
            member("problem", strict(["id": text, "message": text, "place": reference("place"), "advice": text])),
            member(
                "waiver",
                strict([
                    "id": text, "state": words(["used", "unused", "not_yet_valid", "expired", "malformed", "refused"]),
                    "note": text,
                    "item": optional("string"), "check": optional("string"), "reason": optional("string"),
                    "riskOwner": optional("string"), "requester": optional("string"), "approver": optional("string"),
                    "ticket": optional("string"), "notBefore": either(reference("time")),
                    "until": either(reference("time")),
                ])),
            member("span", strict(["start": time, "end": time])),
            member(
                "bin",
                strict([
                    "start": time, "end": time, "least": optional("number"), "greatest": optional("number"),
                    "median": optional("number"),
                ])),
            member(
                "chart",
                strict([
                    "title": text, "unit": text, "limit": optional("number"), "limitText": text,
                    "forbids": words(["above", "below", "other"]), "samples": count, "bins": list(reference("bin")),
                    "hours": list(reference("bin")), "gaps": list(reference("span")), "gapCount": count,
                    "breaches": list(reference("span")), "breachCount": count, "window": either(reference("span")),
                ])),
            member("figure", figure),
        ]
    }

    static let text: JSONValue = ["type": "string"]
    static let count: JSONValue = ["type": "integer", "minimum": 0]
    private static let time = reference("time")
    private static let signOff = strict([
        "state": words(["signed", "missing", "stale", "rejected", "invalid"]), "by": list(text),
        "why": optional("string"),
    ])
    private static let submitted = strict([
        "state": words(["counts", "stale", "refused"]), "assurance": words(["file", "ticket", "signature"]),
        "evidence": reference("place"), "identity": optional("string"), "refusal": optional("string"),
        "remark": optional("string"), "release": optional("string"), "kind": optional("string"),
        "role": optional("string"), "by": optional("string"), "decision": optional("string"),
        "at": either(reference("time")), "plan": optional("string"), "note": optional("string"),
        "items": list(
            strict([
                "item": text, "digest": optional("string"), "state": words(["counts", "stale", "refused"]),
                "why": optional("string"),
            ])),
    ])

    private static func member(_ key: String, _ value: JSONValue) -> JSONValue.Member { .init(key: key, value: value) }

    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/$defs/\(name)")] }

    static func list(_ element: JSONValue) -> JSONValue { ["type": "array", "items": element] }

    static func words(_ words: [String]) -> JSONValue { ["enum": .array(words.map { .string($0) })] }

    static func optional(_ type: String) -> JSONValue { ["type": [.string(type), "null"]] }

    static func either(_ schema: JSONValue) -> JSONValue { ["anyOf": [schema, ["type": "null"]]] }

    static func strict(_ properties: KeyValuePairs<String, JSONValue>) -> JSONValue {
        open(required: properties.map(\.key), properties)
    }

    private static func open(required: [String], _ properties: KeyValuePairs<String, JSONValue>) -> JSONValue {
        [
            "type": "object", "additionalProperties": false, "required": .array(required.map { .string($0) }),
            "properties": .object(properties.map { member($0.key, $0.value) }),
        ]
    }
}
