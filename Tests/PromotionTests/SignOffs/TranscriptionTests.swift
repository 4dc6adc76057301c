import Model
import Sealing
import TestKit
import Testing

@testable import Promotion

/// A sheet that was signed on paper, and typed in by somebody else.
@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A sign-off on paper` {
    private let sample: ReadSample

    init() async throws { sample = try await ReadSample.shared() }

    private static let digest = String(repeating: "5c", count: 32)
    private static let path = "evidence/scans/security.pdf"

    private func block(_ lines: String = "transcribed_by: hanna\nscan: \(path)=sha256:\(digest)") -> String {
        sample.block().replacing("note:", with: "\(lines)\nnote:")
    }

    private func scan(_ digest: String = digest, _ state: EvidenceFile.State = .unreadable) -> EvidenceFile {
        EvidenceFile(path: Self.path, sha256: digest, bytes: 9, format: nil, state: state)
    }

    private func pack(_ block: String, _ scans: [EvidenceFile], tickets: [EvidenceReading] = []) -> Pack {
        let outcome = Result { () throws(SignOffBlock.Refusal) in try SignOffBlock.read(file: Array(block.utf8)) }
        let file = SubmittedSignOff(outcome: outcome, channel: .file, place: Place("signoffs/a.md", line: 1))
        return sample.pack(tickets, files: tickets.isEmpty ? [file] : [], evidence: scans)
    }

    @Test func `comes back as the same record, and counts as a file does`() throws {
        var wanted = sample.form.signOff(by: "sofia", decision: .approve, at: sample.world.at, note: "")
        wanted.transcription = SignOff.Transcription(by: "hanna", scan: Self.path, sha256: Self.digest)
        let pack = pack(block(), [scan()])
        #expect(pack.signOffs.map(\.signOff) == [wanted])
        #expect(pack.signOffs.map(\.assurance) == [.file] && pack.signOffs.map(\.refusal) == [nil])
        #expect(pack.signOffs[0].remark == "typed in by hanna from \(Self.path)")
        let status = try ReadSample.audit(pack)
        #expect(status.state(atLeast: .file) == .signed && status.state(atLeast: .ticket) != .signed)
        #expect(try SignOffBlock.read(file: Array(SignOffBlock.text(of: wanted).utf8)) == wanted)
    }

    @Test func `counts as a file does in the clerk's own comment too, and in nobody else's`() throws {
        func comment(by account: String) throws -> Pack {
            var issue = Model.Issue(key: "REL-1503", line: 1)
            let at = sample.world.at
            issue.comments = [Model.Issue.Comment(author: account, created: at, updated: at, text: block())]
            var ticket = EvidenceReading(
                file: EvidenceFile(
                    path: "evidence/ticket/a.json", sha256: "", bytes: 1, format: nil, state: .present))
            ticket.tickets = [issue]
            return pack("", [scan()], tickets: [ticket])
        }
        let clerk = try comment(by: "5fb5679ea7383b47df1553f6")
        let status = try ReadSample.audit(clerk)
        #expect(clerk.signOffs.map(\.assurance) == [.file])
        #expect(status.state(atLeast: .file) == .signed && status.state(atLeast: .ticket) != .signed)
        let signer = try comment(by: "5f86846e84f9bfb2053a4823")
        #expect(signer.signOffs.compactMap(\.refusal) == ["the comment was written by sofia, not by hanna"])
    }

    @Test(arguments: [
        ("transcribed_by: sofia\nscan: PATH=sha256:DIGEST", "sofia typed in their own paper"),
        ("transcribed_by: nobody\nscan: PATH=sha256:DIGEST", "'nobody', who typed it in, is nobody in release.yml"),
        ("transcribed_by: hanna", "go together"), ("scan: PATH=sha256:DIGEST", "go together"),
        ("transcribed_by:\nscan:", "go together"), ("transcribed_by: hanna\nscan: PATH", "'scan' is no"),
        ("transcribed_by: hanna\nscan: signoffs/a.md=sha256:DIGEST", "'scan' is no"),
        ("transcribed_by: hanna\nscan: PATH=sha256:5C5c", "'scan' is no"),
        ("transcribed_by: hanna\nscan: evidence/none.pdf=sha256:DIGEST", "evidence/none.pdf is not among the evidence"),
        ("transcribed_by: hanna\nscan: PATH=sha256:\(String(repeating: "0", count: 64))", "is another file"),
    ])
    func `is refused`(lines: String, reason: String) throws {
        let lines = lines.replacing("PATH", with: Self.path).replacing("DIGEST", with: Self.digest)
        let pack = pack(block(lines), [scan()])
        #expect(pack.signOffs.count == 1 && pack.signOffs[0].refusal?.contains(reason) == true, "\(pack.signOffs)")
        #expect(try ReadSample.audit(pack).by.isEmpty)
    }

    @Test func `is refused when its scan is empty or could not be hashed`() throws {
        #expect(pack(block(), [scan(Self.digest, .empty)]).signOffs[0].refusal?.contains("or is empty") == true)
        #expect(pack(block(), [scan("")]).signOffs[0].refusal?.contains("is another file") == true)
    }

    @Test func `is read from its files, beside a signature of the clerk's too`() async throws {
        let world = try SignOffWorld()
        world.sandbox.write(Array("%PDF-1.7 a scan\n".utf8), to: Self.path)
        let sum = Shell("sha256sum '\(Self.path)' | cut -c1-64", in: world.sandbox.path).out.prefix(64)
        let text = block().replacing(Self.digest, with: String(sum)).replacing("hanna", with: "grace")
        try world.submit(text, by: .signature, as: "grace")
        try world.submit(text, by: .signature, as: "sofia", name: "b")
        let pack = try await world.pack()
        #expect(pack.signOffs.map(\.assurance) == [.file, .file])
        #expect(pack.signOffs.compactMap(\.refusal).count == 1)
        #expect(pack.signOffs[1].refusal?.contains("belongs to somebody else") == true, "\(pack.signOffs)")
        let status = try ReadSample.audit(pack)
        #expect(status.state(atLeast: .file) == .signed && status.state(atLeast: .ticket) != .signed)
        #expect(pack.evidence.contains { $0.path == Self.path && $0.sha256 == sum })
    }
}
