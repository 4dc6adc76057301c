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
                "there is no check kind '\(kind ?? "")'; `evidencepack checks` lists them")
            throw ExitStatus.usage.code
        }
        for entry in kinds {
            Terminal.say("\(entry.name, .strong)")
            Terminal.say("    \(entry.summary)")
            guard kind != nil else { continue }
            Terminal.say()
            Terminal.say("    - \(entry.example)")
            Terminal.say()
            for parameter in entry.parameters { Terminal.say("    \(parameter)") }
            Terminal.say()
            Terminal.say(
                "    Any check takes: id, files (globs below evidence/), max_age, about (commit, tag, environment, train), after (an item's id), gate: false, from."
            )
        }
    }
}
