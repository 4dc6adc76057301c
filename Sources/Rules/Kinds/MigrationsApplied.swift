package import Model

/// The migration tool says that every migration was applied, and nothing in its report contradicts that.
package struct MigrationsApplied: Rule {
    package static let kind = "migrations-applied"
    package static let summary =
        "Every migration that the tool lists was applied as it is in the sources, at least one was, and after the snapshot."
    package static let parameters = [
        Parameter("versions", .texts, "versions or names of the migrations that the release brings"),
        Parameter("checksums", .text, "`equal` demands that the tool compared them, as `flyway validate` does"),
    ]
    package static let example = #"migrations-applied: {versions: ["50.1", "50.2"], checksums: equal}"#
    package static let reads: Set<FactKind> = [.migration, .migrationStatus, .databaseSnapshot]

    private enum Checksums: String, CaseIterable { case equal }

    private let versions: [String]
    private let checksums: Checksums?

    package init(_ reader: inout MappingReader) {
        versions = reader.strings("versions") ?? []
        checksums = reader.choice("checksums", Checksums.self)
    }

    /// Everything that is said of migrations, kept whole: a report lists hundreds at most.
    package struct Report: Tally {
        fileprivate let path: String
        fileprivate var migrations: [(migration: Migration, place: Place)] = []
        fileprivate var statuses: [(status: MigrationStatus, place: Place)] = []
        fileprivate var snapshots: [(snapshot: DatabaseSnapshot, place: Place)] = []
        package private(set) var isCut = false

        package mutating func take(_ fact: Fact) {
            guard migrations.count + snapshots.count < 200_000 else {
                isCut = true
                return
            }
            switch fact {
            case .migration(let one): migrations.append((one, Place(path, line: one.line)))
            case .migrationStatus(let one): statuses.append((one, Place(path, line: one.line)))
            case .databaseSnapshot(let one): snapshots.append((one, Place(path, line: one.line)))
            default: break
            }
        }

        package mutating func merge(_ later: Report) {
            migrations += later.migrations
            statuses += later.statuses
            snapshots += later.snapshots
            isCut = isCut || later.isCut
        }

        fileprivate var paths: [String] {
            Set((migrations.map(\.place) + statuses.map(\.place)).compactMap(\.path)).sorted()
        }
    }

    package func tally(path: String) -> Report { Report(path: path) }

    package func findings(_ tally: Report, in context: CheckContext) -> [Finding] {
        guard !tally.paths.isEmpty else {
            return [Finding(.unknown, "no report of a migration tool was found among the files", observed: "no report")]
        }
        let applied = tally.migrations.filter { $0.migration.state == .applied }
        let findings =
            tally.paths.flatMap { origin(of: $0, in: context) } + rows(tally) + summaries(tally) + unanswered(tally)
            + missing(tally, applied) + times(tally, applied, in: context) + checksums(tally)
        guard findings.isEmpty else { return findings }
        let count = applied.count + tally.statuses.reduce(0) { $0 + ($1.status.applied ?? 0) }
        return [
            Finding(
                .pass, "\(counted(count, "migration")) applied, none pending, failed or different",
                observed: "\(count) applied", limit: "all, >= 1",
                at: applied.last?.place ?? tally.statuses.last?.place)
        ]
    }

    /// What is pending depends on the sources that the tool looked at, and on the database that it asked.
    private func origin(of path: String, in context: CheckContext) -> [Finding] {
        let subject = context.file(path)?.subject
        let stated = [("commit", subject?.commit, context.release.commit), ("environment", subject?.environment, nil)]
        return stated.filter { $0.1 == nil }.map { name, _, limit in
            Finding(
                .unknown, "nothing states of which \(name) the migrations are", observed: "no \(name)",
                limit: limit.map { "\(name) \($0)" } ?? "a stated \(name)", at: Place(path),
                next: "run the tool on the release commit, and put `\(name):` into \(path).meta.yml")
        }
    }

    private func rows(_ tally: Report) -> [Finding] {
        var findings: [Finding] = []
        let bad = tally.migrations.filter { $0.migration.state != .applied }
        for (migration, place) in bad.prefix(20) {
            let verdict: Verdict = migration.state == .unknown ? .unknown : .fail
            findings.append(
                Finding(
                    verdict, "migration \(Self.name(migration)) is \(migration.word)", observed: migration.word,
                    limit: "applied", at: place))
        }
        if bad.count > 20 {
            findings.append(
                Finding(.fail, "shown 20 of \(bad.count) migrations that are not applied as they should be"))
        }
        return findings
    }

    /// The tool's own summary, and whether the rows of the same file agree with it.
    private func summaries(_ tally: Report) -> [Finding] {
        tally.statuses.compactMap { status, place in
            let rows = tally.migrations.filter { $0.place.path == place.path }.map(\.migration)
            let open = rows.count { $0.state != .applied }
            switch status.isUpToDate {
            case true?:
                guard open > 0 else { return nil }
                return Finding(
                    .error,
                    "\(status.tool) says that all is applied, but lists \(counted(open, "migration")) that is not",
                    observed: "\(open) not applied", limit: "0", at: place)
            case false?:
                return Finding(
                    .fail, "\(status.tool): \(status.message)", observed: "not up to date", limit: "up to date",
                    at: place)
            case nil: return nil
            }
        }
    }

    /// A history, or the log of an update, names what was applied and never what was not.
    private func unanswered(_ tally: Report) -> [Finding] {
        func tool(_ status: MigrationStatus) -> Substring { status.tool.prefix { $0 != " " } }
        let answered = tally.statuses.filter { $0.status.isUpToDate != nil || $0.status.listsPending }
        let tools = Set(answered.map { tool($0.status) })
        let silent = tally.statuses.filter { !tools.contains(tool($0.status)) }
        return silent.map { status, place in
            Finding(
                .unknown, "\(status.tool) does not say whether anything is pending: \(status.message)",
                observed: "no answer", limit: "nothing pending", at: place)
        }
    }

    private func missing(_ tally: Report, _ applied: [(migration: Migration, place: Place)]) -> [Finding] {
        let known = Set(tally.migrations.flatMap { [$0.migration.version, $0.migration.name] })
        var findings = versions.filter { !known.contains($0) }.map { version in
            Finding(
                .unknown, "the migration \(version) is not listed", observed: "not listed", limit: "applied",
                at: tally.paths.first.map { Place($0) })
        }
        let unnamed = tally.statuses.contains { $0.status.isUpToDate == true && $0.status.applied ?? 0 > 0 }
        if applied.isEmpty, !unnamed {
            findings.append(
                Finding(
                    .unknown, "no applied migration is listed", observed: "0 applied", limit: ">= 1",
                    at: tally.paths.first.map { Place($0) }))
        }
        return findings
    }

    /// What ran before the snapshot was taken was not tried on it.
    private func times(
        _ tally: Report, _ applied: [(migration: Migration, place: Place)], in context: CheckContext
    ) -> [Finding] {
        var findings = applied.filter { $0.migration.appliedAt.map { $0.since(context.at) > 120_000 } ?? false }.map {
            Finding(
                .error, "migration \(Self.name($0.migration)) was applied in the future",
                observed: $0.migration.appliedAt.map { "\($0)" }, limit: "<= \(context.at)", at: $0.place)
        }
        let newest = tally.snapshots.compactMap { entry in entry.snapshot.createdAt.map { (entry.snapshot.id, $0) } }
            .max { $0.1 < $1.1 }
        guard let (snapshot, taken) = newest else { return findings }
        let ours = applied.filter {
            versions.contains($0.migration.version) || versions.contains($0.migration.name) || versions.isEmpty
        }
        let timed = ours.compactMap { entry in entry.migration.appliedAt.map { (entry, $0) } }
        let early = timed.filter { $0.1 < taken }
        // Without the release's own versions, the older ones are part of what the snapshot holds.
        guard versions.isEmpty ? !timed.isEmpty && early.count == timed.count : !early.isEmpty else { return findings }
        if let (entry, at) = early.max(by: { $0.1 < $1.1 }) {
            let name = Self.name(entry.migration)
            findings.append(
                Finding(
                    .unknown, "migration \(name) ran \(at), before the snapshot \(snapshot) was taken",
                    observed: "\(at)",
                    limit: "after \(taken)", at: entry.place,
                    next: "restore \(snapshot), run the migrations on it, and collect the report again"))
        }
        return findings
    }

    private func checksums(_ tally: Report) -> [Finding] {
        guard checksums == .equal,
            !tally.statuses.contains(where: { $0.status.comparesChecksums && $0.status.isUpToDate == true })
        else { return [] }
        return [
            Finding(
                .unknown, "nothing compared the applied migrations with the sources by checksum",
                observed: "not compared", limit: "equal checksums", at: tally.paths.first.map { Place($0) },
                next: "flyway validate -outputType=json")
        ]
    }

    private static func name(_ migration: Migration) -> String {
        guard migration.version != migration.name, !migration.name.isEmpty else { return migration.version }
        return migration.version.isEmpty ? migration.name : "\(migration.version) (\(migration.name))"
    }
}
