import Model

/// One entry of `items:` in rules.yml, not yet bound to a line of the checklist.
struct ItemRule {
    let id: String
    let place: Place
    let match: [String]
    let matchPlace: Place
    let owner: String?
    let ownerPlace: Place
    let maxAge: Int64?
    let asOf: String?
    let asOfPlace: Place
    /// People by role who must sign that it is done; `nil` leaves it to one of the owner's.
    let signers: [String: Int]?
    let signersPlace: Place
    let next: String?
    let checks: [PolicyCheck]

    /// Reads an entry; what is wrong goes to `problems`, and whatever could be read is kept for later checks.
    init(
        _ entry: ConfigurationNode.Entry, kinds: [String], validate: PolicyLoader.CheckValidator,
        problems: inout [Problem]
    ) {
        var reader = MappingReader(entry.value, at: entry.place, idPrefix: "rules")
        id = entry.key
        place = entry.place
        let parts = id.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count != 2 || Phase(rawValue: String(parts[0])) == nil || !isWord(parts[1]) {
            reader.report(
                "wrong-id", "'\(id)' is not an item id", at: entry.place,
                "Write a phase (\(Phase.allCases.map(\.rawValue).joined(separator: ", "))), a dot and a word, e.g. pre.audit."
            )
        }
        _ = reader.required("match")
        match = reader.strings("match") ?? []
        matchPlace = reader.place(of: "match")
        owner = reader.requiredString("owner")
        ownerPlace = reader.place(of: "owner")
        let age = reader.duration("max_age")
        maxAge = age
        asOf = reader.string("as_of")
        asOfPlace = reader.place(of: "as_of")
        signersPlace = reader.place(of: "sign_offs")
        signers = Self.signers(&reader)
        next = reader.string("next")
        _ = reader.required("checks")
        let nodes = reader.sequence("checks")
        if nodes?.isEmpty == true {
            reader.report(
                "no-checks", "\(id) has no check, so nothing could ever prove it", at: reader.place(of: "checks"),
                "Add one, e.g. `- human-judgement: {look_for: …}`.")
        }
        var checks: [PolicyCheck] = []
        for node in nodes ?? [] {
            guard let check = Self.check(node, item: entry.key, maxAge: age, kinds: kinds, validate: validate, &reader)
            else { continue }
            if checks.contains(where: { $0.id == check.id }) {
                reader.report(
                    "duplicate-check", "\(id) has two checks with the id '\(check.id)'", at: check.place,
                    "Give one of them an `id:` of its own.")
            }
            checks.append(check)
        }
        self.checks = checks
        problems += reader.finish()
    }

    /// `sign_offs: {product-lead: 1, support-lead: 1}`
    private static func signers(_ reader: inout MappingReader) -> [String: Int]? {
        guard let entries = reader.mapping("sign_offs") else { return nil }
        var signers: [String: Int] = [:]
        for entry in entries {
            guard case .scalar(let text, _) = entry.value.content, let count = Int(text), (1...20).contains(count)
            else {
                reader.report(
                    "wrong-value", "the number of sign-offs of '\(entry.key)' must be 1 to 20", at: entry.value.place,
                    "Write `\(entry.key): 1`.")
                continue
            }
            signers[entry.key] = count
        }
        if signers.isEmpty {
            reader.report(
                "no-signers", "'sign_offs' names no role", at: reader.place(of: "sign_offs"),
                "Remove it, or write `role: number`.")
        }
        return signers
    }

    private static let commonKeys = ["id", "files", "max_age", "gate", "from", "about", "after"]

    /// A check is one key, the kind, over its parameters; the keys that any check may have are taken out of them.
    private static func check(
        _ node: ConfigurationNode, item: String, maxAge: Int64?, kinds: [String], validate: PolicyLoader.CheckValidator,
        _ outer: inout MappingReader
    ) -> PolicyCheck? {
        guard case .mapping(let entries) = node.content, entries.count == 1, let entry = entries.first else {
            outer.report(
                "wrong-check", "a check is one key, its kind, over its parameters", at: node.place,
                "Write `- kind: {parameter: value}`.")
            return nil
        }
        guard kinds.contains(entry.key) else {
            let near = nearest(entry.key, among: kinds).map { "Did you mean '\($0)'?" }
            outer.report(
                "unknown-kind", "unknown check kind '\(entry.key)'", at: entry.place,
                near ?? "`evidencepack checks` lists the kinds.")
            return nil
        }
        var common: [ConfigurationNode.Entry] = []
        var own: [ConfigurationNode.Entry] = []
        switch entry.value.content {
        case .mapping(let all):
            common = all.filter { commonKeys.contains($0.key) }
            own = all.filter { !commonKeys.contains($0.key) }
        case .scalar("", isQuoted: false): break
        default:
            outer.report(
                "wrong-type", "the parameters of '\(entry.key)' must be a mapping", at: entry.value.place,
                "Write `\(entry.key): {}`.")
            return nil
        }
        var reader = MappingReader(
            ConfigurationNode(.mapping(common), at: entry.value.place), at: entry.place, idPrefix: "rules")
        let id = reader.text("id", "a short id in lower case, e.g. unit") { isWord($0) } ?? entry.key
        let files = reader.globs("files") ?? ["\(item)/**"]
        if files.isEmpty {
            reader.report(
                "no-files", "the check reads no file", at: reader.place(of: "files"), "Remove `files:`, or name a glob."
            )
        }
        let age = reader.duration("max_age") ?? maxAge
        let isGating = reader.bool("gate") ?? true
        let from = reader.instant("from")
        var about: [PolicyCheck.Subject] = []
        for word in reader.strings("about") ?? [] {
            guard let subject = PolicyCheck.Subject(rawValue: word) else {
                let known = PolicyCheck.Subject.allCases.map(\.rawValue)
                reader.report(
                    "wrong-value", "evidence cannot be about '\(word)'", at: reader.place(of: "about"),
                    nearest(word, among: known).map { "Did you mean '\($0)'?" }
                        ?? "Choose from \(known.joined(separator: ", ")).")
                continue
            }
            if !about.contains(subject) { about.append(subject) }
        }
        let after = reader.string("after")
        let parameters = ConfigurationNode(.mapping(own), at: entry.value.place)
        reader.adopt(validate(entry.key, parameters, entry.place).map { suggestCommonKey($0, own) })
        outer.adopt(reader.finish())
        return PolicyCheck(
            id: id, kind: entry.key, files: files, maxAge: age, isGating: isGating, from: from, about: about,
            after: after, parameters: parameters, place: entry.place)
    }

    /// The rule knows only its own parameters; a misspelt `max_age` is recognised here.
    private static func suggestCommonKey(_ problem: Problem, _ own: [ConfigurationNode.Entry]) -> Problem {
        guard problem.id == "rules.unknown-key", !problem.advice.hasPrefix("Did you mean"),
            let entry = own.first(where: { $0.place == problem.place }),
            let near = nearest(entry.key, among: commonKeys)
        else { return problem }
        return Problem(problem.id, problem.message, at: problem.place, advice: "Did you mean '\(near)'?")
    }
}
