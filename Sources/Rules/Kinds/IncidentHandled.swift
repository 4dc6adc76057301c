package import Model

/// Either no rollback was started, and the evidence agrees; or there is a whole timeline of the one that was.
package struct IncidentHandled: Rule {
    package static let kind = "incident-handled"
    package static let summary =
        "No rollback was started, and services, applies, incidents and ticket agree; or its timeline in the ticket has start, decision, actions and end without a hole."
    package static let parameters = [
        Parameter(
            "largest_gap", .duration, loosenedBy: .more,
            "longest time between two entries of the timeline; 30min unless given")
    ]
    package static let example = "incident-handled: {largest_gap: 30min}"
    package static let reads: Set<FactKind> = [.issue, .statusEntry, .service, .apply, .appliedChange]

    private let largestGap: Int64
    /// How far `initiated_at` may lie from the timeline's first entry.
    private static let tolerance: Int64 = 300_000

    package init(_ reader: inout MappingReader) { largestGap = reader.duration("largest_gap") ?? 1_800_000 }

    package struct Evidence: Tally {
        fileprivate let path: String
        fileprivate var exports = TicketExports()
        fileprivate var page = StatusEntries()
        fileprivate var traces = RollbackTraces()

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .issue(let issue): exports.take(issue, path: path)
            case .statusEntry(let entry): page.take(entry, path: path)
            default: traces.take(fact, path: path)
            }
        }

        package mutating func merge(_ later: Evidence) {
            exports.merge(later.exports)
            page.merge(later.page)
            traces.merge(later.traces)
        }
    }

    package func tally(path: String) -> Evidence { Evidence(path: path) }

    package func findings(_ tally: Evidence, in context: CheckContext) -> [Finding] {
        let (comments, objection) = tally.exports.comments(in: context)
        if context.release.rollback.initiated {
            let timeline = RollbackTimeline(comments, tally.page, at: context.at)
            if let objection, timeline.entries.isEmpty { return [objection] }
            return judge(timeline, in: context)
        }
        var findings = objection.map { [$0] } ?? []
        let (services, now) = tally.traces.services(in: context)
        findings += services + tally.traces.applies(in: context) + named(tally.page, context) + told(comments)
        guard findings.isEmpty else { return findings }
        let running = now.isEmpty ? "" : ": \(now.joined(separator: ", "))"
        return [
            Finding(
                .notApplicable, "no rollback was started, and the evidence agrees\(running)", observed: "no rollback",
                limit: "a timeline if one was started")
        ]
    }

    /// Incidents that are called a rollback, of this release or since the launch window began.
    private func named(_ page: StatusEntries, _ context: CheckContext) -> [Finding] {
        let isShown = context.evidence.contains { file in
            ["statuspage/", "pagerduty-incidents/"].contains { file.format?.hasPrefix($0) ?? false }
        }
        guard isShown || page.count > 0 else {
            return [
                Finding(
                    .unknown,
                    "neither the status page nor the pager is among the files, so nothing shows that there was no incident",
                    observed: "nothing", limit: "an export of the status page or the pager")
            ]
        }
        let ours = page.naming(context.release)
        return page.all.compactMap { entry, path in
            let name = entry.name.lowercased()
            guard
                ["rollback", "roll back", "rolled back", "rolling back"].contains(where: { name.contains($0) })
                    || entry.updates.contains(where: {
                        CommentLines($0.text).own.contains { $0.lowercased().hasPrefix("rollback started:") }
                    })
            else { return nil }
            let isRecent = entry.startedAt.map { $0 >= context.release.window.start } ?? true
            guard isRecent || ours.contains(where: { $0.entry.id == entry.id }) else { return nil }
            return Finding(
                .fail, "release.yml says that no rollback was started, but there is an incident '\(entry.name)'",
                observed: entry.name, limit: "no rollback", at: Place(path, line: entry.line))
        }
    }

    private func told(_ comments: [TicketComment]) -> [Finding] {
        comments.compactMap { comment in
            let lines = comment.lines.own + comment.lines.doubtful
            guard let line = lines.first(where: { RollbackTimeline.step(of: $0) == .started }) else { return nil }
            return Finding(
                .fail, "release.yml says that no rollback was started, but \(comment.name) wrote '\(line.prefix(80))'",
                observed: "a rollback", limit: "no rollback", at: comment.place)
        }
    }

    private func judge(_ timeline: RollbackTimeline, in context: CheckContext) -> [Finding] {
        let ticket = context.release.ticket
        let entries = timeline.entries
        var findings: [Finding] = []
        func add(_ verdict: Verdict, _ message: String, _ observed: String, _ limit: String, at place: Place? = nil) {
            findings.append(Finding(verdict, message, observed: observed, limit: limit, at: place))
        }
        for step in RollbackTimeline.Step.allCases where !entries.contains(where: { $0.step == step }) {
            let flaw = timeline.flaws.first.map { " (\($0))" } ?? ""
            findings.append(
                Finding(
                    .unknown, "the timeline in \(ticket) has no line `\(step.rawValue) …`\(flaw)", observed: "none",
                    limit: "`\(step.rawValue) …`",
                    next: "comment `\(step.rawValue) TIME what happened` in \(ticket), then export it again"))
        }
        guard findings.isEmpty, let first = entries.first, let last = entries.last else { return findings }
        for step in [RollbackTimeline.Step.started, .ended] {
            let all = entries.filter { $0.step == step }
            if all.count > 1 {
                add(
                    .unknown, "the timeline has \(all.count) lines `\(step.rawValue) …`", "\(all.count)", "1",
                    at: all[1].place)
            }
        }
        if first.step != .started || last.step != .ended {
            let stray = first.step == .started ? last : first
            add(
                .fail, "'\(stray.step.rawValue) \(stray.text)' at \(stray.at) lies outside of the rollback",
                "\(stray.at)", "between start and end", at: stray.place)
        }
        if let decision = entries.first(where: { $0.step == .decision }),
            let action = entries.first(where: { $0.step == .action }), action.at < decision.at
        {
            add(
                .fail, "the first action at \(action.at) came before the decision at \(decision.at)", "\(action.at)",
                ">= \(decision.at)", at: action.place)
        }
        if let initiated = context.release.rollback.initiatedAt,
            first.at.since(initiated).magnitude > Self.tolerance.magnitude
        {
            add(
                .fail, "release.yml says that the rollback was started at \(initiated), the timeline \(first.at)",
                "\(first.at)", "within \(spelledDuration(milliseconds: Self.tolerance)) of \(initiated)",
                at: first.place)
        }
        for (one, next) in zip(entries, entries.dropFirst()) where next.at.since(one.at) > largestGap {
            let hole = spelledDuration(milliseconds: next.at.since(one.at))
            add(
                .fail, "nothing is told from \(one.at) to \(next.at) (\(hole))", hole,
                "<= \(spelledDuration(milliseconds: largestGap))", at: next.place)
        }
        if findings.isEmpty {
            add(
                .pass,
                "rolled back from \(first.at) to \(last.at), told in \(counted(entries.count, "entry", "entries"))",
                spelledDuration(milliseconds: last.at.since(first.at)), "start, decision, actions and end",
                at: first.place)
        }
        return findings
    }
}
