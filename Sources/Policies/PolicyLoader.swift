package import Model
private import Rules

/// Makes a checked `Policy` of the release folder's four configuration files, or tells everything that is wrong with them.
package enum PolicyLoader {
    /// What is wrong with the parameters of a check of a known kind.
    package typealias CheckValidator = (_ kind: String, _ parameters: ConfigurationNode, _ place: Place) -> [Problem]

    /// Names of the files; all but waivers.yml must be there.
    package static let fileNames = ["checklist.md", "release.yml", "rules.yml", "waivers.yml"]

    /// Loads with the rule kinds of this tool; see the other `load`.
    package static func load(_ files: [String: [UInt8]]) throws(ConfigurationProblems) -> Policy {
        try load(files, knownKinds: RuleCatalog.kinds) { RuleCatalog.rule(kind: $0, parameters: $1, at: $2).problems }
    }

    /// - Parameters:
    ///   - files: content by name, as far as the files exist.
    ///   - knownKinds: the rule kinds of this tool.
    /// - Throws: all problems of all files, sorted by place. Malformed waivers do not throw (PRODUCT.md).
    package static func load(
        _ files: [String: [UInt8]], knownKinds: [String], validate: CheckValidator
    ) throws(ConfigurationProblems) -> Policy {
        var problems: [Problem] = []
        for name in fileNames where name != "waivers.yml" && files[name] == nil {
            problems.append(
                Problem(
                    "configuration.missing-file", "the file is missing", at: Place(name),
                    advice: "`evidencepack init` lays down a complete folder."))
        }
        let releaseNode = document("release.yml", files, &problems)
        let rulesNode = document("rules.yml", files, &problems)
        let waiversNode = document("waivers.yml", files, &problems)
        var checklist: Checklist?
        if let bytes = files["checklist.md"] {
            do { checklist = try ChecklistReader.read(bytes, path: "checklist.md") } catch {
                problems += error.problems
            }
        }
        let release = releaseNode.map { ReleaseReader.read($0, path: "release.yml") }
        problems += release?.problems ?? []

        var bound: [PolicyItem] = []
        var gates: [GateRule] = []
        var ignore: [String] = []
        var allowsManyRoles = false
        if var node = rulesNode {
            if let releaseNode {
                var placeholders = Placeholders(release: releaseNode)
                if let database = release?.release?.database {
                    placeholders.define("release.database.count_query", CountQuery.text(for: database))
                }
                node = placeholders.fill(node)
                problems += placeholders.problems
            }
            var reader = MappingReader(node, at: Place("rules.yml"), idPrefix: "rules")
            reader.schema("rules")
            _ = (reader.required("items"), reader.required("gates"))
            ignore = reader.globs("ignore") ?? []
            allowsManyRoles = reader.bool("one_person_many_roles") ?? false
            let rules = (reader.mapping("items") ?? []).map {
                ItemRule($0, kinds: knownKinds, validate: validate, problems: &problems)
            }
            problems += ItemOrder.problems(of: rules)
            if let checklist {
                let binding = ItemBinding.bind(rules, to: checklist, checklistPath: "checklist.md")
                bound = binding.items
                problems += binding.problems
            }
            if let entries = reader.mapping("gates") {
                let order = bound.map(\.id)
                let ids = order + rules.map(\.id).filter { !order.contains($0) }
                let read = GateReader.read(entries, items: ids, place: reader.place(of: "gates"))
                gates = read.gates
                problems += read.problems
            }
            problems += reader.finish()
            if let people = release?.people { problems += unknownRoles(rules, people) }
        }
        let waivers = waiversNode.map { WaiverReader.read($0, path: "waivers.yml", items: bound) }
        problems += waivers?.problems ?? []
        guard problems.isEmpty, let release = release?.release, let checklist else {
            throw ConfigurationProblems(problems)
        }
        var policy = Policy(
            release: release, checklist: checklist, items: bound, gates: gates, waivers: waivers?.waivers ?? [],
            rejectedWaivers: waivers?.rejected ?? [], ignore: ignore)
        policy.allowsManyRoles = allowsManyRoles
        policy.remarks = SigningRemarks(policy: policy).all
        return policy
    }

    private static func document(_ name: String, _ files: [String: [UInt8]], _ problems: inout [Problem])
        -> ConfigurationNode?
    {
        guard let bytes = files[name] else { return nil }
        do { return try YAMLDocument.read(bytes, path: name) } catch {
            problems += error.problems
            return nil
        }
    }

    /// An owner must be a role that is well known or that somebody holds; a person's role one that is well known or owns something.
    private static func unknownRoles(_ rules: [ItemRule], _ people: [ReleaseReader.PersonEntry]) -> [Problem] {
        let held = Set(people.flatMap(\.person.roles))
        let owners = Set(rules.compactMap(\.owner) + rules.flatMap { $0.signers?.keys.map { $0 } ?? [] })
        func problem(_ id: String, _ role: String, _ what: String, _ place: Place) -> Problem {
            let near = nearest(role, among: ReleaseReader.roles).map { "Did you mean '\($0)'?" }
            return Problem(
                id, "\(what) '\(role)'", at: place,
                advice: near ?? "Known roles: \(ReleaseReader.roles.joined(separator: ", ")).")
        }
        var problems: [Problem] = []
        for rule in rules {
            guard let owner = rule.owner, !ReleaseReader.roles.contains(owner), !held.contains(owner) else { continue }
            problems.append(
                problem("rules.unknown-role", owner, "\(rule.id) is owned by an unknown role", rule.ownerPlace))
        }
        for rule in rules {
            for role in (rule.signers ?? [:]).keys.sorted()
            where !ReleaseReader.roles.contains(role) && !held.contains(role) {
                problems.append(
                    problem("rules.unknown-role", role, "\(rule.id) is signed by an unknown role", rule.signersPlace))
            }
        }
        for entry in people {
            for role in entry.person.roles where !ReleaseReader.roles.contains(role) && !owners.contains(role) {
                problems.append(
                    problem("release.unknown-role", role, "\(entry.person.id) holds an unknown role", entry.rolesPlace))
            }
        }
        return problems
    }
}
