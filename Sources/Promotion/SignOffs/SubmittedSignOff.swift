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

    /// When its comment was written: what it says of its own time may be earlier, but nobody had it then.
    var written: Instant? {
        if case .ticket(let comment) = channel { comment.created } else { nil }
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
    /// Whose account that is: `jira`, `github`, …
    let system: String
    let created: Instant?
    let updated: Instant?
    /// `nil` when the export cannot show it.
    let isEdited: Bool?
    /// Folded away by a moderator.
    let isHidden: Bool
    let text: String
    let place: Place

    /// The comments of an issue that hold a marker of a block.
    static func signing(_ issue: Issue, at path: String) -> [TicketComment] {
        issue.comments.filter { $0.text.contains("EVIDENCEPACK SIGN-OFF") }.map {
            TicketComment(
                author: $0.author, system: issue.tracker, created: $0.created, updated: $0.updated,
                isEdited: $0.isEdited, isHidden: $0.isHidden, text: $0.text,
                place: Place(path, line: $0.line > 0 ? $0.line : issue.line))
        }
    }
}
