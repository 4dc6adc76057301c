/// The end of a name under which a secret stands, e.g. of `DB_PASSWORD` or `aws.secretAccessKey`.
struct SecretKeyName: Sendable {
    /// How much the value must look like a secret to be taken for one.
    enum Strength: Sendable {
        /// Any value: a password may be a word.
        case password
        /// What is neither a name, a digest, a UUID nor a sentence.
        case token
        /// The same, but keys are UUIDs too.
        case key
        /// An HTTP header's: a scheme may come first.
        case header
    }

    /// The words in lower case; between two of them may stand `_`, `-`, `.` or a space.
    let words: [[UInt8]]
    let strength: Strength
    let kind: String
    /// Whether a sign must stand before it, since it also is a common word.
    let isSuffix: Bool

    private init(_ words: String, _ strength: Strength, _ kind: String, isSuffix: Bool = false) {
        self.words = words.split(separator: " ").map { Array($0.utf8) }
        (self.strength, self.kind, self.isSuffix) = (strength, kind, isSuffix)
    }

    /// By the first letter; the longer name stands first.
    static let byFirst: [[SecretKeyName]] = {
        var table = [[SecretKeyName]](repeating: [], count: 256)
        for name in all { table[Int(name.words[0][0])].append(name) }
        return table.map { $0.sorted { ($0.words.joined().count) > ($1.words.joined().count) } }
    }()

    private static let all: [SecretKeyName] = [
        .init("password", .password, "password"), .init("passwd", .password, "password"),
        .init("passphrase", .password, "password"), .init("pwd", .password, "password"),
        .init("pass", .password, "password", isSuffix: true), .init("passcode", .token, "password"),
        .init("secret access key", .key, "aws-secret-key"), .init("secret key", .key, "secret"),
        .init("session token", .token, "session-token"), .init("secret", .token, "secret"),
        .init("token", .token, "token"), .init("credentials", .token, "secret"),
        .init("api key", .key, "api-key"), .init("app key", .key, "api-key"),
        .init("application key", .key, "api-key"), .init("access key", .key, "access-key"),
        .init("account key", .key, "access-key"), .init("private key", .key, "private-key"),
        .init("priv key", .key, "private-key"), .init("auth key", .key, "api-key"),
        .init("encryption key", .key, "encryption-key"), .init("signing key", .key, "encryption-key"),
        .init("master key", .key, "encryption-key"), .init("license key", .key, "license-key"),
        .init("integration key", .key, "api-key"), .init("routing key", .key, "api-key"),
        .init("service key", .key, "api-key"), .init("client key", .key, "api-key"),
        .init("db key", .key, "api-key"), .init("database key", .key, "api-key"),
        .init("shared key", .key, "api-key"), .init("aws key", .key, "aws-secret-key"),
        .init("amz signature", .token, "aws-presigned-url"), .init("auth", .token, "token", isSuffix: true),
        .init("authorization", .header, "authorization"), .init("bearer", .header, "authorization"),
    ]

    /// Whose key it is, by words in the whole name.
    private static let owners: [(word: String, kind: String)] = [
        ("datadog", "datadog-key"), ("dd_", "datadog-key"), ("dd-", "datadog-key"),
        ("newrelic", "new-relic-key"), ("new_relic", "new-relic-key"), ("new-relic", "new-relic-key"),
        ("pagerduty", "pagerduty-key"), ("pager_duty", "pagerduty-key"), ("pd_", "pagerduty-key"),
        ("twilio", "twilio-api-key"), ("sendgrid", "sendgrid-api-token"), ("opsgenie", "opsgenie-key"),
        ("azure", "azure-key"), ("accountkey", "azure-key"), ("sharedaccesskey", "azure-key"),
        ("secretaccesskey", "aws-secret-key"), ("secret_access_key", "aws-secret-key"),
        ("session_token", "aws-session-token"), ("sessiontoken", "aws-session-token"),
        ("aws", "aws-secret-key"), ("vault", "vault-token"), ("tfe_", "terraform-cloud-token"),
        ("github", "github-pat"), ("gitlab", "gitlab-token"), ("slack", "slack-token"), ("npm", "npm-access-token"),
        ("stripe", "stripe-access-token"), ("jira", "atlassian-api-token"), ("atlassian", "atlassian-api-token"),
        ("confluence", "atlassian-api-token"), ("grafana", "grafana-token"), ("snyk", "snyk-token"),
        ("sonar", "sonar-token"),
    ]

    /// Names that end like a secret's and hold none.
    private static let harmless = [
        "nexttoken", "next_token", "next-token", "pagetoken", "page_token", "continuationtoken", "starttoken",
        "maxtoken", "max_token", "numtoken", "clientrequesttoken", "clienttoken", "syncclienttoken",
    ]

    /// The kind of secret under the whole name, in lower case; `nil` where it holds none.
    func kind(under name: String) -> String? {
        if Self.harmless.contains(where: { name.hasSuffix($0) }) { return nil }
        return Self.owners.first { name.contains($0.word) }?.kind ?? kind
    }
}
