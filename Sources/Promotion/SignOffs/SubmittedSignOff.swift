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
    var channel: Channel
    let place: Place
    /// Why an approval that came so does not count, whatever it says. A reject stands nevertheless.
    var objection: String?

    var assurance: GateRule.Assurance {
        // Paper does not prove who signed it, nor does the clerk's own account or key.
        if case .success(let signOff) = outcome, signOff.transcription != nil { return .file }
        return switch channel {
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

/// A comment of the release ticket, as one export shows it.
struct TicketComment: Sendable, Hashable {
    let author: String
    /// Whose account that is: `jira`, `github`, …
    let system: String
    let created: Instant?
    let updated: Instant?
    /// `nil` when the export cannot show it.
    var isEdited: Bool?
    /// Folded away by a moderator.
    let isHidden: Bool
    let text: String
    let place: Place
}
