import Model
import Rules
import TestKit
import Testing

/// One evidence file as the engine would hand it to a rule: its facts, digest, time and command.
struct JudgedFile {
    var path: String
    var facts: [Fact]
    var sha256 = ""
    var format: String?
    var collected: Instant?
    var command: String?
    var exitStatus: Int?

    init(_ path: String, _ facts: Fact...) {
        self.path = "evidence/\(path)"
        self.facts = facts
    }

    func by(_ command: String, exit: Int? = nil) -> JudgedFile {
        var file = self
        (file.command, file.exitStatus) = (command, exit)
        return file
    }

    func at(_ collected: Instant) -> JudgedFile {
        var file = self
        file.collected = collected
        return file
    }

    func of(_ sha256: String) -> JudgedFile {
        var file = self
        file.sha256 = sha256
        return file
    }

    var evidence: EvidenceFile {
        var file = EvidenceFile(path: path, sha256: sha256, bytes: 1, format: format, state: .present)
        (file.collected, file.subject.command, file.subject.exitStatus) = (collected, command, exitStatus)
        return file
    }
}

/// Judges files that have paths, digests, times and commands.
func judge(
    _ kind: String, _ parameters: KeyValuePairs<String, [String]>, _ files: [JudgedFile], at: Instant = now,
    after: Occurrence? = nil, release: Release = .sample()
) throws -> RuleOutcome {
    let (rule, problems) = RuleCatalog.rule(kind: kind, parameters: .mapping(parameters), at: Place("rules.yml"))
    let bound = try #require(rule, "\(problems)")
    func run(_ rule: some Rule) -> RuleOutcome {
        let tallies = files.map { file -> any Tally in
            var tally = rule.tally(path: file.path)
            for fact in file.facts { tally.take(fact) }
            return tally
        }
        let context = CheckContext(release: release, at: at, evidence: files.map(\.evidence), after: after)
        return rule.judge(tallies, in: context)
    }
    return run(bound)
}

func judge(_ kind: String, _ files: [JudgedFile], release: Release = .sample()) throws -> RuleOutcome {
    try judge(kind, [:], files, release: release)
}

extension Instant {
    /// `now` moved by minutes.
    static func minutes(_ minutes: Int64) -> Instant { Instant(milliseconds: now.milliseconds + minutes * 60_000) }
}
