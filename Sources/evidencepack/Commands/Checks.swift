import ArgumentParser
import Promotion

/// The reference of check kinds.
struct Checks: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the check kinds, or describe one of them.")

    @Argument(help: "A kind, e.g. series-within.")
    var kind: String?

    func run() throws {
        let kinds = Reference.kinds.filter { kind == nil || $0.name == kind }
        guard !kinds.isEmpty else {
            Terminal.warn(
                "there is no check kind '\(Terminal.inert(kind ?? ""))'; `evidencepack checks` lists them")
            throw ExitStatus.usage.code
        }
        for entry in kinds {
            Terminal.say("\(entry.name)\n    \(entry.summary)")
            guard kind != nil else { continue }
            Terminal.say("\n    - \(entry.example)\n")
            for parameter in entry.parameters { Terminal.say("    \(parameter)") }
            Terminal.say(
                "\n    Any check takes: id, files (globs below evidence/), max_age, about (commit, tag, environment, train), after (an item's id), gate: false, from."
            )
        }
    }
}
