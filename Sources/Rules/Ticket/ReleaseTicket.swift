import Model

/// The exports of tickets among the files of a check; what the newest export of the release's own says is what counts.
struct TicketExports: Sendable {
    private var exports: [(issue: Issue, path: String)] = []

    init() {}

    mutating func take(_ issue: Issue, path: String) { exports.append((issue, path)) }
    mutating func merge(_ later: TicketExports) { exports += later.exports }

    /// Comments of the release ticket in the order they were written, or why there are none to judge.
    func comments(in context: CheckContext) -> (comments: [TicketComment], objection: Finding?) {
        let ticket = context.release.ticket
        let ours = exports.filter { $0.issue.key == ticket && $0.issue.showsComments }
        guard !ours.isEmpty else {
            let others = Set(exports.map(\.issue.key)).subtracting([ticket]).sorted().prefix(5).joined(separator: ", ")
            let bare = exports.first { $0.issue.key == ticket }
            return (
                [],
                Finding(
                    .unknown,
                    bare != nil
                        ? "the export of \(ticket) leaves its comments out"
                        : "no export of \(ticket) is among the files\(others.isEmpty ? "" : "; found: \(others)")",
                    observed: others.isEmpty ? "none" : others, limit: ticket, at: bare.map { Place($0.path) },
                    next: "export \(ticket) with its comments into evidence/ticket/")
            )
        }
        let known = ours.map {
            TicketExport(issue: $0.issue, path: $0.path, collected: context.file($0.path)?.collected)
        }
        guard let newest = TicketExport.newest(of: known).map({ ours[$0] }) else {
            return (
                [],
                Finding(
                    .unknown, "several exports of \(ticket) differ, and nothing tells which one is the newest",
                    observed: ours.map(\.path).joined(separator: ", "), limit: "one export of \(ticket)",
                    at: Place(ours[0].path),
                    next: "keep the newest export of \(ticket) in evidence/ticket/, and no other")
            )
        }
        let comments = newest.issue.comments.map { comment in
            TicketComment(
                comment, by: context.release.person(comment.author, in: newest.issue.tracker),
                at: Place(newest.path, line: comment.line > 0 ? comment.line : newest.issue.line))
        }
        // Those without a time come last: an objection among them counts as the latest word.
        return (comments.sorted { ($0.at ?? .latest) < ($1.at ?? .latest) }, nil)
    }
}

/// A comment of the release ticket, with the person of release.yml who wrote it.
struct TicketComment {
    /// `nil` for an account that release.yml does not know, or gives to several people.
    let person: Release.Person?
    let account: String
    let at: Instant?
    let isEdited: Bool?
    let isHidden: Bool
    let lines: CommentLines
    let place: Place

    init(_ comment: Issue.Comment, by person: Release.Person?, at place: Place) {
        self.person = person
        account = comment.author
        at = comment.created
        isEdited = comment.isEdited
        isHidden = comment.isHidden
        lines = CommentLines(comment.text)
        self.place = place
    }

    /// Name of the person, or the account.
    var name: String { person?.name ?? (account.isEmpty ? "somebody" : "the unknown account \(account)") }

    /// Why nothing that the comment says can count in favour of the release; `nil` when it can.
    func flaw(at now: Instant) -> String? {
        if person == nil { return "was written by \(name), whom release.yml does not know" }
        if isEdited == true { return "was edited after it was written" }
        if isHidden { return "was hidden by a moderator" }
        guard let at else { return "has no time in this export" }
        return at > now ? "was written \(at), after \(now)" : nil
    }

    /// What to add to a message about it.
    var reservation: String { isEdited == nil ? " (the export cannot show whether it was edited)" : "" }

    /// The first line that takes something back or rejects it, and that `applies`.
    func objection(where applies: (String) -> Bool = { _ in true }) -> String? {
        (lines.own + lines.doubtful).first { line in
            ["withdrawn:", "rejected:"].contains { line.lowercased().hasPrefix($0) } && applies(line)
        }
    }
}

extension Release {
    /// The one person with that account of a system; names of accounts differ in more than the case of letters.
    func person(_ account: String, in system: String) -> Person? {
        let owners = people.filter { $0.accounts[system]?.lowercased() == account.lowercased() && !account.isEmpty }
        return owners.count == 1 ? owners[0] : nil
    }

    /// Whether a text names the release's tag or version as a whole word: `v1.50.30` and `1.50.3-rc.1` are others.
    func isNamed(in text: String) -> Bool {
        let bytes = Array(text.lowercased().utf8)
        let version = Array(version.lowercased().utf8)
        func isWord(_ byte: UInt8) -> Bool { byte &- 48 < 10 || byte &- 97 < 26 || byte == 95 || byte >= 0x80 }
        return bytes.indices.contains { index in
            guard bytes[index...].starts(with: version) else { return false }
            var before = index
            if before > 0, bytes[before - 1] == UInt8(ascii: "v") { before -= 1 }
            if before > 0, isWord(bytes[before - 1]) || bytes[before - 1] == 46 || bytes[before - 1] == 45 {
                return false
            }
            let rest = bytes[(index + version.count)...]
            guard let next = rest.first else { return true }
            if isWord(next) || next == UInt8(ascii: "+") { return false }
            return ![46, 45].contains(next) || !(rest.dropFirst().first.map(isWord) ?? false)
        }
    }
}

extension Instant {
    /// Later than any time that a file can state.
    fileprivate static let latest = Instant(milliseconds: .max)
}
