/// One thing that an evidence file says, in the words of the checklist and free of the file's dialect.
///
/// Readers emit facts in file order; rules tally them. Hot facts (test cases, samples, planned changes) stay small, the
/// others are boxed.
package enum Fact: Sendable, Hashable {
    case testSuite(TestSuite)
    case testCase(TestCase)
    case testProperty(TestProperty)
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
    indirect case job(PipelineJob)
    indirect case review(Review)
    indirect case deployment(Deployment)
    indirect case gitRef(GitRef)
    indirect case tagSignature(TagSignature)
    indirect case lintMessage(LintMessage)
    indirect case lintRun(LintRun)
    indirect case badge(Badge)
    indirect case coverage(Coverage)
    indirect case commandRun(CommandRun)
    indirect case checksum(FileChecksum)
    indirect case apply(Apply)
    indirect case appliedChange(AppliedChange)
    indirect case service(ECSService)
    indirect case awsFailure(AWSFailure)
    indirect case task(ECSTask)
    indirect case targetHealth(TargetHealth)
    indirect case taskDefinition(TaskDefinition)
    indirect case secretVersion(SecretVersion)
    indirect case objectVersion(ObjectVersion)
    indirect case databaseSnapshot(DatabaseSnapshot)
    indirect case exchange(HTTPExchange)
    indirect case shift(OnCallShift)
    indirect case statusEntry(StatusEntry)
    indirect case threshold(LoadThreshold)
    indirect case statistic(LoadStatistic)
    indirect case loadRun(LoadRun)
    indirect case migration(Migration)
    indirect case migrationStatus(MigrationStatus)
    indirect case row(TableRow)
    indirect case section(DocumentSection)
    indirect case record(Record)
    /// Something that keeps the file from being the whole truth: a skipped package, a page of several, a failed scan.
    case gap(EvidenceGap)

    package var kind: FactKind {
        switch self {
        case .testSuite: .testSuite
        case .testCase: .testCase
        case .testProperty: .testProperty
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
        case .job: .job
        case .review: .review
        case .deployment: .deployment
        case .gitRef: .gitRef
        case .tagSignature: .tagSignature
        case .lintMessage: .lintMessage
        case .lintRun: .lintRun
        case .badge: .badge
        case .coverage: .coverage
        case .commandRun: .commandRun
        case .checksum: .checksum
        case .apply: .apply
        case .appliedChange: .appliedChange
        case .service: .service
        case .awsFailure: .awsFailure
        case .task: .task
        case .targetHealth: .targetHealth
        case .taskDefinition: .taskDefinition
        case .secretVersion: .secretVersion
        case .objectVersion: .objectVersion
        case .databaseSnapshot: .databaseSnapshot
        case .exchange: .exchange
        case .shift: .shift
        case .statusEntry: .statusEntry
        case .threshold: .threshold
        case .statistic: .statistic
        case .loadRun: .loadRun
        case .migration: .migration
        case .migrationStatus: .migrationStatus
        case .row: .row
        case .section: .section
        case .record: .record
        case .gap: .gap
        }
    }
}

/// The kinds of facts; a format says which it emits, a rule which it reads.
package enum FactKind: String, Sendable, Hashable, CaseIterable {
    case testSuite, testCase, testProperty, advisory, auditTotals, plannedChange, plan, series, sample, issue,
        execution, pullRequest, workflowRun, job, review, deployment, gitRef, tagSignature, lintMessage, lintRun,
        badge, coverage, commandRun, checksum, apply, appliedChange, service, awsFailure, task, targetHealth,
        taskDefinition, secretVersion, objectVersion, databaseSnapshot, exchange, shift, statusEntry, threshold,
        statistic, loadRun, migration, migrationStatus, row, section, record, gap
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
