import Glibc
import Model
import Promotion
import Reports

/// GitHub Actions, where this runs in it: annotations beside the log, and the summary of the job.
enum Actions {
    /// A step's summary may hold 1 MiB; past that GitHub drops all of it.
    private static let greatestSummary = 900 * 1024

    /// - Parameters:
    ///   - gate: the gate that matters.
    ///   - folder: the release folder as it was named.
    static func report(_ gate: GateAssessment?, of pack: Pack, in folder: String) {
        guard Surroundings.variable("GITHUB_ACTIONS") == "true" else { return }
        if let gate { Terminal.command(GitHubAnnotations.lines(for: gate, of: pack, folder: inRepository(folder))) }
        guard let path = Surroundings.variable("GITHUB_STEP_SUMMARY"), !path.isEmpty else { return }
        do {
            let text = try PackDocuments.render(pack, sha256: PackFolder.sha256)["pack.md"] ?? []
            try append(text, to: path)
        } catch {
            Terminal.warn("the job summary was not written: \("\(error)")")
        }
    }

    /// GitHub finds a file by its path from the repository's root.
    private static func inRepository(_ folder: String) -> String {
        let root = (Surroundings.variable("GITHUB_WORKSPACE") ?? "") + "/"
        let path = root != "/" && folder.hasPrefix(root) ? String(folder.dropFirst(root.count)) : folder
        let parts = path.split(separator: "/").filter { $0 != "." }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    private static func append(_ text: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0 else { throw Problem.summary("it cannot be opened", path) }
        defer { close(file) }
        guard text.count + Int(status.st_size) <= greatestSummary else {
            throw Problem.summary("with it the summary would be over 900 KiB, and GitHub would drop all of it", path)
        }
        guard write(file, text, text.count) == text.count else { throw Problem.summary("it cannot be written", path) }
    }
}

extension Problem {
    fileprivate static func summary(_ message: String, _ path: String) -> Problem {
        Problem("output.job-summary", message, at: Place(path), advice: "Upload the pack as an artifact instead.")
    }
}
