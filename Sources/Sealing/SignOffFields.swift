import Model

/// The lines of one block, read into a sign-off: known keys, once each, with exactly the values that they may have.
struct SignOffFields {
    private typealias Refusal = SignOffBlock.Refusal

    private var values: [String: String] = [:]
    private static let known = [
        "release", "items", "kind", "role", "by", "decision", "at", "digests", "parts", "plan", "form",
        "transcribed_by",
        "scan", "note",
    ]
    private static let required = known.prefix(8)
    /// What a form leaves to the person.
    private static let left = ["by", "decision", "at"]

    /// - Parameter lines: from the first marker to the last.
    init(_ lines: [String]) throws(SignOffBlock.Refusal) {
        guard lines.first == SignOffBlock.begin, lines.last == SignOffBlock.end else {
            let isQuoted = lines.contains { $0.utf8.first == 62 } || lines[0].contains("{quote}")
            throw Refusal(isQuoted ? "the block is quoted" : "the block's first or last line is not exactly the marker")
        }
        for line in lines.dropFirst().dropLast() where !line.utf8.allSatisfy({ $0 == 32 }) {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, Self.known.contains(String(parts[0])) else {
                throw Refusal("'\(line.prefix(60))' is no line of a sign-off")
            }
            let key = String(parts[0])
            guard values[key] == nil else { throw Refusal("'\(key)' stands twice") }
            let value = parts[1].utf8.drop { $0 == 32 }.reversed().drop { $0 == 32 }.reversed()
            values[key] = String(decoding: Array(value), as: UTF8.self)
        }
        if Self.left.allSatisfy({ values[$0]?.isEmpty == true }) {
            throw Refusal("the form is not filled in: who decides, what and when is blank")
        }
        for key in Self.required where (values[key] ?? "").isEmpty { throw Refusal("'\(key)' is missing") }
    }

    func signOff() throws(SignOffBlock.Refusal) -> SignOff {
        let items = list("items")
        guard !items.isEmpty, Set(items).count == items.count else { throw Refusal("'items' names an item twice") }
        guard let kind = SignOff.Kind(rawValue: text("kind")) else {
            throw Refusal("kind '\(text("kind"))' is neither ready nor done")
        }
        guard let decision = SignOff.Decision(rawValue: text("decision")) else {
            throw Refusal("decision '\(text("decision"))' is neither approve nor reject")
        }
        guard let at = Instant(rfc3339: text("at")) else { throw Refusal("'at' is no time with an offset") }
        var digests: [String: String] = [:]
        for entry in list("digests") {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let digest = digest(parts[1]) else {
                throw Refusal("'\(entry.prefix(60))' is no `item=sha256:…`")
            }
            guard digests.updateValue(digest, forKey: parts[0]) == nil else {
                throw Refusal("'digests' names \(parts[0]) twice")
            }
        }
        guard Set(digests.keys) == Set(items) else { throw Refusal("'items' and 'digests' do not name the same items") }
        var plan: String?
        if let stated = values["plan"] {
            guard let digest = digest(stated) else { throw Refusal("'plan' is no sha256:… digest") }
            plan = digest
        }
        var parts: [String: String] = [:]
        for entry in values["parts"] == nil ? [] : list("parts") {
            let pair = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, items.contains(pair[0]), parts.updateValue(pair[1], forKey: pair[0]) == nil else {
                throw Refusal("'\(entry.prefix(60))' is no `item=parts`")
            }
        }
        if values["form"]?.isEmpty == true { throw Refusal("'form' is empty") }
        var signOff = SignOff(
            release: text("release"), items: items, kind: kind, role: text("role"), by: text("by"), decision: decision,
            at: at, digests: digests, plan: plan, form: values["form"], note: values["note"] ?? "")
        signOff.parts = parts
        signOff.transcription = try transcription()
        return signOff
    }

    /// `transcribed_by: hanna` and `scan: evidence/scans/qa.pdf=sha256:…`, where the block was typed in from paper.
    private func transcription() throws(SignOffBlock.Refusal) -> SignOff.Transcription? {
        guard values["transcribed_by"] != nil || values["scan"] != nil else { return nil }
        guard !text("transcribed_by").isEmpty, !text("scan").isEmpty else {
            throw Refusal("'transcribed_by' and 'scan' go together: who typed it in, and the picture of the paper")
        }
        let parts = text("scan").split(separator: "=", omittingEmptySubsequences: false)
        guard let last = parts.last, let sha256 = digest(String(last)), text("scan").hasPrefix("evidence/") else {
            throw Refusal("'scan' is no `evidence/FILE=sha256:…`")
        }
        let path = parts.dropLast().joined(separator: "=")
        return SignOff.Transcription(by: text("transcribed_by"), scan: path, sha256: sha256)
    }

    private func text(_ key: String) -> String { values[key] ?? "" }

    private func list(_ key: String) -> [String] {
        text(key).split(separator: ",", omittingEmptySubsequences: false).map { part in
            String(decoding: Array(part.utf8.drop { $0 == 32 }.reversed().drop { $0 == 32 }.reversed()), as: UTF8.self)
        }
    }

    /// `sha256:` and 64 lower-case hexadecimal digits.
    private func digest(_ text: String) -> String? {
        guard text.hasPrefix("sha256:") else { return nil }
        let digits = text.utf8.dropFirst(7)
        guard digits.count == 64, digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            return nil
        }
        return String(decoding: Array(digits), as: UTF8.self)
    }
}
