import ArgumentParser
import Model
import Promotion
import Reports

/// Decides one gate, says so by the exit code, and lets a command through only when the gate is open.
struct Gate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decide one gate; exits 0 only when it is open, and only then runs the command.",
        usage: "evidencepack gate RELEASE --before GATE [--plan FILE] [--json] [-- COMMAND [ARG]...]",
        discussion: """
            With --plan, FILE is read once into memory that cannot be changed any more; its digest must be that of the plan
            which was planned, reviewed and signed, and COMMAND gets exactly those bytes: where one of its words is FILE, it
            gets a path to them. `evidencepack gate . --before apply --plan prod.plan -- terraform apply prod.plan`

            What the gate says goes to standard output, or to standard error when a COMMAND follows, so that standard output
            is the command's alone. --json prints {schema, release, version, commit, at, gate, plan, exitStatus, problems},
            as `evidencepack schema gate` describes.

            A later item that need only be ready closes the first gate too when its evidence is there and fails.

            The gate is decided for this moment; there is no --at. Exit codes of a closed gate: 4 integrity (plan, signature,
            refused sign-off), 5 evaluation error, 1 fail or reject, 2 unknown evidence, 3 only sign-offs missing; the first of
            these that applies, and 65 or 66 before all of them when the configuration is invalid or something is missing. Of an
            open gate: 0, or that of COMMAND; 126 or 127 when it cannot be run or found.
            """
    )

    @Argument(help: "The release folder.", completion: .directory)
    var release: String

    @Option(help: "The gate: apply, deploy, close, or another one of rules.yml.")
    var before: String

    @Option(help: "The saved plan that the command would use.", completion: .file())
    var plan: String?

    @Flag(help: "Print the decision as JSON instead of the summary.")
    var json = false

    @Option(help: .hidden)
    var at: String?

    @Argument(parsing: .postTerminator, help: "The command, after `--`.")
    var command: [String] = []

    func validate() throws {
        guard at == nil else {
            throw ValidationError(
                "A gate is decided for this moment, so it takes no --at; `build` and `explain` look at another one.")
        }
        guard command.first?.isEmpty != true else { throw ValidationError("The command behind `--` is empty.") }
        // Words that are not UTF-8 were altered when they were read: another command would be run.
        guard !command.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }) else {
            throw ValidationError("A word of the command is not UTF-8.")
        }
    }

    func run() async throws {
        var evaluation = Evaluation()
        evaluation.release = release
        evaluation.at = Evaluation.now
        let sealed = try await Evaluation.reporting { try plan.map { try SealedPlan($0) } }
        var pack = try await evaluation.pack(before: before)
        guard var gate = pack.gates.first(where: { $0.id == before }) else {
            Terminal.warn(
                "there is no gate '\(before)'; rules.yml has \(pack.gates.map(\.id).joined(separator: ", "))"
            )
            throw ExitStatus.usage.code
        }
        if let plan, let sealed {
            gate = gate.closed(by: PlanBinding.objection(to: sealed.sha256, of: plan, in: pack))
        } else if gate.isOpen, !command.isEmpty, PlanBinding.isAsked(of: command, by: gate, in: pack) {
            Terminal.warn(
                "'\(before)' is about a plan: name the one that the command uses with --plan.")
            throw ExitStatus.usage.code
        }
        pack.gates = pack.gates.map { $0.id == gate.id ? gate : $0 }
        let status = ExitStatus(gate)
        let summary = Summary(pack: pack, digest: nil)
        summary.warnOfProblems()
        if json {
            Terminal.put(json: document(gate, of: pack, sealed, status).pretty, isBesideCommand: !command.isEmpty)
        } else {
            Terminal.say(summary.lines(only: gate.id), isBesideCommand: !command.isEmpty)
        }
        Actions.report(gate, of: pack, in: release)
        guard status == .done, !command.isEmpty else { throw status.code }
        try await Evaluation.reporting {
            if let plan, let sealed { try sealed.run(command, as: plan) }
            try SealedPlan.become(command)
        }
    }

    private func document(_ gate: GateAssessment, of pack: Pack, _ sealed: SealedPlan?, _ status: ExitStatus)
        -> JSONValue
    {
        let given = plan.flatMap { path in sealed.map { GateDocument.Plan(path: path, sha256: $0.sha256) } }
        return GateDocument.value(gate, of: pack, plan: given, exitStatus: Int(status.rawValue))
    }
}
