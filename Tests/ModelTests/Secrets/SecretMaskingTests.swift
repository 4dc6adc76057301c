import TestKit
import Testing

@testable import Model

@Suite struct `Masking of secrets` {
    private static let certain: Set<String> = [
        "aws-access-token", "aws-secret-key", "github-pat", "github-oauth", "github-app-token", "github-refresh-token",
        "github-fine-grained-pat", "slack-token", "slack-webhook-url", "private-key", "private-key-escaped", "jwt",
        "url-password",
    ]

    /// What of the secret is still there: all of it, or enough to guess the rest.
    private func leaks(_ sample: SecretSample) -> Bool {
        let masked = SecretMasker.mask(sample.text)
        let value = sample.value.split(separator: " ").last.map(String.init) ?? sample.value
        let lines = value.split { $0 == "\n" }.filter { $0.count > 20 }
        return masked.contains(value) || !masked.contains("[redacted:")
            || lines.contains { !$0.contains("-----") && masked.contains($0) }
    }

    @Test
    func `finds 99 of 100 of every kind in every setting, and all keys, tokens and URL passwords that matter most`()
        throws
    {
        let samples = SecretSample.all(each: 2)
        #expect(Set(samples.map(\.kind)).count >= 30)
        let missed = samples.filter(leaks)
        for sample in missed.prefix(20) { print("missed \(sample) → \(SecretMasker.mask(sample.text))") }
        print("secrets: \(samples.count) settings, \(missed.count) missed")
        #expect(missed.count * 100 <= samples.count)
        #expect(missed.filter { Self.certain.contains($0.kind) }.isEmpty)
    }

    @Test func `leaves digests, commits, ARNs, ids, times and what is hidden already as they are`() {
        let hex = String(repeating: "8ee55fab3b", count: 4)
        let ordinary = [
            "sha256:\(hex)\(hex.prefix(24))", hex, "\(hex)\(hex.prefix(24))", "image@sha256:\(hex)\(hex.prefix(24))",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/jwt-signing-key-GqLKJT",
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/73e2d6bc24d8a067",
            "\"ClientRequestToken\": \"a1b2c3d4-5678-90ab-cdef-0123456789ab\"",
            "\"integrity\": \"sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==\"",
            "123456789012", "i-0abcd1234ef567890", "2026-11-23T11:36:53Z", "\"token\": \"2026-11-23T11:36:53Z\"",
            "  + password = (sensitive value)", "password: ${DB_PASSWORD}",
            "\"NextToken\": \"eyJNYXJrZXIiOiBudWxsfQ==\"",
            "curl -H \"Authorization: Bearer $API_KEY\" -u \"$USER:$TOKEN\" \"$JIRA/rest\"", "PASS: TestSignIn2",
            "the token expired: 3 tests failed; password rejected", "\"secret\": \"prod/db/password\"",
            "docker run -u 1000:1000 image", "::auth::mfa,POST,http://127.0.0.1:8181/auth/mfa,HTTP/1.1",
            "http://127.0.0.1:8080/a@b", "ssh://git@github.com:22/x", "[redacted:password #1]",
            "password=[redacted:password #3]", "postgres://u:[redacted:url-password #1]@h", "docker://alpine:latest",
        ]
        for text in ordinary { #expect(SecretMasker.mask(text) == text) }
    }

    @Test func `finds what is written in other ways: escaped, in base64, over two lines`() {
        let key = "AK" + "IA" + "QWERTYUIOPASDFG2"
        let base64 = "QU" + "tJQVFXRVJUWVVJT1BBU0RGRzI="
        for text in [
            "\\u0041" + key.dropFirst(), "&#65;" + key.dropFirst(), "&#x41;" + key.dropFirst(),
            "%41" + key.dropFirst(), base64, "data: \(base64)", "\(key.prefix(9))\n\(key.dropFirst(9))",
            "x \(key.prefix(12))\n    \(key.dropFirst(12))\nnext", "\\\\u0041" + key.dropFirst(),
        ] {
            let masked = SecretMasker.mask(text)
            #expect(masked.contains("[redacted:aws-access-token]"), "\(text) → \(masked)")
            #expect(!masked.contains(key.suffix(7)) && !masked.contains("JT1BBU0"), "\(text) → \(masked)")
        }
    }

    @Test func `a secret that was cut off before it came here does not show its beginning`() {
        for sample in SecretSample.oneOfEach
        where Self.certain.contains(sample.kind) && !["jwt", "aws-secret-key", "private-key"].contains(sample.kind) {
            guard let start = sample.text.firstRange(of: sample.value)?.lowerBound else { continue }
            for share in [2, 3, 4] {
                let count = sample.value.count * share / 5 + 4
                let cut = sample.text[..<start] + sample.value.prefix(count)
                guard sample.value.contains("-----") == false, count < sample.value.count - 1,
                    sample.kind != "slack-webhook-url" || count > 30
                else { continue }
                for text in ["it begins with '\(cut)'", "`\(cut)`", "\(cut)…", String(cut)] {
                    let masked = SecretMasker.mask(text)
                    #expect(!masked.contains(cut.suffix(6)), "\(sample.kind): \(text) → \(masked)")
                }
            }
        }
    }

    @Test func `the middle of a private key shows nothing either`() {
        let key = SecretSample.all(each: 1).first { $0.kind == "private-key" }?.value ?? ""
        var lines = key.split(separator: "\n").map(String.init)
        lines = Array(lines[3...])
        var masker = SecretMasker()
        let before = lines
        masker.mask(lines: &lines)
        #expect(lines.count == before.count)
        for line in before.dropLast() { #expect(!lines.contains(line)) }
        #expect(SecretMasker.mask(before[0]) == "[redacted:private-key]")
    }

    @Test func `is done in time that grows with the text alone`() {
        let clock = ContinuousClock()
        for piece in [
            "password=", "eyJ-", "eyJa.", "-----BEGIN PRIVATE KEY-----", "http://a:", "gh" + "p_", "glpat-", "\\u00",
            "&#",
            "AKIA", "QUtJ", "token: \"", "token = ", "--password ", "a:b@://", "\n", " -u ", "secret",
        ] {
            func time(_ bytes: Int) -> Duration {
                let text = String(repeating: piece, count: bytes / piece.count)
                return clock.measure { _ = SecretMasker.mask(text) }
            }
            // Eight times the text takes some eight times as long, not sixty-four; a busy machine has a second try.
            let isLinear = { time(32_000) < time(4_000) * 24 + .milliseconds(100) }
            #expect(isLinear() || isLinear(), "\(piece)")
        }
    }

    @Test func `a stream shows prompts at once, and no secret, however it is cut`() {
        let key = SecretSample.all(each: 1).first { $0.kind == "private-key" }?.value ?? ""
        let token = "gh" + "p_" + String(repeating: "aB3x", count: 9)
        let text = "Enter a value: yes\ntoken \(token) end\n\(key)\nAuthorization: Bearer abcdefgh12345678\nlast"
        for size in [1, 3, 7, 64, 5_000] {
            var stream = SecretStream()
            var out: [UInt8] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { out += stream.take($0) }
            }
            out += stream.finish()
            let shown = String(decoding: out, as: UTF8.self)
            #expect(shown.hasPrefix("Enter a value: yes\ntoken [redacted:github-pat] end\n"), "\(size): \(shown)")
            #expect(shown.hasSuffix("\nlast"), "\(size): \(shown)")
            #expect(!shown.contains("abcdefgh") && !shown.contains("PRIVATE"), "\(size): \(shown)")
            #expect(!key.split(separator: "\n").contains { shown.contains($0) }, "\(size): \(shown)")
        }
        var stream = SecretStream()
        let prompt = Array("Enter a value: ".utf8).withUnsafeBytes { stream.take($0) }
        #expect(prompt == Array("Enter a value: ".utf8))
    }
}
