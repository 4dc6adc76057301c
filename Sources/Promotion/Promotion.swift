import Formats
import Glibc
package import Model
import Policies
import Rules
import Sealing
import Streams

/// A release folder whose configuration was checked.
package struct LoadedRelease: Sendable {
    package let root: String
    package let policy: Policy
    package let configuration: [ConfigurationFile]
    /// Whether an item's `as_of` counts. The gate before a first step is decided for what will be done now, whatever was
    /// done before, so there it does not.
    package var judgesInRetrospect = true
    let checks: [BoundCheck]
    /// Who may sign, and what was submitted in files; comments of the ticket come with the evidence.
    let signers: AllowedSigners
    let signOffs: [SubmittedSignOff]
}

/// The pipeline: a release folder in, a `Pack` out. No clock, no network, nothing written.
package enum Promotion {
    /// Reads and checks the configuration.
    /// - Throws: `ConfigurationProblems` with everything that is wrong, or `Problem` when the folder cannot be read.
    package static func load(_ root: String) throws -> LoadedRelease {
        let folder = ReleaseFolder(root: root)
        var texts: [String: [UInt8]] = [:]
        var files: [ConfigurationFile] = []
        for name in PolicyLoader.fileNames {
            guard let (bytes, file) = try folder.configuration(name) else { continue }
            texts[name] = bytes
            files.append(file)
        }
        let policy = try PolicyLoader.load(texts)
        let checks = policy.items.flatMap { item in
            item.checks.compactMap { check in
                RuleCatalog.rule(kind: check.kind, parameters: check.parameters, at: check.place).rule.map {
                    BoundCheck(item: item, check: check, rule: $0, globs: check.files.map(Glob.init))
                }
            }
        }
        let unusable = checks.filter { $0.rule.recordSelection?.rows.map { !RecordsReader.isSelector($0) } ?? false }
        guard unusable.isEmpty else {
            throw ConfigurationProblems(
                unusable.map {
                    Problem(
                        "rules.wrong-value", "'rows' is neither a JSON pointer nor an XPath 1.0 expression",
                        at: $0.check.place, advice: "Write e.g. /items/* or //testcase.")
                })
        }
        let signOffs = SignOffReading(folder: folder)
        let (signers, problems) = try signOffs.signers()
        guard problems.isEmpty else { throw ConfigurationProblems(problems) }
        for name in SignOffReading.signerFiles {
            if let (_, file) = try folder.configuration(name) { files.append(file) }
        }
        return LoadedRelease(
            root: root, policy: policy, configuration: files, checks: checks, signers: signers,
            signOffs: try signOffs.submitted())
    }

    /// Reads all evidence, judges every item and decides every gate, as of `at`; the pack shows no secret.
    /// - Parameter onRead: hears how many bytes more were read, from any thread.
    package static func assess(
        _ loaded: LoadedRelease, at: Instant, toolVersion: String, workers: Int,
        onRead: (@Sendable (Int) -> Void)? = nil
    ) async throws -> Pack {
        var pack = judge(
            loaded, try await read(loaded, workers: workers, onRead: onRead), at: at, toolVersion: toolVersion)
        // All is decided; from here on it is only shown.
        let excerpts = await Excerpting(root: loaded.root).excerpts(
            of: pack.items, in: pack.evidence, workers: workers)
        for (index, excerpts) in excerpts.enumerated() { pack.items[index].excerpts = excerpts }
        return pack.masked()
    }

    /// Bytes below `evidence/`, for whoever shows how much is still to be read.
    package static func evidenceBytes(of loaded: LoadedRelease) throws -> Int64 {
        try ReleaseFolder(root: loaded.root).evidencePaths().reduce(0) { $0 + size(of: $1, in: loaded.root) }
    }

    /// 0 for what cannot be looked at: reading it will say why.
    private static func size(of path: String, in root: String) -> Int64 {
        var status = stat()
        return lstat("\(root)/\(path)", &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Files for each worker: the largest first, each to whoever has least to read so far.
    private static func shares(of paths: [String], in root: String, workers: Int) -> [[String]] {
        var shares = [(bytes: Int64, paths: [String])](repeating: (0, []), count: max(1, workers))
        let sized = paths.map { (path: $0, bytes: size(of: $0, in: root)) }
        for (path, bytes) in sized.sorted(by: { $0.bytes > $1.bytes }) {
            let least = shares.indices.min { shares[$0].bytes < shares[$1].bytes } ?? 0
            // Opening a file costs something, too.
            shares[least].bytes += bytes + 4_096
            shares[least].paths.append(path)
        }
        return shares.map(\.paths)
    }

    /// Judges what was read.
    static func judge(_ loaded: LoadedRelease, _ readings: [EvidenceReading], at: Instant, toolVersion: String) -> Pack
    {
        let policy = loaded.policy
        let judged = judgeChecks(loaded, readings, at: at)
        let submitted = loaded.signOffs + TicketSignOffs(readings).submitted
        var signOffs: [SignOffAssessment] = []
        var waiving = Waiving(policy.waivers, at: at)
        let deciding = GateDeciding(gates: policy.gates, inRetrospect: loaded.judgesInRetrospect)
        var due = deciding.dueItems { _ in false }
        var items: [ItemAssessment] = []
        var gates: [GateAssessment] = []
        // A later gate's items fall due once the gate before it is open; each round opens at most one gate more.
        for _ in 0...policy.gates.count {
            waiving = Waiving(policy.waivers, at: at)
            var subjects: [SignOffSubject] = []
            let dueFiles = Set(
                loaded.checks.indices.filter { due.contains(loaded.checks[$0].item.id) }
                    .flatMap { judged[$0]?.files.map(\.path) ?? [] })
            items = policy.items.map { item in
                let assessed = ItemJudging(
                    item: item, loaded: loaded, judged: judged, isDue: due.contains(item.id), dueFiles: dueFiles,
                    at: at
                ).assess(&waiving)
                subjects.append(assessed.subject)
                return assessed.item
            }
            signOffs = SignOffJudging(
                release: policy.release, allowsManyRoles: policy.allowsManyRoles, subjects: subjects,
                identity: SignOffIdentity(people: policy.release.people, signers: loaded.signers, at: at),
                files: Dictionary(readings.map { ($0.file.path, $0.file) }) { first, _ in first }
            ).assess(submitted)
            for index in items.indices {
                items[index].ready = deciding.status(of: subjects[index], .ready, signOffs)
                items[index].done = deciding.status(of: subjects[index], .done, signOffs)
            }
            gates = deciding.decide(items)
            let open = Set(gates.filter(\.isOpen).map(\.id))
            let next = deciding.dueItems { open.contains($0) }
            if next == due { break }
            due = next
        }
        var pack = Pack(
            release: policy.release, checklistTitle: policy.checklist.title, at: at,
            toolVersion: toolVersion, gates: gates, items: items,
            waivers: waiving.assessments(rejected: loaded.policy.rejectedWaivers),
            evidence: evidence(readings, judged), configuration: loaded.configuration,
            problems: policy.remarks)
        pack.signOffs = signOffs
        pack.sheets = SignOffSheets(pack: pack, rules: policy.gates).all
        return pack
    }

    /// Every check by its index; items that others come after are judged before them.
    private static func judgeChecks(_ loaded: LoadedRelease, _ readings: [EvidenceReading], at: Instant)
        -> [Int: JudgedCheck]
    {
        var judging = CheckJudging(
            release: loaded.policy.release, at: at, inRetrospect: loaded.judgesInRetrospect, readings: readings,
            ignored: loaded.policy.ignore.map(Glob.init))
        var judged: [Int: JudgedCheck] = [:]
        for item in ItemOrder.sorted(loaded.policy.items) {
            for index in loaded.checks.indices where loaded.checks[index].item.id == item.id {
                let result = judging.judge(loaded.checks[index], index: index)
                judged[index] = result
                guard let occurrence = result.outcome.occurrence else { continue }
                judging.occurrences[item.id] = occurrence.spanning(judging.occurrences[item.id])
            }
        }
        return judged
    }

    /// Every file once, with the worst state that any check gave it.
    private static func evidence(_ readings: [EvidenceReading], _ judged: [Int: JudgedCheck])
        -> [EvidenceFile]
    {
        var stale: [String: EvidenceFile] = [:]
        for (_, check) in judged.sorted(by: { $0.key < $1.key }) {
            for file in check.files where file.state == .stale { stale[file.path] = file }
        }
        return readings.map { stale[$0.file.path] ?? $0.file }
    }

    /// Reads the files side by side, and returns them in path order whatever finished first.
    static func read(_ loaded: LoadedRelease, workers: Int, onRead: (@Sendable (Int) -> Void)? = nil) async throws
        -> [EvidenceReading]
    {
        let paths = try ReleaseFolder(root: loaded.root).evidencePaths()
        let pairing = EvidencePairing(root: loaded.root, paths: paths)
        var reader = EvidenceReader(loaded)
        reader.onRead = onRead
        let evidence = paths.filter { !SidecarPairing.isSidecar($0) }
        let shares = shares(of: evidence, in: loaded.root, workers: workers)
        return try await withThrowingTaskGroup(of: [EvidenceReading].self) { [reader] group in
            for share in shares { group.addTask { share.map { pairing.read($0, by: reader) } } }
            var readings = pairing.orphans(by: reader)
            for try await part in group { readings += part }
            return pairing.settled(readings).sorted {
                $0.file.path.utf8.lexicographicallyPrecedes($1.file.path.utf8)
            }
        }
    }
}

/// What a check came to before waivers, and the files that it looked at.
struct JudgedCheck: Sendable {
    var outcome = RuleOutcome()
    var files: [EvidenceFile] = []
    /// As of when their age was judged.
    var judgedAt: Instant?
}
