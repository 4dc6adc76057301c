package import Streams

/// Every evidence format that the product reads. To add one: a file in its area, and one line here.
package enum FormatCatalog {
    package static let all: [any EvidenceFormat] = [
        AlembicText(),
        BadgeSVG(),
        CargoAudit(),
        Checkstyle(),
        CloudWatchCSV(),
        CloudWatchData(),
        CloudWatchStatistics(),
        Clover(),
        Cobertura(),
        CycloneDX(),
        DatadogCSV(),
        DatadogQuery(),
        Dependabot(),
        DependencyCheck(),
        DjangoMigrations(),
        ESLint(),
        FailsafeSummary(),
        FlywayJSON(),
        FlywayTable(),
        GitHubIssues(),
        GitHubJobs(),
        GitHubPulls(),
        GitHubReviews(),
        GitHubRuns(),
        GitHubStatuses(),
        GitLabDependencyScan(),
        GitLabJobs(),
        GitLabMergeRequests(),
        GitLabPipelines(),
        GitLabTestReport(),
        GrafanaCSV(),
        GrafanaFrames(),
        ICalendar(),
        JUnit(),
        JaCoCo(),
        JiraCSV(),
        JiraJSON(),
        JiraXML(),
        KnexList(),
        LCOV(),
        LiquibaseText(),
        MarkdownSections(),
        NPMAudit(),
        OSVScanner(),
        OpsgenieTimeline(),
        PagerDutyIncidents(),
        PagerDutyRota(),
        PipAudit(),
        PrismaStatus(),
        PrometheusRange(),
        PsqlText(),
        QueryCSV(),
        QueryJSON(),
        RotaCSV(),
        RunRecord(),
        SARIF(),
        SnykReport(),
        Statuspage(),
        TerraformPlanJSON(),
        TerraformPlanText(),
        TrivyReport(),
        Xray(),
        YarnAudit(),
        ZephyrScale(),
        ZephyrSquad(),
    ]

    /// The one format that recognises the file. Two that both do are an error of the catalog, and count as none.
    package static func recognise(_ preamble: borrowing Preamble) -> (
        format: any EvidenceFormat, recognition: Recognition
    )? {
        var found: (any EvidenceFormat, Recognition)?
        for format in all {
            guard let recognition = format.recognise(preamble) else { continue }
            guard found == nil else { return nil }
            found = (format, recognition)
        }
        return found
    }
}
