import Model

/// Reads release.yml into a `Release` (RELEASE.md).
package enum ReleaseReader {
    /// Roles that may always be used; rules.yml may bring others.
    package static let roles = [
        "engineering", "platform", "qa", "dba", "security", "sre", "product-lead", "engineering-lead", "support-lead",
        "release-manager",
    ]

    /// A release without problems, or the problems. Roles are checked by `PolicyLoader`, which knows the rules' owners.
    static func read(_ root: ConfigurationNode, path: String) -> (
        release: Release?, people: [PersonEntry], problems: [Problem]
    ) {
        var reader = MappingReader(root, at: Place(path), idPrefix: "release")
        reader.schema("release")
        let train = reader.required("train").flatMap { _ in
            reader.text("train", "the train's number, e.g. \"1.50\"") { isDotted($0, parts: 1...3) }
        }
        let version = reader.required("version").flatMap { _ in
            reader.text("version", "a version of three numbers, e.g. 1.50.3") { isVersion($0) }
        }
        let tag = reader.requiredString("tag")
        if let version, let train, !version.hasPrefix(train + ".") {
            reader.report(
                "foreign-version", "the version \(version) is not of the train \(train)",
                at: reader.place(of: "version"),
                "Correct `version` or `train`.")
        }
        if let tag, let version, tag != "v" + version {
            reader.report(
                "foreign-tag", "the tag '\(tag)' does not name the version \(version)", at: reader.place(of: "tag"),
                "Write `tag: v\(version)`.")
        }
        let commit = reader.required("commit").flatMap { _ in
            reader.text("commit", "a whole commit id of 40 or 64 lower-case hexadecimal digits", where: isCommit)
        }
        let base = reader.requiredString("base")
        let ticket = reader.requiredString("ticket")
        let host = reader.text("host", "a host name such as api.example.com") { isHost($0) }
        let environment = nested(&reader, "environment", isRequired: true) { part -> Release.Promotion? in
            guard let from = part.requiredString("from"), let to = part.requiredString("to") else { return nil }
            if from == to {
                part.report(
                    "same-environment", "a train is promoted from one environment to another", "Correct `from` or `to`."
                )
            }
            return Release.Promotion(from: from, to: to)
        }
        let window = nested(&reader, "window", isRequired: true) { part -> Release.Window? in
            _ = (part.required("start"), part.required("end"))
            guard let start = part.instant("start"), let end = part.instant("end") else { return nil }
            if end <= start {
                part.report(
                    "empty-window", "the window ends before it starts", at: part.place(of: "end"),
                    "Let `end` be after `start`.")
            }
            return Release.Window(start: start, end: end)
        }
        let excluded =
            nested(&reader, "pull_requests") { part in
                part.strings("exclude")?.map { ($0, part.place(of: "exclude")) } ?? []
            } ?? []
        for (text, place) in excluded where (Int(text) ?? 0) < 1 {
            reader.report(
                "wrong-value", "'\(text)' is not the number of a pull request", at: place, "Write `exclude: [123]`.")
        }
        let terraform = nested(&reader, "terraform") { part in
            let varFile = part.string("var_file")
            let plan = part.text("plan", "a path below the release folder", where: staysBelow)
            return Release.Terraform(
                varFile: varFile, plan: plan, stateKey: part.string("state_key"),
                stateBucket: part.string("state_bucket"))
        }
        let ecs = nested(&reader, "ecs") { part -> Release.Cluster? in
            let services = part.required("services").flatMap { _ in part.strings("services") }
            let groups = part.strings("target_groups") ?? []
            return part.requiredString("cluster").map {
                Release.Cluster(cluster: $0, services: services ?? [], targetGroups: groups)
            }
        }
        let database = nested(&reader, "database") { part -> Release.Database? in
            let tables = part.mapping("tables") ?? []
            let read = tables.compactMap { table($0, &part) }
            return part.requiredString("instance").map { Release.Database(instance: $0, tables: read) }
        }
        let sdk = nested(&reader, "sdk") { part in part.requiredString("version") }
        let rollback = nested(&reader, "rollback") { part -> Release.Rollback? in
            _ = part.required("initiated")
            let initiated = part.bool("initiated") ?? false
            let since = part.instant("initiated_at")
            if initiated != (since != nil) {
                part.report(
                    "rollback-time", "`initiated_at` belongs to `initiated: true`, and to nothing else",
                    "Give both or neither.")
            }
            return Release.Rollback(initiated: initiated, initiatedAt: since)
        }
        let secrets = reader.strings("secrets") ?? []
        let audiences = reader.strings("audiences") ?? []
        _ = reader.required("people")
        let people = (reader.sequence("people") ?? []).compactMap { person($0, &reader) }
        for (index, entry) in people.enumerated() {
            if let first = people[..<index].first(where: { $0.person.id == entry.person.id }) {
                reader.report(
                    "duplicate-person",
                    "the person '\(entry.person.id)' stands twice (first on line \(first.place.line ?? 0))",
                    at: entry.place,
                    "Give each person an id of their own.")
            }
            let identities = Set(entry.person.accounts.values).union(entry.person.keys)
            for other in people[..<index] where other.person.id != entry.person.id {
                let theirs = Set(other.person.accounts.values).union(other.person.keys)
                guard let shared = identities.intersection(theirs).min() else { continue }
                reader.report(
                    "shared-identity", "'\(shared)' is known as \(other.person.id) and as \(entry.person.id)",
                    at: entry.place, "An account or key belongs to one person, who may hold several roles.")
            }
        }
        let problems = reader.finish()
        guard problems.isEmpty, let train, let version, let tag, let commit, let base, let ticket, let environment,
            let window
        else { return (nil, people, problems) }
        var release = Release(
            train: train, version: version, tag: tag, commit: commit, base: base, environment: environment,
            ticket: ticket, window: window)
        release.host = host
        release.excludedPullRequests = excluded.compactMap { Int($0.0) }
        release.terraform = terraform
        release.ecs = ecs
        release.database = database
        release.secrets = secrets
        release.sdkVersion = sdk
        release.audiences = audiences
        release.rollback = rollback ?? Release.Rollback()
        release.people = people.map(\.person)
        return (release, people, [])
    }

    /// A person with the places that later checks name.
    struct PersonEntry {
        let person: Release.Person
        let place: Place
        let rolesPlace: Place
    }

    /// Reads a nested mapping with a reader of its own, and takes its problems over.
    private static func nested<T>(
        _ reader: inout MappingReader, _ key: String, isRequired: Bool = false, _ body: (inout MappingReader) -> T?
    ) -> T? {
        guard let node = isRequired ? reader.required(key) : reader.node(key) else { return nil }
        var part = MappingReader(node, at: reader.place(of: key), idPrefix: "release")
        let value = body(&part)
        reader.adopt(part.finish())
        return value
    }

    private static func table(_ entry: ConfigurationNode.Entry, _ reader: inout MappingReader) -> Release.Table? {
        var part = MappingReader(entry.value, at: entry.place, idPrefix: "release")
        let minimum = part.parsed("minimum", "a whole number from 0") { Int($0).flatMap { $0 >= 0 ? $0 : nil } } ?? 1
        let columns = part.strings("audit_columns") ?? []
        reader.adopt(part.finish())
        return Release.Table(name: entry.key, minimum: minimum, auditColumns: columns)
    }

    private static func person(_ node: ConfigurationNode, _ reader: inout MappingReader) -> PersonEntry? {
        var part = MappingReader(node, at: node.place, idPrefix: "release")
        let id = part.required("id").flatMap { _ in part.text("id", "a short id in lower case, e.g. ana") { isWord($0) }
        }
        let name = part.requiredString("name")
        let roles = part.required("roles").flatMap { _ in part.strings("roles") } ?? []
        var accounts: [String: String] = [:]
        for account in part.mapping("accounts") ?? [] {
            guard case .scalar(let text, _) = account.value.content, !text.isEmpty else {
                part.report(
                    "wrong-type", "an account must be text", at: account.value.place, "Write `\(account.key): name`.")
                continue
            }
            accounts[account.key] = text
        }
        let keys = part.strings("keys") ?? []
        let rolesPlace = part.place(of: "roles")
        reader.adopt(part.finish())
        guard let id, let name else { return nil }
        return PersonEntry(
            person: Release.Person(id: id, name: name, roles: roles, accounts: accounts, keys: keys), place: node.place,
            rolesPlace: rolesPlace)
    }

    private static func isDotted(_ text: some StringProtocol, parts: ClosedRange<Int>) -> Bool {
        let numbers = text.utf8.split(separator: 46, omittingEmptySubsequences: false)
        return parts.contains(numbers.count)
            && numbers.allSatisfy { !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }
    }

    /// `1.50.3` or `1.50.3-rc.1`
    private static func isVersion(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: 45, maxSplits: 1, omittingEmptySubsequences: false)
        guard let core = parts.first, isDotted(String(decoding: Array(core), as: UTF8.self), parts: 3...3) else {
            return false
        }
        guard parts.count == 2 else { return true }
        return !parts[1].isEmpty
            && parts[1].allSatisfy { $0 == 45 || $0 == 46 || (48...57).contains($0) || (97...122).contains($0 | 32) }
    }

    private static func isHost(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == 45 || $0 == 46 || (48...57).contains($0) || (97...122).contains($0 | 32) }
    }
}
