import ArgumentParser
import Promotion

/// Checks a pack against its manifest, and the manifest against its signature.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that a pack is exactly what was written: every file, no more, no less.",
        discussion: """
            With --signers, SHA256SUMS must be signed by a key that this file of OpenSSH's allowed_signers gives to --by. The
            same without this tool: `sha256sum -c SHA256SUMS` and
            `ssh-keygen -Y verify -f allowed_signers -I ana@example.com -n evidencepack -s SHA256SUMS.sig < SHA256SUMS`.
            """)

    @Argument(help: "The pack's folder, e.g. out/1.50.3.", completion: .directory)
    var pack: String

    @Option(help: "The file of allowed signers.", completion: .file())
    var signers: String?

    @Option(help: "The principal who must have signed.")
    var by: String?

    func validate() throws {
        guard (signers == nil) == (by == nil) else { throw ValidationError("--signers and --by go together.") }
    }

    func run() async throws {
        let result = PackVerification.verify(pack)
        for problem in result.problems { Terminal.warn(problem) }
        guard result.problems.isEmpty else { throw ExitStatus.integrity.code }
        var signed = ""
        if let signers, let by {
            let key = try await Evaluation.reporting {
                try PackVerification.verifySignature(of: pack, signers: signers, by: by, at: Evaluation.now)
            }
            signed = "; signed by \(by) with \(key)"
        }
        Terminal.say(
            "whole: \(result.files) files as in SHA256SUMS; pack sha256:\(result.digest ?? "none: it has no pack.json")\(signed)"
        )
    }
}
