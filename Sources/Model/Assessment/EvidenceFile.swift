/// One file below `evidence/`, used or not, with what is known about it.
package struct EvidenceFile: Sendable, Hashable {
    package enum State: String, Sendable, Hashable { case present, empty, absent, stale, unreadable }
    package enum Provenance: String, Sendable, Hashable { case recorded, declared, unattested }

    /// What the evidence says that it is about; `nil` where it does not say.
    package struct Subject: Sendable, Hashable {
        package var commit: String?
        package var tag: String?
        package var train: String?
        package var environment: String?
        /// Command line that produced the file.
        package var command: String?
        /// Exit status of that command, where it was recorded.
        package var exitStatus: Int?
        /// Id of the person of release.yml who collected it, where stated.
        package var by: String?

        package init(
            commit: String? = nil, tag: String? = nil, train: String? = nil, environment: String? = nil,
            command: String? = nil
        ) {
            self.commit = commit
            self.tag = tag
            self.train = train
            self.environment = environment
            self.command = command
        }
    }

    /// Relative to the release folder, e.g. `evidence/pre.audit/audit.json`.
    package internal(set) var path: String
    /// Empty when the file could not be read to its end.
    package var sha256: String
    package var bytes: Int64
    /// Format and dialect, e.g. `npm-audit/2`; `nil` when no reader recognised it.
    package var format: String?
    package var state: State
    /// Why the state is not `present`.
    package var reason: Problem?
    package var collected: Instant?
    package var provenance: Provenance = .unattested
    package var subject = Subject()
    /// `true` when a check reads it.
    package var isUsed = false

    /// An export of the release ticket: its comments change whenever somebody signs.
    package var isTicket: Bool { path.hasPrefix("evidence/ticket/") }

    package init(path: String, sha256: String, bytes: Int64, format: String?, state: State, reason: Problem? = nil) {
        self.path = path
        self.sha256 = sha256
        self.bytes = bytes
        self.format = format
        self.state = state
        self.reason = reason
    }
}
