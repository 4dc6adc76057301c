package import Model

/// Every secret of the release has a new current version, made in the launch window.
package struct SecretsRotated: Rule {
    package static let kind = "secrets-rotated"
    package static let summary =
        "Each secret of release.yml: `AWSCURRENT` is another version than before, made inside the window; `AWSPREVIOUS` is the old one; no other version is left `AWSPENDING`."
    package static let parameters = [
        Parameter(
            "before", .text, "folder below evidence/ with the versions before; `post.secrets/before` unless given")
    ]
    package static let example = "secrets-rotated: {files: post.secrets/**}"
    package static let reads: Set<FactKind> = [.secretVersion]

    private let before: String

    package init(_ reader: inout MappingReader) { before = reader.string("before") ?? "post.secrets/before" }

    package func tally(path: String) -> FactsByFile { FactsByFile(path, Self.reads) }

    package func findings(_ tally: FactsByFile, in context: CheckContext) -> [Finding] {
        guard !context.release.secrets.isEmpty else {
            return [Finding(.unknown, "release.yml names no secret that was rotated", observed: "no secret")]
        }
        return context.release.secrets.flatMap { name in
            let states = tally.files.compactMap { SecretState($0, of: name, in: context) }
            let (old, new) = (newest(of: states, isBefore: true), newest(of: states, isBefore: false))
            guard let old, let new else {
                let missing = old == nil ? "in \(before)" : "beside \(before)"
                return [
                    Finding(
                        .unknown, "no file \(missing) with a time of collection lists the versions of \(name)",
                        observed: "no versions", limit: "versions before and after",
                        next: "aws secretsmanager list-secret-version-ids --include-deprecated --secret-id \(name)")
                ]
            }
            return findings(name, old, new, in: context)
        }
    }

    private func newest(of states: [SecretState], isBefore: Bool) -> SecretState? {
        states.filter { $0.file.path.isIn(folder: before) == isBefore }.max { $0.collected < $1.collected }
    }

    private func findings(_ name: String, _ old: SecretState, _ new: SecretState, in context: CheckContext) -> [Finding]
    {
        func finding(_ verdict: Verdict, _ message: String, _ observed: String, _ limit: String, _ line: Int? = nil)
            -> [Finding]
        {
            [
                Finding(
                    verdict, "\(name): \(message)", observed: observed, limit: limit,
                    at: Place(new.file.path, line: line))
            ]
        }
        guard old.collected < new.collected else {
            return finding(
                .unknown, "the versions before were collected \(old.collected), not before \(new.collected)",
                "\(old.collected)", "< \(new.collected)")
        }
        for (state, when) in [(old, "before"), (new, "after")] where state.current.count != 1 {
            return finding(
                state.current.isEmpty ? .unknown : .error, "\(state.current.count) versions are AWSCURRENT \(when)",
                "\(state.current.count) current",
                "1 current")
        }
        guard let was = old.current.first, let current = new.current.first else { return [] }
        guard current.version != was.version else {
            return finding(
                .fail, "AWSCURRENT is still the version \(current.version)", current.version, "another version",
                current.line)
        }
        var findings: [Finding] = []
        let window = context.release.window
        let limit = "from \(window.start) to \(window.end)"
        if let made = current.createdAt {
            if made < window.start || made >= window.end {
                findings += finding(
                    .fail, "the version \(current.version) was made \(made), outside the launch window", "\(made)",
                    limit, current.line)
            }
        } else {
            findings += finding(
                .unknown, "nothing says when the version \(current.version) was made: use list-secret-version-ids",
                "no time",
                limit, current.line)
        }
        let previous = new.versions.filter { $0.stages.contains("AWSPREVIOUS") }
        if previous.map(\.version) != [was.version] {
            let shown = previous.isEmpty ? "no version" : previous.map(\.version).joined(separator: ", ")
            findings += finding(
                previous.isEmpty ? .unknown : .fail, "AWSPREVIOUS is \(shown), and not the old one", shown, was.version,
                previous.first?.line)
        }
        for version in new.versions where version.stages.contains("AWSPENDING") && version.version != current.version {
            findings += finding(
                .fail, "the version \(version.version) is left AWSPENDING: a rotation got stuck", version.version,
                "no AWSPENDING", version.line)
        }
        return findings.isEmpty
            ? finding(
                .pass,
                "AWSCURRENT went from \(was.version) to \(current.version), made \(current.createdAt.map { "\($0)" } ?? "")",
                current.version, "another version, made \(limit)", current.line)
            : findings
    }
}

/// The versions of one secret as one file shows them.
private struct SecretState {
    let file: FactsByFile.File
    let collected: Instant
    let versions: [SecretVersion]
    var current: [SecretVersion] { versions.filter { $0.stages.contains("AWSCURRENT") } }

    init?(_ file: FactsByFile.File, of name: String, in context: CheckContext) {
        versions = file.facts.compactMap { fact in
            guard case .secretVersion(let version) = fact, Self.isMeant(version, by: name) else { return nil }
            return version
        }
        guard !versions.isEmpty, let collected = context.collected(file.path) else { return nil }
        self.file = file
        self.collected = collected
    }

    /// By name, by whole ARN, or by ARN without the six characters that Secrets Manager adds.
    private static func isMeant(_ version: SecretVersion, by name: String) -> Bool {
        guard let arn = version.arn, name.hasPrefix("arn:") else { return version.secret == name }
        return arn == name || arn.hasPrefix("\(name)-") && arn.utf8.count == name.utf8.count + 7
    }
}
