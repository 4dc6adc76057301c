import Model
import TestKit
import Testing

@testable import Promotion

/// The evidence of one item of the green sample, each file with a sidecar of the test's own.
private struct Declared {
    let sandbox = Sandbox()
    let at: Instant
    private let item: String
    private let files: [String]

    init(_ item: String) throws {
        (self.item, at) = (item, try sampleInstant())
        let root = "\(packageRoot)/Tests/Samples/green"
        let names = Sandbox.files(below: root)
        files = names.filter {
            $0.hasPrefix("evidence/\(item)/") && !$0.hasSuffix(".meta.yml") && !$0.hasSuffix(".run.json")
        }
        for name in names.filter({ !$0.hasPrefix("evidence/") }) + files {
            sandbox.write(try #require(Sandbox.bytes("\(root)/\(name)")), to: name)
        }
        // Nothing was applied here: the items are judged at the time of the evaluation.
        try replace("rules.yml", "    as_of: deploy.apply\n", "")
    }

    private func replace(_ name: String, _ old: String, _ new: String) throws {
        let text = String(decoding: try #require(Sandbox.bytes("\(sandbox.path)/\(name)")), as: UTF8.self)
        sandbox.write(Array(text.replacing(old, with: new).utf8), to: name)
    }

    /// Judges the item's own typed checks with these sidecars; `nil` values leave a line out.
    func checks(_ lines: [String: String?]) async throws -> [CheckAssessment] {
        let loaded = try Promotion.load(sandbox.path)
        let made = try collected(in: loaded)
        var stated: [String: String?] = [
            "commit": loaded.policy.release.commit, "environment": "staging", "tag": "v1.50.3", "train": "\"1.50\"",
            "collected_at": "\(made)",
        ]
        stated.merge(lines) { $1 }
        let sidecar = stated.compactMap { key, value in value.map { "\(key): \($0)\n" } }.sorted().joined()
        for file in files { sandbox.write(Array(sidecar.utf8), to: "\(file).meta.yml") }
        let pack = try await Promotion.assess(
            try Promotion.load(sandbox.path), at: made, toolVersion: "test", workers: 1)
        let found = pack.items.first { $0.id == item }?.checks ?? []
        return found.filter { $0.kind != "command-ran" }
    }

    /// When the sample's own evidence of the item was collected: it is judged then.
    private func collected(in loaded: LoadedRelease) throws -> Instant {
        let root = "\(packageRoot)/Tests/Samples/green"
        let sidecars = Sandbox.files(below: root).filter {
            $0.hasPrefix("evidence/\(item)/") && ($0.hasSuffix(".meta.yml") || $0.hasSuffix(".run.json"))
        }
        let times = try sidecars.compactMap { name -> Instant? in
            let text = String(decoding: try #require(Sandbox.bytes("\(root)/\(name)")), as: UTF8.self)
            let match = text.firstMatch(of: /(?:collected_at|"endedAt")[": ]+([0-9TZ:.+-]+)/)
            return match.flatMap { Instant(rfc3339: String($0.1)) }
        }
        return try #require(times.max())
    }
}

/// Evidence that is about something else, or of another time: `unknown`, each with its own reason.
@Suite struct `Freshness` {
    static let items = ["pre.audit", "pre.metrics", "pre.qa"]

    @Test(arguments: items) func `evidence of this release and time passes`(item: String) async throws {
        let checks = try await Declared(item).checks([:])
        #expect(!checks.isEmpty)
        for check in checks {
            #expect(check.verdict == .pass, "\(check.id): \(check.findings.map(\.text))")
        }
    }

    @Test(
        arguments: items,
        [
            ("commit", String(repeating: "0", count: 40), "the evidence is about another commit: 00000"),
            ("tag", "v1.50.2", "the evidence is about another tag: v1.50.2"),
            ("tag", "v1.50.3-rc.1", "the evidence is about another tag: v1.50.3-rc.1"),
            ("environment", "production", "the evidence is about another environment: production"),
            ("train", "\"1.49\"", "the evidence is about another train: 1.49"),
            ("collected_at", "2027-06-01T00:00:00Z", "the evidence comes from the future"),
        ])
    func `evidence that is about something else is unknown and says so`(
        item: String, wrong: (key: String, value: String, reason: String)
    ) async throws {
        for check in try await Declared(item).checks([wrong.key: wrong.value]) {
            #expect(check.verdict == .unknown, "\(check.id)")
            let said = check.findings.filter { $0.verdict == .unknown }.map(\.message)
            #expect(said.contains { $0.hasPrefix(wrong.reason) }, "\(check.id): \(said)")
        }
    }

    @Test(arguments: [
        ("pre.audit", "the evidence is 2 d"), ("pre.qa", "the evidence is 2 d"),
        ("pre.metrics", "samples later than its export was made"),
    ])
    func `an export that states an earlier day is unknown`(item: String, reason: String) async throws {
        let declared = try Declared(item)
        let earlier = Instant(milliseconds: declared.at.milliseconds - 2 * 86_400_000 - 7_200_000)
        for check in try await declared.checks(["collected_at": "\(earlier)"]) {
            #expect(check.verdict == .unknown, "\(check.id)")
            #expect(check.findings.contains { $0.message.contains(reason) }, "\(check.findings.map(\.message))")
        }
    }

    @Test(arguments: [
        ("pre.audit", "commit", "nothing states which commit the evidence is about"),
        ("pre.metrics", "environment", "nothing states which environment the evidence is about"),
        ("pre.qa", "commit", "does not say on which build it was executed"),
    ])
    func `evidence that does not say what it is about is unknown`(item: String, key: String, reason: String)
        async throws
    {
        let declared = try Declared(item)
        // The execution of the sample states its version itself.
        if item == "pre.qa" {
            for file in Sandbox.files(below: declared.sandbox.path) where file.hasSuffix("execution.json") {
                let bytes = try #require(Sandbox.bytes("\(declared.sandbox.path)/\(file)"))
                let text = String(decoding: bytes, as: UTF8.self).replacing("\"fixVersions\"", with: "\"labels\"")
                declared.sandbox.write(Array(text.utf8), to: file)
            }
        }
        let checks = try await declared.checks(item == "pre.qa" ? ["commit": nil, "tag": nil] : [key: nil])
        let about = item == "pre.qa" ? checks.filter { $0.kind == "executions-pass" } : checks
        #expect(!about.isEmpty)
        for check in about {
            #expect(check.verdict == .unknown, "\(check.id)")
            #expect(check.findings.contains { $0.message.contains(reason) }, "\(check.findings.map(\.message))")
        }
    }
}
