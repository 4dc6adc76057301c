/// Secrets that nobody has, made when a test runs: none of them stands in the repository.
package struct SecretSample: Sendable, CustomStringConvertible {
    package let kind: String
    /// What must not be shown.
    package let value: String
    /// The value as a file may have it.
    package let text: String

    package var description: String { "\(kind): \(text)" }

    /// `each` different ones of every kind, each in every setting that fits it.
    package static func all(each: Int, seed: UInt64 = 1) -> [SecretSample] {
        var random = Digits(state: seed)
        return Maker.all.flatMap { maker in
            (0..<each).flatMap { _ -> [SecretSample] in
                let value = maker.make(&random)
                return maker.settings.map { setting in
                    SecretSample(
                        kind: maker.kind, value: value,
                        text: setting.split(separator: "§", omittingEmptySubsequences: false).joined(separator: value))
                }
            }
        }
    }

    /// One of every kind, in its plainest setting.
    package static var oneOfEach: [SecretSample] {
        var seen: Set<String> = []
        return all(each: 1).filter { seen.insert($0.kind).inserted }
    }

    package struct Digits: RandomNumberGenerator {
        package var state: UInt64

        package init(state: UInt64) { self.state = state }

        package mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }

        mutating func text(_ alphabet: String, _ count: Int) -> String {
            let letters = Array(alphabet)
            return String((0..<count).map { _ in letters[Int(next() % UInt64(letters.count))] })
        }

        static let digit = "0123456789"
        static let hex = "0123456789abcdef"
        static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        static let word = upper + "abcdefghijklmnopqrstuvwxyz" + digit
        static let base64 = word + "+/"

        mutating func one(of words: [String]) -> String { words[Int(next() % UInt64(words.count))] }
        mutating func word(_ count: Int) -> String { text(Self.word, count) }
        mutating func hex(_ count: Int) -> String { text(Self.hex, count) }
        mutating func number(_ count: Int) -> String { text("123456789", 1) + text(Self.digit, count - 1) }
    }
}

extension SecretSample {
    /// How one kind is made, and where it stands.
    struct Maker: Sendable {
        let kind: String
        let settings: [String]
        let make: @Sendable (inout Digits) -> String

        init(_ kind: String, _ settings: [String], _ make: @escaping @Sendable (inout Digits) -> String) {
            (self.kind, self.settings, self.make) = (kind, settings, make)
        }

        /// Of a token that shows what it is.
        static let anywhere = [
            "§", "see §.", "(§)", "\"§\"", "x=§;", "at §, and", "<a b=\"§\"/>", "`§`", "one\n§\ntwo", "{\"k\":\"§\"}",
            "https://api.example.com/?t=§&b=1", "{\\\"k\\\":\\\"§\\\"}", "a\\n§\\nb", "k: §", "'§'", "&quot;§&quot;",
        ]

        /// Of a value that only its name gives away.
        static func under(_ names: String...) -> [String] {
            names.flatMap { name in
                [
                    "\(name)=\"§\"", "\(name) = \"§\"", "\(name)='§'", "\(name)=§", "\"\(name)\": \"§\"", "\(name): §",
                    "\"\(name)\":\"§\"", "\(name) := \"§\"", "\(name) => '§'", "<\(name)>§</\(name)>",
                    "<\(name)>\n    §\n</\(name)>", "{\"name\": \"\(name)\", \"value\": \"§\"}",
                    "{\n  \"name\": \"\(name)\",\n  \"value\": \"§\"\n}", "<e name=\"\(name)\" value=\"§\"/>",
                    "{\\\"\(name)\\\":\\\"§\\\"}", "run --\(name) § --verbose", "export \(name)=§", "  \(name): \"§\"",
                    "https://x.example.com/a?\(name)=§&b=1", "+ \(name) = \"old-value-1\" -> \"§\"",
                    "x[\"\(name)\"] = '§'",
                    "&quot;\(name)&quot;: &quot;§&quot;",
                ]
            }
        }

        static let headers = [
            "Authorization: §", "-H 'Authorization: §' \\", "\"Authorization\": \"§\"", "authorization: § ",
            "curl -H \"Authorization: §\" https://x.example.com",
        ]

        private static func join(_ parts: String...) -> String { parts.joined() }

        private static func pem(_ random: inout Digits, _ label: String, lineEnd: String) -> String {
            let dashes = String(repeating: "-", count: 5)
            var lines = ["\(dashes)BEGIN \(label)\(dashes)"]
            for _ in 0..<6 { lines.append(random.text(Digits.base64, 64)) }
            lines.append("\(random.text(Digits.base64, 22))==")
            lines.append("\(dashes)END \(label)\(dashes)")
            return lines.joined(separator: lineEnd)
        }

        static let all: [Maker] = [
            .init("aws-access-token", anywhere) {
                join($0.one(of: ["AK", "AS"]), "IA", $0.text("\(Digits.upper)234567", 16))
            },
            .init("aws-secret-key", under("aws_secret_access_key", "SecretAccessKey", "AWS_SECRET_KEY")) {
                $0.text(Digits.base64, 40)
            },
            .init("aws-session-token", under("aws_session_token", "SessionToken")) {
                join("FwoGZXIv", $0.text(Digits.base64, 180), "==")
            },
            .init("github-pat", anywhere) { join("gh", "p_", $0.word(36)) },
            .init("github-oauth", anywhere) { join("gh", "o_", $0.word(36)) },
            .init("github-app-token", anywhere) { join("gh", $0.one(of: ["u_", "s_"]), $0.word(36)) },
            .init("github-refresh-token", anywhere) { join("gh", "r_", $0.word(36)) },
            .init("github-fine-grained-pat", anywhere) { join("github", "_pat_", $0.word(22), "_", $0.word(59)) },
            .init("gitlab-pat", anywhere) { join("gl", "pat-", $0.word(20)) },
            .init("gitlab-token", anywhere) { join("gl", $0.one(of: ["ptt-", "dt-", "rt-", "cbt-1a_"]), $0.word(20)) },
            .init("slack-token", anywhere) {
                join("xo", $0.one(of: ["xb-", "xp-"]), $0.number(12), "-", $0.number(12), "-", $0.word(24))
            },
            .init("slack-webhook-url", ["https://§", "\"https://§\"", "https:\\/\\/§", "url: https://§"]) {
                join(
                    "hooks.", "slack.com/services/T", $0.text(Digits.upper, 8), "/B", $0.text(Digits.upper, 8), "/",
                    $0.word(24))
            },
            .init("jwt", anywhere) {
                join("ey", "J", $0.word(33), ".", "ey", "J", $0.word(80), ".", $0.text("\(Digits.word)-_", 42), "x")
            },
            .init("private-key", ["§", "key:\n§\nend", "\"§\""]) {
                pem(&$0, join("RSA PRIV", "ATE KEY"), lineEnd: "\n")
            },
            .init("private-key-escaped", ["§", "{\"private_key\": \"§\"}"]) {
                pem(&$0, join("OPENSSH PRIV", "ATE KEY"), lineEnd: "\\n")
            },
            .init(
                "url-password",
                [
                    "postgres://app:§@db.example.com/x", "\"https://ci:§@git.example.com/o/r.git\"",
                    "redis://:§@h:6379/0", "amqp:\\/\\/u:§@mq",
                ]
            ) { join($0.text("\(Digits.word)!$%*-_.~", 16), "z") },
            .init("stripe-access-token", anywhere) { join("sk", $0.one(of: ["_live_", "_test_"]), $0.word(24)) },
            .init("gcp-api-key", anywhere) { join("AI", "za", $0.word(35)) },
            .init("npm-access-token", anywhere) { join("np", "m_", $0.word(36)) },
            .init("pypi-upload-token", anywhere) { join("py", "pi-AgEIcHlwaS5vcmc", $0.word(60)) },
            .init("sendgrid-api-token", anywhere) { join("S", "G.", $0.word(22), ".", $0.word(43)) },
            .init("twilio-api-key", anywhere) { join("S", "K", $0.hex(32)) },
            .init("datadog-key", under("DD_API_KEY", "datadog_app_key", "DD-APPLICATION-KEY")) {
                join($0.hex(31), "a4")
            },
            .init("new-relic-key", anywhere) { join("NR", "AK-", $0.text("\(Digits.upper)\(Digits.digit)", 27)) },
            .init("new-relic-license", under("NEW_RELIC_LICENSE_KEY", "newrelic_license_key")) {
                join($0.hex(34), "a1", "NRAL")
            },
            .init("pagerduty-key", under("PAGERDUTY_API_KEY", "pagerduty_token", "pd_routing_key")) {
                join("u+", $0.word(17), "4a")
            },
            .init("vault-token", anywhere) { join("hv", "s.", $0.word(92)) },
            .init("terraform-cloud-token", anywhere) { join($0.word(14), ".atlas", "v1.", $0.word(64)) },
            .init("atlassian-api-token", anywhere) {
                join("ATAT", "T3xFfGF0", $0.word(170), "=", $0.hex(8).uppercased())
            },
            .init("password", under("password", "DB_PASSWORD", "spring.datasource.password", "passwd")) {
                join($0.word(11), "7!")
            },
            .init("api-key", under("api_key", "apiKey", "client_secret", "secret", "auth_token")) {
                join($0.word(30), "a7")
            },
            .init("bearer", headers) { join("Bear", "er ", $0.word(30), "a1") },
            .init("basic", headers) { join("Bas", "ic ", $0.word(22), "==") },
            .init("azure-key", under("AccountKey", "AZURE_STORAGE_ACCOUNT_KEY")) {
                join($0.text(Digits.base64, 84), "a1==")
            },
            .init("curl-user", ["curl -u admin:§ https://x.example.com", "curl --user 'ci:§' https://x.example.com"]) {
                join($0.word(14), "5")
            },
            .init("docker-pat", anywhere) { join("dck", "r_pat_", $0.word(27)) },
            .init("grafana-token", anywhere) { join("gl", "sa_", $0.word(32), "_", $0.hex(8)) },
        ]
    }
}
