import Model
import Streams
import Testing

@testable import Formats

/// Inputs that must never be read as if they were whole.
struct CIRefusalTests {
    /// One whole document of each family that states its own end.
    static let whole = [
        "junit/worst-child-decides", "npm-audit/version-2", "npm-audit/version-1", "npm-audit/clean",
        "yarn-audit/classic",
        "pip-audit/current", "cargo-audit/found", "trivy/found", "osv-scanner/found", "snyk/projects",
        "gitlab-dependency-scanning/found", "cyclonedx/found", "github-runs/gh-list", "github-pulls/list",
        "failsafe-summary/fork-error", "badge/shields-passing", "checkstyle/found", "clover/found", "cobertura/found",
        "eslint/found", "eslint/with-metadata", "github-jobs/rest", "github-jobs/check-runs",
        "github-statuses/combined", "github-pulls/rest", "gitlab-jobs/list", "gitlab-merge-requests/list",
        "gitlab-pipelines/list", "gitlab-test-report/found", "jacoco/found", "sarif/levels",
    ]

    @Test(arguments: whole)
    func `a file cut off at any byte is refused or not recognised`(fixture: String) throws {
        let bytes = try #require(Fixtures.input(of: fixture))
        #expect(try ReadFacts(bytes) != nil)
        let end = try #require(bytes.lastIndex { $0 != UInt8(ascii: "\n") })
        for length in 0..<end {
            let found = try? ReadFacts(Array(bytes[..<length]))
            #expect(found == nil, "read after \(length) bytes")
        }
    }

    @Test func `the same case has the same identity, another host or suite another one`() throws {
        let found = try #require(
            try ReadFacts(
                """
                <testsuites><testsuite name="a" hostname="chromium"><testcase classname="c" name="n"/>\
                <testcase classname="c" name="n"/></testsuite>\
                <testsuite name="a" hostname="webkit"><testcase classname="c" name="n"/></testsuite>\
                <testsuite name="b"><testcase classname="c" name="n"/><testcase classname="n" name="c"/></testsuite></testsuites>
                """))
        let identities = found.cases.map(\.identity)
        #expect(identities.count == 5)
        #expect(identities[0] == identities[1])
        #expect(Set(identities).count == 4)
    }

    @Test func `only the first passed cases carry details, and every one that did not pass`() throws {
        let passed = String(repeating: "<testcase name='p'/>", count: TestCase.namedCases + 1)
        let found = try #require(
            try ReadFacts("<testsuite>\(passed)<testcase name='f'><failure/></testcase></testsuite>"))
        #expect(found.cases.count { $0.details == nil } == 1)
        #expect(found.cases[TestCase.namedCases - 1].details?.name == "p")
        #expect(found.cases[TestCase.namedCases].details == nil)
        #expect(found.cases.last?.details?.name == "f")
    }

    @Test func `a long message is cut at a whole scalar`() throws {
        let long = String(repeating: "ä", count: 1_000)
        let text =
            "<testsuite><testcase name='p'/><testcase name='f'><failure>x\(long)</failure></testcase></testsuite>"
        let found = try #require(try ReadFacts(text))
        let message = try #require(found.cases[1].details?.message)
        #expect(message.utf8.count <= 400)
        #expect(message.utf8.starts(with: "xää".utf8))
        #expect(!message.unicodeScalars.contains("\u{FFFD}"))
    }

    @Test(arguments: [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98), ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61), ("CVSS:3.1/AV:L/AC:H/PR:H/UI:N/S:U/C:N/I:N/A:N", 0),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L", 37), ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L", 53),
        ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N/RL:O", 55),
    ])
    func `the base score of a CVSS vector is that of the specification`(vector: String, tenths: Int) {
        #expect(CVSSVector(vector)?.baseScoreTenths == tenths)
    }

    @Test(arguments: [
        "", "AV:N/AC:L/Au:N/C:P/I:P/A:P", "CVSS:4.0/AV:N/AC:L", "CVSS:3.1/AV:N",
        "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:X/C:H/I:H/A:H",
    ])
    func `a vector that is not of version 3 or not whole has no score`(vector: String) {
        #expect(CVSSVector(vector)?.baseScoreTenths == nil)
    }

    @Test(arguments: [
        ("CRITICAL", Severity.critical), ("Important", .high), ("Medium", .moderate), ("negligible", .info),
        ("severe", .unknown), ("", .unknown),
    ])
    func `severity words are mapped, and what nobody knows is unknown`(word: String, severity: Severity) {
        #expect(Severity(word: word) == severity)
        #expect(Severity(id: "MAL-2023-1", word: word) == .critical)
    }
}
