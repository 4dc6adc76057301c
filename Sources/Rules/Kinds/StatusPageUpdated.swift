package import Model

/// The status page tells the end of this release, in an update made after the deployment.
package struct StatusPageUpdated: Rule {
    package static let kind = "status-page-updated"
    package static let summary =
        "An entry of the status page that names the release was completed or resolved after the deployment, and no entry that names it is still open."
    package static let parameters: [Parameter] = []
    package static let example = "status-page-updated: {after: deploy.workflow}"
    package static let reads: Set<FactKind> = [.statusEntry]

    package init(_ reader: inout MappingReader) {}

    package struct Entries: Tally {
        fileprivate let path: String
        fileprivate var page = StatusEntries()

        package mutating func take(_ fact: Fact) {
            if case .statusEntry(let entry) = fact { page.take(entry, path: path) }
        }

        package mutating func merge(_ later: Entries) { page.merge(later.page) }
    }

    package func tally(path: String) -> Entries { Entries(path: path) }

    package func findings(_ tally: Entries, in context: CheckContext) -> [Finding] {
        let tag = context.release.tag
        guard let deployed = context.after?.end else {
            return [
                Finding(
                    .unknown, "nothing tells when the deployment ended", observed: "no time",
                    limit: "an update after the deployment")
            ]
        }
        let limit = "completed after \(deployed)"
        let ours = tally.page.naming(context.release)
        let next = "complete the entry for \(tag) on the status page, naming \(tag) in the update, then export it again"
        guard !ours.isEmpty else {
            let all = counted(tally.page.count, "entry", "entries")
            return [
                Finding(
                    .unknown, "no entry of the status page names \(tag) (\(all)); that all is green proves nothing",
                    observed: all, limit: limit, next: next)
            ]
        }
        var findings: [Finding] = []
        var closed: [(entry: StatusEntry, at: Instant, place: Place)] = []
        for (entry, path) in ours {
            let place = Place(path, line: entry.line)
            guard StatusEntries.isClosed(entry.status) else {
                findings.append(
                    Finding(
                        .fail, "'\(entry.name)' is still \(entry.status)", observed: entry.status, limit: limit,
                        at: place, next: next))
                continue
            }
            let times = entry.updates.filter { StatusEntries.isClosed($0.status) }.compactMap(\.at)
            if let at = times.filter({ $0 > deployed && $0 <= context.at }).min() { closed.append((entry, at, place)) }
        }
        if findings.isEmpty, let (entry, at, place) = closed.first {
            return [
                Finding(
                    .pass, "'\(entry.name)' was \(entry.status) at \(at)", observed: "\(entry.status) at \(at)",
                    limit: limit, at: place)
            ]
        }
        if findings.isEmpty, let (entry, path) = ours.first {
            let last = entry.updates.filter { StatusEntries.isClosed($0.status) }.compactMap(\.at).max()
            findings.append(
                Finding(
                    last == nil ? .unknown : .fail,
                    last.map { "'\(entry.name)' was \(entry.status) at \($0), which is not after the deployment" }
                        ?? "'\(entry.name)' is \(entry.status), and no update tells since when",
                    observed: last.map { "\($0)" } ?? "no time", limit: limit, at: Place(path, line: entry.line),
                    next: next))
        }
        return findings
    }
}
