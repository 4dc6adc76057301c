import Model

private let report = "evidence/pre.audit/audit.json"
private let record = "evidence/pre.audit/audit.run.json"

extension Defect {
    /// What can be wrong with the dependency audit.
    static let audit: [Defect] = [
        Defect(
            "a package has a high advisory",
            .replace(report, #""severity": "moderate""#, with: #""severity": "high""#),
            .replace(report, #""moderate": 1"#, with: #""moderate": 0"#),
            .replace(report, #""high": 0"#, with: #""high": 1"#), turns: ["pre.audit": .fail],
            says: "1 high outstanding, none allowed", "GHSA-mwcw-c2x4-8c55 in nanoid", "audit.json:37"),
        Defect(
            "the summary hides the advisory that is listed",
            .replace(report, #""severity": "moderate""#, with: #""severity": "critical""#),
            turns: ["pre.audit": .error], says: "the summary says 0 critical, the report lists 1"),
        Defect(
            "the list hides the advisory that is summed up",
            .replace(report, #""high": 0"#, with: #""high": 1"#), turns: ["pre.audit": .error],
            says: "the summary says 1 high, the report lists 0"),
        Defect(
            "nobody knows the severity of an advisory",
            .replace(report, #""severity": "low""#, with: #""severity": "spicy""#),
            .replace(report, #""low": 1"#, with: #""low": 0"#), turns: ["pre.audit": .fail],
            says: "1 critical outstanding", "unknown GHSA-pxg6-pf52-xh8x in cookie"),
        Defect(
            "npm found no lock file",
            .write(report, #"{"error":{"code":"ENOLOCK","summary":"This command requires an existing lockfile."}}"#),
            turns: ["pre.audit": .error], says: "npm audit reports an error instead of a result: ENOLOCK"),
        Defect(
            "the registry answered with a page, so that npm's error is empty",
            .write(
                report,
                #"{"message":"invalid json response body at http://mirror/-/npm/v1/security","error":{"summary":"","detail":""}}"#
            ),
            turns: ["pre.audit": .error], says: "invalid json response body"),
        Defect(
            "nothing was audited",
            .replace(report, #""total": 8"#, with: #""total": 0"#), turns: ["pre.audit": .unknown],
            says: "only 0 dependencies were audited", ">= 1 audited"),
        Defect(
            "all dependencies are for development, and may have been left out",
            .replace(report, #""dev": 0"#, with: #""dev": 8"#), turns: ["pre.audit": .unknown],
            says: "only 0 dependencies were audited for certain (those for development apart)"),
        Defect(
            "the report is cut off", .transform(report) { Array($0.prefix($0.count / 2)) },
            turns: ["pre.audit": .error], says: "evidence/pre.audit/audit.json"),
        Defect(
            "a page of the proxy lies among the reports",
            .write("evidence/pre.audit/osv.json", "<html><title>502 Bad Gateway</title></html>\n"),
            turns: ["pre.audit": .unknown], says: "no reader recognises this file: it is an HTML page"),
        Defect(
            "it was asked without --ci", .replace(record, #""--ci""#, with: #""--offline""#),
            turns: ["pre.audit": .unknown], says: "scripts/audit-dependencies.mjs --ci"),
        Defect(
            "another commit was audited",
            .replaceMatches(
                record, #""commit": "[0-9a-f]{40}""#, with: #""commit": "\#(String(repeating: "0", count: 40))""#),
            turns: ["pre.audit": .unknown], says: "about another commit: 0000"),
        Defect(
            "production was audited, before its promotion",
            .replace(record, #""environment": "staging""#, with: #""environment": "production""#),
            turns: ["pre.audit": .unknown], says: "about another environment: production"),
        Defect(
            "the audit is of last year",
            .replaceMatches(record, #"(?:startedAt|endedAt)": "20\d\d"#, with: #"endedAt": "2025"#),
            turns: ["pre.audit": .error], says: "audit.run.json"),
    ]
}

extension Variation {
    static let audit: [Variation] = [
        Variation("the audit has CRLF and a byte order mark", .crlf(report), .byteOrderMark(report)),
        Variation(
            "the audit is of npm 6, whose summary counts paths",
            .write(
                report,
                #"{"actions":[],"advisories":{"7":{"id":7,"module_name":"cookie","severity":"low","title":"t","findings":[{"version":"0.6.0","paths":["a","b"]}]}},"muted":[],"metadata":{"vulnerabilities":{"info":0,"low":2,"moderate":0,"high":0,"critical":0},"dependencies":8,"devDependencies":3,"optionalDependencies":0,"totalDependencies":11}}"#
            )),
        Variation(
            "the audit is of OWASP dependency-check",
            .write(
                report,
                #"{"reportSchema":"1.1","scanInfo":{"engineVersion":"10.0.2","dataSource":[]},"projectInfo":{"name":"accounts"},"dependencies":[{"fileName":"cookie","vulnerabilities":[{"name":"CVE-2024-47764","severity":"LOW"}],"suppressedVulnerabilities":[{"name":"CVE-2020-1","severity":"HIGH"}]}]}"#
            )),
    ]
}
