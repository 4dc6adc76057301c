import Model

private let signOff = "evidence/pre.qa/QA-2150.json"
private let execution = "evidence/pre.qa/QA-2160.execution.json"

/// The plan's own list of tests, put into the answer that holds the execution.
private func plan(_ tests: [String], total: Int? = nil) -> Edit {
    let list = tests.map { #"{"jira": {"key": "\#($0)"}}"# }.joined(separator: ", ")
    return .replaceMatches(
        execution, #""key": "QA-2101"\s*\}"#,
        with: #""key": "QA-2101"}, "tests": {"total": \#(total ?? tests.count), "results": [\#(list)]}"#)
}

private let planned = (2_201...2_212).map { "QA-\($0)" }

extension Defect {
    /// What can be wrong with QA's sign-off and the executions that it rests on.
    static let qa: [Defect] = [
        Defect(
            "the sign-off is not done", .replace(signOff, #""key": "done""#, with: #""key": "indeterminate""#),
            turns: ["pre.qa": .fail], says: "QA-2150: is 'Done'", "a done status"),
        Defect(
            "the sign-off was closed as Won't Do",
            .replaceMatches(
                signOff, #""resolution": \{\s*"id": "10000",\s*"name": "Done""#,
                with: #""resolution": {"id": "10001", "name": "Won't Do""#),
            turns: ["pre.qa": .fail], says: "was resolved as 'Won't Do'", "Done or Fixed or Approved"),
        Defect(
            "the sign-off is for another release",
            .replace(signOff, #""name": "v1.50.3""#, with: #""name": "v1.49.0""#),
            turns: ["pre.qa": .unknown], says: "no 'QA Sign-off' for v1.50.3: QA-2150 is for v1.49.0"),
        Defect(
            "somebody else with QA's display name closed it",
            .replaceMatches(signOff, #""accountId": "[0-9a-f]+""#, with: #""accountId": "5f0000000000000000000000""#),
            turns: ["pre.qa": .fail], says: "was resolved by 5f0000000000000000000000", "a holder of 'qa'"),
        Defect(
            "the export has no change log", .replace(signOff, #""changelog": {"#, with: #""unasked": {"#),
            turns: ["pre.qa": .unknown], says: "the export does not say who resolved it", "a holder of 'qa'"),
        Defect(
            "it was closed before the tests were executed",
            .replaceMatches(signOff, #""created": "20\d\d"#, with: #""created": "2025"#), turns: ["pre.qa": .fail],
            says: "was resolved before the last test execution", "2025-"),
        Defect(
            "it was closed in the future", .replaceMatches(signOff, #""created": "20\d\d"#, with: #""created": "2027"#),
            turns: ["pre.qa": .unknown], says: "was resolved in the future", "2027-"),
        Defect(
            "a test failed", .replaceFirst(execution, #""PASSED""#, with: #""FAILED""#), turns: ["pre.qa": .fail],
            says: "QA-2201 is FAILED"),
        Defect(
            "a test was aborted", .replaceFirst(execution, #""PASSED""#, with: #""ABORTED""#), turns: ["pre.qa": .fail],
            says: "QA-2201 is ABORTED"),
        Defect(
            "a test is still to do", .replaceFirst(execution, #""PASSED""#, with: #""TO DO""#),
            turns: ["pre.qa": .unknown], says: "QA-2201 is TO DO", "11 tests passed", ">= 12"),
        Defect(
            "a test is being executed", .replaceFirst(execution, #""PASSED""#, with: #""EXECUTING""#),
            turns: ["pre.qa": .unknown], says: "QA-2201 is EXECUTING"),
        Defect(
            "a test has a status of the team's own",
            .replaceFirst(execution, #""PASSED""#, with: #""PASSED WITH NOTES""#),
            turns: ["pre.qa": .unknown], says: "QA-2201 is PASSED WITH NOTES"),
        Defect(
            "a test of the plan was not executed", plan(planned + ["QA-2299"]), turns: ["pre.qa": .unknown],
            says: "QA-2299 was not executed on v1.50.3", "every test of the plan"),
        Defect(
            "the plan's list is cut off", plan(planned, total: 40), turns: ["pre.qa": .unknown],
            says: "the answer holds 12 of 40 tests of QA-2101"),
        Defect(
            "the runs are a first page", .replace(execution, #""total": 12"#, with: #""total": 40"#),
            turns: ["pre.qa": .unknown], says: "the answer holds 12 of 40 test runs"),
        Defect(
            "a test was left out", .replaceFirst(execution, #""QA-2201""#, with: #""QA-2202""#),
            turns: ["pre.qa": .unknown],
            says: "11 tests passed", ">= 12"),
        Defect(
            "another version was tested", .replace(execution, #""name": "v1.50.3""#, with: #""name": "v1.50.2""#),
            turns: ["pre.qa": .unknown], says: "QA-2201 was not executed on v1.50.3, only on v1.50.2"),
        Defect(
            "production was tested", .replace(execution, #""staging""#, with: #""production""#),
            turns: ["pre.qa": .unknown], says: "QA-2201 was executed on production"),
        Defect(
            "another plan is linked", .replace(signOff, #""key": "QA-2101""#, with: #""key": "QA-1999""#),
            turns: ["pre.qa": .unknown], says: "QA-2160, QA-2101, which no 'QA Sign-off' for v1.50.3 links"),
        Defect(
            "Xray answered with errors", .replaceMatches(execution, #"^\{"#, with: #"{"errors": [{"message": "x"}],"#),
            turns: ["pre.qa": .error], says: "the answer holds errors"),
        Defect(
            "Jira answered with an error", .write(signOff, #"{"errorMessages":["Issue does not exist"],"errors":{}}"#),
            turns: ["pre.qa": .error], says: "Jira answered with an error: Issue does not exist"),
    ]
}

extension Variation {
    static let qa: [Variation] = [
        Variation("the answer holds the plan's own list", plan(planned)),
        Variation(
            "the times have another offset, without a colon",
            .replaceMatches(execution, #"Z","#, with: #"+0000","#), .replace(signOff, "+0000", with: "+00:00")),
        Variation(
            "the exports have CRLF and a byte order mark", .crlf(signOff), .byteOrderMark(signOff), .crlf(execution)),
        Variation(
            "a test failed at first, and passed later",
            .replaceMatches(
                execution, #""results": \[\s*\{\s*"id": "[^"]+","#,
                with:
                    #""results": [{"status": {"name": "FAILED"}, "finishedOn": "2026-01-01T00:00:00Z", "test": {"jira": {"key": "QA-2201"}}}, {"id": "1","#
            ), .replace(execution, #""total": 12"#, with: #""total": 13"#)),
    ]
}
