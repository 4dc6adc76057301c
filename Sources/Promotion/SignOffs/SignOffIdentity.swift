import Model
import Sealing

/// Whether a sign-off comes from the person it names, as far as its way can show it.
struct SignOffIdentity {
    let people: [Release.Person]
    let signers: AllowedSigners
    let at: Instant

    /// How far a comment's times may lie apart from each other or from the evaluation, in milliseconds.
    private static let tolerance: Int64 = 120_000

    /// A remark that a reader should see.
    /// - Throws: why it proves nothing.
    func check(_ submitted: SubmittedSignOff, _ signOff: SignOff) throws(SignOffBlock.Refusal) -> String? {
        guard let person = people.first(where: { $0.id == signOff.by }) else {
            throw SignOffBlock.Refusal("'\(signOff.by)' is nobody in release.yml")
        }
        guard person.roles.contains(signOff.role) else {
            throw SignOffBlock.Refusal("\(person.id) does not hold the role \(signOff.role)")
        }
        guard signOff.at.since(at) <= Self.tolerance else {
            throw SignOffBlock.Refusal("it is dated in the future: \(signOff.at)")
        }
        let sender = try sender(of: signOff, by: person)
        let remark = signOff.transcription.map { "typed in by \($0.by) from \($0.scan)" }
        switch submitted.channel {
        case .file: return remark
        case .signature(let signature, let message):
            do {
                // Whoever holds a key that has expired can put any date into the file: it must be valid now, too.
                for time in signOff.transcription == nil ? [signOff.at, at] : [at] {
                    try signers.verify(
                        try signature.get(), of: message, by: sender.keys, person: sender.id, at: time)
                }
            } catch { throw SignOffBlock.Refusal("\(error)") }
            return remark
        case .ticket(let comment):
            let other = try check(comment, signOff, sender)
            return [remark, other].compactMap(\.self).joined(separator: "; ").nonEmpty
        }
    }

    /// Who has to have handed it in: the person, or whoever typed in what the person signed on paper.
    private func sender(of signOff: SignOff, by person: Release.Person) throws(SignOffBlock.Refusal) -> Release.Person {
        guard let transcription = signOff.transcription else { return person }
        guard let clerk = people.first(where: { $0.id == transcription.by }) else {
            throw SignOffBlock.Refusal("'\(transcription.by)', who typed it in, is nobody in release.yml")
        }
        guard clerk.id != person.id else {
            throw SignOffBlock.Refusal("\(person.id) typed in their own paper; somebody else has to")
        }
        return clerk
    }

    private func check(_ comment: TicketComment, _ signOff: SignOff, _ person: Release.Person)
        throws(SignOffBlock.Refusal) -> String?
    {
        func owns(_ person: Release.Person) -> Bool {
            !comment.author.isEmpty && person.accounts[comment.system]?.lowercased() == comment.author.lowercased()
        }
        guard owns(person), people.count(where: owns) == 1 else {
            let other = people.first(where: owns)?.id
            throw SignOffBlock.Refusal(
                "the comment was written by \(other ?? "the account \(comment.author)"), not by \(person.id)")
        }
        guard let created = comment.created else {
            throw SignOffBlock.Refusal("the export does not say when it was written")
        }
        guard signOff.at.since(created) <= Self.tolerance else {
            throw SignOffBlock.Refusal("it is dated \(signOff.at), after the comment was written (\(created))")
        }
        guard !comment.isHidden else { throw SignOffBlock.Refusal("the comment was hidden by a moderator") }
        guard let isEdited = comment.isEdited else { return "the export cannot show whether the comment was edited" }
        // Trackers stamp both times of a new comment, not always in the same moment.
        guard !isEdited || comment.updated.map({ $0.since(created) <= 1_000 }) ?? false else {
            let when = comment.updated.map { " at \($0)" } ?? ""
            throw SignOffBlock.Refusal("the comment was edited\(when), after it was written (\(created))")
        }
        return nil
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
