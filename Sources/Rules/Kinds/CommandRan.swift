package import Model

/// The evidence was produced by the command that the checklist names, and the command did not fail.
package struct CommandRan: Rule {
    package static let kind = "command-ran"
    package static let summary =
        "A run record or sidecar of the evidence states the command that produced it; it is the demanded one, and as far as recorded it ended well."
    package static let parameters = [
        Parameter(
            "command", .text, required: true,
            "words that must stand in one command of the line, in this order; other options may stand between"),
        Parameter(
            "exit", .numbers,
            "exit statuses that count, e.g. [0, 1]; where they are given, a sidecar alone, which states none, is not enough. 0 for recorded commands, unless given"
        ),
        Parameter("recorded", .flag, "true: only a run record counts, a sidecar alone does not"),
    ]
    package static let example =
        "command-ran: {command: scripts/audit-dependencies.mjs --ci, exit: [0, 1], recorded: true}"
    package static let reads: Set<FactKind> = []

    private let wanted: WantedCommand
    private let mustBeRecorded: Bool

    package init(_ reader: inout MappingReader) {
        wanted = WantedCommand(&reader, requiresCommand: true)
        mustBeRecorded = (reader.bool("recorded") ?? false) || wanted.namesStatuses
    }

    /// Nothing is tallied: the command stands beside the evidence, not in it.
    package struct Nothing: Tally {
        package mutating func take(_ fact: Fact) {}
        package mutating func merge(_ later: Nothing) {}
    }

    package func tally(path: String) -> Nothing { Nothing() }

    package func findings(_ tally: Nothing, in context: CheckContext) -> [Finding] {
        let stated = context.evidence.compactMap { file in file.subject.command.map { (file: file, line: $0) } }
        let path = (stated.first?.file ?? context.evidence.first)?.path ?? "evidence/…"
        let next = "evidencepack record -o \(path) -- \(wanted.text)"
        guard let other = stated.first else {
            return [
                Finding(
                    .unknown, "nothing states which command produced the evidence", observed: "no command",
                    limit: wanted.text, at: Place(path), next: next)
            ]
        }
        let matching = stated.filter { wanted.isRun(by: $0.line) }
        guard !matching.isEmpty else {
            return [
                Finding(
                    .unknown, "made by another command", observed: other.line, limit: wanted.text, at: Place(path),
                    next: next)
            ]
        }
        let counting = matching.filter { $0.file.provenance == .recorded || !mustBeRecorded }
        guard let first = counting.first else {
            return [
                Finding(
                    .unknown, "a sidecar declares the command, and no record of the run proves it",
                    observed: "declared", limit: "a run record with \(wanted.limit)", at: Place(matching[0].file.path),
                    next: "evidencepack record -o \(matching[0].file.path) -- \(wanted.text)")
            ]
        }
        var objections: [Finding] = []
        for (file, line) in counting {
            guard let status = file.subject.exitStatus else { continue }
            if let found = wanted.objection(to: status, of: line, at: Place(file.path)) { objections.append(found) }
        }
        guard objections.isEmpty else { return objections }
        let (file, line) = counting.first { $0.file.subject.exitStatus != nil } ?? first
        let end = file.subject.exitStatus.map { ", exit status \($0)" } ?? ""
        return [
            Finding(
                .pass, "made by `\(line)` (\(file.provenance.rawValue)\(end))", observed: line, limit: wanted.text,
                at: Place(file.path))
        ]
    }
}
