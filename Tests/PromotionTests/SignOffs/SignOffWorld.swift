import Model
import Sealing
import TestKit
import Testing

@testable import Promotion

/// A copy of the green sample to sign: real keys, comments of the release ticket, files.
struct SignOffWorld {
    enum Channel: String, CaseIterable, Sendable { case file, ticket, signature }

    let sandbox = Sandbox()
    let at: Instant

    /// One key a person and one of nobody, made once by `ssh-keygen`.
    private static let keys: Sandbox = {
        let keys = Sandbox()
        _ = Shell(
            "for who in sofia grace ana mei stranger; do ssh-keygen -q -t ed25519 -N '' -f $who; done", in: keys.path)
        return keys
    }()

    init() throws {
        at = try sampleInstant()
        sandbox.copy(green)
        // In the sample she recorded the audit herself, and so could not be its only approver.
        try Edit.replaceFirst("evidence/pre.audit/audit.run.json", "\"by\": \"sofia\"", with: "\"by\": null")
            .apply(in: sandbox)
        let signers = ["sofia", "grace", "ana", "mei"].map { "\($0)@example.com \(publicKey(of: $0))\n" }.joined()
        sandbox.write(Array(signers.utf8), to: "allowed_signers")
    }

    func publicKey(of person: String) -> String {
        String(decoding: Sandbox.bytes("\(Self.keys.path)/\(person).pub") ?? [], as: UTF8.self)
            .split(separator: " ").prefix(2).joined(separator: " ")
    }

    func pack() async throws -> Pack { try await assess(sandbox.path) }

    /// The block that `sign` would write now.
    func block(
        _ items: String..., kind: SignOff.Kind = .done, role: String = "security", by: String = "sofia",
        decision: SignOff.Decision = .approve
    ) async throws -> String {
        try SignOffDraft(
            items, kind: kind, role: role, by: by, decision: decision, note: "", in: try await pack()
        ).text
    }

    /// Hands a text in: as a file, as a signed file, or as a comment of the release ticket.
    func submit(
        _ text: String, by channel: Channel, as person: String = "sofia", name: String = "a",
        namespace: String = "evidencepack", created: Instant? = nil, updated: Instant? = nil
    ) throws {
        switch channel {
        case .file: sandbox.write(Array(text.utf8), to: "signoffs/\(name).md")
        case .signature:
            sandbox.write(Array(text.utf8), to: "signoffs/\(name).md")
            let run = Shell(
                "ssh-keygen -q -Y sign -n \(namespace) -f \(Self.keys.path)/\(person) signoffs/\(name).md",
                in: sandbox.path)
            try #require(run.status == 0, "\(run.err)")
        case .ticket:
            let people = try Promotion.load(sandbox.path).policy.release.people
            let account = people.first { $0.id == person }?.accounts["jira"] ?? person
            try comment(text, by: account, name: name, created: created ?? at, updated: updated ?? created ?? at)
        }
    }

    /// An export of the release ticket (Jira, REST v2) with one comment.
    private func comment(_ text: String, by account: String, name: String, created: Instant, updated: Instant) throws {
        func stamp(_ time: Instant) -> JSONValue { .string(time.description.replacing("Z", with: ".000+0000")) }
        let author: JSONValue = ["accountId": .string(account), "displayName": "Somebody", "active": true]
        let issue: JSONValue = [
            "id": "51503", "key": "REL-1503",
            "fields": [
                "summary": "Release", "issuetype": ["name": "Release"],
                "status": ["name": "Open", "statusCategory": ["key": "new"]],
                "comment": [
                    "comments": [
                        [
                            "id": "1", "author": author, "body": .string(text), "updateAuthor": author,
                            "created": stamp(created), "updated": stamp(updated),
                        ]
                    ], "maxResults": 1, "total": 1, "startAt": 0,
                ],
            ],
        ]
        sandbox.write(issue.pretty, to: "evidence/ticket/\(name).json")
    }
}
