package import Model

/// An issue of the given type for this release is done, by somebody who may, after the tests that it signs off.
package struct IssueDone: Rule {
    package static let kind = "issue-done"
    package static let summary =
        "An issue of the type and version is in a done status with an accepting resolution, moved there by a holder of the role after the last test execution, and links its test plan."
    package static let parameters = [
        Parameter("type", .text, required: true, "issue type, e.g. QA Sign-off"),
        Parameter("version", .text, required: true, "fix version that the issue must carry"),
        Parameter("resolver_role", .text, "role of the person who must have moved it to done"),
        Parameter(
            "resolutions", .texts, "resolutions that accept; Done, Fixed, Approved, Passed and Completed unless given"),
        Parameter("links", .number, loosenedBy: .less, "least number of linked issues (the test plan); 1 unless given"),
    ]
    package static let example = #"issue-done: {type: QA Sign-off, version: "{release.tag}", resolver_role: qa}"#
    package static let reads: Set<FactKind> = [.issue, .execution]

    private let type: String
    private let version: String
    private let role: String?
    private let resolutions: [String]
    private let links: Int

    package init(_ reader: inout MappingReader) {
        type = reader.requiredString("type") ?? ""
        version = reader.requiredString("version") ?? ""
        role = reader.string("resolver_role")
        resolutions = reader.strings("resolutions") ?? ["Done", "Fixed", "Approved", "Passed", "Completed"]
        links = reader.int("links") ?? 1
    }

    /// Issues of the type, and when the last test was executed.
    package struct Issues: Tally {
        fileprivate let path: String
        fileprivate let type: String
        fileprivate let version: String
        fileprivate var ofType: [(issue: Issue, path: String)] = []
        fileprivate var others = 0
        fileprivate var lastExecution: Instant?
        /// A run that does not say when it finished, so that nobody knows whether it came before.
        fileprivate var timeless: (test: String, place: Place)?

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .issue(let issue):
                if issue.type.lowercased() == type.lowercased() { ofType.append((issue, path)) } else { others += 1 }
            case .execution(let execution)
            where !execution.isPlanned && (execution.versions.isEmpty || execution.versions.contains(version)):
                if let finished = execution.finishedAt {
                    lastExecution = max(lastExecution ?? finished, finished)
                } else if timeless == nil {
                    timeless = (execution.test, Place(path, line: execution.line))
                }
            default: break
            }
        }

        package mutating func merge(_ later: Issues) {
            ofType += later.ofType
            others += later.others
            if let finished = later.lastExecution { lastExecution = max(lastExecution ?? finished, finished) }
            timeless = timeless ?? later.timeless
        }
    }

    package func tally(path: String) -> Issues { Issues(path: path, type: type, version: version) }

    package func findings(_ tally: Issues, in context: CheckContext) -> [Finding] {
        let ours = tally.ofType.filter { $0.issue.fixVersions.contains(version) }
        guard !ours.isEmpty else {
            let seen = tally.ofType.map {
                "\($0.issue.key) is for \($0.issue.fixVersions.isEmpty ? "no version" : $0.issue.fixVersions.joined(separator: ", "))"
            }
            return [
                Finding(
                    .unknown,
                    seen.isEmpty
                        ? "no issue of type '\(type)' is in the export"
                        : "no '\(type)' for \(version): \(seen.joined(separator: "; "))",
                    observed: seen.isEmpty ? "none" : seen.joined(separator: "; "), limit: "a '\(type)' for \(version)",
                    at: tally.ofType.first.map { Place($0.path, line: $0.issue.line) })
            ]
        }
        return ours.flatMap {
            findings(for: $0.issue, at: Place($0.path, line: $0.issue.line), after: tally, in: context)
        }
    }

    private func findings(for issue: Issue, at place: Place, after tests: Issues, in context: CheckContext)
        -> [Finding]
    {
        var findings: [Finding] = []
        func add(_ verdict: Verdict, _ message: String, _ observed: String, _ limit: String, _ next: String? = nil) {
            findings.append(
                Finding(verdict, "\(issue.key): \(message)", observed: observed, limit: limit, at: place, next: next))
        }
        guard issue.statusCategory == .done else {
            add(
                issue.statusCategory == .unknown ? .unknown : .fail, "is '\(issue.status)'", issue.status,
                "a done status", "finish \(issue.key), then export it again")
            return findings
        }
        let resolution = issue.resolution ?? ""
        if !resolutions.contains(where: { $0.lowercased() == resolution.lowercased() }) {
            add(
                resolution.isEmpty ? .unknown : .fail,
                resolution.isEmpty ? "has no resolution" : "was resolved as '\(resolution)'",
                resolution.isEmpty ? "none" : resolution, resolutions.joined(separator: " or "))
        }
        if let role {
            let holders = context.release.people.filter { $0.roles.contains(role) }
            let known = Set(holders.compactMap { $0.accounts["jira"] })
            if issue.resolvedBy.isEmpty {
                add(
                    .unknown, "the export does not say who resolved it", "unstated", "a holder of '\(role)'",
                    "export with the change log (expand=changelog)")
            } else if !issue.resolvedBy.contains(where: known.contains) {
                add(
                    .fail, "was resolved by \(name(of: issue.resolvedBy, in: context))",
                    name(of: issue.resolvedBy, in: context), "a holder of '\(role)'")
            }
        }
        if let resolved = issue.resolvedAt {
            if resolved.since(context.at) > 120_000 {
                add(.unknown, "was resolved in the future", "\(resolved)", "<= \(context.at)")
            }
            if let lastExecution = tests.lastExecution, resolved < lastExecution {
                add(
                    .fail, "was resolved before the last test execution", "\(resolved)", ">= \(lastExecution)",
                    "have QA sign off again")
            }
            if let (test, place) = tests.timeless {
                findings.append(
                    Finding(
                        .unknown, "\(test) does not say when it was executed, so \(issue.key) may be older",
                        observed: "no time", limit: "<= \(resolved)", at: place))
            } else if tests.lastExecution == nil {
                add(
                    .unknown, "no test execution is among the files, so nothing shows that it came after",
                    "no execution",
                    "<= \(resolved)")
            }
        } else {
            add(.unknown, "the export does not say when it was resolved", "unstated", "a time")
        }
        if issue.links.count < links {
            add(
                .unknown, "links \(counted(issue.links.count, "issue"))", "\(issue.links.count)",
                ">= \(links) (its test plan)")
        }
        if findings.isEmpty {
            add(
                .pass,
                "'\(issue.status)' by \(name(of: issue.resolvedBy, in: context)) on \(issue.resolvedAt?.description ?? "")",
                issue.status, "a done status")
        }
        return findings
    }

    /// What a person calls the holder of one of the accounts.
    private func name(of accounts: [String], in context: CheckContext) -> String {
        let known = context.release.people.first { person in
            accounts.contains { $0 == person.id || $0 == person.name || person.accounts.values.contains($0) }
        }
        return known?.name ?? accounts.last ?? "somebody"
    }
}
