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

            Exit codes of a closed gate: 4 integrity (plan, signature, refused sign-off), 5 evaluation error, 1 fail or reject,
            2 unknown evidence, 3 only sign-offs missing. Of an open one: 0, or those of COMMAND.
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

    @Argument(parsing: .postTerminator, help: "The command, after `--`.")
    var command: [String] = []

    func run() async throws {
        var evaluation = Evaluation()
        evaluation.release = release
        evaluation.at = Evaluation.now
        let sealed = try await Evaluation.reporting { try plan.map { try SealedPlan($0) } }
        var pack = try await evaluation.pack(before: before)
        guard var gate = pack.gates.first(where: { $0.id == before }) else {
            Terminal.warn(
                "there is no gate '\(Terminal.inert(before))'; rules.yml has \(pack.gates.map(\.id).joined(separator: ", "))"
            )
            throw ExitStatus.usage.code
        }
        if let plan, let sealed {
            gate = gate.closed(by: PlanBinding.objection(to: sealed.sha256, of: plan, in: pack))
        } else if !command.isEmpty, let item = pack.items.first(where: { $0.plan != nil && gate.needs($0.id) }) {
            Terminal.warn("'\(before)' waits for \(item.id), which is about a plan: name the plan with --plan.")
            throw ExitStatus.usage.code
        }
        pack.gates = pack.gates.map { $0.id == gate.id ? gate : $0 }
        if json {
            Terminal.put(PackDocument.document(gate, of: pack).pretty)
        } else {
            Summary(pack: pack, digest: nil).print(only: gate.id)
        }
        let status = ExitStatus(gate)
        guard status == .done, !command.isEmpty else { throw status.code }
        try await Evaluation.reporting {
            if let plan, let sealed { try sealed.run(command, as: plan) }
            try SealedPlan.become(command)
        }
    }
}
