package import Model

/// Every pull request of the train is merged into the release branch.
package struct PullRequestsMerged: Rule {
    package static let kind = "pull-requests-merged"
    package static let summary =
        "Every listed pull request is merged into the train's base branch; none is open, none was closed unmerged unless release.yml excludes it."
    package static let parameters: [Parameter] = []
    package static let example = "pull-requests-merged: {files: pre.ci/pulls.json}"
    package static let reads: Set<FactKind> = [.pullRequest]

    package init(_ reader: inout MappingReader) {}

    /// The requests that are in the way, and how many there are at all.
    package struct Requests: Tally {
        fileprivate let path: String
        fileprivate var merged: [(request: PullRequest, path: String)] = []
        fileprivate var unmerged: [(request: PullRequest, path: String)] = []

        package mutating func take(_ fact: Fact) {
            guard case .pullRequest(let request) = fact else { return }
            if request.state == .merged { merged.append((request, path)) } else { unmerged.append((request, path)) }
        }

        package mutating func merge(_ later: Requests) {
            merged += later.merged
            unmerged += later.unmerged
        }
    }

    package func tally(path: String) -> Requests { Requests(path: path) }

    package func findings(_ tally: Requests, in context: CheckContext) -> [Finding] {
        guard !tally.merged.isEmpty || !tally.unmerged.isEmpty else {
            return [Finding(.unknown, "no list of pull requests was found among the files")]
        }
        var findings: [Finding] = []
        for (request, path) in tally.unmerged where !context.release.excludedPullRequests.contains(request.number) {
            let state = request.state == .open ? "still open" : "closed without being merged"
            findings.append(
                Finding(
                    .fail, "#\(request.number) \(request.title): \(state)", observed: state, limit: "merged",
                    at: Place(path, line: request.line),
                    next: "merge #\(request.number), or name it under pull_requests.exclude in release.yml"))
        }
        let merged = tally.merged.filter { !context.release.excludedPullRequests.contains($0.request.number) }
        for (request, path) in merged where request.base != context.release.base {
            findings.append(
                Finding(
                    .unknown,
                    "#\(request.number) \(request.title) was merged into \(request.base ?? "an unstated branch")",
                    observed: request.base ?? "unstated", limit: context.release.base,
                    at: Place(path, line: request.line)))
        }
        if merged.isEmpty, findings.isEmpty {
            findings.append(Finding(.unknown, "no pull request of the train is listed"))
        }
        return findings.isEmpty
            ? [
                Finding(
                    .pass, "\(counted(merged.count, "pull request")) merged into \(context.release.base)",
                    observed: "\(merged.count) merged", limit: "all merged")
            ]
            : findings
    }

    package func authors(_ tally: Requests, in context: CheckContext) -> Set<String> {
        let merged = tally.merged.map(\.request).filter {
            !context.release.excludedPullRequests.contains($0.number)
        }
        return Set(
            merged.compactMap { request in
                guard let author = request.author, !author.isEmpty else { return nil }
                return context.release.person(author, in: request.system)?.id ?? "\(request.system) account \(author)"
            })
    }
}
