package import Model

/// The digest of the saved plan is known, and every file that states it agrees.
package struct PlanRecorded: Rule {
    package static let kind = "plan-recorded"
    package static let summary =
        "The SHA-256 of the saved plan is stated by its run record, a list of checksums or the file itself, the same by all; the recorded command succeeded."
    package static let parameters: [Parameter] = []
    package static let example = "plan-recorded: {}"
    package static let reads: Set<FactKind> = [.commandRun, .checksum]

    package init(_ reader: inout MappingReader) {}

    /// Who states the digest.
    package struct Digests: Tally {
        private let path: String
        private(set) var digests = PlanDigests()
        package var isCut: Bool { digests.isCut }

        init(path: String) { self.path = path }

        package mutating func take(_ fact: Fact) { digests.take(fact, path: path) }
        package mutating func merge(_ later: Digests) { digests.merge(later.digests) }
    }

    package func tally(path: String) -> Digests { Digests(path: path) }

    package func findings(_ tally: Digests, in context: CheckContext) -> [Finding] {
        let name = PlanDigests.name(in: context)
        let (source, objection) = tally.digests.planned(in: context)
        var findings = objection.map { [$0] } ?? []
        for (run, path) in tally.digests.runs where run.subjects.contains(where: { lastComponent($0.name) == name }) {
            // With -detailed-exitcode, 2 says that there are changes.
            let line = run.commandLine
            let isExpected = run.exitStatus == 0 || run.exitStatus == 2 && line.contains("-detailed-exitcode")
            guard !isExpected else { continue }
            findings.append(
                Finding(
                    .fail, "`\(line)` ended with exit status \(run.exitStatus)",
                    observed: "\(run.exitStatus)", limit: "0", at: Place(path, line: run.line)))
        }
        if findings.isEmpty, let source {
            findings.append(
                Finding(
                    .pass, "\(name) is sha256:\(source.sha256)", observed: source.sha256, limit: "one digest",
                    at: source.place))
        }
        return findings
    }

    package func values(_ tally: Digests, in context: CheckContext) -> [RunbookValue] {
        tally.digests.planned(in: context).source.map { [RunbookValue("plan.sha256", $0.sha256, at: $0.place)] } ?? []
    }
}
