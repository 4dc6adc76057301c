package import Streams

/// Every evidence format that the product reads. To add one: a file in its area, and one line here.
package enum FormatCatalog {
    package static let all: [any EvidenceFormat] = [
        CargoAudit(),
        CloudWatchData(),
        CycloneDX(),
        FailsafeSummary(),
        GitHubIssues(),
        GitHubPulls(),
        GitHubReviews(),
        GitHubRuns(),
        GitLabDependencyScan(),
        GrafanaCSV(),
        ICalendar(),
        JUnit(),
        JiraCSV(),
        JiraJSON(),
        JiraXML(),
        NPMAudit(),
        OSVScanner(),
        OpsgenieTimeline(),
        PagerDutyIncidents(),
        PagerDutyRota(),
        PipAudit(),
        PrometheusRange(),
        RotaCSV(),
        SnykReport(),
        Statuspage(),
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
