package import Model

extension Release {
    /// A release for tests: v1.50.3 from staging to production, with one QA person.
    package static func sample(commit: String = String(repeating: "a", count: 40)) -> Release {
        var release = Release(
            train: "1.50", version: "1.50.3", tag: "v1.50.3", commit: commit, base: "main",
            environment: .init(from: "staging", to: "production"), ticket: "REL-1503",
            window: .init(
                start: Instant(milliseconds: 1_795_000_000_000), end: Instant(milliseconds: 1_795_014_400_000)))
        release.host = "api.example.com"
        release.terraform = .init(
            varFile: "environments/production.tfvars", plan: "evidence/deploy.plan/prod.plan",
            stateKey: "prod/terraform.tfstate", stateBucket: "prod-tfstate")
        release.ecs = .init(cluster: "prod", services: ["api", "worker"], targetGroups: ["arn:tg/api"])
        release.database = .init(
            instance: "prod-main",
            tables: [.init(name: "consent_events", minimum: 1, auditColumns: ["created_at", "created_by"])])
        release.secrets = ["prod/api/jwt-signing-key"]
        release.sdkVersion = "1.50.3"
        release.audiences = ["support", "customers"]
        func person(_ id: String, _ roles: String...) -> Release.Person {
            .init(id: id, name: id, roles: roles, accounts: ["jira": "j-\(id)", "github": "g-\(id)"], keys: [])
        }
        release.people = [
            .init(id: "quinn", name: "Quinn Mora", roles: ["qa"], accounts: ["jira": "qmora"], keys: []),
            person("ana", "product-lead"), person("ben", "engineering-lead"), person("chen", "support-lead"),
            person("mei", "platform"), person("hana", "release-manager"),
        ]
        return release
    }
}

extension ConfigurationNode {
    /// A mapping of plain texts and lists of texts, as YAML would give it.
    package static func mapping(_ pairs: KeyValuePairs<String, [String]>) -> ConfigurationNode {
        let place = Place("rules.yml", line: 1, column: 1)
        return ConfigurationNode(
            .mapping(
                pairs.map { key, values in
                    let scalars = values.map { ConfigurationNode(.scalar($0, isQuoted: false), at: place) }
                    return Entry(
                        key: key, place: place,
                        value: scalars.count == 1 ? scalars[0] : ConfigurationNode(.sequence(scalars), at: place))
                }), at: place)
    }
}
