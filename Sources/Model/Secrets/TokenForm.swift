/// A kind of token that its own first characters give away.
struct TokenForm: Sendable {
    /// As scanners call it, e.g. `github-pat`.
    let kind: String
    let prefix: [UInt8]
    /// What the rest consists of.
    let body: ByteClass
    /// How long the rest is at least.
    let least: Int
    /// Whether it is no longer either.
    let isExact: Bool
    /// Whether the rest must hold letters and digits, since the beginning could be that of a word.
    let isMixed: Bool

    private init(
        _ kind: String, _ prefix: String, _ body: ByteClass, _ least: Int, isExact: Bool = false, isMixed: Bool = false
    ) {
        (self.kind, self.prefix, self.body) = (kind, Array(prefix.utf8), body)
        (self.least, self.isExact, self.isMixed) = (least, isExact, isMixed)
    }

    /// By the first byte; the longer beginning stands first.
    static let byFirst: [[TokenForm]] = {
        var table = [[TokenForm]](repeating: [], count: 256)
        for form in all { table[Int(form.prefix[0])].append(form) }
        return table.map { $0.sorted { $0.prefix.count > $1.prefix.count } }
    }()

    /// `prefixes`, separated by spaces, that share all the rest.
    private static func forms(
        _ kind: String, _ prefixes: String, _ body: ByteClass, _ least: Int, isExact: Bool = false,
        isMixed: Bool = false
    ) -> [TokenForm] {
        prefixes.split(separator: " ").map {
            TokenForm(kind, String($0), body, least, isExact: isExact, isMixed: isMixed)
        }
    }

    /// The table; a new kind of token is one line here.
    private static let all: [TokenForm] = [
        forms("aws-access-token", "AKIA ASIA ABIA ACCA", [.upper, .digit], 16, isExact: true),
        forms("aws-access-token", "A3T", [.upper, .digit], 17, isExact: true),
        forms("aws-access-token", "ABSK", [.digit, .upper, .lower, .base64, .equals], 100),
        forms("github-pat", "ghp_", .word, 36),
        forms("github-oauth", "gho_", .word, 36),
        forms("github-app-token", "ghu_ ghs_", .word, 36),
        forms("github-refresh-token", "ghr_", .word, 36),
        forms("github-fine-grained-pat", "github_pat_", [.word, .underscore], 36),
        forms("gitlab-pat", "glpat-", [.url, .dot], 20),
        forms(
            "gitlab-token",
            "glptt- gldt- glft- glsoat- glrt- glrtr- glcbt- glagent- glimt- gloas- glffct- glwt- GR1348941",
            [.url, .dot], 16),
        forms("slack-token", "xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxc-", [.word, .dash], 10),
        forms("slack-token", "xoxd-", [.word, .dash, .percent, .base64, .equals], 10),
        forms("slack-token", "xoxe- xoxe.xoxb- xoxe.xoxp- xapp- xwfp-", [.word, .dash], 10),
        forms(
            "slack-webhook-url",
            "hooks.slack.com/services/ hooks.slack.com/workflows/ hooks.slack.com/triggers/ hooks.slack-gov.com/services/",
            [.url, .base64], 15),
        forms("discord-webhook-url", "discord.com/api/webhooks/ discordapp.com/api/webhooks/", [.url, .base64], 40),
        forms("microsoft-webhook-url", "webhook.office.com/webhookb2/", [.url, .base64], 36),
        forms("stripe-access-token", "sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_", .word, 10),
        forms("stripe-access-token", "whsec_", [.word, .base64, .equals], 24),
        forms("gcp-api-key", "AIza", .url, 35),
        forms("google-oauth-secret", "GOCSPX-", .url, 24),
        forms("google-oauth-token", "ya29.", [.url, .dot], 24),
        forms("npm-access-token", "npm_", .word, 36),
        forms("pypi-upload-token", "pypi-AgE", .url, 30),
        forms("rubygems-api-token", "rubygems_", .hex, 48),
        forms("sendgrid-api-token", "SG.", [.url, .dot, .equals], 60),
        forms("twilio-api-key", "SK", .hex, 32, isExact: true, isMixed: true),
        forms("new-relic-key", "NRAK- NRII- NRRA-", [.word, .dash], 20),
        forms("new-relic-key", "NRJS-", .hex, 19),
        forms("vault-token", "hvs. hvb. hvr.", .url, 20),
        forms("vault-token", "s.", .word, 24, isExact: true, isMixed: true),
        forms("atlassian-api-token", "ATATT3 ATCTT3", [.url, .equals], 20),
        forms("bitbucket-token", "ATBB", .word, 24),
        forms("docker-pat", "dckr_pat_ dckr_oat_", .url, 20),
        forms("digitalocean-token", "dop_v1_ doo_v1_ dor_v1_", .hex, 64),
        forms("heroku-api-key", "HRKU-", .url, 30),
        forms("linear-api-key", "lin_api_", .word, 40),
        forms("anthropic-api-key", "sk-ant-", .url, 20),
        forms("openai-api-key", "sk-proj- sk-svcacct- sk-admin-", .url, 20),
        forms("openai-api-key", "sk-", .word, 32, isMixed: true),
        forms("shopify-token", "shpat_ shpca_ shppa_ shpss_", [.hex, .upper], 32),
        forms("databricks-api-token", "dapi", .hex, 32),
        forms("grafana-token", "glsa_ glc_", [.word, .underscore, .base64, .equals], 32),
        forms("sentry-token", "sntrys_ sntryu_", [.word, .underscore, .base64, .equals, .dash], 40),
        forms("huggingface-token", "hf_ api_org_", [.upper, .lower], 34),
        forms("postman-api-token", "PMAK-", [.hex, .dash], 59),
        forms("pulumi-token", "pul-", .hex, 40),
        forms("age-secret-key", "AGE-SECRET-KEY-1", [.upper, .digit], 58),
        forms("planetscale-token", "pscale_tkn_ pscale_pw_ pscale_oauth_", [.url, .dot], 32),
        forms("doppler-token", "dp.pt. dp.st. dp.ct.", [.word, .dot, .underscore, .dash], 40),
        forms("square-token", "sq0atp- sq0csp-", .url, 22),
        forms("mailgun-key", "key-", .hex, 32, isExact: true, isMixed: true),
        forms("tailscale-key", "tskey-", [.word, .dash], 20),
        forms("flyio-token", "fo1_", .url, 43),
    ].flatMap { $0 }
}
