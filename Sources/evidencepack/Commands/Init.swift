import ArgumentParser
import Model
import Promotion
import Reports

/// Lays down a release folder to start from.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a release folder with a checklist, rules and release.yml to fill in.")

    @Argument(help: "The folder to make; it must not exist.", completion: .directory)
    var folder: String

    func run() async throws {
        try await Evaluation.reporting { try Scaffold.write(Starter.files, to: folder, with: "evidence") }
        Terminal.say([
            "made \(folder). Next:",
            "  1. edit \(folder)/release.yml: version, tag, commit, people",
            "  2. put what your pipeline produces under \(folder)/evidence/<item id>/; `evidencepack identify FILE` tells what is understood",
            "  3. evidencepack lint \(folder)",
            "  4. evidencepack build \(folder) --out out",
        ])
    }
}
