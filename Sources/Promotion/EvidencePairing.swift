import Formats
import Model

/// All that stands beside evidence files and speaks for them, sidecars and run records, and what becomes of files that it
/// contradicts, of broken ones, and of those whose file is gone.
struct EvidencePairing: Sendable {
    private let sidecars: SidecarPairing
    private let records: RunRecordPairing
    private let known: Set<String>

    init(root: String, paths: [String]) {
        sidecars = SidecarPairing(root: root, paths: paths)
        records = RunRecordPairing(root: root, paths: paths)
        known = Set(paths)
    }

    /// Reads a file with what speaks for it; a broken attestation makes the file count as unreadable.
    func read(_ path: String, by reader: EvidenceReader) -> EvidenceReading {
        var attestations = records.attestations(of: path)
        var problem: Problem?
        switch sidecars[path] {
        case .success(let sidecar)?: attestations.append(Attestation(sidecar))
        case .failure(let failure)?: problem = failure
        case nil: break
        }
        if attestations.isEmpty { problem = problem ?? records.problem(for: path) }
        var reading = reader.read(path, attestations: attestations)
        if reading.isRunRecord, !RunRecordPairing.isRecord(path) {
            problem =
                problem
                ?? Problem(
                    "evidence.misnamed-record", "a run record whose name does not end with \(CommandRun.suffix)",
                    at: Place(path), advice: "Name it as `record` did: only then its files are compared with it.")
        }
        if let problem { (reading.file.state, reading.file.reason) = (.unreadable, problem) }
        return reading
    }

    /// An attestation whose file is gone: the file is absent, and every check that would read it must hear of it.
    func orphans(by reader: EvidenceReader) -> [EvidenceReading] {
        let lost = (sidecars.orphans + records.outputs).filter { !known.contains($0.path) }
        return Dictionary(lost, uniquingKeysWith: { min($0, $1) }).sorted { $0.key < $1.key }.map { path, attestation in
            var file = EvidenceFile(path: path, sha256: "", bytes: 0, format: nil, state: .absent)
            file.reason = Problem(
                "evidence.absent", "\(attestation) describes this file, which is missing",
                at: Place(path), advice: "Collect it again, or remove what describes it.")
            file.isUsed = reader.checks.contains { $0.reads(path) }
            return EvidenceReading(file: file)
        }
    }

    /// Once all are read: with the sidecars themselves, and without trust in records of files that changed.
    func settled(_ readings: [EvidenceReading]) -> [EvidenceReading] {
        let files = Dictionary(readings.map { ($0.file.path, $0.file) }, uniquingKeysWith: { first, _ in first })
        return readings.map { reading in
            guard reading.isRunRecord, reading.file.state == .present,
                let (state, reason) = records.objection(to: reading.file.path, among: files)
            else { return reading }
            var reading = reading
            (reading.file.state, reading.file.reason) = (state, reason)
            return reading
        } + sidecars.readings
    }
}
