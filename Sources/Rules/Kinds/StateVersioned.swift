package import Model

/// The state as it was before the apply is a version in its bucket, to which one can go back.
package struct StateVersioned: Rule {
    package static let kind = "state-versioned"
    package static let summary =
        "The bucket keeps a version of release.yml's terraform.state_key from before the apply: not `null`, and not deleted since."
    package static let parameters: [Parameter] = []
    package static let example = "state-versioned: {files: rollback.state/**}"
    package static let reads: Set<FactKind> = [.objectVersion]

    package init(_ reader: inout MappingReader) {}

    /// The versions listed; a state has thousands at most.
    package struct Versions: Tally {
        fileprivate let path: String
        fileprivate var versions: [(version: ObjectVersion, path: String)] = []

        package mutating func take(_ fact: Fact) {
            if case .objectVersion(let version) = fact { versions.append((version, path)) }
        }

        package mutating func merge(_ later: Versions) { versions += later.versions }
    }

    package func tally(path: String) -> Versions { Versions(path: path) }

    package func findings(_ tally: Versions, in context: CheckContext) -> [Finding] {
        guard let key = context.release.terraform?.stateKey else {
            return [
                Finding(
                    .unknown, "release.yml has no terraform.state_key", observed: "no key", limit: "a key",
                    next: "add it to release.yml")
            ]
        }
        let ours = tally.versions.filter { $0.version.key == key }
        guard let first = ours.first else {
            let other = tally.versions.first
            let message = other.map { "no version of \(key) is listed, only of \($0.version.key) and the like" }
            return [
                Finding(
                    .unknown, message ?? "no version of \(key) is listed", observed: other?.version.key ?? "nothing",
                    limit: key, at: other.map { Place($0.path, line: $0.version.line) }, next: next(context, key))
            ]
        }
        var findings = bucketObjections(ours.map(\.path), in: context)
        let latest = ours.filter(\.version.isLatest)
        if Set(latest.map(\.version.version)).count > 1 {
            findings.append(
                Finding(
                    .error, "\(latest.count) versions of \(key) are called the latest", observed: "\(latest.count)",
                    limit: "1", at: Place(latest[1].path, line: latest[1].version.line)))
        }
        if let deleted = latest.first(where: \.version.isDeleteMarker) {
            findings.append(
                Finding(
                    .fail, "\(key) is deleted: its latest version is a delete marker", observed: "delete marker",
                    limit: "a version", at: Place(deleted.path, line: deleted.version.line)))
        }
        guard let (version, path) = candidate(ours, context) else {
            let isUnversioned = ours.allSatisfy { $0.version.version == "null" || $0.version.isDeleteMarker }
            let message =
                isUnversioned
                ? "\(key) has only the version `null`: its bucket keeps no versions"
                : "no version of \(key) is from before \(context.at)"
            findings.append(
                Finding(
                    isUnversioned ? .fail : .unknown, message, observed: first.version.version,
                    limit: "a version from before the apply", at: Place(first.path, line: first.version.line),
                    next: isUnversioned ? "switch versioning of the state's bucket on, and plan again" : nil))
            return findings
        }
        if findings.isEmpty {
            findings.append(
                Finding(
                    .pass,
                    "\(key) can go back to version \(version.version) of \(version.modifiedAt?.description ?? "?")",
                    observed: version.version, limit: "a version from before the apply",
                    at: Place(path, line: version.line)))
        }
        return findings
    }

    package func values(_ tally: Versions, in context: CheckContext) -> [RunbookValue] {
        guard Judgement.worst(of: findings(tally, in: context).map(\.verdict)).verdict == .pass,
            let key = context.release.terraform?.stateKey,
            let (version, path) = candidate(tally.versions.filter { $0.version.key == key }, context)
        else { return [] }
        let place = Place(path, line: version.line)
        let bucket = context.release.terraform?.stateBucket
        return [
            RunbookValue("state.version", version.version, at: place), RunbookValue("state.key", key, at: place),
            RunbookValue("state.modified", version.modifiedAt?.description ?? "", at: place),
        ] + (bucket.map { [RunbookValue("state.bucket", $0, at: place)] } ?? [])
    }

    /// The newest version that was there when the item is judged: before the apply, once that took place.
    private func candidate(_ versions: [(version: ObjectVersion, path: String)], _ context: CheckContext)
        -> (version: ObjectVersion, path: String)?
    {
        versions.filter { entry in
            !entry.version.isDeleteMarker && entry.version.version != "null"
                && entry.version.modifiedAt.map { $0 <= context.at } ?? false
        }.max { ($0.version.modifiedAt ?? context.at) < ($1.version.modifiedAt ?? context.at) }
    }

    /// The list does not name its bucket; only the command does.
    private func bucketObjections(_ paths: [String], in context: CheckContext) -> [Finding] {
        guard let bucket = context.release.terraform?.stateBucket else { return [] }
        return Set(paths).sorted().compactMap { path in
            let stated = context.file(path)?.subject.command.flatMap { ShellLine($0).value(of: "--bucket") }
            guard stated != bucket else { return nil }
            return Finding(
                .unknown,
                stated.map { "the list is of the bucket \($0)" } ?? "nothing states which bucket the list is of",
                observed: stated ?? "no bucket", limit: bucket, at: Place(path),
                next: next(context, context.release.terraform?.stateKey ?? ""))
        }
    }

    private func next(_ context: CheckContext, _ key: String) -> String {
        let bucket = context.release.terraform?.stateBucket ?? "\"$STATE_BUCKET\""
        return "aws s3api list-object-versions --bucket \(bucket) --prefix \(key)"
    }
}
