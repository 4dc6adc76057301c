import Model
import Rules
import TestKit
import Testing

private func version(
    _ id: String, minutes: Int64 = -60, key: String = "prod/terraform.tfstate", latest: Bool = false,
    deleted: Bool = false
) -> Fact {
    var version = ObjectVersion(key: key, version: id, isLatest: latest, isDeleteMarker: deleted, line: 4)
    version.modifiedAt = .minutes(minutes)
    return .objectVersion(version)
}

private func list(
    _ facts: Fact..., command: String? = "aws s3api list-object-versions --bucket prod-tfstate --prefix prod/"
) -> JudgedFile {
    var file = JudgedFile("rollback.state/versions.json")
    (file.facts, file.command) = (facts, command)
    return file
}

@Suite struct `the state before the apply` {
    @Test func `is the newest version from before it, whatever came after`() throws {
        let files = [list(version("new", minutes: 5, latest: true), version("old", minutes: -90), version("before"))]
        let outcome = try judge("state-versioned", files)
        #expect(outcome.findings.map(\.verdict) == [.pass])
        #expect(
            outcome.values.map { "\($0.key)=\($0.value)" } == [
                "state.version=before", "state.key=prod/terraform.tfstate",
                "state.modified=\(Instant.minutes(-60))", "state.bucket=prod-tfstate",
            ])
    }

    @Test(arguments: [
        ("no version at all", Verdict.unknown, list()),
        ("another key", .unknown, list(version("a", key: "prod/terraform.tfstate.backup", latest: true))),
        ("an unversioned bucket", .fail, list(version("null", latest: true))),
        ("only a version from after the apply", .unknown, list(version("a", minutes: 5, latest: true))),
        ("a deleted state", .fail, list(version("d", minutes: -5, latest: true, deleted: true), version("a"))),
        ("two latest versions", .error, list(version("a", latest: true), version("b", latest: true))),
        (
            "a list of another bucket", .unknown,
            list(version("a", latest: true), command: "aws s3api list-object-versions --bucket staging-tfstate")
        ),
        ("a list of nobody knows which bucket", .unknown, list(version("a", latest: true), command: nil)),
    ])
    func `is not shown by`(why: String, expected: Verdict, file: JudgedFile) throws {
        let outcome = try judge("state-versioned", [file])
        #expect(verdict(outcome.findings) == expected, "\(why)")
        #expect(outcome.values.isEmpty)
    }

    @Test func `is unknown while release yml does not say where the state is`() throws {
        var release = Release.sample()
        release.terraform?.stateKey = nil
        let files = [list(version("a", latest: true))]
        #expect(verdict(try judge("state-versioned", files, release: release).findings) == .unknown)
    }
}
