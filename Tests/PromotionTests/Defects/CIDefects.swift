import Model

private let folder = "evidence/pre.ci"
private let integration = "\(folder)/integration/pytest.xml"
private let unit = "\(folder)/unit/pytest.xml"
private let sarif = "\(folder)/lint/ruff.sarif"
private let pulls = "\(folder)/pulls.json"
private let runs = "\(folder)/runs.json"
private let badge = "\(folder)/badges/ci.svg"
private let zeros = String(repeating: "0", count: 40)

extension Defect {
    /// What can be wrong with branches, suites, linters, workflows and badges.
    static let ci: [Defect] = [
        Defect(
            "an integration test failed, though the header says that none did",
            .replaceMatches(
                integration, #"name="test_refresh_rotates_the_token" time="[0-9.]+" />"#,
                with:
                    #"name="test_refresh_rotates_the_token"><failure message="the old token still works"/></testcase>"#),
            turns: ["pre.ci": .fail], says: "1 test of 12 failed", "the old token still works"),
        Defect(
            "the header counts a failure that no case shows",
            .replace(unit, #"failures="0""#, with: #"failures="1""#), turns: ["pre.ci": .fail],
            says: "declares 1 failure, but no case in it failed"),
        Defect(
            "the header counts more cases than there are",
            .replaceMatches(unit, #" tests="[0-9]+""#, with: #" tests="40""#), turns: ["pre.ci": .unknown],
            says: "the header declares 40 tests"),
        Defect(
            "no unit test ran", .write(unit, #"<testsuites><testsuite name="pytest" tests="0"/></testsuites>"#),
            turns: ["pre.ci": .unknown], says: "the report holds no test case"),
        Defect(
            "the unit report is cut off", .transform(unit) { Array($0.prefix($0.count / 2)) },
            turns: ["pre.ci": .error], says: unit),
        Defect(
            "the unit tests ran on another commit, as their report says",
            .replaceMatches(unit, #"name="commit" value="[0-9a-f]{40}""#, with: #"name="commit" value="\#(zeros)""#),
            turns: ["pre.ci": .unknown], says: "two commits are stated: \(zeros)"),
        Defect(
            "the unit tests ran long ago",
            .replaceMatches("\(unit).meta.yml", "collected_at: .*", with: "collected_at: 2026-01-01T00:00:00Z"),
            turns: ["pre.ci": .unknown], says: "made 2026-01-01T00:00:00Z", "at most 1 d old"),
        Defect(
            "no linter ran", .remove("\(folder)/lint/ruff.xml"), .remove(sarif), turns: ["pre.ci": .unknown],
            says: "no file matches evidence/pre.ci/lint/**"),
        Defect(
            "the linter found an error",
            .replace(
                sarif, #""results": []"#,
                with: #""results": [{"ruleId": "F401", "message": {"text": "unused"}, "level": "error"}]"#),
            turns: ["pre.ci": .fail], says: "ruff found 1 error", "unused (F401)"),
        Defect(
            "the linter's error has its level from its rule, which comes later",
            .replace(
                sarif, #""results": []"#, with: #""results": [{"ruleId": "F401", "message": {"text": "unused"}}]"#),
            .replace(
                sarif, #""rules": []"#,
                with: #""rules": [{"id": "F401", "defaultConfiguration": {"level": "error"}}]"#),
            turns: ["pre.ci": .fail], says: "ruff found 1 error"),
        Defect(
            "the linter looked at nothing", .replace(sarif, #""results": [],"#, with: ""), turns: ["pre.ci": .unknown],
            says: "a run of ruff has no `results`"),
        Defect(
            "the linter crashed",
            .replace(
                sarif, #""results": [],"#,
                with: #""results": [], "invocations": [{"executionSuccessful": false}],"#),
            turns: ["pre.ci": .unknown], says: "the tool says that it did not run successfully"),
        Defect(
            "another linter was given no file", .copy(unit, to: "\(folder)/lint/eslint.json"),
            .write("\(folder)/lint/eslint.json", "[]\n"), turns: ["pre.ci": .unknown],
            says: "no reader recognises this file: it begins with '[]'"),
        Defect(
            "another linter states no severity", .copy(unit, to: "\(folder)/lint/style.xml"),
            .write(
                "\(folder)/lint/style.xml",
                #"<checkstyle><file name="api.py"><error line="3" message="odd"/></file></checkstyle>"#),
            turns: ["pre.ci": .fail], says: "Checkstyle found 1 error", "api.py:3: odd"),
        Defect(
            "the linter ran on another commit",
            .replaceMatches("\(sarif).meta.yml", "commit: [0-9a-f]{40}", with: "commit: \(zeros)"),
            turns: ["pre.ci": .unknown], says: "the evidence is about another commit: \(zeros)"),
        Defect(
            "a pull request is open", .replaceFirst(pulls, #""state": "MERGED""#, with: #""state": "OPEN""#),
            turns: ["pre.ci": .fail], says: "still open"),
        Defect(
            "a pull request was closed without being merged",
            .replaceFirst(pulls, #""state": "MERGED""#, with: #""state": "CLOSED""#), turns: ["pre.ci": .fail],
            says: "closed without being merged"),
        Defect(
            "a pull request went to another branch",
            .replaceFirst(pulls, #""baseRefName": "main""#, with: #""baseRefName": "next""#),
            turns: ["pre.ci": .unknown], says: "was merged into next"),
        Defect(
            "only merged pull requests were listed",
            .replace("\(pulls).meta.yml", "--state all", with: "--state merged"), turns: ["pre.ci": .unknown],
            says: "gh pr list --state all"),
        Defect(
            "every run is neutral", .replace(runs, #""conclusion": "success""#, with: #""conclusion": "neutral""#),
            turns: ["pre.ci": .fail], says: "'ci' (push) is neutral", "the badge 'ci' says passing, but"),
        Defect(
            "the runs are not done", .replace(runs, #""conclusion": "success""#, with: #""conclusion": """#),
            .replace(runs, #""status": "completed""#, with: #""status": "in_progress""#),
            turns: ["pre.ci": .unknown], says: "'ci' (push) is in_progress"),
        Defect(
            "the required workflow did not run",
            .replace(runs, #""workflowName": "ci""#, with: #""workflowName": "docs""#),
            turns: ["pre.ci": .unknown], says: "the workflow 'ci' did not run on the release commit"),
        Defect(
            "the runs are of another commit",
            .replaceMatches(runs, #""headSha": "[0-9a-f]{40}""#, with: #""headSha": "\#(zeros)""#),
            turns: ["pre.ci": .unknown], says: "two commits are stated: \(zeros)"),
        Defect(
            "the workflow succeeded at the second attempt", .replace(runs, #""attempt": 1"#, with: #""attempt": 2"#),
            turns: ["pre.ci": .warn], says: "'ci' (push) succeeded only on attempt 2"),
        Defect(
            "a job failed inside the successful run",
            .replaceFirst(
                runs, #""name": "ci","#,
                with: #""jobs": [{"name": "docs", "status": "completed", "conclusion": "failure"}], "name": "ci","#),
            turns: ["pre.ci": .warn], says: "'ci' succeeded although its job 'docs' is failure"),
        Defect(
            "a check of another service failed", .copy(runs, to: "\(folder)/jobs/checks.json"),
            .transform("\(folder)/jobs/checks.json", checks(of: "failure")), turns: ["pre.ci": .fail],
            says: "the job 'scan' is failure"),
        Defect(
            "the list of checks is cut off", .copy(runs, to: "\(folder)/jobs/checks.json"),
            .transform("\(folder)/jobs/checks.json") { bytes in
                let page = checks(of: "success")(bytes)
                return Array(
                    String(decoding: page, as: UTF8.self).replacing(#""total_count":1"#, with: #""total_count":8"#).utf8
                )
            },
            turns: ["pre.ci": .unknown], says: "GitHub has 8 jobs and the file holds 1"),
        Defect(
            "too little is covered, whatever the report sums up",
            .replaceMatches("\(folder)/coverage/coverage.xml", #"hits="[1-9][0-9]*""#, with: #"hits="0""#),
            turns: ["pre.ci": .error], says: "lines as covered, its lines say 0 of"),
        Defect(
            "the coverage report lists no line",
            .replaceMatches("\(folder)/coverage/coverage.xml", #"<line [^>]*/>"#, with: ""),
            turns: ["pre.ci": .unknown], says: "the report lists no line"),
        Defect(
            "the badge says failing", .replace(badge, "passing", with: "failing"), turns: ["pre.ci": .fail],
            says: "the badge 'ci' says failing"),
        Defect(
            "the badge has no status", .replace(badge, "passing", with: "no status"), turns: ["pre.ci": .unknown],
            says: "the badge 'ci' says no status"),
        Defect(
            "somebody painted the title of a failing badge", .replace(badge, ">passing<", with: ">failing<"),
            turns: ["pre.ci": .error], says: "the badge's title says `passing`"),
        Defect(
            "the badge is the answer for an unknown workflow", .write(badge, "Not Found"),
            turns: ["pre.ci": .unknown], says: "it begins with 'Not Found'"),
    ]

    /// One check run on the commit that the list of runs names.
    fileprivate static func checks(of conclusion: String) -> @Sendable ([UInt8]) -> [UInt8] {
        { runs in
            let text = String(decoding: runs, as: UTF8.self)
            let commit = text.firstMatch(of: /"headSha": "([0-9a-f]{40})"/).map { String($0.1) } ?? zeros
            return Array(
                #"{"total_count":1,"check_runs":[{"id":1,"head_sha":"\#(commit)","name":"scan","status":"completed","conclusion":"\#(conclusion)","app":{"name":"Scanner"}}]}"#
                    .utf8)
        }
    }
}

extension Variation {
    static let ci: [Variation] = [
        Variation(
            "the unit report has a byte order mark and CR LF", .byteOrderMark(unit),
            .replace(unit, "<testcase", with: "\r\n<testcase")),
        Variation("pull requests and runs have CR LF", .crlf(pulls), .crlf(runs)),
        Variation("only ruff's SARIF is there", .remove("\(folder)/lint/ruff.xml")),
        Variation(
            "ESLint's report lies beside ruff's", .copy(unit, to: "\(folder)/lint/eslint.json"),
            .write(
                "\(folder)/lint/eslint.json",
                #"[{"filePath":"/src/a.js","messages":[],"errorCount":0,"fatalErrorCount":0,"warningCount":0}]"#)),
        Variation(
            "the linter found something that is suppressed",
            .replace(
                sarif, #""results": []"#,
                with:
                    #""results": [{"ruleId": "F401", "level": "error", "message": {"text": "x"}, "suppressions": [{"kind": "inSource"}]}]"#
            )),
        Variation(
            "the badge is drawn by shields",
            .write(
                badge,
                #"<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="build: passing"><title>build: passing</title></svg>"#
            )),
        Variation(
            "a check of another service succeeded", .copy(runs, to: "\(folder)/jobs/checks.json"),
            .transform("\(folder)/jobs/checks.json", Defect.checks(of: "success"))),
        Variation(
            "coverage was measured by LCOV",
            .write("\(folder)/coverage/coverage.xml", "TN:\nSF:a.py\nDA:1,4\nDA:2,1\nLF:2\nLH:2\nend_of_record\n")),
    ]
}
