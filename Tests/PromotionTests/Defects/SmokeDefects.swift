import Model

private let report = "evidence/post.smoke/smoke.xml"
private let sidecar = "\(report).meta.yml"

/// The case of that name, ended, with another body.
private func edited(_ name: String, _ body: String) -> Edit {
    .replaceMatches(
        report, #"name="\#(name)" time="[0-9.]+" />"#, with: #"name="\#(name)">\#(body)</testcase>"#)
}

extension Defect {
    /// What can be wrong with the smoke tests after the deployment.
    static let smoke: [Defect] = [
        Defect(
            "a flow failed", edited("test_mfa_challenge", #"<failure message="no challenge came"/>"#),
            turns: ["post.smoke": .fail], says: "'mfa challenge': ", "no challenge came"),
        Defect(
            "a flow failed and passed when it was run again, as another case",
            .replace(
                report, "<testcase classname=\"tests.smoke.test_flows\" name=\"test_auth_login\"",
                with:
                    "<testcase classname=\"tests.smoke.test_flows\" name=\"test_auth_login\"><error message=\"timed out\"/></testcase><testcase classname=\"tests.smoke.test_flows\" name=\"test_auth_login\""
            ),
            turns: ["post.smoke": .fail], says: "'auth login': ", "timed out"),
        Defect(
            "a flow was skipped", edited("test_token_refresh", #"<skipped message="no account"/>"#),
            turns: ["post.smoke": .fail], says: "1 test of 4 were skipped"),
        Defect(
            "a flow passed only when it was run again",
            edited("test_token_refresh", #"<flakyFailure message="first try"/>"#), turns: ["post.smoke": .warn],
            says: "'token refresh' passed only when run again"),
        Defect(
            "a flow has no test", .replace(report, "test_profile_retrieval", with: "test_profile_page_title"),
            turns: ["post.smoke": .unknown], says: "no test case is about 'profile retrieval'", ">= 1 passed"),
        Defect(
            "a flow is tested only where it is refused",
            .replace(report, "test_auth_login", with: "test_auth_login_refused_without_password"),
            turns: ["post.smoke": .unknown], says: "'auth login' is tested only where it is refused"),
        Defect(
            "the suite tested the SDK before this one",
            .replace(report, #"name="sdk.version" value="1.50.3""#, with: #"name="sdk.version" value="1.50.2""#),
            turns: ["post.smoke": .unknown], says: "'auth login' was tested with sdk.version 1.50.2", "1.50.3"),
        Defect(
            "nothing states which SDK was tested", .replace(report, #"name="sdk.version""#, with: #"name="version""#),
            turns: ["post.smoke": .unknown], says: "passed where nothing states sdk.version"),
        Defect(
            "a flow passed only in another suite, of an SDK that nobody states",
            .replaceMatches(
                report,
                #"<testcase classname="tests.smoke.test_flows" name="test_profile_retrieval" [^>]*></testsuite>"#,
                with:
                    #"</testsuite><testsuite name="contract"><testcase classname="c" name="test_profile_retrieval"/></testsuite>"#
            ),
            turns: ["post.smoke": .unknown], says: "'profile retrieval' passed where nothing states sdk.version"),
        Defect(
            "staging was tested", .replace(sidecar, "environment: production", with: "environment: staging"),
            turns: ["post.smoke": .unknown], says: "the evidence is about another environment: staging"),
        Defect(
            "nobody states what was tested", .replace(sidecar, "environment: production\n", with: ""),
            turns: ["post.smoke": .unknown], says: "nothing states which environment the evidence is about"),
        Defect(
            "another commit was tested, as the report says",
            .replaceMatches(
                report, #"name="commit" value="[0-9a-f]{40}""#,
                with: #"name="commit" value="\#(String(repeating: "0", count: 40))""#),
            turns: ["post.smoke": .unknown], says: "two commits are stated: 000"),
        Defect(
            "the tests ran before the deployment",
            .replaceMatches(sidecar, "collected_at: .*", with: "collected_at: 2026-11-24T13:36:00Z"),
            turns: ["post.smoke": .unknown], says: "deploy.workflow"),
        Defect(
            "the report is of tomorrow",
            .replaceMatches(report, #"timestamp="[^"]*""#, with: #"timestamp="2099-01-01T00:00:00+00:00""#),
            .replaceMatches(sidecar, "collected_at: .*", with: "collected_at: 2099-01-01T00:00:00Z"),
            turns: ["post.smoke": .unknown], says: "the evidence comes from the future"),
        Defect(
            "the report is cut off", .transform(report) { Array($0.prefix($0.count - 40)) },
            turns: ["post.smoke": .error], says: report),
        Defect(
            "the report is a login page", .write(report, "<!DOCTYPE html><html><title>Sign in</title></html>"),
            turns: ["post.smoke": .unknown], says: "it is an HTML page"),
    ]
}

extension Variation {
    static let smoke: [Variation] = [
        Variation(
            "the smoke report has CR LF and a byte order mark", .byteOrderMark(report),
            .replace(report, "<testcase", with: "\r\n<testcase")),
        Variation(
            "the cases are named as in JavaScript", .replace(report, "test_auth_login", with: "authLogin works"),
            .replace(report, "test_mfa_challenge", with: "MFAChallenge is answered"),
            .replace(report, "test_profile_retrieval", with: "retrieval of the profile")),
        Variation(
            "the SDK's version is written as text, of the suite around",
            .replace(report, #"<property name="sdk.version" value="1.50.3" />"#, with: ""),
            .replace(
                report, #"<testsuites name="pytest tests">"#,
                with:
                    #"<testsuites name="pytest tests"><properties><property name="sdk.version">1.50.3</property></properties>"#
            )),
        Variation(
            "a refusal is tested too",
            .replace(
                report, #"</testsuite>"#,
                with: #"<testcase classname="t" name="test_auth_login_refused_without_password"/></testsuite>"#)),
    ]
}
