internal import Model
internal import Streams

/// One run of a SARIF report. What its results mean depends on its rules, which may follow them; those are kept until then.
struct SARIFRun {
    /// How many results may stand before the rules that they refer to.
    private static let mostKept = 100_000

    private let json: JSONReader
    private let line: Int
    private(set) var rules = SARIFRules()
    private(set) var commits: Set<String> = []
    private(set) var endedAt: Instant?
    private var run: LintRun
    private var kept: [SARIFResult] = []
    private var artifacts = 0
    private var saysNothingOf = true
    private var gaps: [EvidenceGap] = []

    init(_ json: JSONReader) {
        self.json = json
        line = json.line
        run = LintRun(tool: "", line: json.line)
    }

    mutating func read(_ emit: (Fact) throws -> Void) throws {
        var hasTool = false
        try json.object { key in
            switch key {
            case "tool":
                hasTool = true
                try rules.read(json)
            case "results" where try json.kind() == .array:
                saysNothingOf = false
                try json.array { _ in
                    let result = try SARIFResult(json)
                    if hasTool { return try tell(result, emit) }
                    guard kept.count < Self.mostKept else {
                        throw StreamProblem(
                            id: "limit.results", message: "more than \(Self.mostKept) results stand before their rules",
                            advice: "Have the tool write `tool` before `results`.", line: line)
                    }
                    kept.append(result)
                }
            case "artifacts" where try json.kind() == .array: try json.array { _ in artifacts += 1 }
            case "invocations" where try json.kind() == .array: try json.array { _ in try invocation() }
            case "versionControlProvenance" where try json.kind() == .array:
                for place in try json.value().elements ?? [] {
                    if let commit = place["revisionId"]?.string, commit.isCommit { commits.insert(commit) }
                }
            case "externalPropertyFileReferences":
                if try json.value()["results"] != nil { note("its results are kept in other files", line) }
            default: break
            }
        }
        guard hasTool else { throw StreamProblem.missingField("tool", of: "a run", line: line) }
        for result in kept { try tell(result, emit) }
        kept = []
        if saysNothingOf { note("a run of \(rules.tool) has no `results`: it looked at nothing", line) }
        (run.tool, run.rules) = (rules.tool, rules.count)
        run.files = artifacts > 0 ? artifacts : nil
        try emit(.lintRun(run))
        for gap in gaps { try emit(.gap(gap)) }
    }

    private mutating func note(_ reason: String, _ line: Int) { gaps.append(EvidenceGap(reason: reason, line: line)) }

    private mutating func tell(_ result: SARIFResult, _ emit: (Fact) throws -> Void) throws {
        if result.isSuppressed {
            run.suppressed += 1
            return
        }
        let rule = rules.rule(of: result)
        guard let level = result.level(by: rule) else { return }
        let id = result.ruleID ?? rule?.id ?? ""
        try emit(
            .lintMessage(
                LintMessage(level: level, rule: id, location: result.location, text: result.text, line: result.line)))
        guard let severity = rule?.severity else { return }
        try emit(
            .advisory(
                Advisory(
                    id: id, package: result.location, version: nil, severity: Severity(id: id, severity: severity),
                    title: result.text, line: result.line, pointer: result.pointer)))
    }

    /// What the tool says about how it ran.
    private mutating func invocation() throws {
        let line = json.line
        try json.object { key in
            switch key {
            case "executionSuccessful":
                if try !json.bool() { note("the tool says that it did not run successfully", line) }
            case "endTimeUtc":
                let time = try json.optionalString().flatMap(Instant.init(rfc3339:))
                endedAt = [endedAt, time].compactMap { $0 }.max()
            case "toolExecutionNotifications", "toolConfigurationNotifications":
                for notice in try json.value().elements ?? [] where notice["level"]?.string == "error" {
                    note("the tool reports: \(notice["message"]?["text"]?.string ?? "an error")", line)
                }
            case "ruleConfigurationOverrides":
                for override in try json.value().elements ?? []
                where override["configuration"]?["level"]?.string == "error" {
                    note("the levels of rules are overridden, which is not read", line)
                }
            default: break
            }
        }
    }
}

extension Severity {
    /// An advisory's severity where its id does not decide it.
    fileprivate init(id: String, severity: Severity) {
        let byID = Severity(id: id, word: nil)
        self = byID == .unknown ? severity : byID
    }
}
