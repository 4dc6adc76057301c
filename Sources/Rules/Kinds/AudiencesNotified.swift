package import Model

/// Every audience of the release was told about it after the deployment.
package struct AudiencesNotified: Rule {
    package static let kind = "audiences-notified"
    package static let summary =
        "For each audience of release.yml somebody known noted in the release ticket, after the deployment, that it was told; or the status page told it."
    package static let parameters = [
        Parameter(
            "status_page", .texts,
            "audiences that an update of the status page naming the release tells, e.g. customers")
    ]
    package static let example = "audiences-notified: {after: deploy.workflow, status_page: [customers]}"
    package static let reads: Set<FactKind> = [.issue, .statusEntry]

    private let byStatusPage: [String]

    package init(_ reader: inout MappingReader) { byStatusPage = reader.strings("status_page") ?? [] }

    package struct Notices: Tally {
        fileprivate let path: String
        fileprivate var exports = TicketExports()
        fileprivate var page = StatusEntries()

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .issue(let issue): exports.take(issue, path: path)
            case .statusEntry(let entry): page.take(entry, path: path)
            default: break
            }
        }

        package mutating func merge(_ later: Notices) {
            exports.merge(later.exports)
            page.merge(later.page)
        }
    }

    package func tally(path: String) -> Notices { Notices(path: path) }

    package func findings(_ tally: Notices, in context: CheckContext) -> [Finding] {
        let release = context.release
        guard let deployed = context.after?.end else {
            return [
                Finding(
                    .unknown, "nothing tells when the deployment ended", observed: "no time",
                    limit: "a notice after the deployment")
            ]
        }
        guard !release.audiences.isEmpty else {
            return [
                Finding(
                    .unknown, "release.yml names no audience", observed: "none", limit: "audiences",
                    next: "list them in release.yml, e.g. `audiences: [support, customers]`")
            ]
        }
        let (comments, objection) = tally.exports.comments(in: context)
        return release.audiences.map { audience in
            let line = "Notified: \(audience) about \(release.tag)"
            let limit = "`\(line)` after \(deployed)"
            if byStatusPage.contains(audience), let (text, place) = shown(tally.page, after: deployed, in: context) {
                return Finding(
                    .pass, "\(audience) was told by the status page: \(text)", observed: text, limit: limit, at: place)
            }
            let said = comments.filter { comment in
                comment.lines.own.contains { $0.lowercased() == line.lowercased() }
            }
            let flaws = said.map { comment in
                comment.flaw(at: context.at)
                    ?? comment.at.flatMap { $0 > deployed ? nil : "was written \($0), before the deployment ended" }
            }
            if let index = flaws.firstIndex(of: nil) {
                let comment = said[index]
                return Finding(
                    .pass, "\(comment.name) told \(audience) on \(comment.at?.description ?? "")\(comment.reservation)",
                    observed: "\(comment.at?.description ?? "")", limit: limit, at: comment.place)
            }
            let next = "tell \(audience), then comment `\(line)` in \(release.ticket) and export it again"
            if let comment = said.last, let flaw = flaws.last ?? nil {
                return Finding(
                    .unknown, "the notice to \(audience) \(flaw)", observed: flaw, limit: limit, at: comment.place,
                    next: next)
            }
            return Finding(
                .unknown, objection?.message ?? "nothing shows that \(audience) was told about \(release.tag)",
                observed: "none", limit: limit, at: objection?.place, next: next)
        }
    }

    /// An update after the deployment of an entry that names the release.
    private func shown(_ page: StatusEntries, after deployed: Instant, in context: CheckContext) -> (String, Place)? {
        for (entry, path) in page.naming(context.release) {
            for update in entry.updates {
                guard let at = update.at, at > deployed, at <= context.at else { continue }
                return ("'\(entry.name)' \(update.status) at \(at)", Place(path, line: entry.line))
            }
        }
        return nil
    }
}
