package import Streams

/// Every evidence format that the product reads. To add one: a file in its area, and one line here.
package enum FormatCatalog {
    package static let all: [any EvidenceFormat] = [
        CargoAudit(),
        ChecksumList(),
        CloudWatchCSV(),
        CloudWatchData(),
        CloudWatchStatistics(),
        CycloneDX(),
        DatadogCSV(),
        DatadogQuery(),
        Dependabot(),
        DependencyCheck(),
        FailsafeSummary(),
        GitHubDeployments(),
        GitHubPulls(),
        GitHubRuns(),
        GitLabDependencyScan(),
        GitRefs(),
        GitTagSignature(),
        GrafanaCSV(),
        GrafanaFrames(),
        JUnit(),
        JiraCSV(),
        JiraJSON(),
        JiraXML(),
        NPMAudit(),
        OSVScanner(),
        PipAudit(),
        PrometheusRange(),
        RunRecord(),
        S3HeadObject(),
        S3ObjectVersions(),
        SnykReport(),
        TerraformApplyLog(),
        TerraformPlanJSON(),
        TerraformPlanText(),
        TerraformSavedPlan(),
        TerraformStream(),
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
