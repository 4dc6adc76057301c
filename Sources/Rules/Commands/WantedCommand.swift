internal import Model

/// The command that a rule demands, and the exit statuses that it may end with.
struct WantedCommand: Sendable {
    /// Empty when any command will do.
    let words: [String]
    /// As rules.yml has them.
    let text: String
    let statuses: [Int]
    /// Whether the rules name the statuses; else only 0 is one.
    let namesStatuses: Bool

    /// Takes `command` and `exit` out of the parameters.
    init(_ reader: inout MappingReader, requiresCommand: Bool) {
        text = (requiresCommand ? reader.requiredString("command") : reader.string("command")) ?? ""
        let commands = ShellLine(text).commands
        words = commands.first?.words ?? []
        if !text.isEmpty, commands.count != 1 {
            reader.report(
                "wrong-value", "'command' must be one command", at: reader.place(of: "command"),
                "Write one check for each command.")
        }
        let stated = reader.strings("exit")
        namesStatuses = stated != nil
        let numbers = (stated ?? ["0"]).flatMap { $0.split(whereSeparator: { $0 == "," || $0 == " " }) }
        statuses = numbers.compactMap { Int($0) }.filter { (0...255).contains($0) }
        if statuses.count != numbers.count || statuses.isEmpty {
            reader.report(
                "wrong-value", "'exit' must be one or more exit statuses from 0 to 255", at: reader.place(of: "exit"),
                "Write `exit: 0` or `exit: [0, 1]`.")
        }
    }

    /// What a finding says of an exit status that counts.
    var limit: String { "exit status \(statuses.map(String.init).joined(separator: " or "))" }

    /// Whether the line runs the command.
    func isRun(by line: String) -> Bool { words.isEmpty || !ShellLine(line).indices(running: words).isEmpty }

    /// What is wrong with the exit status of a line that runs the command, if it is known.
    func objection(to status: Int, of line: String, at place: Place) -> Finding? {
        guard statuses.contains(status) else {
            return Finding(
                .fail, "`\(line)` ended with exit status \(status)", observed: "exit status \(status)", limit: limit,
                at: place)
        }
        let shell = ShellLine(line)
        guard words.isEmpty || shell.indices(running: words).contains(where: { shell.decides($0, status) }) else {
            return Finding(
                .unknown, "exit status \(status) is that of a whole line, whatever `\(text)` in it ended with",
                observed: line, limit: "the command alone", at: place, next: "record `\(text)` alone")
        }
        return nil
    }
}
