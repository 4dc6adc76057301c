package import Model

/// The newest snapshot of the database can be restored, and is recent.
package struct SnapshotAvailable: Rule {
    package static let kind = "snapshot-available"
    package static let summary =
        "The newest snapshot of the database, of the given type, is available, whole and encrypted, and not older than the rule."
    package static let parameters = [
        Parameter("newest_within", .duration, required: true, loosenedBy: .more, "greatest age of the snapshot: `25h`"),
        Parameter("type", .text, "type of the snapshot; `automated` unless given"),
        Parameter("instance", .text, "instance or cluster; the `database.instance` of release.yml unless given"),
    ]
    package static let example = "snapshot-available: {files: rollback.snapshot/snapshots*.json, newest_within: 25h}"
    package static let reads: Set<FactKind> = [.databaseSnapshot]

    private let newestWithin: Int64
    private let type: String
    private let instance: String?

    package init(_ reader: inout MappingReader) {
        _ = reader.required("newest_within")
        newestWithin = reader.duration("newest_within") ?? 0
        type = reader.string("type") ?? "automated"
        instance = reader.string("instance")
    }

    package func tally(path: String) -> FactsByFile { FactsByFile(path, Self.reads) }

    package func findings(_ tally: FactsByFile, in context: CheckContext) -> [Finding] {
        [judge(tally, in: context).finding]
    }

    package func values(_ tally: FactsByFile, in context: CheckContext) -> [RunbookValue] {
        let (finding, snapshot) = judge(tally, in: context)
        guard finding.verdict == .pass, let snapshot, let created = snapshot.createdAt else { return [] }
        return [
            RunbookValue("snapshot.id", snapshot.id, at: finding.place),
            RunbookValue("snapshot.created", "\(created)", at: finding.place),
        ]
    }

    private func judge(_ tally: FactsByFile, in context: CheckContext) -> (
        finding: Finding, snapshot: DatabaseSnapshot?
    ) {
        let next =
            "aws rds describe-db-snapshots --db-instance-identifier \(instance ?? context.release.database?.instance ?? "INSTANCE") --snapshot-type \(type)"
        func unknown(_ message: String, _ observed: String, _ limit: String, _ place: Place? = nil) -> Finding {
            Finding(.unknown, message, observed: observed, limit: limit, at: place, next: next)
        }
        guard let instance = instance ?? context.release.database?.instance else {
            return (unknown("release.yml names no database", "no instance", "an instance"), nil)
        }
        let all = tally.files.flatMap { file in
            file.facts.compactMap { fact -> (snapshot: DatabaseSnapshot, place: Place)? in
                guard case .databaseSnapshot(let found) = fact else { return nil }
                return (found, file.place(found.line))
            }
        }
        let limit = "\(type) snapshot of \(instance)"
        let ours = all.filter { $0.snapshot.instance == instance && $0.snapshot.type == type }
        // One that is still being made has no time yet, and would be the newest.
        if let timeless = ours.first(where: { $0.snapshot.createdAt == nil }) {
            let status = timeless.snapshot.status
            return (
                unknown("the snapshot \(timeless.snapshot.id) is \(status)", status, "available", timeless.place), nil
            )
        }
        // What was made after the apply began does not hold the state from before.
        let before = ours.filter { $0.snapshot.createdAt.map { $0.since(context.at) <= 120_000 } ?? false }
        let newest = before.max {
            ($0.snapshot.createdAt?.milliseconds ?? 0) < ($1.snapshot.createdAt?.milliseconds ?? 0)
        }
        guard let newest, let created = newest.snapshot.createdAt else {
            let others = Set(all.map { "\($0.snapshot.type) of \($0.snapshot.instance)" }).sorted().prefix(5).joined(
                separator: ", ")
            return (
                unknown(
                    "no \(limit) is listed\(others.isEmpty ? "" : "; listed: \(others)")",
                    others.isEmpty ? "none" : others, limit), nil
            )
        }
        let (snapshot, place) = newest
        func finding(_ verdict: Verdict, _ message: String, _ observed: String, _ limit: String) -> Finding {
            Finding(
                verdict, "\(snapshot.id) of \(instance) \(message)", observed: observed, limit: limit, at: place,
                next: verdict == .pass ? nil : next)
        }
        let age = context.at.since(created)
        let spelled = "\(spelledDuration(milliseconds: max(0, age))) old"
        let objection: Finding? =
            if snapshot.status != "available" || snapshot.percent ?? 100 != 100 {
                finding(
                    .fail, "is \(snapshot.status)\(snapshot.percent.map { " at \($0)%" } ?? "")", snapshot.status,
                    "available, 100%")
            } else if snapshot.isEncrypted != true {
                finding(
                    snapshot.isEncrypted == nil ? .unknown : .fail, "is not shown to be encrypted",
                    snapshot.isEncrypted == nil ? "not stated" : "not encrypted", "encrypted")
            } else if age > newestWithin {
                finding(
                    .fail, "is the newest and \(spelled)", spelled, "<= \(spelledDuration(milliseconds: newestWithin))")
            } else {
                nil
            }
        if let objection { return (objection, nil) }
        return (
            finding(
                .pass, "is available, encrypted and \(spelled)", spelled,
                "<= \(spelledDuration(milliseconds: newestWithin))"), snapshot
        )
    }
}
