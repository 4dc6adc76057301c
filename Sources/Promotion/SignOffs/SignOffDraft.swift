import Glibc
package import Model
import Sealing

/// A sign-off that somebody is about to give, bound to what the pack says now.
package struct SignOffDraft: Sendable {
    package let signOff: SignOff
    private let person: Release.Person

    /// - Parameters:
    ///   - patterns: ids, or beginnings that end with `*`; of these only items that the role signs count.
    /// - Throws: `Problem` when the person, the role or an item does not fit, or there is nothing to accept.
    package init(
        _ patterns: [String], kind: SignOff.Kind, role: String, by: String, decision: SignOff.Decision, note: String,
        in pack: Pack
    ) throws {
        func refuse(_ message: String, _ advice: String) -> Problem {
            Problem("usage.sign-off", message, at: Place("release.yml"), advice: advice)
        }
        guard let person = pack.release.people.first(where: { $0.id == by }) else {
            throw refuse(
                "'\(by)' is nobody in release.yml",
                nearest(by, among: pack.release.people.map(\.id)).map { "Did you mean '\($0)'?" }
                    ?? "Name an id of `people:`.")
        }
        guard person.roles.contains(role) else {
            let holders = pack.release.people.filter { $0.roles.contains(role) }.map(\.id).joined(separator: ", ")
            throw refuse(
                "\(by) does not hold the role \(role)",
                "\(by) holds \(person.roles.joined(separator: ", ")); \(role) is held by "
                    + "\(holders.isEmpty ? "nobody" : holders).")
        }
        self.person = person
        guard !note.utf8.contains(10) else { throw refuse("a note is one line", "Leave out the line breaks.") }
        var items: [ItemAssessment] = []
        for pattern in patterns {
            let matching = pack.items.filter {
                pattern.hasSuffix("*") ? $0.id.hasPrefix(pattern.dropLast()) : $0.id == pattern
            }
            guard !matching.isEmpty else {
                throw refuse(
                    "no item is called '\(pattern)'",
                    nearest(pattern, among: pack.items.map(\.id)).map { "Did you mean '\($0)'?" }
                        ?? "Name an id, or `pre.*`.")
            }
            let theirs = matching.filter { (kind == .done ? Array($0.signers.keys) : [$0.owner]).contains(role) }
            guard !theirs.isEmpty else {
                throw refuse("\(role) signs none of \(matching.map(\.id).joined(separator: ", "))", "See rules.yml.")
            }
            items += theirs.filter { item in !items.contains { $0.id == item.id } }
        }
        if kind == .done, decision == .approve, let unmet = items.first(where: { $0.judgement.proof == nil }) {
            throw refuse(
                "\(unmet.id) is \(unmet.verdict.rawValue): there is nothing to accept yet",
                "Settle it first (`evidencepack explain . \(unmet.id)`), or sign the others, or --decision reject.")
        }
        let plans = Set(items.compactMap(\.plan))
        guard plans.count <= 1 else { throw refuse("the items are about different plans", "Sign them one by one.") }
        signOff = SignOffForm(items, kind: kind, role: role, release: pack.release.tag).signOff(
            by: by, decision: decision, at: pack.at, note: note)
    }

    /// The block as it goes into a file or a comment.
    package var text: String { SignOffBlock.text(of: signOff) }

    /// Writes the block below `signoffs/`, with its signature beside it when a key is given.
    /// - Returns: the file's path below the release folder, and why its signature does not count as things stand, with what
    ///   to do about it.
    /// - Throws: `Problem` when it cannot be signed or written; then nothing is left behind.
    package func write(to root: String, key: String?) async throws -> (path: String, objection: String?) {
        let bytes = Array(text.utf8)
        let signature = if let key { try await KeySigning.sign(bytes, with: key) } else { nil as [UInt8]? }
        let stamp = String(signOff.at.description.filter { $0 != ":" && $0 != "-" })
        let stem = "signoffs/\(signOff.kind.rawValue)-\(signOff.role)-\(signOff.by)-\(stamp)"
        try Disk.makeFolder("\(root)/signoffs")
        // Somebody may sign several times within a second.
        let names = ["\(stem).md"] + (2...99).map { "\(stem)-\($0).md" }
        let name = names.first { access("\(root)/\($0)", F_OK) != 0 } ?? names[0]
        try Disk.writeFile("\(root)/\(name)", bytes)
        guard let signature else { return (name, nil) }
        do { try Disk.writeFile("\(root)/\(name).sig", signature) } catch {
            unlink("\(root)/\(name)")
            throw error
        }
        return (name, try objection(to: try SSHSignature(armoured: signature), of: bytes, root: root))
    }

    private func objection(to signature: SSHSignature, of bytes: [UInt8], root: String) throws -> String? {
        let (signers, problems) = try SignOffReading(folder: ReleaseFolder(root: root)).signers()
        guard problems.isEmpty else { return nil }
        do throws(SignatureRefusal) {
            try signers.verify(signature, of: bytes, by: person.keys, person: person.id, at: signOff.at)
            return nil
        } catch .unknownKey {
            guard let principal = person.keys.first else {
                return "release.yml gives \(person.id) no `keys:`; name there what allowed_signers calls their key"
            }
            return "its key is not in allowed_signers; whoever keeps that file adds the line "
                + "`\(principal) \(signature.key.line)`"
        } catch { return "\(error)" }
    }
}
