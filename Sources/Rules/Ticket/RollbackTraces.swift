import Model

/// What a rollback leaves behind in the evidence, whether or not release.yml says that there was one.
struct RollbackTraces: Sendable {
    private var services: [(service: ECSService, path: String)] = []
    private var applies: [(destroys: Int, path: String, line: Int)] = []
    private var deleted: [String: Int] = [:]

    init() {}

    mutating func take(_ fact: Fact, path: String) {
        switch fact {
        case .service(let service): services.append((service, path))
        case .appliedChange(let change) where change.action == .delete: deleted[path, default: 0] += 1
        case .apply(let apply):
            let destroys = max(apply.declared?.destroys ?? 0, apply.counted.destroys)
            applies.append((destroys, path, apply.line))
        default: break
        }
    }

    mutating func merge(_ later: RollbackTraces) {
        services += later.services
        applies += later.applies
        deleted.merge(later.deleted, uniquingKeysWith: +)
    }

    /// A service as one file shows it.
    private struct Sighting {
        let service: ECSService
        let family: Substring
        let revision: Int
        let at: Instant
        let place: Place
    }

    /// `family` and `revision` of an ARN or of `family:revision`.
    private static func revision(_ definition: String) -> (family: Substring, revision: Int)? {
        guard let last = definition.split(separator: "/").last else { return nil }
        let parts = last.split(separator: ":")
        guard parts.count == 2, let revision = Int(parts[1]) else { return nil }
        return (parts[0], revision)
    }

    /// For each released service a finding, and in words what the services run now; a rise shows that the release runs.
    func services(in context: CheckContext) -> (findings: [Finding], now: [String]) {
        var findings: [Finding] = []
        var now: [String] = []
        var rises = 0
        let names = context.release.ecs?.services ?? []
        for name in names {
            var seen: [Sighting] = []
            for (service, path) in services where service.name == name {
                let place = Place(path, line: service.line)
                guard let at = context.file(path)?.collected,
                    let (family, revision) = Self.revision(service.taskDefinition)
                else {
                    findings.append(
                        Finding(
                            .unknown, "nothing tells when \(path) was made, or which revision \(name) ran then",
                            observed: service.taskDefinition, limit: "a time and a revision", at: place))
                    continue
                }
                seen.append(Sighting(service: service, family: family, revision: revision, at: at, place: place))
            }
            seen.sort { $0.at < $1.at }
            guard let first = seen.first, let last = seen.last else {
                findings.append(
                    Finding(
                        .unknown, "nothing shows which revision of \(name) ran before and after the deployment",
                        observed: "nothing", limit: "describe-services from before and after"))
                continue
            }
            if let (before, after) = zip(seen, seen.dropFirst()).first(where: { $1.revision < $0.revision }) {
                findings.append(
                    fall(
                        of: name, "went back from revision \(before.revision) to \(after.revision)", after,
                        before.revision))
            } else if let other = last.service.deployments.compactMap({ Self.revision($0.taskDefinition)?.revision })
                .max(),
                other > last.revision
            {
                findings.append(
                    fall(of: name, "runs revision \(last.revision) although \(other) was being deployed", last, other))
            } else if seen.contains(where: { $0.family != last.family }) {
                findings.append(
                    Finding(
                        .unknown, "\(name) changed its task family, so its revisions cannot be compared",
                        observed: String(last.family), limit: String(first.family), at: last.place))
            } else {
                if last.revision > first.revision { rises += 1 }
                now.append("\(name) runs revision \(last.revision) (\(first.revision) at \(first.at))")
            }
        }
        if findings.isEmpty, rises == 0, !names.isEmpty {
            findings.append(
                Finding(
                    .unknown, "no service runs a newer revision than before, so nothing shows that the release runs",
                    observed: now.joined(separator: "; "), limit: "a newer revision than before the deployment",
                    next: "export describe-services from before the deployment and from now"))
        }
        return (findings, now)
    }

    private func fall(of name: String, _ what: String, _ sighting: Sighting, _ newest: Int) -> Finding {
        Finding(
            .fail, "release.yml says that no rollback was started, but \(name) \(what) (\(sighting.at))",
            observed: "revision \(sighting.revision)", limit: "revision \(newest)", at: sighting.place,
            next: "set `rollback: {initiated: true, initiated_at: …}` in release.yml, and write its timeline")
    }

    /// Applies after the first one that destroyed something; where terraform is used, there is at least one apply.
    func applies(in context: CheckContext) -> [Finding] {
        if applies.isEmpty, context.release.terraform != nil {
            return [
                Finding(
                    .unknown, "no log of an apply is among the files, so nothing shows whether one destroyed something",
                    observed: "no apply", limit: "the log of every apply")
            ]
        }
        let timed = applies.map { apply in (apply, at: context.file(apply.path)?.collected) }
        let first = timed.compactMap(\.at).min()
        return timed.compactMap { apply, at in
            let destroys = max(apply.destroys, deleted[apply.path] ?? 0)
            guard destroys > 0, timed.count > 1 else { return nil }
            guard let at, let first else {
                return Finding(
                    .unknown, "an apply destroyed \(counted(destroys, "resource")), and nothing tells when",
                    observed: "no time", limit: "a time", at: Place(apply.path, line: apply.line))
            }
            guard at > first else { return nil }
            return Finding(
                .fail,
                "release.yml says that no rollback was started, but an apply after the first destroyed \(counted(destroys, "resource")) (\(at))",
                observed: counted(destroys, "destroyed resource"), limit: "none after the first apply",
                at: Place(apply.path, line: apply.line))
        }
    }
}
