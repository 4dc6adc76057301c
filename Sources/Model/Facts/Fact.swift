/// One thing that an evidence file says, in the words of the checklist and free of the file's dialect.
///
/// Readers emit facts in file order; rules tally them. Hot facts (test cases, samples, planned changes) stay small.
package enum Fact: Sendable, Hashable {
    case testSuite(TestSuite)
    case testCase(TestCase)
    case advisory(Advisory)
    case auditTotals(AuditTotals)
    case plannedChange(PlannedChange)
    indirect case plan(Plan)
    case series(MetricSeries)
    case sample(MetricSample)
    indirect case issue(Issue)
    indirect case execution(TestExecution)
    indirect case pullRequest(PullRequest)
    indirect case workflowRun(WorkflowRun)
    /// Something that keeps the file from being the whole truth: a skipped package, a page of several, a failed scan.
    case gap(EvidenceGap)

    package var kind: FactKind {
        switch self {
        case .testSuite: .testSuite
        case .testCase: .testCase
        case .advisory: .advisory
        case .auditTotals: .auditTotals
        case .plannedChange: .plannedChange
        case .plan: .plan
        case .series: .series
        case .sample: .sample
        case .issue: .issue
        case .execution: .execution
        case .pullRequest: .pullRequest
        case .workflowRun: .workflowRun
        case .gap: .gap
        }
    }
}

/// The kinds of facts; a format says which it emits, a rule which it reads.
package enum FactKind: String, Sendable, Hashable, CaseIterable {
    case testSuite, testCase, advisory, auditTotals, plannedChange, plan, series, sample, issue, execution, pullRequest,
        workflowRun, gap
}

/// A part of the truth that the file says it does not hold.
package struct EvidenceGap: Sendable, Hashable {
    /// A sentence without a full stop, e.g. "requests 2.19.0 was skipped: not found on the index".
    package let reason: String
    package let line: Int

    package init(reason: String, line: Int) {
        self.reason = reason
        self.line = line
    }
}
