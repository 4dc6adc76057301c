package import Model

/// The evidence was produced by the command that the checklist names.
package struct CommandRan: Rule {
    package static let kind = "command-ran"
    package static let summary =
        "A run record or sidecar of the evidence states the command that produced it, and it is the demanded one."
    package static let parameters = [
        Parameter(
            "command", .text, required: true,
            "words that must stand in one command of the line, in this order; other options may stand between")
    ]
    package static let example = "command-ran: {command: scripts/audit-dependencies.mjs --ci}"
    package static let reads: Set<FactKind> = []

    private let command: String

    package init(_ reader: inout MappingReader) { command = reader.requiredString("command") ?? "" }

    /// Nothing is tallied: the command stands beside the evidence, not in it.
    package struct Nothing: Tally {
        package mutating func take(_ fact: Fact) {}
        package mutating func merge(_ later: Nothing) {}
    }

    package func tally(path: String) -> Nothing { Nothing() }

    package func findings(_ tally: Nothing, in context: CheckContext) -> [Finding] {
        let wanted = words(command)
        let stated = context.evidence.compactMap { file in file.subject.command.map { (file, $0) } }
        if !wanted.isEmpty, let (file, line) = stated.first(where: { contains(words($0.1), wanted) }) {
            return [
                Finding(
                    .pass, "made by `\(line)` (\(file.provenance.rawValue))", observed: line, limit: command,
                    at: Place(file.path))
            ]
        }
        guard let (file, line) = stated.first else {
            return [
                Finding(
                    .unknown, "nothing states which command produced the evidence", limit: command,
                    at: context.evidence.first.map { Place($0.path) },
                    next:
                        "put `command: \(command)` into \(context.evidence.first?.path ?? "the file").meta.yml after running it"
                )
            ]
        }
        return [
            Finding(
                .unknown, "made by another command", observed: line, limit: command, at: Place(file.path), next: command
            )
        ]
    }

    private func words(_ text: String) -> [Substring] {
        text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" })
    }

    /// Whether one command of the line has all wanted words in their order.
    private func contains(_ line: [Substring], _ wanted: [Substring]) -> Bool {
        line.split(whereSeparator: { [";", "&&", "||", "|", "&"].contains($0) }).contains { command in
            var missing = wanted[...]
            for word in command where word == missing.first { missing = missing.dropFirst() }
            return missing.isEmpty
        }
    }
}
