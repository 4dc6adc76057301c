internal import Model
internal import Streams

/// SARIF 2.1.0, the report of linters and scanners: results with their effective level, suppressed ones left out.
///
/// Results of rules with a `security-severity` are advisories too, so that an audit can be judged by them.
struct SARIF: EvidenceFormat {
    let id = "sarif"
    let title = "SARIF 2.1.0 report"
    let producedBy = [
        "ruff check --output-format sarif --output-file lint.sarif", "codeql database analyze --format=sarif-latest",
    ]
    let facts: [FactKind] = [.lintMessage, .lintRun, .advisory, .auditTotals, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let runs = json["runs"], runs.isArray else { return nil }
        if json["version"]?.string?.utf8.starts(with: "2.1.".utf8) ?? false {
            return Recognition(dialect: id, because: "`version` is 2.1 and there are `runs`")
        }
        if json["$schema"]?.string?.lowercased().split(separator: "/").contains(where: { $0.contains("sarif") })
            ?? false
        {
            return Recognition(dialect: id, because: "`$schema` is that of SARIF")
        }
        guard runs.first?["tool"]?.has("driver") ?? false else { return nil }
        return Recognition(dialect: id, because: "`runs` with `tool.driver`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var reading = Reading()
        var runs = 0
        var isSecurity = false
        var commits: Set<String> = []
        try json.object { key in
            switch key {
            case "version":
                let version = try json.string()
                guard version.utf8.starts(with: "2.1.".utf8) else {
                    throw StreamProblem(
                        id: "sarif.version", message: "SARIF \(version) is not read, only 2.1.0",
                        advice: "Have the tool write SARIF 2.1.0.", line: 1)
                }
            case "runs":
                try json.array { _ in
                    var run = SARIFRun(json)
                    try run.read(emit)
                    runs += 1
                    isSecurity = isSecurity || run.rules.isSecurity
                    commits.formUnion(run.commits)
                    reading.producedAt = [reading.producedAt, run.endedAt].compactMap { $0 }.max()
                }
            default: break
            }
        }
        try json.end()
        guard runs > 0 else {
            throw StreamProblem(
                id: "sarif.no-run", message: "the report holds no run: nothing was looked at",
                advice: "Run the tool again and collect its whole report.", line: 1)
        }
        if isSecurity { try emit(.auditTotals(AuditTotals(declared: nil, dependencies: nil, line: 1))) }
        if commits.count == 1 { reading.subject.commit = commits.first }
        return reading
    }
}
