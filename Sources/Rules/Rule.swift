package import Model

/// One kind of check: which facts it reads, how it tallies them in constant memory, and what it makes of the tally.
///
/// A rule kind is one file in `Kinds/` and one line in `RuleCatalog`. Returning no findings proves nothing: the check is
/// then `unknown`.
package protocol Rule: Sendable {
    associatedtype FactTally: Tally

    /// The key in rules.yml, readable as a sentence: `tests-pass`.
    static var kind: String { get }
    /// What it checks, in one sentence.
    static var summary: String { get }
    static var parameters: [Parameter] { get }
    /// A check as it stands in rules.yml.
    static var example: String { get }
    static var reads: Set<FactKind> { get }

    /// Records that it wants of its files instead of their formats' facts; `nil` for almost every rule.
    var recordSelection: RecordSelection? { get }

    /// Takes the parameters out of `reader`, reporting what is wrong with them there.
    init(_ reader: inout MappingReader)

    /// An empty tally for the facts of one file.
    func tally(path: String) -> FactTally

    /// Judges what all files of the check said together.
    func findings(_ tally: FactTally, in context: CheckContext) -> [Finding]

    func charts(_ tally: FactTally, in context: CheckContext) -> [MetricChart]

    /// When what it demands took place, so that other checks can come `after` it or be judged `as_of` it.
    ///
    /// Known whenever the evidence tells, whatever the verdict.
    func occurrence(_ tally: FactTally, in context: CheckContext) -> Occurrence?

    /// People who made what it judges, e.g. wrote the changes: their ids, or what tells them apart where release.yml does not
    /// know them. None of them can be its only approver.
    func authors(_ tally: FactTally, in context: CheckContext) -> Set<String>

    /// What the runbook needs of it; a value is given only when the check is certain of it.
    func values(_ tally: FactTally, in context: CheckContext) -> [RunbookValue]
}

/// All that a rule made of the files of one check.
package struct RuleOutcome: Sendable {
    package var findings: [Finding] = []
    package var charts: [MetricChart] = []
    package var occurrence: Occurrence?
    package var values: [RunbookValue] = []
    /// Ids of people, or names of strangers.
    package var authors: Set<String> = []

    package init() {}
}

extension Rule {
    package var recordSelection: RecordSelection? { nil }
    package func charts(_ tally: FactTally, in context: CheckContext) -> [MetricChart] { [] }
    package func occurrence(_ tally: FactTally, in context: CheckContext) -> Occurrence? { nil }
    package func values(_ tally: FactTally, in context: CheckContext) -> [RunbookValue] { [] }
    package func authors(_ tally: FactTally, in context: CheckContext) -> Set<String> { [] }

    /// What comes of type-erased tallies, merged in the order given.
    package func judge(_ tallies: [any Tally], in context: CheckContext) -> RuleOutcome {
        var outcome = RuleOutcome()
        var merged: FactTally?
        for case let tally as FactTally in tallies {
            if merged == nil { merged = tally } else { merged?.merge(tally) }
        }
        guard let merged else { return outcome }
        outcome.findings = findings(merged, in: context)
        if merged.isCut {
            outcome.findings.append(
                Finding(
                    .error, "the files list more than can be judged: only the first part was looked at",
                    observed: "cut off", limit: "a complete list", next: "export what is about this release only"))
        }
        outcome.charts = charts(merged, in: context)
        outcome.occurrence = occurrence(merged, in: context)
        outcome.values = values(merged, in: context)
        outcome.authors = authors(merged, in: context)
        return outcome
    }
}

/// Counts facts of one file without keeping them.
package protocol Tally: Sendable {
    mutating func take(_ fact: Fact)
    /// Adds the tally of a later file of the same check.
    mutating func merge(_ later: Self)
    /// Whether facts that the rule needs whole were too many to keep: nothing is then certain of them.
    var isCut: Bool { get }
}

extension Tally {
    package var isCut: Bool { false }
}

/// One parameter of a rule kind, for `checks` and the JSON Schema.
package struct Parameter: Sendable {
    /// How the value is written.
    package enum Form: String, Sendable { case text, number, limit, duration, texts, numbers, flag, conditions }

    /// Which change of a number or a span demands less; a limit says that itself.
    package enum Loosening: Sendable { case more, less }

    package let name: String
    package let form: Form
    package let isRequired: Bool
    package let loosenedBy: Loosening?
    package let summary: String

    package init(
        _ name: String, _ form: Form, required: Bool = false, loosenedBy: Loosening? = nil, _ summary: String
    ) {
        self.loosenedBy = loosenedBy
        self.name = name
        self.form = form
        self.isRequired = required
        self.summary = summary
    }
}

/// What a rule may look at beside the facts.
package struct CheckContext: Sendable {
    package let release: Release
    /// When the item is judged: the evaluation, or the start of the item that its `as_of` names.
    package let at: Instant
    /// Files of this check that were read to their end, in path order.
    package let evidence: [EvidenceFile]
    /// What the check's `after` names, e.g. the deployment; files made before its end were already set aside.
    package let after: Occurrence?

    package init(release: Release, at: Instant, evidence: [EvidenceFile], after: Occurrence? = nil) {
        self.release = release
        self.at = at
        self.evidence = evidence
        self.after = after
    }

    /// The file of that path, with its digest, time and subject.
    package func file(_ path: String) -> EvidenceFile? { evidence.first { $0.path == path } }
}

/// "3 tests", "1 test": counts in sentences.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
}
