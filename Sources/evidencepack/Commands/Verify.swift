import ArgumentParser
import Promotion

/// Checks a pack against its manifest.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that a pack is exactly what was written: every file, no more, no less.")

    @Argument(help: "The pack's folder, e.g. out/1.50.3.", completion: .directory)
    var pack: String

    func run() throws {
        let result = PackVerification.verify(pack)
        for problem in result.problems { Terminal.warn(problem) }
        guard result.problems.isEmpty else {
            throw ExitStatus.integrity.code
        }
        Terminal.say(
            "whole: \(result.files) files as in SHA256SUMS; pack sha256:\(result.digest ?? "none: it has no pack.json")"
        )
    }
}
