import Model
import Sealing
import TestKit
import Testing

@testable import Promotion

/// A copy of the green sample to sign: real keys, comments of the release ticket, files.
struct SignOffWorld {
    enum Channel: String, CaseIterable, Sendable { case file, ticket, signature }

    let sandbox = Sandbox()
    /// The comments that were added to the ticket, one a file.
    private let comments = Sandbox()
    let at: Instant

    static let ticket = "evidence/ticket/REL-1503.json"

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
        // Comments will be added to the export of the ticket.
        let sidecar = "\(Self.ticket).meta.yml"
        let lines = (Sandbox.bytes("\(sandbox.path)/\(sidecar)") ?? []).split(separator: 10)
        sandbox.write(
            Array(lines.filter { !$0.starts(with: "sha256".utf8) }.joined(separator: [10])) + [10], to: sidecar)
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

    /// Adds a comment to the export of the release ticket, or writes the one of that name anew.
    private func comment(_ text: String, by account: String, name: String, created: Instant, updated: Instant) throws {
        func stamp(_ time: Instant) -> JSONValue { .string(time.description.replacing("Z", with: ".000+0000")) }
        let author: JSONValue = ["accountId": .string(account), "displayName": "Somebody", "active": true]
        let comment: JSONValue = [
            "id": "1", "author": author, "body": .string(text), "updateAuthor": author, "created": stamp(created),
            "updated": stamp(updated),
        ]
        comments.write(comment.canonical, to: name)
        try exportTicket()
    }

    /// Deletes a comment of the release ticket.
    func withdraw(_ name: String = "a") throws {
        _ = Shell("rm \(name)", in: comments.path)
        try exportTicket()
    }

    private func exportTicket() throws {
        let added = Sandbox.files(below: comments.path).flatMap {
            (Sandbox.bytes("\(comments.path)/\($0)") ?? []) + [UInt8(ascii: ",")]
        }
        let original = String(decoding: try #require(Sandbox.bytes("\(green)/\(Self.ticket)")), as: UTF8.self)
        let list = try #require(original.firstRange(of: "\"comments\": ["))
        let export =
            original[..<list.upperBound] + String(decoding: added, as: UTF8.self) + original[list.upperBound...]
        sandbox.write(Array(export.utf8), to: Self.ticket)
    }
}
