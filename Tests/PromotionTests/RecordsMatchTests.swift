import Glibc
import Model
import TestKit
import Testing

@testable import Promotion

/// The green sample with one check more, over files that no reader knows.
private struct Matching {
    let sandbox = Sandbox()

    init(_ parameters: String) throws {
        sandbox.copy(green)
        let rules = String(decoding: try #require(Sandbox.bytes("\(green)/rules.yml")), as: UTF8.self)
        let item = try #require(rules.firstRange(of: "  pre.metrics:"))
        let checks = try #require(rules[item.upperBound...].firstRange(of: "    checks:\n"))
        let check = "      - records-match: {\(parameters)}\n"
        sandbox.write(
            Array((rules[..<checks.upperBound] + check + rules[checks.upperBound...]).utf8), to: "rules.yml")
    }

    func write(_ text: String, to name: String = "evidence/custom/data.json") {
        sandbox.write(Array(text.utf8), to: name)
    }

    func check() async throws -> CheckAssessment {
        let item = try await assess(sandbox.path).items.first { $0.id == "pre.metrics" }
        return try #require(item?.checks.first { $0.kind == "records-match" })
    }

    func expect(_ verdict: Verdict, _ words: String = "", sourceLocation: SourceLocation = #_sourceLocation)
        async throws
    {
        let check = try await check()
        let texts = check.findings.map(\.text)
        #expect(check.verdict == verdict, "\(texts)", sourceLocation: sourceLocation)
        #expect(texts.contains { $0.contains(words) } || words.isEmpty, "\(texts)", sourceLocation: sourceLocation)
    }
}

@Suite struct `Records of files that no reader knows` {
    private let items = "files: custom/**, rows: /items/*, expect: [ok = true]"

    @Test func `pass, fail or are unknown by what the check demands of them`() async throws {
        let matching = try Matching(items)
        try await matching.expect(.unknown, "no evidence")
        matching.write("{\"items\": [{\"ok\": true}]}")
        try await matching.expect(.pass, "1 of 1 record")
        for (text, verdict, words) in [
            ("{\"items\": [{\"ok\": true}, {\"ok\": false}]}", Verdict.fail, "/items/1"),
            ("{\"items\": [{\"ok\": true}, {}]}", .unknown, "no field 'ok'"),
            ("{\"items\": []}", .unknown, "0 records"),
            ("{\"message\": \"401\"}", .unknown, "there is no `items`"), ("{\"items\": [{\"ok\": true}", .error, ""),
            ("", .unknown, "empty"), ("<html>502</html>", .error, "neither JSON"),
        ] {
            matching.write(text)
            try await matching.expect(verdict, words)
        }
    }

    @Test func `keep what stands beside the file in mind: its age, its digest, its commit`() async throws {
        let matching = try Matching("\(items), max_age: 1h, about: [commit]")
        matching.write("{\"items\": [{\"ok\": true}]}")
        try await matching.expect(.unknown, "nothing proves when")
        let commit = try Promotion.load(green).policy.release.commit
        let made = Instant(milliseconds: try sampleInstant().milliseconds - 1_800_000)
        let meta = "commit: \(commit)\ncollected_at: \(made)\n"
        matching.write(meta, to: "evidence/custom/data.json.meta.yml")
        try await matching.expect(.pass)
        let digest = "sha256: \(String(repeating: "0", count: 64))\n"
        matching.write(digest + meta, to: "evidence/custom/data.json.meta.yml")
        try await matching.expect(.error, "changed")
    }

    @Test func `do not excuse an unknown file from checks that need a reader for it`() async throws {
        let matching = try Matching("files: pre.metrics/custom.json, rows: /items/*, expect: [ok = true]")
        matching.write("{\"items\": [{\"ok\": true}]}", to: "evidence/pre.metrics/custom.json")
        try await matching.expect(.pass)
        let item = try #require(try await assess(matching.sandbox.path).items.first { $0.id == "pre.metrics" })
        #expect(item.verdict == .unknown)
        let other = try #require(item.checks.first { $0.kind == "series-within" })
        #expect(other.findings.contains { $0.text.contains("no reader recognises") })
    }

    @Test func `can be chosen from a file that another check reads by its format`() async throws {
        let known = "files: pre.metrics/5xx.json"
        let matching = try Matching("\(known), rows: /data/result/*, expect: [/metric/__name__ = http_5xx_ratio]")
        try await matching.expect(.pass)
        let item = try #require(try await assess(matching.sandbox.path).items.first { $0.id == "pre.metrics" })
        #expect(item.judgement.proof != nil)
        let wrong = try Matching("\(known), rows: 'count(//a)', expect: [a = 1]")
        try await wrong.expect(.error, "no JSON pointer")
        let spoilt = try #require(try await assess(wrong.sandbox.path).items.first { $0.id == "pre.metrics" })
        #expect(spoilt.checks.filter { $0.kind != "records-match" }.allSatisfy { $0.verdict == .pass })
    }

    @Test func `are read from XML by XPath and from tables by their header`() async throws {
        let xml = try Matching(
            "files: custom/*.xml, rows: '//check[@kind=\"smoke\"]', expect: {status: ok}, minimum: 2")
        xml.write(
            "<r><check kind='smoke'><status>ok</status></check><check kind='smoke'><status>ok</status></check><check/></r>",
            to: "evidence/custom/a.xml")
        try await xml.expect(.pass, "2 of 2 records")
        let table = try Matching("files: custom/*.csv, where: {host: api}, expect: [\"took < 300ms\"]")
        table.write("host,took\napi,120ms\nweb,9s\napi,0.2s\n", to: "evidence/custom/a.csv")
        try await table.expect(.pass, "2 of 3 records")
        table.write("host,took\napi,120ms\napi,0.3s\n", to: "evidence/custom/a.csv")
        try await table.expect(.fail, "'0.3s'")
    }

    @Test func `in rows that nothing can be are refused with the configuration`() async throws {
        let matching = try Matching("rows: '//case[', expect: [a = 1]")
        #expect(throws: ConfigurationProblems.self) { try Promotion.load(matching.sandbox.path) }
    }
}
