import Model
import Rules
import TestKit
import Testing

let now = Instant(milliseconds: 1_795_000_000_000)

/// Judges facts of files, in order, by a rule of the given kind.
func judge(
    _ kind: String, _ parameters: KeyValuePairs<String, [String]>, _ files: [[Fact]],
    commit: String = String(repeating: "a", count: 40), release: Release? = nil, evidence: [EvidenceFile] = [],
    after: Occurrence? = nil
) throws -> [Finding] {
    let (rule, problems) = RuleCatalog.rule(kind: kind, parameters: .mapping(parameters), at: Place("rules.yml"))
    let bound = try #require(rule, "\(problems)")
    func run(_ rule: some Rule) -> [Finding] {
        let tallies = files.enumerated().map { index, facts -> any Tally in
            var tally = rule.tally(path: "f\(index)")
            for fact in facts { tally.take(fact) }
            return tally
        }
        let context = CheckContext(
            release: release ?? .sample(commit: commit), at: now, evidence: evidence, after: after)
        return rule.judge(tallies, in: context).findings
    }
    return run(bound)
}

/// A file of the evidence, `f0` for the first, with what is known beside its facts.
func evidenceFile(_ path: String = "f0", _ edit: (inout EvidenceFile) -> Void) -> EvidenceFile {
    var file = EvidenceFile(path: path, sha256: "", bytes: 1, format: nil, state: .present)
    edit(&file)
    return file
}

func verdict(_ findings: [Finding]) -> Verdict { Judgement.worst(of: findings.map(\.verdict)).verdict }

func said(_ findings: [Finding]) -> String { findings.map(\.message).joined(separator: "\n") }
