import Model
import Sealing
import Streams
import TestKit
import Testing

@testable import Promotion

/// The green sample after its plan was approved and made again: the approved one lies among the evidence of the review.
private struct Replanned {
    static let first = "evidence/deploy.review/earlier/1"
    let sandbox = Sandbox()

    init() throws {
        sandbox.copy(green)
        let script = """
            mkdir -p deploy.review/earlier/1 && mv deploy.plan/* deploy.review/earlier/1/ && cd deploy.review/earlier/1 &&
            mv plan.json show.json && rm plan.json.meta.yml && cp plan.txt show.json ../../../deploy.plan/
            """
        try #require(Shell(script, in: "\(sandbox.path)/evidence").status == 0)
        try Edit.replace(
            "rules.yml", "          approvals: 1\n",
            with: "          approvals: 1\n          earlier_plans: deploy.review/earlier\n"
        ).apply(in: sandbox)
        let record = String(
            decoding: try #require(Sandbox.bytes("\(sandbox.path)/\(Self.first)/plan.run.json")), as: UTF8.self)
        let plan = try #require(record.firstMatch(of: /"prod\.plan",[^}]*"sha256": "([0-9a-f]+)"/)).1
        // After the approval and before the apply, to other bytes.
        let again = record.replacing(plan, with: String(repeating: "cd", count: 32))
            .replacing("T13:50:00Z", with: "T13:50:40Z").replacing("T13:50:05Z", with: "T13:50:45Z")
        sandbox.write(Array(again.utf8), to: "evidence/deploy.plan/plan.run.json")
        for (folder, record) in [(Self.first, record), ("evidence/deploy.plan", again)] {
            let text = try #require(Sandbox.bytes("\(sandbox.path)/\(folder)/plan.txt"))
            let document = try #require(Sandbox.bytes("\(sandbox.path)/\(folder)/show.json"))
            let shown = record.replacing("plan.txt", with: "show.json").replacing(
                SHA.hex(text), with: SHA.hex(document)
            )
            .replacing(/"argv": \[[^\]]*\]/, with: #""argv": ["terraform", "show", "-json", "prod.plan"]"#)
            sandbox.write(Array(shown.utf8), to: "\(folder)/show.run.json")
        }
    }

    func review() async throws -> ItemAssessment {
        try #require(try await assess(sandbox.path).items.first { $0.id == "deploy.review" })
    }
}

/// Something that is wrong with the earlier plan's files, and what must be said.
private struct Spoilt: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let edits: [Edit]

    init(_ name: String, _ words: String, _ edits: Edit...) {
        (testDescription, self.words, self.edits) = (name, words, edits)
    }

    private static func path(_ name: String) -> String { "\(Replanned.first)/\(name)" }

    static let all = [
        Spoilt(
            "it is of another environment", "about another environment: staging",
            .replace(path("plan.run.json"), #""environment": "production""#, with: #""environment": "staging""#)),
        Spoilt(
            "it is of another commit", "about another commit",
            .replaceMatches(
                path("plan.run.json"), #""commit": "[0-9a-f]{40}""#,
                with: #""commit": "\#(String(repeating: "e", count: 40))""#)),
        Spoilt(
            "it is of another tag", "about another tag: v1.50.2",
            .write(path("show.json.meta.yml"), "tag: v1.50.2\ncollected_at: 2026-11-24T13:50:08Z\n")),
        Spoilt("it is a day old", "old", .replace(path("plan.run.json"), "2026-11-24T13:50", with: "2026-11-23T13:40")),
        Spoilt("its document is cut off", "", .transform(path("show.json")) { $0.dropLast(100) }),
        Spoilt("its text was exchanged", "the file changed since", .copy("checklist.md", to: path("plan.txt"))),
        Spoilt(
            "its document has another value", "its changes are others",
            .replace(path("show.json"), #""retention_in_days":90"#, with: #""retention_in_days":9"#)),
        Spoilt(
            "its variables had other values", "its changes are others",
            .replaceFirst(path("show.json"), #""alarm_5xx":{"value":5}"#, with: #""alarm_5xx":{"value":6}"#)),
        Spoilt(
            "another terraform made it", "its changes are others",
            .replaceFirst(path("show.json"), #""terraform_version":"1.11.4""#, with: #""terraform_version":"1.10.0""#)),
        Spoilt(
            "it is not there", "no record below evidence/deploy.review/earlier/", .remove(path("plan.txt")),
            .remove(path("show.json")), .remove(path("plan.run.json")), .remove(path("show.run.json"))),
    ]
}

@Suite struct `A plan that was made again` {
    @Test func `keeps its review when its records prove equal changes, and nothing else of it`() async throws {
        let world = try Replanned()
        let review = try await world.review()
        let said = review.checks.flatMap { $0.findings.map(\.text) }.joined(separator: "\n")
        #expect(review.verdict == .pass, "\(said)")
        #expect(said.contains("so the approval is kept") && said.contains("\(Replanned.first)/plan.run.json"))
        // The sign-off is bound to the evidence and to the plan's own digest as ever.
        #expect(review.plan == String(repeating: "cd", count: 32))
    }

    @Test(arguments: Spoilt.all)
    private func `loses it when the earlier one is anything else`(spoilt: Spoilt) async throws {
        let world = try Replanned()
        for edit in spoilt.edits { try edit.apply(in: world.sandbox) }
        let review = try await world.review()
        let said = review.checks.flatMap { $0.findings.map(\.text) }.joined(separator: "\n")
        #expect([.unknown, .error].contains(review.verdict), "\(said)")
        #expect(said.contains(spoilt.words), "\(said)")
    }
}
