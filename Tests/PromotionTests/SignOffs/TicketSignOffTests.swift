import Model
import TestKit
import Testing

@testable import Promotion

/// What several exports of one ticket, or an incomplete one, make of the sign-offs in its comments.
@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed"))
struct `A sign-off in exports of the ticket` {
    private let sample: ReadSample

    init() async throws { sample = try await ReadSample.shared() }

    private func time(_ minutes: Int64) -> Instant {
        Instant(milliseconds: sample.world.at.milliseconds + minutes * 60_000)
    }

    private func comment(_ text: String, at minutes: Int64 = 0) -> Model.Issue.Comment {
        Model.Issue.Comment(
            author: "5f86846e84f9bfb2053a4823", created: time(minutes), updated: time(minutes), text: text)
    }

    private func export(
        _ name: String, _ comments: [Model.Issue.Comment], updated: Int64? = nil, collected: Int64? = nil,
        edit: (inout Model.Issue) -> Void = { _ in }
    ) -> EvidenceReading {
        var issue = Model.Issue(key: "REL-1503", line: 1)
        issue.comments = comments
        issue.updated = updated.map { time($0) }
        edit(&issue)
        var reading = EvidenceReading(
            file: EvidenceFile(
                path: "evidence/ticket/\(name)", sha256: "", bytes: 1, format: "jira-json/issue", state: .present))
        reading.file.collected = collected.map { time($0) }
        reading.tickets = [issue]
        return reading
    }

    private var approval: Model.Issue.Comment { comment(sample.block()) }
    private var rejection: Model.Issue.Comment { comment(sample.block(decision: "reject")) }

    private func expect(
        _ exports: [EvidenceReading], _ state: SignOffState, _ reason: String?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for exports in [exports, exports.reversed()] {
            let pack = sample.pack(exports)
            let status = try ReadSample.audit(pack)
            #expect(status.state == state, sourceLocation: sourceLocation)
            #expect(pack.signOffs.count == 1, "\(pack.signOffs)", sourceLocation: sourceLocation)
            let said = pack.signOffs.compactMap { $0.refusal ?? $0.remark }.joined()
            #expect(reason.map(said.contains) ?? said.isEmpty, "\(said)", sourceLocation: sourceLocation)
        }
    }

    @Test func `counts when the newest shows it, and once`() throws {
        try expect([export("a", [approval], updated: -1)], .signed, nil)
        try expect([export("a", [], updated: -2), export("b", [approval], updated: -1)], .signed, nil)
        try expect([export("a", [approval], updated: -2), export("b", [approval], updated: -1)], .signed, nil)
        try expect([export("a", [approval]), export("b", [approval])], .signed, nil)
    }

    @Test func `is withdrawn when only an older one shows it`() throws {
        let gone = "its comment is gone in the newest export of the ticket, evidence/ticket/b"
        try expect([export("a", [approval], updated: -2), export("b", [], updated: -1)], .invalid, gone)
        // Whoever deletes a comment may leave the ticket's time as it was.
        try expect(
            [export("a", [approval], updated: -2, collected: -2), export("b", [], updated: -2, collected: -1)],
            .invalid, gone)
        try expect([export("a", [approval], collected: -2), export("b", [], collected: -1)], .invalid, gone)
        // The ticket's own time beats what a sidecar says, e.g. of an old export that was copied today.
        try expect(
            [export("a", [approval], updated: -9, collected: -1), export("b", [], updated: -2, collected: -2)],
            .invalid, gone)
    }

    @Test(
        arguments: [
            (nil, nil, nil, nil), (-1, nil, -1, nil), (-1, nil, nil, nil), (-1, nil, nil, -1), (nil, -1, nil, -1),
            (-1, -1, -1, nil),
        ] as [(Int64?, Int64?, Int64?, Int64?)])
    func `does not count when nothing tells which is the newest`(
        updated: Int64?, collected: Int64?, otherUpdated: Int64?, otherCollected: Int64?
    ) throws {
        let reason = "nothing tells which one is the newest"
        let exports = [
            export("a", [approval], updated: updated, collected: collected),
            export("b", [], updated: otherUpdated, collected: otherCollected),
        ]
        try expect(exports, .invalid, reason)
    }

    @Test func `is refused when the newest leaves comments out, or is not the file that was collected`() throws {
        try expect(
            [export("a", [approval], updated: -1) { $0.holdsAllComments = false }], .invalid, "leaves comments out")
        var changed = export("a", [approval], updated: -1)
        changed.file.state = .unreadable
        changed.file.reason = Problem("evidence.changed", "the file changed since", at: Place("a"), advice: "")
        try expect([changed], .invalid, "the file changed since")
        try expect([changed, export("b", [], updated: -2)], .invalid, "the file changed since")
    }

    @Test func `that rejects stands although its comment was deleted, until its person approves`() throws {
        let exports = [export("a", [rejection], updated: -2), export("b", [], updated: -1)]
        try expect(exports, .rejected, "a reject stands until its person approves")
        let approved = comment(sample.block(at: time(1)).replacing("form: ", with: "form: next-"), at: 1)
        let pack = sample.pack([exports[0], export("b", [approved], updated: 1)])
        #expect(try ReadSample.audit(pack).state == .signed)
        let unordered = [export("a", [rejection]), export("b", [])]
        try expect(unordered, .rejected, "a reject stands until its person approves")
        let partial = export("a", [rejection], updated: -1) { $0.holdsAllComments = false }
        try expect([partial], .rejected, "a reject stands until its person approves")
    }

    @Test func `that was written again, or edited, counts as the newest shows it`() throws {
        let old = export("a", [approval], updated: -2)
        let again = comment(sample.block(at: time(1)), at: 1)
        var pack = sample.pack([old, export("b", [again], updated: 1)])
        #expect(try ReadSample.audit(pack).state == .signed)
        #expect(pack.signOffs.compactMap(\.refusal).allSatisfy { $0.contains("its comment is gone") })
        // An export that cannot show edits beside one that shows another text, or the edit itself.
        func blind(_ text: String) -> Model.Issue.Comment {
            Model.Issue.Comment(author: approval.author, created: approval.created, updated: nil, text: text)
        }
        let other = blind(sample.block().replacing("note:", with: "note: more"))
        pack = sample.pack([old, export("b", [other], updated: -1)])
        #expect(try ReadSample.audit(pack).state == .invalid)
        #expect(pack.signOffs.contains { $0.refusal?.contains("the comment was edited") == true })
        #expect(pack.signOffs.contains { $0.refusal?.contains("its comment reads otherwise") == true })
        let edited = Model.Issue.Comment(
            author: approval.author, created: approval.created, updated: time(5), text: approval.text)
        pack = sample.pack([export("a", [edited], updated: -2), export("b", [blind(approval.text)], updated: -1)])
        #expect(try ReadSample.audit(pack).state == .invalid)
    }

    @Test func `of another ticket does not count`() async throws {
        let world = try SignOffWorld()
        try world.submit(sample.block(), by: .ticket)
        let text = String(decoding: Sandbox.bytes("\(world.sandbox.path)/\(SignOffWorld.ticket)") ?? [], as: UTF8.self)
        world.sandbox.write(Array(text.replacing("REL-1503", with: "REL-1504").utf8), to: "evidence/ticket/b.json")
        try world.withdraw()
        let pack = try await world.pack()
        #expect(pack.signOffs.isEmpty)
        #expect(try ReadSample.audit(pack).state == .missing)
    }
}
