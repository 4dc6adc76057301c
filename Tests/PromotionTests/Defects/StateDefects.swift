import Model

private let versions = "evidence/rollback.state/versions.json"
private let checksum = "evidence/rollback.state/prod.plan.sha256"

extension Defect {
    /// What can be wrong with the previous state and the retained plan.
    static let previousState: [Defect] = [
        Defect(
            "the bucket keeps no versions",
            .replaceMatches(versions, #""VersionId": "[^"]*""#, with: #""VersionId": "null""#),
            turns: ["rollback.state": .fail], says: "has only the version `null`"),
        Defect(
            "another object is listed",
            .replace(versions, #""Key": "prod/terraform.tfstate""#, with: #""Key": "prod/terraform.tfstate.backup""#),
            turns: ["rollback.state": .unknown], says: "no version of prod/terraform.tfstate is listed",
            "tfstate.backup"),
        Defect(
            "the state was deleted", .replace(versions, #""IsLatest": true"#, with: #""IsLatest": false"#),
            .replace(
                versions, #""RequestCharged""#,
                with:
                    #""DeleteMarkers": [{"Key": "prod/terraform.tfstate", "VersionId": "d1", "IsLatest": true, "LastModified": "2026-01-01T00:00:00Z"}], "RequestCharged""#
            ), turns: ["rollback.state": .fail], says: "its latest version is a delete marker"),
        Defect(
            "two versions are called the latest",
            .replace(
                versions, #""Versions": ["#,
                with:
                    #""Versions": [{"Key": "prod/terraform.tfstate", "VersionId": "v0", "IsLatest": true, "LastModified": "2026-01-01T00:00:00Z"},"#
            ), turns: ["rollback.state": .error], says: "2 versions of prod/terraform.tfstate are called the latest"),
        Defect(
            "the list is the first page of several",
            .replace(versions, #""RequestCharged""#, with: #""IsTruncated": true, "RequestCharged""#),
            turns: ["rollback.state": .unknown], says: "S3 has more versions than the file holds"),
        Defect(
            "the only version is from after the apply",
            .replaceMatches(versions, #""LastModified": "[^"]*""#, with: #""LastModified": "\#(evaluatedAt)""#),
            turns: ["rollback.state": .unknown], says: "no version of prod/terraform.tfstate is from before"),
        Defect(
            "there is no version at all", .write(versions, #"{"RequestCharged": null, "Prefix": "prod/"}"#),
            turns: ["rollback.state": .unknown], says: "no version of prod/terraform.tfstate is listed"),
        Defect(
            "the list is of another bucket",
            .replace("\(versions).meta.yml", "--bucket example-prod-tfstate", with: "--bucket example-staging-tfstate"),
            turns: ["rollback.state": .unknown], says: "the list is of the bucket example-staging-tfstate"),
        Defect(
            "a query took members out of the list",
            .replaceMatches(versions, #""IsLatest": true,\s*"#, with: ""), turns: ["rollback.state": .error],
            says: "a version has no `Key`, `VersionId`, `IsLatest`"),
        Defect(
            "another plan was kept",
            .replaceMatches(checksum, "^[0-9a-f]{64}", with: String(repeating: "e", count: 64)),
            turns: ["rollback.state": .fail], says: "the retained prod.plan is sha256:eeeeeeeeeeee"),
        Defect(
            "the plan of staging was kept", .replace(checksum, "prod.plan", with: "staging.plan"),
            turns: ["rollback.state": .unknown], says: "nothing states the SHA-256 of the retained prod.plan"),
        Defect(
            "no plan was kept", .remove(checksum), turns: ["rollback.state": .unknown],
            says: "nothing states the SHA-256 of the retained prod.plan"),
        Defect(
            "the checksum could not be computed",
            .write(checksum, "sha256sum: prod.plan: No such file or directory\n"), turns: ["rollback.state": .unknown],
            says: "no reader recognises this file"),
        Defect(
            "the list of versions is an old one",
            .replaceMatches("\(versions).meta.yml", "collected_at: .*", with: "collected_at: 2026-01-01T00:00:00Z"),
            turns: ["rollback.state": .unknown], says: "old (made 2026-01-01T00:00:00Z)"),
    ]
}

extension Variation {
    static let previousState: [Variation] = [
        Variation(
            "the checksum is written as BSD does",
            .transform(checksum) { bytes in
                Array("SHA256 (plans/prod.plan) = \(String(decoding: bytes.prefix(64), as: UTF8.self))\n".utf8)
            }),
        Variation("the version's time has another offset", .replaceMatches(versions, #"\.000Z""#, with: #"+00:00""#)),
        Variation(
            "other objects and older versions are listed too",
            .replace(
                versions, #""Versions": ["#,
                with:
                    #""Versions": [{"Key": "prod/terraform.tfstate", "VersionId": "v0", "IsLatest": false, "LastModified": "2026-01-01T00:00:00Z"}, {"Key": "prod/other", "VersionId": "null", "IsLatest": true, "LastModified": "2026-01-01T00:00:00Z"},"#
            )),
    ]
}
