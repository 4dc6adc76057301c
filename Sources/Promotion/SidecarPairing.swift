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

    /// Reads a file with its sidecar; a broken or contradicting sidecar makes the file count as unreadable.
    func read(_ path: String, by reader: EvidenceReader) -> EvidenceReading {
        switch sidecars[path] {
        case nil: return reader.read(path, sidecar: nil)
        case .success(let sidecar):
            var reading = reader.read(path, sidecar: sidecar)
            if let declared = sidecar.sha256, reading.file.state == .present,
                declared != reading.file.sha256
            {
                reading.file.state = .unreadable
                reading.file.reason = Problem(
                    "evidence.changed", "the file's SHA-256 is not the one that its sidecar declares",
                    at: Place(path), advice: "Collect the evidence again.")
            }
            return reading
        case .failure(let problem):
            var reading = reader.read(path, sidecar: nil)
            (reading.file.state, reading.file.reason) = (.unreadable, problem)
            return reading
        }
    }

    /// A sidecar whose file is gone: the file is absent, and every check that would read it must hear of it.
    func orphans(by reader: EvidenceReader) -> [EvidenceReading] {
        sidecars.keys.filter { !known.contains($0) }.sorted().map { path in
            var file = EvidenceFile(path: path, sha256: "", bytes: 0, format: nil, state: .absent)
            file.reason = Problem(
                "evidence.absent", "\(path)\(Self.suffix) describes this file, which is missing",
                at: Place(path), advice: "Collect it again, or remove the sidecar.")
            file.isUsed = reader.checks.contains { $0.reads(path) }
            return EvidenceReading(file: file)
        }
    }

    /// The sidecars themselves, for the list of files.
    func records() -> [EvidenceReading] { files.values.map { EvidenceReading(file: $0) } }
}
