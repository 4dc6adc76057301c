import Model
import Sealing

/// A sign-off as it reached the tool, before anything is believed of it.
struct SubmittedSignOff: Sendable {
    /// How it came, with what that way shows about who sent it.
    enum Channel: Sendable {
        case file
        /// A signature beside the file, or why there is none that can be read; `message` is the file.
        case signature(Result<SSHSignature, SignatureRefusal>, message: [UInt8])
        case ticket(TicketComment)
    }

    let outcome: Result<SignOff, SignOffBlock.Refusal>
    let channel: Channel
    let place: Place

    var assurance: GateRule.Assurance {
        switch channel {
        case .file: .file
        case .signature: .signature
        case .ticket: .ticket
        }
    }

    /// Account or key of who sent it, as far as the way shows.
    var identity: String? {
        switch channel {
        case .file: nil
        case .signature(.success(let signature), _): signature.key.fingerprint
        case .signature(.failure, _): nil
        case .ticket(let comment): comment.author
        }
    }
}

/// A comment of the release ticket that holds a sign-off block.
struct TicketComment: Sendable, Hashable {
    let author: String
    let created: Instant?
    /// `nil` when the export cannot show whether it was edited.
    let updated: Instant?
    let text: String
    /// The issue in the export.
    let place: Place

    /// The comments of an issue that hold a marker of a block.
    static func signing(_ issue: Issue, at path: String) -> [TicketComment] {
        issue.comments.filter { $0.text.contains("EVIDENCEPACK SIGN-OFF") }.map {
            TicketComment(
                author: $0.author, created: $0.created, updated: $0.updated, text: $0.text,
                place: Place(path, line: issue.line))
        }
    }
}
