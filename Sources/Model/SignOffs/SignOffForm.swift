/// A sign-off without its person: all that it is bound to, ready for somebody to decide (RELEASE.md, Sign-offs).
///
/// Its text is the one place where a block is written; a form that nobody filled in is refused when it is read.
package struct SignOffForm: Sendable, Hashable {
    package static let begin = "-----BEGIN EVIDENCEPACK SIGN-OFF v1-----"
    package static let end = "-----END EVIDENCEPACK SIGN-OFF v1-----"

    /// Tag of the release.
    package internal(set) var release: String
    /// Item ids, each once.
    package internal(set) var items: [String]
    package let kind: SignOff.Kind
    package internal(set) var role: String
    /// SHA-256 by item.
    package internal(set) var digests: [String: String]
    /// By item, the beginnings of the digests of its four parts.
    package internal(set) var parts: [String: String]
    /// SHA-256 of the plan, where an item concerns one.
    package let plan: String?
    /// Counts once for each item; `nil` for a sign-off that was made without a form.
    package internal(set) var id: String?

    package init(
        release: String, items: [String], kind: SignOff.Kind, role: String, digests: [String: String],
        parts: [String: String], plan: String?, id: String? = nil
    ) {
        self.release = release
        self.items = items
        self.kind = kind
        self.role = role
        self.digests = digests
        self.parts = parts
        self.plan = plan
        self.id = id
    }

    /// Bound to what the items say now.
    package init(
        _ items: [ItemAssessment], kind: SignOff.Kind, role: String, release: String, id: String? = nil
    ) {
        self.init(
            release: release, items: items.map(\.id), kind: kind, role: role,
            digests: Dictionary(
                items.map { ($0.id, kind == .done ? $0.digest : $0.readyDigest) },
                uniquingKeysWith: { first, _ in first }
            ),
            parts: Dictionary(items.map { ($0.id, $0.shortParts) }, uniquingKeysWith: { first, _ in first }),
            plan: kind == .done ? items.lazy.compactMap(\.plan).first : nil, id: id)
    }

    /// What a sign-off was made from.
    package init(of signOff: SignOff) {
        self.init(
            release: signOff.release, items: signOff.items, kind: signOff.kind, role: signOff.role,
            digests: signOff.digests, parts: signOff.parts, plan: signOff.plan, id: signOff.form)
    }

    /// The form, filled in.
    package func signOff(by: String, decision: SignOff.Decision, at: Instant, note: String) -> SignOff {
        var signOff = SignOff(
            release: release, items: items, kind: kind, role: role, by: by, decision: decision, at: at,
            digests: digests, plan: plan, form: id, note: note)
        signOff.parts = parts
        return signOff
    }

    /// The block with a final newline: to be filled in, unless a person decided.
    package func text(
        by: String = "", decision: String = "", at: String = "", transcription: SignOff.Transcription? = nil,
        note: String? = ""
    ) -> String {
        func line(_ key: String, _ value: String) -> String { value.isEmpty ? "\(key):" : "\(key): \(value)" }
        func list(_ values: [String: String], _ mark: String) -> String {
            items.compactMap { id in values[id].map { "\(id)=\(mark)\($0)" } }.joined(separator: ", ")
        }
        var lines = [
            Self.begin, line("release", release), line("items", items.joined(separator: ", ")),
            line("kind", kind.rawValue), line("role", role), line("by", by), line("decision", decision),
            line("at", at), line("digests", list(digests, "sha256:")),
        ]
        if !parts.isEmpty { lines.append(line("parts", list(parts, ""))) }
        if let plan { lines.append(line("plan", "sha256:\(plan)")) }
        if let id { lines.append(line("form", id)) }
        if let transcription {
            lines.append(line("transcribed_by", transcription.by))
            lines.append(line("scan", "\(transcription.scan)=sha256:\(transcription.sha256)"))
        }
        if let note { lines.append(line("note", note)) }
        return (lines + [Self.end]).joined(separator: "\n") + "\n"
    }
}

/// What one role has to sign for a gate, in one kind.
package struct SignOffSheet: Sendable, Hashable {
    /// Id of the gate that waits for it.
    package internal(set) var gate: String
    package internal(set) var role: String
    package let kind: SignOff.Kind
    /// Least assurance that counts at the gate.
    package let assurance: GateRule.Assurance
    /// Ids of all items that the role signs for the gate, in checklist order.
    package internal(set) var items: [String]
    /// One form a signature that is still wanted; empty when nothing is left to sign, or nothing can be signed yet.
    package internal(set) var forms: [SignOffForm]

    package init(
        gate: String, role: String, kind: SignOff.Kind, assurance: GateRule.Assurance, items: [String],
        forms: [SignOffForm]
    ) {
        self.gate = gate
        self.role = role
        self.kind = kind
        self.assurance = assurance
        self.items = items
        self.forms = forms
    }
}
