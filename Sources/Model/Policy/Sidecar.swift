/// What a `NAME.meta.yml` declares about the evidence file `NAME` beside it.
package struct Sidecar: Sendable, Hashable {
    package var collectedAt: Instant?
    /// Command line that produced the file.
    package var command: String?
    /// SHA-256 of the file, 64 lower-case hexadecimal digits: a file with another digest does not count.
    package var sha256: String?
    package var commit: String?
    package var tag: String?
    package var train: String?
    package var environment: String?
    /// Id of the person of release.yml who collected the file.
    package var by: String?
    /// Zone of times without an offset: `UTC`, `+01:00` or an IANA name.
    package var timezone: String?
    /// Unit of numbers without one.
    package var unit: Unit?

    package init(
        collectedAt: Instant? = nil, command: String? = nil, commit: String? = nil, tag: String? = nil,
        train: String? = nil, environment: String? = nil, timezone: String? = nil, unit: Unit? = nil
    ) {
        self.collectedAt = collectedAt
        self.command = command
        self.commit = commit
        self.tag = tag
        self.train = train
        self.environment = environment
        self.timezone = timezone
        self.unit = unit
    }
}
