package import Streams

/// Every evidence format that the product reads. To add one: a file in its area, and one line here.
package enum FormatCatalog {
    package static let all: [any EvidenceFormat] = [
        CargoAudit(),
        ChecksumList(),
        CloudWatchCSV(),
        CloudWatchData(),
        CloudWatchStatistics(),
        CurlAnswer(),
        CurlWriteOut(),
        CycloneDX(),
        DatadogCSV(),
        DatadogQuery(),
        Dependabot(),
        DependencyCheck(),
        ECSServices(),
        ECSTasks(),
        ELBTargetHealth(),
        FailsafeSummary(),
        GitHubDeployments(),
        GitHubPulls(),
        GitHubRuns(),
        GitLabDependencyScan(),
        GitRefs(),
        GitTagSignature(),
        GrafanaCSV(),
        GrafanaFrames(),
        HTTPArchive(),
        JUnit(),
        JiraCSV(),
        JiraJSON(),
        JiraXML(),
        K6Points(),
        K6Summary(),
        K6Text(),
        NPMAudit(),
        OSVScanner(),
        PipAudit(),
        PrometheusRange(),
        RDSSnapshots(),
        RunRecord(),
        S3HeadObject(),
        S3ObjectVersions(),
        SecretVersions(),
        SnykReport(),
        TaskDefinitions(),
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
