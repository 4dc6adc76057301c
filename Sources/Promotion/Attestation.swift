import Model

/// What something beside an evidence file says of it: a sidecar, or the record of the run that made it.
struct Attestation: Sendable {
    /// `sidecar` or `run-record`.
    let name: String
    var provenance = EvidenceFile.Provenance.declared
    var collectedAt: Instant?
    var sha256: String?
    var subject = EvidenceFile.Subject()
    /// Zone of times without an offset, and unit of numbers without one.
    var timezone: String?
    var unit: Unit?

    /// The name in a sentence.
    var words: String { name.replacing("-", with: " ") }

    init(_ sidecar: Sidecar) {
        name = "sidecar"
        (collectedAt, sha256) = (sidecar.collectedAt, sidecar.sha256)
        (timezone, unit) = (sidecar.timezone, sidecar.unit)
        subject = EvidenceFile.Subject(
            commit: sidecar.commit, tag: sidecar.tag, train: sidecar.train, environment: sidecar.environment,
            command: sidecar.command)
    }

    /// - Parameter isOrigin: whether the run made the file; else the record vouches for its content only.
    init(_ run: CommandRun, of file: CommandRun.Subject, isOrigin: Bool) {
        name = RunRecordPairing.name
        (provenance, sha256) = (.recorded, file.sha256)
        guard isOrigin else { return }
        (collectedAt, subject) = (run.endedAt, run.subject)
    }
}
