package import Streams

/// Every evidence format that the product reads. To add one: a file in its area, and one line here.
package enum FormatCatalog {
    package static let all: [any EvidenceFormat] = [
        AlembicText(),
        CargoAudit(),
        CloudWatchData(),
        CycloneDX(),
        DjangoMigrations(),
        FailsafeSummary(),
        FlywayJSON(),
        FlywayTable(),
        GitHubPulls(),
        GitHubRuns(),
        GitLabDependencyScan(),
        GrafanaCSV(),
        JUnit(),
        JiraCSV(),
        JiraJSON(),
        JiraXML(),
        KnexList(),
        LiquibaseText(),
        MarkdownSections(),
        NPMAudit(),
        OSVScanner(),
        PipAudit(),
        PrismaStatus(),
        PrometheusRange(),
        PsqlText(),
        QueryCSV(),
        QueryJSON(),
        SnykReport(),
        TerraformPlanJSON(),
        TerraformPlanText(),
        TrivyReport(),
        Xray(),
        YarnAudit(),
        ZephyrScale(),
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
