import Model
import Rules
import TestKit
import Testing

/// A time so many minutes from `now`.
func minutes(_ count: Int64) -> Instant { Instant(milliseconds: now.milliseconds + count * 60_000) }

/// A comment of the Jira account `j-WHO`; unedited unless told.
func comment(_ who: String, _ text: String, at minute: Int64 = -60) -> Model.Issue.Comment {
    Model.Issue.Comment(author: who, created: minutes(minute), updated: minutes(minute), text: text)
}

/// The release ticket with comments.
func ticket(_ comments: Model.Issue.Comment..., key: String = "REL-1503", edit: (inout Model.Issue) -> Void = { _ in })
    -> Fact
{
    var issue = Model.Issue(key: key, line: 1)
    issue.comments = comments
    edit(&issue)
    return .issue(issue)
}

/// Judges facts of files named `f0`, `f1`, … whose times of collection are given in minutes from `now`.
func judge(
    _ kind: String, _ parameters: KeyValuePairs<String, [String]>, _ files: [[Fact]], collected: [Int64?],
    by: String? = nil, deployed: Int64? = nil, edit: (inout Release) -> Void = { _ in }
) throws -> [Finding] {
    let (rule, problems) = RuleCatalog.rule(kind: kind, parameters: .mapping(parameters), at: Place("rules.yml"))
    let bound = try #require(rule, "\(problems)")
    var release = Release.sample()
    edit(&release)
    let evidence = files.indices.map { index in
        var file = EvidenceFile(path: "f\(index)", sha256: "", bytes: 1, format: nil, state: .present)
        file.collected = index < collected.count ? collected[index].map { minutes($0) } : nil
        file.subject.by = by
        return file
    }
    let after = deployed.map { Occurrence(start: minutes($0 - 5), end: minutes($0)) }
    func run(_ rule: some Rule) -> [Finding] {
        let tallies = files.enumerated().map { index, facts -> any Tally in
            var tally = rule.tally(path: "f\(index)")
            for fact in facts { tally.take(fact) }
            return tally
        }
        return rule.judge(tallies, in: CheckContext(release: release, at: now, evidence: evidence, after: after))
            .findings
    }
    return run(bound)
}
