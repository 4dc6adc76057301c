package import Model
private import Rules

/// The JSON Schemas (2020-12) of the files that people write, for editors to complete and check them.
///
/// They say less than the tool: what needs two places at once (a tag that matches its version) is left to `lint`.
package enum PublishedSchemas {
    package static let names = ["release", "rules", "waivers", "meta"]

    /// The schema of `release.yml`, `rules.yml`, `waivers.yml` or a `NAME.meta.yml`; `nil` for another name.
    package static func schema(named name: String) -> JSONValue? {
        let body: (title: String, properties: [(String, JSONValue)], required: [String])
        switch name {
        case "release":
            body = (
                "release.yml", release,
                ["schema", "train", "version", "tag", "commit", "base", "environment", "ticket", "window", "people"]
            )
        case "rules": body = ("rules.yml", rules, ["schema", "gates", "items"])
        case "waivers": body = ("waivers.yml", waivers, ["schema", "waivers"])
        case "meta": body = ("NAME.meta.yml", meta, ["collected_at"])
        default: return nil
        }
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": .string("urn:evidencepack:\(name):1"),
            "title": .string(body.title), "type": "object", "additionalProperties": false,
            "required": .array(body.required.map { .string($0) }), "properties": SchemaForms.members(body.properties),
        ]
    }

    private static func line(_ name: String) -> (String, JSONValue) {
        ("schema", ["const": .string("evidencepack/\(name)/1")])
    }

    private static var release: [(String, JSONValue)] {
        typealias F = SchemaForms
        let table = F.object([("minimum", ["type": "integer", "minimum": 0]), ("audit_columns", F.texts)])
        let person = F.object(
            [("id", F.word), ("name", F.text), ("roles", F.texts), ("accounts", F.map(of: F.text)), ("keys", F.texts)],
            required: ["id", "name", "roles"])
        return [
            line("release"),
            ("train", F.pattern("^[0-9]+(\\.[0-9]+){0,2}$", "the train's number, in quotes")),
            ("version", F.pattern("^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$", "of the train")),
            ("tag", F.pattern("^v[0-9]", "v and the version")),
            ("commit", F.commit), ("base", F.text),
            ("environment", F.object([("from", F.text), ("to", F.text)], required: ["from", "to"])),
            ("ticket", F.text), ("host", F.pattern("^[0-9A-Za-z.-]+$", "host of the production load balancer")),
            ("window", F.object([("start", F.instant), ("end", F.instant)], required: ["start", "end"])),
            ("pull_requests", F.object([("exclude", F.list(of: ["type": "integer", "minimum": 1]))])),
            (
                "terraform",
                F.object([("var_file", F.text), ("plan", F.text), ("state_key", F.text), ("state_bucket", F.text)])
            ),
            (
                "ecs",
                F.object(
                    [("cluster", F.text), ("services", F.texts), ("target_groups", F.texts)],
                    required: ["cluster", "services"])
            ),
            ("database", F.object([("instance", F.text), ("tables", F.map(of: table))], required: ["instance"])),
            ("secrets", F.texts), ("sdk", F.object([("version", F.text)], required: ["version"])),
            ("audiences", F.texts),
            ("rollback", F.object([("initiated", F.flag), ("initiated_at", F.instant)], required: ["initiated"])),
            ("people", F.list(of: person)),
        ]
    }

    private static var rules: [(String, JSONValue)] {
        typealias F = SchemaForms
        let assurance = ["enum": .array(GateRule.Assurance.allCases.map { .string($0.rawValue) })] as JSONValue
        let about = ["enum": .array(PolicyCheck.Subject.allCases.map { .string($0.rawValue) })] as JSONValue
        let common: [(String, JSONValue)] = [
            ("id", F.word), ("files", F.texts), ("max_age", F.duration), ("gate", F.flag), ("from", F.instant),
            ("about", ["anyOf": [about, F.list(of: about)]]), ("after", F.text),
        ]
        let kinds = RuleCatalog.all.map { rule -> (String, JSONValue) in
            let own = rule.parameters.map { ($0.name, F.form($0.form)) }
            return (rule.kind, F.object(own + common, required: rule.parameters.filter(\.isRequired).map(\.name)))
        }
        let check: JSONValue = [
            "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
            "properties": F.members(kinds),
        ]
        let item = F.object(
            [
                ("match", F.texts), ("owner", F.text), ("max_age", F.duration), ("as_of", F.text),
                ("sign_offs", F.map(of: ["type": "integer", "minimum": 1, "maximum": 20])), ("next", F.text),
                ("checks", ["type": "array", "minItems": 1, "items": check]),
            ], required: ["match", "owner", "checks"])
        let phases = Phase.allCases.map(\.rawValue).joined(separator: "|")
        let gate = F.object([("after", F.word), ("done", F.texts), ("ready", F.texts), ("assurance", assurance)])
        return [
            line("rules"), ("gates", F.map(of: gate, keys: "^[a-z0-9-]+$")),
            ("items", F.map(of: item, keys: "^(\(phases))\\.[a-z0-9-]+$")), ("ignore", F.texts),
            ("one_person_many_roles", F.flag),
        ]
    }

    private static var waivers: [(String, JSONValue)] {
        typealias F = SchemaForms
        let texts = ["id", "item", "check", "reason", "risk_owner", "requester", "approver", "ticket"]
        let waiver = F.object(
            texts.map { ($0, F.text) } + [
                ("not_before", F.instant), ("until", F.instant), ("max_value", F.quantity),
                ("subject", F.pattern("^sha256:[0-9a-f]{64}$", "digest of the evidence")),
            ], required: texts + ["not_before", "until"])
        return [line("waivers"), ("waivers", F.list(of: waiver))]
    }

    private static var meta: [(String, JSONValue)] {
        typealias F = SchemaForms
        return [
            ("collected_at", F.instant), ("sha256", F.pattern("^[0-9a-f]{64}$", "of the file beside it")),
            ("command", F.text), ("commit", F.commit), ("tag", F.text), ("train", F.text),
            ("environment", F.text), ("by", F.text), ("timezone", F.text), ("unit", F.text),
        ]
    }
}
