import Model
import Sealing
import Streams
import Subprocess

/// Signs through `ssh-keygen -Y sign`, so that agents, passphrases and hardware keys work as they always do.
package enum KeySigning {
    /// The armoured signature of `bytes` in the namespace `evidencepack`.
    /// - Parameter key: a private key, or a public one whose private half an agent holds.
    /// - Throws: `Problem` when ssh-keygen is missing or refuses, or what it made cannot sign here.
    package static func sign(_ bytes: [UInt8], with key: String) async throws -> [UInt8] {
        let name = "ssh-keygen"
        let result: (isSuccess: Bool, output: [UInt8], errors: String)
        do {
            let run = try await Subprocess.run(
                .name(name), arguments: ["-Y", "sign", "-n", AllowedSigners.namespace, "-f", key],
                input: .array(bytes), output: .bytes(limit: 65_536), error: .string(limit: 65_536))
            result = (run.terminationStatus.isSuccess, run.standardOutput, run.standardError)
        } catch {
            throw Problem(
                "command.not-found", "\(name) cannot be run: \(error)", at: Place(name), advice: "Install OpenSSH.")
        }
        guard result.isSuccess else {
            throw Problem(
                "usage.key",
                "\(name) did not sign with this key: \(result.errors.split(separator: "\n").last ?? "no reason given")",
                at: Place(key), advice: "Name a private key, or the public file of a key that your agent holds.")
        }
        do { _ = try SSHSignature(armoured: result.output) } catch {
            throw Problem(
                "usage.key", "\(error)", at: Place(key), advice: "Sign with Ed25519, ECDSA P-256, or RSA of 3072 bits.")
        }
        return result.output
    }
}
