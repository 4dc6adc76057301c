import Formats
import Model
import Policies
import Rules
import Streams

/// A check with its rule, ready to read files.
struct BoundCheck: Sendable {
    let item: PolicyItem
    let check: PolicyCheck
    let rule: any Rule
    let globs: [Glob]

    /// Whether the check reads the file; sidecars describe evidence and are none.
    func reads(_ path: String) -> Bool {
        !SidecarPairing.isSidecar(path) && globs.contains { $0.matches(String(path.dropFirst("evidence/".utf8.count))) }
    }
}

/// What reading one file gave: its record, a tally for each check that reads it, and the gaps it admits.
struct EvidenceReading: Sendable {
    var file: EvidenceFile
    /// By index of the check.
    var tallies: [Int: any Tally] = [:]
    var gaps: [EvidenceGap] = []
    /// What the file shows of the release ticket, where it shows its comments.
    var tickets: [Issue] = []
    /// Of checks that choose records themselves, by index of the check.
    var selected: [Int: SelectedRecords] = [:]

    /// A run record speaks for the files beside it; on its own it is evidence for those rules that look for runs.
    var isRunRecord: Bool { file.format == RunRecord.name }
}

/// Reads one evidence file once: hashed, recognised by content, and handed as facts to every check at the same time.
struct EvidenceReader: Sendable {
    let root: String
    let checks: [BoundCheck]
    /// Key of the release ticket.
    private let ticket: String

    /// Hears how many bytes more were read.
    var onRead: (@Sendable (Int) -> Void)?

    init(_ loaded: LoadedRelease) {
        (root, checks, ticket) = (loaded.root, loaded.checks, loaded.policy.release.ticket)
    }

    /// Never throws: whatever is wrong with a file becomes its state, and no other file's result is lost.
    func read(_ path: String, attestations: [Attestation]) -> EvidenceReading {
        var reading = EvidenceReading(
            file: EvidenceFile(path: path, sha256: "", bytes: 0, format: nil, state: .unreadable))
        let readers = checks.indices.filter { checks[$0].reads(path) }
        // Run records speak for other files, and are no records of anybody's own shape.
        let selecting = readers.filter { checks[$0].rule.recordSelection != nil && !RunRecordPairing.isRecord(path) }
        reading.file.isUsed = !readers.isEmpty
        do {
            if selecting.isEmpty || selecting.count < readers.count {
                try readFacts(&reading, for: readers.filter { !selecting.contains($0) }, attestations)
            }
            if reading.file.state != .empty { try readRecords(&reading, for: selecting, attestations) }
        } catch let problem as StreamProblem {
            reading = EvidenceReading(file: reading.file)
            (reading.file.state, reading.file.reason) = (.unreadable, problem.located(at: path))
        } catch {
            reading = EvidenceReading(file: reading.file)
            reading.file.state = .unreadable
            reading.file.reason = Problem(
                "evidence.fault", "the reader failed: \(error)", at: Place(path), advice: "Report this as a bug.")
        }
        return reading
    }

    /// The beginning of a line, to recognise a file by. A single long word is not shown: it may be a secret that was saved
    /// instead of evidence.
    static func opening(_ line: some StringProtocol) -> String {
        line.contains(" ") || line.utf8.count < 12 ? String(line.prefix(60)) : "one word of \(line.utf8.count) bytes"
    }

    func open(_ path: String) throws(StreamProblem) -> ByteSource {
        let source = try ByteSource.open(root: root, relativePath: path)
        source.onRead = onRead
        return source
    }

    /// Reads the file by its format, if there is one that recognises it.
    private func readFacts(_ whole: inout EvidenceReading, for readers: [Int], _ attestations: [Attestation]) throws {
        let path = whole.file.path
        let source = try open(path)
        let preamble = try source.preamble()
        guard !preamble.isEmpty else { return try whole.file.becomeEmpty(source) }
        guard let (format, recognition) = FormatCatalog.recognise(preamble) else {
            let start =
                preamble.isHTML
                ? "it is an HTML page"
                : "it begins with '\(Self.opening(preamble.lines(1).first ?? ""))'"
            let digest = try source.finish()
            (whole.file.sha256, whole.file.bytes) = (digest.sha256, digest.byteCount)
            whole.file.reason = Problem(
                "evidence.unrecognised", "no reader recognises this file: \(start)", at: Place(path),
                advice:
                    "`evidencepack identify` lists what is understood; exempt the file under `ignore:` in rules.yml if it is no evidence."
            )
            return describe(&whole.file, by: Reading(), and: attestations)
        }
        whole.file.format = recognition.dialect
        var tallies = readers.map { checks[$0].rule.tally(path: path) as any Tally }
        var gaps: [EvidenceGap] = []
        let timezone = attestations.lazy.compactMap(\.timezone).first
        let unit = attestations.lazy.compactMap(\.unit).first
        let reading = try format.read(source, as: recognition.dialect, timezone: timezone) { fact in
            var fact = fact
            if let unit, case .series(var series) = fact {
                series.declaredUnit = unit
                fact = .series(series)
            }
            for index in tallies.indices { tallies[index].take(fact) }
            if case .gap(let gap) = fact, gaps.count < 100 { gaps.append(gap) }
            if whole.file.isTicket, case .issue(let issue) = fact, issue.key == ticket, issue.showsComments {
                whole.tickets.append(issue)
            }
        }
        let digest = try source.finish()
        (whole.file.sha256, whole.file.bytes, whole.file.state) = (digest.sha256, digest.byteCount, .present)
        describe(&whole.file, by: reading, and: attestations)
        (whole.tallies, whole.gaps) = (Dictionary(uniqueKeysWithValues: zip(readers, tallies)), gaps)
    }

    /// Time and subject: what the content states counts, attestations fill what it leaves open; two that differ are stale.
    func describe(_ file: inout EvidenceFile, by reading: Reading, and attestations: [Attestation]) {
        file.subject = reading.subject
        // The earliest time counts: a copy made later is not fresher than what it copies.
        file.collected = ([reading.producedAt] + attestations.map(\.collectedAt)).compactMap { $0 }.min()
        if file.format == RunRecord.name || attestations.contains(where: { $0.provenance == .recorded }) {
            file.provenance = .recorded
        } else if !attestations.isEmpty {
            file.provenance = .declared
        }
        let fields: [(WritableKeyPath<EvidenceFile.Subject, String?>, String)] = [
            (\.commit, "commit"), (\.tag, "tag"), (\.train, "train"), (\.environment, "environment"),
            (\.command, "command"), (\.by, "person"),
        ]
        for attestation in attestations {
            for (field, name) in fields {
                guard let declared = attestation.subject[keyPath: field] else { continue }
                // Of the command a sidecar also says where its output went.
                if let stated = file.subject[keyPath: field], stated != declared,
                    field != \.command || ![" >", " 2>"].contains(where: { declared.hasPrefix(stated + $0) })
                {
                    file.state = .stale
                    file.reason = Problem(
                        "evidence.contradicts-\(attestation.name)",
                        "two \(name)s are stated: \(stated), and by the \(attestation.words) \(declared)",
                        at: Place(file.path), advice: "Collect the evidence again.")
                } else {
                    file.subject[keyPath: field] = declared
                }
            }
            file.subject.exitStatus = file.subject.exitStatus ?? attestation.subject.exitStatus
        }
        guard let other = attestations.first(where: { $0.sha256.map { $0 != file.sha256 } ?? false }) else { return }
        file.state = .unreadable
        file.reason = Problem(
            "evidence.changed",
            "the file changed since: its SHA-256 begins \(file.sha256.prefix(12)), that of its \(other.words) \(other.sha256?.prefix(12) ?? "")",
            at: Place(file.path), advice: "Collect the evidence again.")
    }
}

extension EvidenceFile {
    /// Nothing, or only white space, is in the file.
    mutating func becomeEmpty(_ source: ByteSource) throws {
        let digest = try source.finish()
        (sha256, bytes, state) = (digest.sha256, digest.byteCount, .empty)
        reason = Problem("evidence.empty", "the file is empty", at: Place(path), advice: "Produce it again.")
    }
}
