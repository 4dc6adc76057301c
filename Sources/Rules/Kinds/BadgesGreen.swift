package import Model

/// The badges say passing, and the runs on the release commit say the same.
package struct BadgesGreen: Rule {
    package static let kind = "badges-green"
    package static let summary =
        "No badge says failing or nothing; since a badge names no commit, one that says passing counts only beside a successful run on the release commit among the files."
    package static let parameters: [Parameter] = []
    package static let example = "badges-green: {files: [pre.ci/badges/**, pre.ci/runs.json]}"
    package static let reads: Set<FactKind> = [.badge, .workflowRun]

    package init(_ reader: inout MappingReader) {}

    /// The badges, and the runs that they are compared with.
    package struct Badges: Tally {
        fileprivate let path: String
        fileprivate var badges = Kept<(badge: Badge, place: Place)>(most: 10_000)
        fileprivate var runs: RunList
        package var isCut: Bool { badges.isCut || runs.isCut }

        package mutating func take(_ fact: Fact) {
            runs.take(fact)
            if case .badge(let badge) = fact {
                badges.append((badge, Place(path, line: badge.line)))
            }
        }

        package mutating func merge(_ later: Badges) {
            badges.merge(later.badges)
            runs.merge(later.runs)
        }
    }

    package func tally(path: String) -> Badges { Badges(path: path, runs: RunList(path: path)) }

    package func findings(_ tally: Badges, in context: CheckContext) -> [Finding] {
        guard !tally.badges.all.isEmpty else {
            return [Finding(.unknown, "no badge was found among the files", observed: "no badge", limit: "passing")]
        }
        let runs = tally.runs.newest(on: context.release.commit)
        return tally.badges.all.map { finding($0.badge, beside: runs, at: $0.place) }
    }

    private func finding(_ badge: Badge, beside runs: [RunList.Entry], at place: Place) -> Finding {
        let said = badge.message.isEmpty ? "nothing" : badge.message
        let name = badge.label.isEmpty ? "the badge" : "the badge '\(badge.label)'"
        switch badge.state {
        case .failing: return Finding(.fail, "\(name) says \(said)", observed: said, limit: "passing", at: place)
        case .unknown:
            return Finding(
                .unknown, "\(name) says \(said)", observed: said, limit: "passing", at: place,
                next: "have it say passing, or leave out a badge that is not about success")
        case .passing: break
        }
        let own = runs.filter { $0.run.workflow.lowercased() == badge.label.lowercased() }
        if let red = own.first(where: { $0.run.isCompleted && !$0.run.isSuccess }) {
            return Finding(
                .fail, "\(name) says \(said), but '\(red.run.workflow)' is \(red.run.state) on the release commit",
                observed: red.run.state, limit: "success", at: Place(red.path, line: red.run.line))
        }
        guard let run = own.first(where: \.run.isSuccess) ?? runs.first(where: \.run.isSuccess) else {
            return Finding(
                .unknown,
                "\(name) says \(said), but names no commit, and no run on the release commit is among the files",
                observed: "\(said), of an unknown commit", limit: "passing on the release commit", at: place)
        }
        return Finding(
            .pass, "\(name) says \(said), and so does '\(run.run.workflow)' on the release commit", observed: said,
            limit: "passing", at: place)
    }
}
