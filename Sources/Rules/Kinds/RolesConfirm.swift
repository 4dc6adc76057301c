package import Model

/// People of the given roles have said the same line in the release ticket, each of them a different person.
package struct RolesConfirm: Rule {
    package static let kind = "roles-confirm"
    package static let summary =
        "For each role another person who holds it wrote the line into the release ticket, unquoted and unedited, and has not taken it back."
    package static let parameters = [
        Parameter("roles", .texts, required: true, "roles of which each must confirm"),
        Parameter("says", .text, required: true, "the whole line that confirms; it must name the release's tag"),
    ]
    package static let example =
        #"roles-confirm: {roles: [product-lead, support-lead], says: "Confirmed: support rota for {release.tag}"}"#
    package static let reads: Set<FactKind> = [.issue]

    private let roles: [String]
    private let says: String

    package init(_ reader: inout MappingReader) {
        _ = reader.required("roles")
        roles = reader.strings("roles") ?? []
        says = reader.requiredString("says") ?? ""
    }

    package struct Tickets: Tally {
        fileprivate let path: String
        fileprivate var exports = TicketExports()

        package mutating func take(_ fact: Fact) {
            if case .issue(let issue) = fact { exports.take(issue, path: path) }
        }

        package mutating func merge(_ later: Tickets) { exports.merge(later.exports) }
    }

    package func tally(path: String) -> Tickets { Tickets(path: path) }

    package func findings(_ tally: Tickets, in context: CheckContext) -> [Finding] {
        guard context.release.isNamed(in: says) else {
            return [
                Finding(
                    .unknown, "the line '\(says)' does not name \(context.release.tag): it would count for any release",
                    observed: says, limit: "a line with \(context.release.tag)")
            ]
        }
        let (comments, objection) = tally.exports.comments(in: context)
        if let objection { return [objection] }
        var findings: [Finding] = []
        var confirmed: [[(person: Release.Person, comment: TicketComment)]] = []
        for role in roles {
            let holders = context.release.people.filter { $0.roles.contains(role) }
            let words = holders.map { standing(of: $0, in: comments, at: context.at) }
            let yes = zip(holders, words).compactMap { holder, word in word.yes.map { (person: holder, comment: $0) } }
            confirmed.append(yes)
            if yes.isEmpty {
                findings.append(
                    missing(
                        role, holders, words.first { $0.takenBack != nil } ?? words.first { $0.flawed != nil },
                        comments, context.release.ticket))
            }
        }
        guard findings.isEmpty else { return findings }
        guard let chosen = distinct(confirmed[...]) else {
            return [
                Finding(
                    .unknown, "the roles \(roles.joined(separator: ", ")) need a different person each",
                    observed: Set(confirmed.flatMap { $0.map(\.person.name) }).sorted().joined(separator: ", "),
                    limit: counted(roles.count, "person", "people"), at: confirmed.first?.first?.comment.place)
            ]
        }
        return zip(roles, chosen).map { role, word in
            Finding(
                .pass,
                "\(word.person.name) confirmed as \(role) on \(word.comment.at?.description ?? "")\(word.comment.reservation)",
                observed: word.person.id, limit: "a holder of '\(role)'", at: word.comment.place)
        }
    }

    /// What a person's comments come to.
    private struct Standing {
        var yes: TicketComment?
        /// Comment that took it back.
        var takenBack: TicketComment?
        /// Comment that would confirm, and why it does not.
        var flawed: (comment: TicketComment, flaw: String)?
    }

    private func standing(of person: Release.Person, in comments: [TicketComment], at now: Instant) -> Standing {
        var standing = Standing()
        for comment in comments where comment.person?.id == person.id {
            let confirms = comment.lines.own.contains { $0.lowercased() == says.lowercased() }
            if confirms {
                if let flaw = comment.flaw(at: now) {
                    standing.flawed = (comment, flaw)
                } else {
                    (standing.yes, standing.takenBack) = (comment, nil)
                }
            }
            // A rejection of the plan is about the plan.
            if comment.objection(where: { line in
                let object = line.lowercased().drop { $0 != ":" }.dropFirst().drop { $0 == " " }
                return !object.hasPrefix("plan ") && !object.hasPrefix("changes ")
            }) != nil {
                (standing.yes, standing.takenBack) = (nil, comment)
            }
        }
        return standing
    }

    private func missing(
        _ role: String, _ holders: [Release.Person], _ standing: Standing?, _ comments: [TicketComment],
        _ ticket: String
    ) -> Finding {
        let names = holders.map(\.name).joined(separator: " or ")
        let next =
            holders.isEmpty
            ? "name a holder of '\(role)' under `people` in release.yml"
            : "ask \(names) to comment `\(says)` in \(ticket), then export it again"
        if let comment = standing?.takenBack {
            return Finding(
                .fail, "\(comment.name) (\(role)) has withdrawn or rejected it", observed: "taken back", limit: says,
                at: comment.place, next: next)
        }
        if let (comment, flaw) = standing?.flawed {
            return Finding(
                .unknown, "the confirmation of \(comment.name) (\(role)) \(flaw)", observed: flaw, limit: says,
                at: comment.place, next: next)
        }
        let other = comments.first { comment in comment.lines.own.contains { $0.lowercased() == says.lowercased() } }
        return Finding(
            .unknown,
            holders.isEmpty
                ? "nobody in release.yml holds the role '\(role)'"
                : "no holder of '\(role)' (\(names)) has confirmed" + (other.map { "; \($0.name) has" } ?? ""),
            observed: "none", limit: says, at: other?.place, next: next)
    }

    /// One confirmation a role, each by another person.
    private func distinct(
        _ confirmed: ArraySlice<[(person: Release.Person, comment: TicketComment)]>, taken: Set<String> = []
    ) -> [(person: Release.Person, comment: TicketComment)]? {
        guard let first = confirmed.first else { return [] }
        for word in first where !taken.contains(word.person.id) {
            if let rest = distinct(confirmed.dropFirst(), taken: taken.union([word.person.id])) { return [word] + rest }
        }
        return nil
    }
}
