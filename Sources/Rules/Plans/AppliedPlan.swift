import Model

/// Which saved plan an apply was given, by which command, and when.
struct AppliedPlan {
    let run: AppliedRun
    let tally: ApplyComplete.Applies
    let context: CheckContext

    /// The run record that names the log by its digest.
    private var record: (run: CommandRun, path: String)? {
        guard let sha256 = context.file(run.path)?.sha256, !sha256.isEmpty else { return nil }
        return tally.digests.runs.first { record, _ in record.subjects.contains { $0.sha256 == sha256 } }
    }

    private var command: String? { record?.run.commandLine ?? context.file(run.path)?.subject.command }

    /// From the record; else from the log's own times; else the moment of its collection, if it is whole.
    var span: Occurrence? {
        if let record { return Occurrence(start: record.run.startedAt, end: record.run.endedAt) }
        if let start = run.apply.startedAt, let end = run.apply.endedAt { return Occurrence(start: start, end: end) }
        guard run.apply.saysComplete, let collected = context.file(run.path)?.collected else { return nil }
        return Occurrence(start: collected, end: collected)
    }

    var objections: [Finding] { commandObjections + digestObjections + orderObjections }

    private var commandObjections: [Finding] {
        let name = PlanDigests.name(in: context)
        guard let command else {
            return [
                Finding(
                    .unknown, "nothing states which command was run", observed: "no command",
                    limit: "terraform apply \(name)", at: run.place)
            ]
        }
        var findings: [Finding] = []
        if !ShellLine(command).applies(name) {
            findings.append(
                Finding(
                    .fail, "the command was `\(command)`, which does not apply \(name)", observed: command,
                    limit: "terraform apply \(name)", at: record.map { Place($0.path, line: $0.run.line) } ?? run.place)
            )
        }
        if let status = record?.run.exitStatus ?? context.file(run.path)?.subject.exitStatus, status != 0 {
            findings.append(
                Finding(
                    .fail, "terraform apply ended with exit status \(status)", observed: "\(status)", limit: "0",
                    at: run.place))
        }
        return findings
    }

    /// The record of the log says which plan it was; without a record, a checksum beside the log does.
    private var digestObjections: [Finding] {
        let name = PlanDigests.name(in: context)
        let planned = tally.digests.planned(in: context)
        let folder = run.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { run.path[...$0] } ?? ""
        let recordPath = record?.path
        let applied = PlanDigests.one(
            tally.digests.sources(in: context) { path in
                recordPath.map { path == $0 } ?? (path.hasPrefix(folder) && !PlanDigests.isPlanning(path))
            }, of: "the \(name) that was applied",
            next: "evidencepack record --product \(name) -- terraform apply -no-color -input=false \(name)")
        if record == nil, let other = tally.digests.runs.first(where: { $0.path.hasPrefix(folder) }) {
            return [
                Finding(
                    .unknown, "\(other.path) is the record of another output than \(run.path)",
                    observed: "another output",
                    limit: "the log's SHA-256", at: Place(other.path, line: other.run.line))
            ]
        }
        guard let plan = planned.source, let done = applied.source else {
            return [planned.objection, applied.objection].compactMap(\.self)
        }
        guard plan.sha256 != done.sha256 else { return [] }
        return [
            Finding(
                .fail,
                "\(PlanDigests.short(done.sha256)) was applied, \(PlanDigests.short(plan.sha256)) was planned",
                observed: done.sha256, limit: plan.sha256, at: done.place)
        ]
    }

    private var orderObjections: [Finding] {
        let name = PlanDigests.name(in: context)
        let recorded = tally.digests.runs.filter { entry in
            PlanDigests.isPlanning(entry.path)
                && entry.run.subjects.contains { lastComponent($0.name) == name }
        }
        // What shows a plan may be made later than the plan itself; the first of them bounds it.
        let planned =
            recorded.map(\.run.endedAt).max()
            ?? tally.plans.filter { $0.path != run.path }.compactMap { context.file($0.path)?.collected }.min()
        guard let planned, let started = span?.start else {
            return [
                Finding(
                    .unknown, "nothing proves that the plan was made before the apply", observed: "no time",
                    limit: "plan, then apply",
                    at: run.place)
            ]
        }
        guard started < planned else { return [] }
        return [
            Finding(
                .fail, "the apply started \(started), before the plan was made \(planned)", observed: "\(started)",
                limit: ">= \(planned)", at: run.place)
        ]
    }
}
