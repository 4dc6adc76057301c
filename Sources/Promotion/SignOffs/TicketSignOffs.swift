import Model
import Rules
import Sealing

/// The blocks in comments of the release ticket. What its newest export shows is what is submitted; an approval that only an
/// older one shows was withdrawn, while a reject stands until its person approves.
struct TicketSignOffs {
    private struct Source {
        let export: TicketExport
        /// What its comments hold, each with why nothing in it can count in favour of the release, if so.
        let blocks: [SubmittedSignOff]
    }

    private let sources: [Source]

    init(_ readings: [EvidenceReading]) {
        sources = readings.flatMap { reading in
            reading.tickets.map { issue in
                let export = TicketExport(
                    issue: issue, path: reading.file.path, collected: reading.file.collected)
                return Source(
                    export: export, blocks: Self.blocks(of: export, objection: Self.flaw(of: issue, in: reading.file)))
            }
        }
    }

    private static func flaw(of issue: Issue, in file: EvidenceFile) -> String? {
        if file.state != .present { return file.reason?.message ?? "the export is \(file.state.rawValue)" }
        return issue.holdsAllComments ? nil : "the export leaves comments out, and with them perhaps a reject"
    }

    private static func blocks(of export: TicketExport, objection: String?) -> [SubmittedSignOff] {
        export.issue.comments.flatMap { comment in
            let comment = TicketComment(comment, of: export)
            return SignOffBlock.find(in: comment.text).map {
                SubmittedSignOff(
                    outcome: $0.outcome, channel: .ticket(comment), place: comment.place, objection: objection)
            }
        }
    }

    /// One for each block, those of the newest export first.
    var submitted: [SubmittedSignOff] {
        guard let index = TicketExport.newest(of: sources.map(\.export)) else {
            let reason = "several exports of the ticket differ, and nothing tells which one is the newest"
            return Self.unique(sources.flatMap(\.blocks).map { $0.objecting(reason) })
        }
        var older = sources
        let newest = older.remove(at: index)
        let others = older.flatMap(\.blocks)
        let current = newest.blocks.map { $0.edited(asSeenIn: others, beside: newest.blocks) }
        let gone = others.filter { old in !current.contains { $0.isSame(as: old) } }.map { old in
            let what = current.contains { $0.isFromSameComment(as: old) } ? "reads otherwise" : "is gone"
            return old.objecting("its comment \(what) in the newest export of the ticket, \(newest.export.path)")
        }
        return Self.unique(current + gone)
    }

    /// What several exports show alike is there once.
    private static func unique(_ all: [SubmittedSignOff]) -> [SubmittedSignOff] {
        all.enumerated().filter { index, one in
            !all[..<index].contains { $0.place.path != one.place.path && $0.isSame(as: one) }
        }.map(\.element)
    }
}

extension SubmittedSignOff {
    /// Whether both are of one account, and one of them or both state no time, or state the same second.
    private func mayBeFromSameComment(as other: SubmittedSignOff) -> Bool {
        guard case .ticket(let mine) = channel, case .ticket(let theirs) = other.channel,
            mine.system == theirs.system, mine.author.lowercased() == theirs.author.lowercased()
        else { return false }
        guard let left = mine.created, let right = theirs.created else { return true }
        return abs(left.since(right)) < 1_000
    }

    fileprivate func isFromSameComment(as other: SubmittedSignOff) -> Bool {
        guard case .ticket(let mine) = channel, case .ticket(let theirs) = other.channel else { return false }
        return mine.created != nil && theirs.created != nil && mayBeFromSameComment(as: other)
    }

    fileprivate func isSame(as other: SubmittedSignOff) -> Bool {
        outcome == other.outcome && mayBeFromSameComment(as: other)
    }

    fileprivate func objecting(_ reason: String) -> SubmittedSignOff {
        var one = self
        one.objection = reason
        return one
    }

    /// Where its own export cannot show edits: one that another export shows is one, and so is a block that is another
    /// there.
    fileprivate func edited(asSeenIn others: [SubmittedSignOff], beside blocks: [SubmittedSignOff])
        -> SubmittedSignOff
    {
        guard case .ticket(var comment) = channel, comment.isEdited == nil else { return self }
        let mine = blocks.filter(isFromSameComment).map(\.outcome)
        comment.isEdited =
            others.filter(isFromSameComment).contains { other in
                guard case .ticket(let comment) = other.channel else { return false }
                return comment.isEdited == true || !mine.contains(other.outcome)
            } ? true : nil
        var one = self
        one.channel = .ticket(comment)
        return one
    }
}

extension TicketComment {
    fileprivate init(_ comment: Issue.Comment, of export: TicketExport) {
        self.init(
            author: comment.author, system: export.issue.tracker, created: comment.created, updated: comment.updated,
            isEdited: comment.isEdited, isHidden: comment.isHidden, text: comment.text,
            place: Place(export.path, line: comment.line > 0 ? comment.line : export.issue.line))
    }
}
