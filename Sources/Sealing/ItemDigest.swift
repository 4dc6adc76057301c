package import Model
import Streams

/// What a sign-off of an item is bound to: its wording, its rule, its verdict and the digests of its evidence.
package enum ItemDigest {
    /// SHA-256, in hex, of the canonical JSON of the four. Changes exactly when one of them does.
    package static func hex(
        wording: String, asOf: String? = nil, checks: [PolicyCheck], verdict: Verdict, evidence: [EvidenceFile]
    ) -> String {
        let sealed: JSONValue = [
            "wording": .string(wording), "as_of": JSONValue(asOf),
            "checks": .array(
                checks.map { check in
                    [
                        "id": .string(check.id), "kind": .string(check.kind),
                        "files": .array(check.files.map { .string($0) }),
                        "about": .array(check.about.map { .string($0.rawValue) }), "gate": .bool(check.isGating),
                        "max_age": JSONValue(check.maxAge.map { Int($0) }), "after": JSONValue(check.after),
                        "parameters": json(check.parameters),
                    ]
                }),
            "verdict": .string(verdict.rawValue),
            "evidence": .array(
                evidence.sorted { $0.path < $1.path }.map { ["path": .string($0.path), "sha256": .string($0.sha256)] }),
        ]
        return SHA.hex(sealed.canonical)
    }

    private static func json(_ node: ConfigurationNode) -> JSONValue {
        switch node.content {
        case .scalar(let text, _): .string(text)
        case .sequence(let nodes): .array(nodes.map(json))
        case .mapping(let entries):
            .object(entries.map { .init(key: $0.key, value: json($0.value)) })
        }
    }
}
