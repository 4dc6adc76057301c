package import Model
package import Streams

/// One family of evidence documents: how to recognise it by content, and how to turn it into facts.
package protocol EvidenceFormat: Sendable {
    /// Name in the catalog and in packs, e.g. `junit`.
    var id: String { get }
    /// What a person calls it, e.g. "JUnit XML test report".
    var title: String { get }
    /// Commands that produce it, for documentation and hints.
    var producedBy: [String] { get }
    /// What its files state.
    var facts: [FactKind] { get }

    /// Says whether the file is of this format, and of which dialect, from its first bytes alone; never by name.
    func recognise(_ preamble: borrowing Preamble) -> Recognition?

    /// Reads a whole file into facts. Returns only when the end of the document was seen and everything before it was
    /// understood; otherwise throws a `StreamProblem` with its place, and the facts emitted so far are void.
    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading

    /// The same, where it is stated beside the file in which zone its times without an offset are: `UTC`, `+01:00`, `Europe/Berlin`.
    func read(_ source: ByteSource, as dialect: String, timezone: String?, emit: (Fact) throws -> Void) throws
        -> Reading
}

extension EvidenceFormat {
    /// Most formats write no time without an offset, or take none over.
    package func read(_ source: ByteSource, as dialect: String, timezone: String?, emit: (Fact) throws -> Void) throws
        -> Reading
    { try read(source, as: dialect, emit: emit) }
}

/// Why a file is taken for a format.
package struct Recognition: Sendable, Hashable {
    /// Format and dialect, e.g. `npm-audit/2`.
    package let dialect: String
    /// A sentence for `identify`, e.g. "`auditReportVersion` is 2".
    package let because: String

    package init(dialect: String, because: String) {
        self.dialect = dialect
        self.because = because
    }
}

/// What a file says about itself as a whole, known when it was read to its end.
package struct Reading: Sendable, Hashable {
    /// When the evidence was produced, if the content says so with an offset.
    package var producedAt: Instant?
    /// Commit, tag or environment stated by the content.
    package var subject: EvidenceFile.Subject
    /// Remarks that change no verdict.
    package var notes: [String]

    package init(producedAt: Instant? = nil, subject: EvidenceFile.Subject = .init(), notes: [String] = []) {
        self.producedAt = producedAt
        self.subject = subject
        self.notes = notes
    }
}
