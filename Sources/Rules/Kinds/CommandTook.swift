package import Model

/// A command that was run, and recorded, ended well within a time.
package struct CommandTook: Rule {
    package static let kind = "command-took"
    package static let summary =
        "The newest recorded run (of a command) ended well, and took as long as the limit allows."
    package static let parameters = [
        Parameter("command", .text, "words of the command, in their order; any recorded command counts unless given"),
        Parameter("limit", .limit, required: true, "how long it may take, e.g. `< 60min`"),
        Parameter("exit", .numbers, "exit statuses that count; 0 unless given"),
    ]
    package static let example = "command-took: {command: scripts/restore-drill.sh, limit: \"< 60min\"}"
    package static let reads: Set<FactKind> = [.commandRun]

    private let wanted: WantedCommand
    private let limit: Limit?

    package init(_ reader: inout MappingReader) {
        wanted = WantedCommand(&reader, requiresCommand: false)
        _ = reader.required("limit")
        limit = reader.limit("limit")
        if let limit, limit.quantity.unit.dimension != .time {
            reader.report(
                "wrong-value", "'limit' must be a length of time", at: reader.place(of: "limit"), "Write `< 60min`.")
        }
    }

    /// The newest runs of the command: several where they ended at one time.
    package struct Newest: Tally {
        let path: String
        let wanted: WantedCommand
        private(set) var runs: [(path: String, run: CommandRun)] = []
        private(set) var others = 0

        init(path: String, wanted: WantedCommand) {
            self.path = path
            self.wanted = wanted
        }

        package mutating func take(_ fact: Fact) {
            guard case .commandRun(let run) = fact else { return }
            guard wanted.isRun(by: run.commandLine) else { return others += 1 }
            add([(path, run)])
        }

        package mutating func merge(_ later: Newest) {
            others += later.others
            add(later.runs)
        }

        private mutating func add(_ more: [(path: String, run: CommandRun)]) {
            let newest = (runs + more).map(\.run.endedAt).max()
            runs = (runs + more).filter { $0.run.endedAt == newest }
        }
    }

    package func tally(path: String) -> Newest { Newest(path: path, wanted: wanted) }

    package func findings(_ tally: Newest, in context: CheckContext) -> [Finding] {
        guard let limit else { return [] }
        guard !tally.runs.isEmpty else {
            let name = wanted.text.isEmpty ? "no run is recorded" : "no run of `\(wanted.text)` is recorded"
            return [
                Finding(
                    .unknown, name,
                    observed: tally.others == 0
                        ? "no run" : counted(tally.others, "run of other commands", "runs of other commands"),
                    limit: "\(limit)", at: context.evidence.first.map { Place($0.path) })
            ]
        }
        return tally.runs.map { path, run in
            let place = Place(path, line: run.line)
            if let objection = wanted.objection(to: run.exitStatus, of: run.commandLine, at: place) { return objection }
            let milliseconds = run.endedAt.since(run.startedAt)
            let took = spelledDuration(milliseconds: milliseconds)
            let holds = limit.holds(for: Quantity(ExactDecimal(Int(milliseconds)), .milliseconds))
            return Finding(
                holds == true ? .pass : (holds == false ? .fail : .error), "`\(run.commandLine)` took \(took)",
                observed: took, limit: "\(limit)", at: place)
        }
    }
}
