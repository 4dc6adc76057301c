import TestKit
import Testing

@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A signed pack` {
    private let world = GateWorld()
    private var pack: String { "\(world.sandbox.path)/out/1.50.3" }

    private func verify(by principal: String) -> Run {
        Run("verify", pack, "--signers", "\(world.sandbox.path)/allowed_signers", "--by", principal)
    }

    @Test func `is verified by the tool and by ssh-keygen and sha256sum alone`() throws {
        let build = Run(
            "build", world.sandbox.path, "--out", "\(world.sandbox.path)/out", "--key", GateWorld.key(of: "mei"))
        #expect(build.status == 0, "\(build.err)")
        let run = verify(by: "mei@example.com")
        #expect(run.status == 0 && run.out.contains("signed by mei@example.com with SHA256:"), "\(run.err)")
        let alone = Shell(
            "ssh-keygen -Y verify -f ../../allowed_signers -I mei@example.com -n evidencepack -s SHA256SUMS.sig < SHA256SUMS && sha256sum --quiet -c SHA256SUMS",
            in: pack)
        #expect(alone.status == 0, "\(alone.err)")
        #expect(verify(by: "quinn@example.com").status == 4)
        #expect(Run("verify", pack, "--by", "mei@example.com").status == 64)

        let sums = try #require(Sandbox.bytes("\(pack)/SHA256SUMS"))
        let text = try #require(Sandbox.bytes("\(pack)/pack.md"))
        _ = Shell("echo >> pack.md; sha256sum $(cut -c67- SHA256SUMS) > s && mv s SHA256SUMS", in: pack)
        #expect(Run("verify", pack).status == 0, "whole by itself")
        let forged = verify(by: "mei@example.com")
        #expect(forged.status == 4 && forged.err.contains("SHA256SUMS.sig"), "\(forged.err)")
        world.sandbox.write(sums, to: "out/1.50.3/SHA256SUMS")
        world.sandbox.write(text, to: "out/1.50.3/pack.md")
        #expect(verify(by: "mei@example.com").status == 0)
        _ = Shell("rm SHA256SUMS.sig", in: pack)
        #expect(verify(by: "mei@example.com").status == 4)
    }
}
