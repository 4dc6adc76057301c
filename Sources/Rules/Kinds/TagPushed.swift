package import Model

/// The release is tagged, the tag is on the remote, and it names the release commit.
package struct TagPushed: Rule {
    package static let kind = "tag-pushed"
    package static let summary =
        "The remote has the release's tag, which is one of the train, annotated (or signed) and peels to the release commit; a local list agrees."
    package static let parameters = [
        Parameter("remote", .text, "the repository that `git ls-remote` must have asked; `origin` unless given"),
        Parameter("annotated", .flag, "`false` accepts a lightweight tag"),
        Parameter("signed", .flag, "`true` demands a good signature by a key of somebody in release.yml"),
    ]
    package static let example = "tag-pushed: {signed: true}"
    package static let reads: Set<FactKind> = [.gitRef, .tagSignature]

    private let remote: String
    private let demandsAnnotated: Bool
    private let demandsSignature: Bool

    package init(_ reader: inout MappingReader) {
        remote = reader.string("remote") ?? "origin"
        demandsAnnotated = reader.bool("annotated") ?? true
        demandsSignature = reader.bool("signed") ?? false
    }

    /// Refs and signatures with the files they stand in.
    package struct Tags: Tally {
        fileprivate let path: String
        fileprivate var refs: [(ref: GitRef, path: String)] = []
        fileprivate var signatures: [(signature: TagSignature, path: String)] = []

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .gitRef(let ref): refs.append((ref, path))
            case .tagSignature(let signature): signatures.append((signature, path))
            default: break
            }
        }

        package mutating func merge(_ later: Tags) {
            refs += later.refs
            signatures += later.signatures
        }
    }

    package func tally(path: String) -> Tags { Tags(path: path) }

    package func findings(_ tally: Tags, in context: CheckContext) -> [Finding] {
        let (tag, train) = (context.release.tag, context.release.train)
        let remotes = tally.refs.filter { $0.ref.isRemote }
        guard let any = remotes.first else {
            return [
                Finding(
                    .unknown, "no list of the remote's tags was found", observed: "no list", limit: "`git ls-remote`",
                    next: "git ls-remote --tags \(remote) '\(tag)*'")
            ]
        }
        var findings: [Finding] = []
        let patch = tag.hasPrefix("v\(train).") ? tag.dropFirst(train.count + 2) : ""
        if patch.isEmpty || !patch.utf8.allSatisfy({ $0 &- 48 < 10 }) {
            findings.append(
                Finding(.fail, "\(tag) is no tag of the train", observed: tag, limit: "v\(train).x"))
        }
        findings += Set(remotes.map(\.path)).sorted().compactMap { sourceObjection($0, tag, context) }
        let ours = remotes.filter { $0.ref.name == tag }
        if ours.isEmpty {
            let near = Set(remotes.map(\.ref.name)).sorted().prefix(5).joined(separator: ", ")
            findings.append(
                Finding(
                    .fail, "the remote's list does not show \(tag); it shows \(near)", observed: near, limit: tag,
                    at: Place(any.path, line: any.ref.line), next: "git push \(remote) \(tag)"))
        }
        findings += ours.flatMap { objections(to: $0.ref, Place($0.path, line: $0.ref.line), context) }
        for (ref, path) in tally.refs where !ref.isRemote && ref.name == tag {
            guard let other = ours.first(where: { $0.ref.object != ref.object }) else { continue }
            findings.append(
                Finding(
                    .error, "\(tag) is another object in the local list than on the remote", observed: ref.object,
                    limit: other.ref.object, at: Place(path, line: ref.line),
                    next: "git fetch \(remote) 'refs/tags/\(tag):refs/tags/\(tag)' --force, if the remote is right"))
        }
        findings += signatureFindings(tally.signatures, context)
        if let shown = ours.first, findings.allSatisfy({ $0.verdict == .warn || $0.verdict == .pass }) {
            let kind = shown.ref.peeled == nil ? "lightweight" : "annotated"
            findings.append(
                Finding(
                    .pass, "the remote's \(tag) is \(kind), and is commit \(context.release.commit.prefix(12))",
                    observed: context.release.commit, limit: context.release.commit,
                    at: Place(shown.path, line: shown.ref.line)))
        }
        return findings
    }

    private func objections(to ref: GitRef, _ place: Place, _ context: CheckContext) -> [Finding] {
        let (tag, commit) = (context.release.tag, context.release.commit)
        if ref.peeled == nil, ref.object == commit {
            guard demandsAnnotated || demandsSignature else { return [] }
            return [
                Finding(
                    .fail, "\(tag) is a lightweight tag", observed: "lightweight", limit: "annotated", at: place,
                    next: "git tag -a \(tag) \(commit), under a new version: a tag that was pushed stays")
            ]
        }
        guard let peeled = ref.peeled else {
            return [
                Finding(
                    .unknown, "the list does not show which commit \(tag) peels to", observed: ref.object,
                    limit: commit, at: place, next: "git ls-remote --tags \(remote) '\(tag)*'")
            ]
        }
        guard peeled != commit else { return [] }
        return [
            Finding(
                .fail, "\(tag) is commit \(peeled.prefix(12)), not the release commit \(commit.prefix(12))",
                observed: peeled, limit: commit, at: place)
        ]
    }

    /// `git ls-remote .` lists local refs in the same form; only the command says whose they are.
    private func sourceObjection(_ path: String, _ tag: String, _ context: CheckContext) -> Finding? {
        let command = context.file(path)?.subject.command
        if let command, ShellLine(command).listsRefs(of: remote) { return nil }
        return Finding(
            .unknown,
            command.map { "the list comes from `\($0)`, which does not ask \(remote)" }
                ?? "nothing states which repository the list is of",
            observed: command ?? "no command", limit: "git ls-remote \(remote)", at: Place(path),
            next: "git ls-remote --tags \(remote) '\(tag)*'")
    }

    private func signatureFindings(_ all: [(signature: TagSignature, path: String)], _ context: CheckContext)
        -> [Finding]
    {
        let tag = context.release.tag
        let ours = all.filter { signature, path in
            if let name = signature.tag { return name == tag }
            return context.file(path)?.subject.command.map {
                !ShellLine($0).indices(running: ["verify-tag", tag]).isEmpty
            } ?? false
        }
        if ours.isEmpty, demandsSignature {
            let message =
                all.isEmpty ? "nothing states whether \(tag) is signed" : "the signature stated is not that of \(tag)"
            return [
                Finding(
                    .unknown, message, observed: "no signature", limit: "a good signature",
                    next: "git verify-tag --raw \(tag)")
            ]
        }
        return ours.map { signature, path in
            let place = Place(path, line: signature.line)
            let exit = context.file(path)?.subject.exitStatus ?? 0
            let object = signature.object ?? context.release.commit
            let who = signature.signer.flatMap { signer in
                context.release.people.first { $0.keys.contains(signer) }
            }
            guard signature.isGood, exit == 0, object == context.release.commit, let who else {
                let reason =
                    !signature.isGood || exit != 0
                    ? signature.message
                    : (who == nil
                        ? "\(signature.signer ?? "the signer") is a key of nobody in release.yml"
                        : "it is the signature of a tag of \(object.prefix(12))")
                return Finding(
                    demandsSignature ? .fail : .warn, "the signature of \(tag) does not count: \(reason)",
                    observed: signature.signer ?? "unknown signer", limit: "a good signature by a known key",
                    at: place)
            }
            return Finding(
                .pass, "\(tag) is signed by \(who.name)", observed: signature.signer ?? "",
                limit: "a good signature by a known key", at: place)
        }
    }
}
