import Model

private let live = "evidence/post.health/live.txt"
private let ready = "evidence/post.health/ready.txt"
private let summary = "evidence/post.synthetics/summary.json"
private let before = "evidence/post.secrets/before/jwt-signing-key.json"
private let after = "evidence/post.secrets/after/jwt-signing-key.json"

/// Puts another metric before the others.
private func metric(_ text: String) -> Edit { .replace(summary, #""metrics": {"#, with: #""metrics": {\#(text),"#) }

extension Defect {
    /// What can be wrong with the health of the endpoints.
    static let health: [Defect] = [
        Defect(
            "an endpoint is not ready", .replace(ready, "HTTP/1.1 200 OK", with: "HTTP/1.1 503 Service Unavailable"),
            turns: ["post.health": .fail], says: "https://api.example.com/health/ready answered 503", "ready.txt:1"),
        Defect(
            "an endpoint says nothing but 204", .replace(live, "HTTP/1.1 200 OK", with: "HTTP/1.1 204 No Content"),
            turns: ["post.health": .fail], says: "answered 204", "200"),
        Defect(
            "the answer came after a redirect",
            .transform(live) { Array("HTTP/1.1 301 Moved\r\nLocation: /login\r\n\r\n".utf8) + $0 },
            turns: ["post.health": .fail], says: "answered 200 after 1 redirect"),
        Defect(
            "a page to sign in answered",
            .write(live, "HTTP/2 200 \r\ncontent-type: text/html\r\n\r\n<!doctype html><title>Sign in</title>\r\n"),
            turns: ["post.health": .fail], says: "answered with an HTML page", "JSON"),
        Defect(
            "the load balancer answered itself", .replaceMatches(live, "Server: .*", with: "Server: awselb/2.0"),
            turns: ["post.health": .fail], says: "the load balancer itself (awselb/2.0)"),
        Defect(
            "nobody answered", .write(live, "curl: (7) Failed to connect to api.example.com port 443 after 3 ms\n"),
            turns: ["post.health": .fail], says: "curl: (7) Failed to connect"),
        Defect(
            "another host was asked",
            .replace("\(live).meta.yml", "https://api.example.com", with: "https://api-blue.example.com"),
            turns: ["post.health": .unknown], says: "shown: https://api-blue.example.com/health/live",
            "https://api.example.com/health/live"),
        Defect(
            "the same endpoint was asked twice", .replace("\(live).meta.yml", "/health/live", with: "/health/ready"),
            turns: ["post.health": .unknown], says: "nothing shows what https://api.example.com/health/live answered"),
        Defect(
            "the endpoint was asked without TLS", .replace("\(live).meta.yml", "https://", with: "http://"),
            turns: ["post.health": .unknown], says: "nothing shows what https://api.example.com/health/live answered"),
        Defect(
            "curl was told where the host is",
            .replace("\(live).meta.yml", "-sS -i", with: "-sS -i --resolve api.example.com:443:127.0.0.1"),
            turns: ["post.health": .unknown], says: "--resolve", "which machine answered"),
        Defect(
            "any certificate was good", .replace("\(live).meta.yml", "-sS -i", with: "-sSki"),
            turns: ["post.health": .unknown], says: "`-sSki`"),
        Defect(
            "an endpoint was not asked", .remove(ready), turns: ["post.health": .unknown],
            says: "nothing shows what https://api.example.com/health/ready answered"),
        Defect(
            "nothing says what was asked", .remove("\(live).meta.yml"), turns: ["post.health": .unknown],
            says: "nothing states which environment"),
        Defect(
            "the answer is from before the deployment",
            .replaceMatches(live, "Date: .*", with: "Date: Mon, 23 Nov 2026 09:00:00 GMT"),
            turns: ["post.health": .unknown], says: "before deploy.workflow ended"),
        Defect(
            "the answer is staging's", .staging(live), turns: ["post.health": .unknown],
            says: "another environment: staging"),
        Defect(
            "it answers 200 and says that it is degraded",
            .replaceMatches(live, #""live", "version""#, with: #""degraded", "ver""#),
            turns: ["post.health": .fail], says: "says `status: degraded`"),
        Defect(
            "only the header is kept", .replaceMatches(live, #"\{[^}]*\}"#, with: ""), turns: ["post.health": .unknown],
            says: "without a body", "0 bytes"),
        Defect(
            "the body breaks off", .replaceMatches(live, #""version".*\}"#, with: #""vers"#),
            turns: ["post.health": .error], says: "the body breaks off"),
    ]

    /// What can be wrong with the synthetic transactions.
    static let synthetics: [Defect] = [
        Defect(
            "a threshold was crossed", .replace(summary, #""p(95)<300": false"#, with: #""p(95)<300": true"#),
            turns: ["post.synthetics": .fail], says: "the threshold http_req_duration p(95)<300 was crossed",
            "summary.json"),
        Defect(
            "the latency is at its limit", .replaceFirstMatch(summary, #""p\(95\)": [0-9.]+"#, with: #""p(95)": 300"#),
            turns: ["post.synthetics": .fail], says: "http_req_duration p(95) is 300 ms", "< 300 ms"),
        Defect(
            "requests failed", .replace(summary, #""passes": 0,"#, with: #""passes": 9,"#),
            .replace(summary, #""fails": 360"#, with: #""fails": 351"#),
            turns: ["post.synthetics": .fail], says: "http_req_failed rate is 9 of 360", "< 1%"),
        Defect(
            "checks failed",
            .replaceFirstMatch(summary, #""passes": 120,\s+"fails": 0"#, with: #""passes": 110, "fails": 10"#),
            .replaceFirstMatch(summary, #""passes": 360,\s+"fails": 0"#, with: #""passes": 350, "fails": 10"#),
            turns: ["post.synthetics": .fail], says: "checks rate is 350 of 360", ">= 99%"),
        Defect(
            "checks were counted wrongly", .replaceFirst(summary, #""passes": 120"#, with: #""passes": 119"#),
            turns: ["post.synthetics": .unknown], says: "the checks counted one by one (359 passed"),
        Defect(
            "hardly anything ran", .replace(summary, #""count": 120"#, with: #""count": 12"#),
            turns: ["post.synthetics": .unknown],
            says: "12 iterations ended", ">= 100"),
        Defect(
            "there are no thresholds", .replaceMatches(summary, #""thresholds": \{[^}]*\}"#, with: #""tags": {}"#),
            turns: ["post.synthetics": .unknown], says: "no threshold is defined", ">= 1 threshold"),
        Defect(
            "every duration is 0", .replaceMatches(summary, #"": [0-9]+\.[0-9]{6,}"#, with: #"": 0"#),
            turns: ["post.synthetics": .unknown], says: "http_req_duration p(95) is 0 ms: nothing was measured"),
        Defect(
            "a threshold is on a flow that nobody took",
            metric(
                #""http_req_duration{flow:nobody}": {"avg": 0, "max": 0, "p(95)": 0, "thresholds": {"p(95)<1": false}}"#
            ),
            turns: ["post.synthetics": .unknown],
            says: "nothing shows that http_req_duration{flow:nobody} was ever measured"),
        Defect(
            "iterations were dropped", metric(#""dropped_iterations": {"count": 12, "rate": 1.5}"#),
            turns: ["post.synthetics": .unknown], says: "12 iterations were dropped"),
        Defect(
            "no request was made", .replace(summary, #""count": 360"#, with: #""count": 0"#),
            turns: ["post.synthetics": .unknown],
            says: "k6 made no request", ">= 1 request"),
        Defect(
            "the percentile is not stated", .replaceMatches(summary, #""p\(95\)":"#, with: #""p(99)":"#),
            turns: ["post.synthetics": .unknown], says: "no file states http_req_duration p(95)"),
        Defect(
            "the run was on staging", .staging(summary), turns: ["post.synthetics": .unknown],
            says: "another environment: staging"),
        Defect(
            "the run was before the deployment", .collect(summary, minutesLater: -20),
            turns: ["post.synthetics": .unknown],
            says: "before deploy.workflow ended"),
        Defect("the summary is cut off", .cutOff(summary), turns: ["post.synthetics": .error], says: "summary.json"),
    ]

    /// What can be wrong with the rotation of secrets.
    static let secrets: [Defect] = [
        Defect(
            "the current version is still the old one", .replace(after, "AWSCURRENT", with: "AWSOTHER"),
            .replace(after, "AWSPREVIOUS", with: "AWSCURRENT"), .replace(after, "AWSOTHER", with: "AWSPREVIOUS"),
            turns: ["post.secrets": .fail], says: "AWSCURRENT is still the version", "another version"),
        Defect(
            "a rotation got stuck",
            .replace(
                after, #""Versions": ["#, with: #""Versions": [{"VersionId": "f00d", "VersionStages": ["AWSPENDING"]},"#
            ),
            turns: ["post.secrets": .fail], says: "the version f00d is left AWSPENDING", "no AWSPENDING"),
        Defect(
            "the version was made long before",
            .replaceMatches(after, #""CreatedDate": \d+"#, with: #""CreatedDate": 1785000000"#),
            turns: ["post.secrets": .fail], says: "outside the launch window", "2026-07-25"),
        Defect(
            "nothing says when the version was made",
            .replaceMatches(after, #""CreatedDate": [0-9.]+"#, with: #""KmsKeyIds": []"#),
            turns: ["post.secrets": .unknown], says: "nothing says when the version"),
        Defect(
            "the old version is gone", .replace(after, "AWSPREVIOUS", with: "RETIRED"),
            turns: ["post.secrets": .unknown],
            says: "AWSPREVIOUS is no version"),
        Defect(
            "another version is the previous one",
            .replaceFirstMatch(after, #""VersionId": "[^"]+""#, with: #""VersionId": "f00d""#),
            turns: ["post.secrets": .fail], says: "AWSPREVIOUS is f00d, and not the old one"),
        Defect(
            "nobody looked before", .remove(before), turns: ["post.secrets": .unknown],
            says: "no file in post.secrets/before"),
        Defect(
            "nobody looked after", .remove(after), turns: ["post.secrets": .unknown],
            says: "no file beside post.secrets/before"),
        Defect(
            "there are more versions on another page",
            .replaceFirst(after, "{", with: #"{"NextToken": "e30","#),
            turns: ["post.secrets": .unknown], says: "NextToken: there are other pages"),
        Defect(
            "it is another secret", .replace(after, "prod/api/jwt-signing-key", with: "prod/api/jwt-signing-key-2"),
            turns: ["post.secrets": .unknown], says: "the versions of prod/api/jwt-signing-key"),
        Defect(
            "the value of the secret was saved",
            .write(after, #"{"Name": "prod/api/jwt-signing-key", "VersionId": "f00d", "SecretString": "hunter2"}"#),
            turns: ["post.secrets": .error], says: "this file holds the value of a secret"),
        Defect(
            "the look before came after", .collect(before, minutesLater: 15), turns: ["post.secrets": .unknown],
            says: "the versions before were collected"),
        Defect(
            "the look after came before the deployment ended", .collect(after, minutesLater: -1),
            turns: ["post.secrets": .unknown],
            says: "before deploy.workflow ended"),
        Defect(
            "the look after is at staging", .staging(after), turns: ["post.secrets": .unknown],
            says: "another environment: staging"),
    ]
}

extension Variation {
    static let verification: [Variation] = [
        Variation("an answer came by HTTP/2", .replace(live, "HTTP/1.1 200 OK", with: "HTTP/2 200 ")),
        Variation("an answer has the line ends of HTTP", .crlf(ready)),
        Variation(
            "the command names the port of https",
            .replace("\(live).meta.yml", "https://api.example.com", with: "HTTPS://api.example.com:443")),
        Variation(
            "an endpoint was asked through a proxy's tunnel",
            .transform(live) { Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8) + $0 }),
        Variation("a summary has Windows line ends", .crlf(summary)),
        Variation(
            "the summary is that of handleSummary",
            .write(
                summary,
                #"""
                {"state": {"testRunDurationMs": 16000}, "options": {}, "root_group": {"groups": [], "checks": [{"name": "ok", "passes": 360, "fails": 0}]},
                "metrics": {"iterations": {"type": "counter", "values": {"count": 120, "rate": 7.4}},
                "checks": {"type": "rate", "values": {"rate": 1, "passes": 360, "fails": 0}, "thresholds": {"rate>0.99": {"ok": true}}},
                "http_reqs": {"type": "counter", "values": {"count": 360, "rate": 22}},
                "http_req_failed": {"type": "rate", "values": {"rate": 0, "passes": 0, "fails": 360}},
                "http_req_duration": {"type": "trend", "contains": "time", "values": {"p(95)": 30.6, "avg": 11.2}, "thresholds": {"p(95)<300": {"ok": true}}}}}
                """#)),
        Variation("versions have Windows line ends", .crlf(before), .byteOrderMark(after)),
        Variation(
            "versions have the times of version 2 of the AWS CLI",
            .transform(after) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                return Array(
                    text.replacing(#/"CreatedDate": (?<seconds>\d+)[0-9.]*/#) { match in
                        let time = Instant(milliseconds: (Int64(match.seconds) ?? 0) * 1000 + 7_200_000)
                        return "\"CreatedDate\": \"\("\(time)".replacing("Z", with: "+02:00"))\""
                    }.utf8)
            }),
        Variation(
            "a deprecated version has no stage left",
            .replace(
                after, #""Versions": ["#, with: #""Versions": [{"VersionId": "f00d", "CreatedDate": 1.51197446236E9},"#)
        ),
    ]
}
