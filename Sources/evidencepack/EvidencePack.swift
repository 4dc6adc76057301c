import ArgumentParser
import Glibc
import Model

/// The command line: what was typed becomes one call of a room below, and one exit code.
@main
struct EvidencePack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidencepack",
        abstract:
            "Decides an environment promotion checklist from real evidence, and renders the evidence pack.",
        discussion: """
            Start with `evidencepack init my-release`, put what your pipeline produces under my-release/evidence/, then run
            `evidencepack build my-release --out out` and open out/<version>/index.html.

            Exit codes: 0 done or gate open; gate closed by 1 a fail or reject, 2 unknown evidence, 3 missing sign-offs;
            4 integrity; 5 evaluation error; 64 usage; 65 configuration invalid; 66 input missing; 70 internal; 74 cannot write.
            """,
        version: Tool.version,
        subcommands: [
            Init.self, Lint.self, Identify.self, Record.self, Build.self, Sign.self, Gate.self, Explain.self,
            Verify.self, Diff.self, Checks.self, Schema.self, TemplateFiles.self, Manual.self,
        ])

    /// Help and errors of the argument parser go the way of everything else, and so do errors that nothing caught.
    static func main() async {
        Surroundings.openStandardStreams()
        refuseUnknownCommand(CommandLine.arguments.dropFirst().first ?? "--help")
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let (code, text) = (exitCode(for: error), fullMessage(for: error))
            if code == .success, !text.isEmpty { Terminal.put(text + "\n") }
            if code != .success {
                for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !text.isEmpty {
                    Terminal.warn("\(line)")
                }
            }
            Glibc.exit(code.rawValue)
        }
    }
}

extension EvidencePack {
    /// What is mistyped gets a suggestion, which the parser gives for options alone.
    private static func refuseUnknownCommand(_ word: String) {
        let names = configuration.subcommands.map { $0._commandName } + ["help"]
        guard !word.hasPrefix("-"), !names.contains(word) else { return }
        let near = nearest(word, among: names).map { " Did you mean '\($0)'?" } ?? ""
        Terminal.warn("there is no command '\(word)'.\(near) `evidencepack --help` lists them.")
        exit(withError: ExitStatus.usage.code)
    }
}

/// What the tool says of itself in packs and on `--version`.
enum Tool {
    static let version = "0.3.0"
}
