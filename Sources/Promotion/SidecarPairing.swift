import Model
import Policies
import Streams

/// Pairs `NAME.meta.yml` with NAME: what a sidecar declares, and what becomes of one that is broken or left alone.
struct SidecarPairing: Sendable {
    private let sidecars: [String: Result<Sidecar, Problem>]
    private let files: [String: EvidenceFile]
    private let known: Set<String>
    private static let suffix = ".meta.yml"

    static func isSidecar(_ path: String) -> Bool { path.hasSuffix(suffix) }

    init(root: String, paths: [String]) {
        var sidecars: [String: Result<Sidecar, Problem>] = [:]
        var files: [String: EvidenceFile] = [:]
        let folder = ReleaseFolder(root: root)
        for path in paths where Self.isSidecar(path) {
            let subject = String(path.dropLast(Self.suffix.count))
            var file = EvidenceFile(path: path, sha256: "", bytes: 0, format: "sidecar", state: .present)
            file.isUsed = true
            do {
                guard let (bytes, digested) = try folder.configuration(path) else { continue }
                (file.sha256, file.bytes) = (digested.sha256, digested.bytes)
                sidecars[subject] = .success(try SidecarReader.read(bytes, path: path))
            } catch let problem as Problem {
                sidecars[subject] = .failure(problem)
            } catch let problems as ConfigurationProblems {
                sidecars[subject] = .failure(
                    problems.problems.first
                        ?? Problem("meta.bad", "unreadable", at: Place(path), advice: "Correct it."))
            } catch {
                sidecars[subject] = .failure(
                    Problem("meta.bad", "\(error)", at: Place(path), advice: "Correct it."))
            }
            if case .failure(let problem)? = sidecars[subject] {
                (file.state, file.reason) = (.unreadable, problem)
            }
            files[path] = file
        }
        self.sidecars = sidecars
        self.files = files
        known = Set(paths)
    }

    /// What stands beside a file, or what is wrong with it; `nil` when nothing does.
    subscript(path: String) -> Result<Sidecar, Problem>? { sidecars[path] }

    /// Sidecars whose file is gone, by the path of that file.
    var orphans: [(path: String, attestation: String)] {
        sidecars.keys.filter { !known.contains($0) }.map { ($0, $0 + Self.suffix) }
    }

    /// The sidecars themselves, for the list of files.
    var readings: [EvidenceReading] { files.values.map { EvidenceReading(file: $0) } }
}
