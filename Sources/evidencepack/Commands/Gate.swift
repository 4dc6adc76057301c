import ArgumentParser
import Model

/// Decides one gate and says so by the exit code.
struct Gate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decide one gate from the evidence; exits 0 only when it is open.",
        discussion:
            "Sign-offs are not read by this version, so no gate opens yet: it is at best 3, closed for missing sign-offs."
    )

    @Argument(help: "The release folder.", completion: .directory)
    var release: String

    @Option(help: "The gate: apply, deploy, close, or another one of rules.yml.")
    var before: String

    func run() async throws {
        var evaluation = Evaluation()
        evaluation.release = release
        evaluation.at = Evaluation.now
        let pack = try await evaluation.pack(before: before)
        guard let gate = pack.gates.first(where: { $0.id == before }) else {
            Terminal.warn(
                "there is no gate '\(Terminal.inert(before))'; rules.yml has \(pack.gates.map(\.id).joined(separator: ", "))"
            )
            throw ExitStatus.usage.code
        }
        Summary(pack: pack, digest: nil).print(only: gate.id)
        throw ExitStatus(gate).code
    }
}
