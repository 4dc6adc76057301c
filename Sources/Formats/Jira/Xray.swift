package import Model
package import Streams

/// Results of a test execution of Xray, or the tests of a test plan: import document, GraphQL answer, Server list (FORMATS-OPS.md §2.4).
package struct Xray: EvidenceFormat {
    package let id = "xray"
    package let title = "Xray test execution or test plan, as JSON"
    package let producedBy = [
        "GET /rest/raven/1.0/api/testexec/QA-900/test?detailed=true",
        "GET /rest/raven/1.0/api/testplan/QA-800/test",
        "GraphQL getTestExecution { jira testPlans { results { jira tests } } testRuns { total results } }",
        "GraphQL getTestPlan { jira tests { total results { jira } } }",
    ]
    package let facts: [FactKind] = [.execution, .gap]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if let test = json["tests"]?.first, test.has("testKey"), test.has("status") {
            return Recognition(dialect: "xray/import", because: "`tests` have a `testKey` and a `status`")
        }
        if let execution = json["data"]?["getTestExecution"], execution.has("testRuns") {
            return Recognition(dialect: "xray/graphql", because: "`getTestExecution` has `testRuns`")
        }
        if let plan = json["data"]?["getTestPlan"], plan.has("tests") {
            return Recognition(dialect: "xray/graphql-plan", because: "`getTestPlan` has `tests`")
        }
        if let test = json.first, test.has("key"), test.has("rank"), test.has("status") {
            return Recognition(dialect: "xray/server", because: "the elements have a `key`, a `rank` and a `status`")
        }
        if let test = json.first, test.has("key"), test.has("latestStatus") {
            return Recognition(dialect: "xray/server-plan", because: "the elements have a `key` and a `latestStatus`")
        }
        return nil
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = XrayScan(JSONReader(source))
        switch dialect {
        case "xray/import": try scan.imported(emit)
        case "xray/graphql", "xray/graphql-plan": try scan.answer(emit)
        case "xray/server-plan": try scan.plannedList(emit)
        default: try scan.list(emit)
        }
        return Reading(
            notes: dialect == "xray/import"
                ? ["these results were written to be imported; Jira may hold others"] : [])
    }
}
