import ArgumentParser
import Glibc
import Model
import Promotion

/// Runs a command, and keeps what it printed with a statement about the run.
struct Record: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a command and keep its output, exit status, times, commit and digests as evidence.",
        usage: "evidencepack record -o FILE [--product FILE]... [--environment E] [--by ID] -- COMMAND [ARG]...",
        discussion: """
            FILE receives what COMMAND prints; beside it NAME.run.json, an in-toto statement, says how it came to be:
            `-o plan.txt` gives plan.txt and plan.run.json. No shell reads the command; use `-- sh -c '…'` for one.
            Its words are recorded as they are, so give secrets by the environment or a file.

            The exit status is that of COMMAND (128 and the number of the signal that ended it), else 126 or 127 when it
            cannot be run or found, 66 when a product is missing, 74 when FILE cannot be written, 130 or 143 when interrupted.
            """)

    @Option(
        name: [.short, .customLong("output")], help: "The file that receives standard output.", completion: .file())
    var output: String

    @Option(help: "A file that the command leaves or works on; its digest is recorded too.", completion: .file())
    var product: [String] = []

    @Option(help: "The environment that the command looked at or changed, e.g. production.")
    var environment: String?

    @Option(help: "Id of the person of release.yml who runs it.")
    var by: String?

    @Flag(help: "Capture standard error too, in the order of printing.")
    var stderr = false

    @Flag(help: "Also show what is captured.")
    var tee = false

    @Argument(parsing: .postTerminator, help: "The command, after `--`.")
    var command: [String] = []

    func validate() throws {
        guard command.first?.isEmpty == false else {
            throw ValidationError("The command is missing; write it after `--`.")
        }
        // Words that are not UTF-8 were altered when they were read: another command would be run.
        guard !command.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }) else {
            throw ValidationError("A word of the command is not UTF-8.")
        }
        guard environment?.isEmpty != true, by?.isEmpty != true else {
            throw ValidationError("--environment and --by need a value.")
        }
    }

    func run() async throws {
        var recording = Recording(argv: command, output: output)
        recording.products = product
        (recording.environment, recording.by) = (environment, by)
        (recording.takesErrors, recording.isShown) = (stderr, tee)
        let outcome = try await Evaluation.reporting { [recording] in
            try await recording.run(in: Record.surroundings)
        }
        if let problem = outcome.problem { Terminal.warn(problem) }
        throw ExitCode(outcome.status)
    }

    private static var surroundings: Recording.Surroundings {
        var buffer = [CChar](repeating: 0, count: 4_097)
        let folder = getcwd(&buffer, buffer.count - 1).map { String(cString: $0) } ?? "."
        let host = gethostname(&buffer, buffer.count - 1) == 0 ? String(cString: &buffer) : ""
        return Recording.Surroundings(workingDirectory: folder, host: host) { Evaluation.now }
    }
}
