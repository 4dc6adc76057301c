import Model
import Rules
import Testing

@Suite struct `endpoints-answer` {
    private func answer(_ change: (inout HTTPExchange) -> Void = { _ in }) -> Fact {
        var exchange = HTTPExchange(status: 200, line: 1)
        (exchange.contentType, exchange.bodyBytes, exchange.server) = ("application/json; charset=utf-8", 18, "acme")
        change(&exchange)
        return .exchange(exchange)
    }

    private func verdictOf(
        _ command: String? = "curl -sS -i 'https://API.example.com:443/health/live' > live.txt", exit: Int? = nil,
        _ parameters: KeyValuePairs<String, [String]> = ["paths": ["/health/live"]], more: [Fact] = [],
        change: (inout HTTPExchange) -> Void = { _ in }
    ) throws -> Verdict {
        verdict(
            try judge(
                "endpoints-answer", parameters,
                files: [JudgedFile("post.health/live.txt", command: command, exit: exit, [answer(change)] + more)],
                after: -30
            ).findings)
    }

    @Test func `passes when the host itself answered 200 with JSON`() throws {
        #expect(try verdictOf() == .pass)
        #expect(try verdictOf(exit: 0) == .pass)
        #expect(try verdictOf(nil) { $0.url = "https://api.example.com/health/live" } == .pass)
        #expect(try verdictOf { $0.contentType = "application/health+json" } == .pass)
        #expect(try verdictOf("curl -sS -i -X GET -H 'Accept: */*' https://api.example.com/health/live") == .pass)
        #expect(
            try verdictOf(nil, ["paths": ["/health/live"], "content": ["any"]]) {
                ($0.url, $0.contentType) = ("https://api.example.com/health/live", "text/plain")
            } == .pass)
    }

    @Test(
        arguments: [
            Spoilt(.fail) { $0.status = 204 }, Spoilt(.fail) { $0.status = 503 }, Spoilt(.fail) { $0.status = 301 },
            Spoilt(.fail) { $0.status = 304 },
            Spoilt(.fail) { $0.redirects = 1 },
            Spoilt(.fail) { ($0.status, $0.error) = (0, "curl: (7) Failed to connect") },
            Spoilt(.fail) { $0.error = "from the browser's cache: disk" }, Spoilt(.fail) { $0.server = "awselb/2.0" },
            Spoilt(.fail) { $0.contentType = "text/html" }, Spoilt(.fail) { $0.isHTML = true },
            Spoilt(.fail) { $0.contentType = nil },
            Spoilt(.fail) { $0.health = StatedHealth(members: [.init("status", "degraded", isNested: false)]) },
            Spoilt(.fail) { $0.health = StatedHealth(members: [.init("ok", "false", isNested: false)]) },
            Spoilt(.fail) { $0.health = StatedHealth(members: [.init("status", "null", isNested: false)]) },
            Spoilt(.unknown) { $0.health = StatedHealth(trouble: "is no valid JSON") },
            Spoilt(.unknown) { $0.bodyBytes = 0 }, Spoilt(.unknown) { $0.bodyBytes = nil },
            Spoilt(.unknown) { $0.answeredAt = Instant.minutes(-31) },
            Spoilt(.unknown) { $0.url = "https://api.example.com/health/live?" },
            Spoilt(.unknown) { $0.url = "http://api.example.com/health/live" },
            Spoilt(.unknown) { $0.url = "https://api.example.com.evil.net/health/live" },
            Spoilt(.unknown) { $0.url = "https://api.example.com:8443/health/live" },
            Spoilt(.unknown) { $0.url = "https://staging.example.com/health/live" },
            Spoilt(.unknown) { $0.url = "https://api.example.com/health/live/" },
        ] as [Spoilt<HTTPExchange>])
    func `accepts nothing else`(spoilt: Spoilt<HTTPExchange>) throws {
        #expect(try verdictOf(change: spoilt.change) == spoilt.expected)
    }

    @Test(
        arguments: [
            nil, "curl -sS -i $URL", "curl -i https://api.example.com/health/live https://api.example.com/health/ready",
            "curl --resolve api.example.com:443:127.0.0.1 -i https://api.example.com/health/live",
            "curl -ski https://api.example.com/health/live",
            "curl -i --insecure https://api.example.com/health/live",
            "curl -x proxy:3128 -i https://api.example.com/health/live",
            "curl -i -H 'Host: api.example.com' https://api.example.com/health/live",
            "curl --connect-to ::127.0.0.1: -i https://api.example.com/health/live",
            "curl -i http://api.example.com/health/live",
            "curl -i https://user@api.example.com/health/live", "curl -i https://api.example.com/health/live?fake=1",
        ] as [String?])
    func `trusts no command that leaves the address open`(command: String?) throws {
        #expect(try verdictOf(command) == .unknown)
    }

    @Test func `believes what the body says of the service, and warns of a part that is not well`() throws {
        let members = [("status", "UP", false), ("status", "UP", true)].map {
            StatedHealth.Member($0.0, $0.1, isNested: $0.2)
        }
        #expect(try verdictOf { $0.health = StatedHealth(members: members) } == .pass)
        #expect(
            try verdictOf {
                $0.health = StatedHealth(members: members + [.init("status", "DOWN", isNested: true)])
            } == .warn)
    }

    @Test func `wants each path, and fails when one answer of several is bad`() throws {
        #expect(
            try verdictOf(nil, ["paths": ["/health/live", "/health/ready"]]) {
                $0.url = "https://api.example.com/health/live"
            } == .unknown)
        let bad = answer { ($0.url, $0.status) = ("https://api.example.com/health/live", 503) }
        #expect(try verdictOf(nil, more: [bad]) { $0.url = "https://api.example.com/health/live" } == .fail)
        #expect(try verdictOf(exit: 22) == .fail)
        #expect(verdict(try judge("endpoints-answer", ["paths": ["/health/live"]], files: []).findings) == .unknown)
    }
}
