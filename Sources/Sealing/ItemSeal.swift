package import Model
import Streams

/// What sign-offs of an item are bound to, in four parts, so that a stale one can say which part changed.
package struct ItemSeal: Sendable, Hashable {
    package enum Part: String, Sendable, CaseIterable { case wording, rule, verdict, evidence }

    /// SHA-256 of each part, 64 lower-case hexadecimal digits.
    package let parts: [Part: String]

    /// - Parameters:
    ///   - each: verdicts of its checks, with and without waivers: a second waiver must not hide behind a first.
    ///   - evidence: every file that the checks read. Of an export of the release ticket not the bytes count but what the
    ///     checks found in it: else each comment that signs would void all that were written before.
    ///   - found: the findings of the checks that read such an export.
    package init(
        wording: String, asOf: String? = nil, signers: [String: Int] = [:], checks: [PolicyCheck], verdict: Verdict,
        each: [Verdict] = [], evidence: [EvidenceFile], found: [Finding] = []
    ) {
        let rule: JSONValue = [
            "as_of": JSONValue(asOf),
            "signers": .object(
                signers.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: JSONValue($0.value)) }),
            "checks": .array(checks.map(Self.json)),
        ]
        let files = evidence.filter { !$0.isTicket }.sorted { $0.path < $1.path }
        let sealed: JSONValue = [
            "files": .array(files.map { ["path": .string($0.path), "sha256": .string($0.sha256)] }),
            "ticket": .array(
                found.map {
                    [
                        "verdict": .string($0.verdict.rawValue), "message": .string($0.message),
                        "observed": JSONValue($0.observed), "limit": JSONValue($0.limit),
                    ]
                }),
        ]
        parts = [
            .wording: SHA.hex(JSONValue.string(wording).canonical), .rule: SHA.hex(rule.canonical),
            .verdict: SHA.hex(JSONValue.array(([verdict] + each).map { .string($0.rawValue) }).canonical),
            .evidence: SHA.hex(sealed.canonical),
        ]
    }

    /// What a `done` sign-off is bound to: all four parts.
    package var done: String { digest(of: Part.allCases) }

    /// What a `ready` sign-off is bound to: the step's wording and rule, for its evidence comes later.
    package var ready: String { digest(of: [.wording, .rule]) }

    /// The beginnings of the four parts, for a sign-off to carry.
    package var shortParts: String {
        Part.allCases.map { String((parts[$0] ?? "").prefix(8)) }.joined(separator: ".")
    }

    /// The parts that differ from those that a sign-off carries; `nil` when it carries none that can be read.
    package func changes(since shortParts: String, kind: SignOff.Kind) -> [Part]? {
        let before = shortParts.split(separator: ".", omittingEmptySubsequences: false)
        guard before.count == Part.allCases.count else { return nil }
        let relevant: [Part] = kind == .done ? Part.allCases : [.wording, .rule]
        return zip(Part.allCases, before).filter { part, old in
            relevant.contains(part) && !(parts[part] ?? "").hasPrefix(old)
        }.map(\.0)
    }

    package func digest(for kind: SignOff.Kind) -> String { kind == .done ? done : ready }

    private func digest(of wanted: [Part]) -> String {
        let members = wanted.map { JSONValue.Member(key: $0.rawValue, value: JSONValue(parts[$0])) }
        return SHA.hex(JSONValue.object(members).canonical)
    }

    /// What a check demands, in the form that is sealed.
    package static func json(_ check: PolicyCheck) -> JSONValue {
        [
            "id": .string(check.id), "kind": .string(check.kind),
            "files": .array(check.files.map { .string($0) }),
            "about": .array(check.about.map { .string($0.rawValue) }), "gate": .bool(check.isGating),
            "max_age": JSONValue(check.maxAge.map { Int($0) }), "after": JSONValue(check.after),
            "from": JSONValue(check.from), "parameters": json(check.parameters),
        ]
    }

    private static func json(_ node: ConfigurationNode) -> JSONValue {
        switch node.content {
        case .scalar(let text, _): .string(text)
        case .sequence(let nodes): .array(nodes.map(json))
        case .mapping(let entries): .object(entries.map { .init(key: $0.key, value: json($0.value)) })
        }
    }
}
