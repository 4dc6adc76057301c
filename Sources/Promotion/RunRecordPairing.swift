import Formats
import Model
import Streams

/// Pairs `NAME.run.json` with the files that it names, which lie beside it: what the run says of them.
///
/// A record that cannot be read names no files. It may have spoken for any file of its folder, so each that nothing else
/// speaks for counts as unreadable: else a broken record would prove more than a whole one that contradicts the file.
struct RunRecordPairing: Sendable {
    static let name = RunRecord.name
    private struct Record {
        let path: String
        let run: Result<CommandRun, Problem>
    }
    private let records: [String: [Record]]

    static func isRecord(_ path: String) -> Bool { path.hasSuffix(CommandRun.suffix) }

    init(root: String, paths: [String]) {
        records = Dictionary(grouping: paths.filter(Self.isRecord).map { Record(path: $0, run: Self.read($0, root)) }) {
            Self.folder(of: $0.path)
        }
    }

    /// What the records of a file's folder say of it: first the runs that printed it, else the first run that ended with it.
    func attestations(of path: String) -> [Attestation] {
        let name = path.dropFirst(Self.folder(of: path).utf8.count)
        let naming = (records[Self.folder(of: path)] ?? []).compactMap {
            record -> (isOutput: Bool, run: CommandRun, subject: CommandRun.Subject)? in
            guard case .success(let run) = record.run, let index = run.subjects.firstIndex(where: { $0.name == name })
            else { return nil }
            return (index == 0, run, run.subjects[index])
        }.sorted { ($0.isOutput ? 0 : 1, $0.run.endedAt) < ($1.isOutput ? 0 : 1, $1.run.endedAt) }
        return naming.enumerated().map { index, record in
            Attestation(record.run, of: record.subject, isOrigin: record.isOutput || index == 0)
        }
    }

    /// What is wrong with the record itself, or, for another file, with a record beside it.
    func problem(for path: String) -> Problem? {
        for record in records[Self.folder(of: path)] ?? [] where !Self.isRecord(path) || record.path == path {
            if case .failure(let problem) = record.run { return problem }
        }
        return nil
    }

    /// Paths of the outputs of all records.
    var outputs: [(path: String, attestation: String)] {
        records.flatMap { folder, records in
            records.compactMap { record in
                guard case .success(let run) = record.run, let output = run.subjects.first else { return nil }
                return (folder + output.name, record.path)
            }
        }
    }

    /// Why a record that was read proves nothing: its output is gone, or a file that it names is another one by now.
    func objection(to record: String, among files: [String: EvidenceFile]) -> (EvidenceFile.State, Problem)? {
        let folder = Self.folder(of: record)
        guard case .success(let run)? = records[folder]?.first(where: { $0.path == record })?.run else { return nil }
        for (index, subject) in run.subjects.enumerated() {
            guard let file = files[folder + subject.name], file.state != .absent else {
                guard index == 0 else { continue }
                return (
                    .absent,
                    Problem(
                        "evidence.absent", "the output that it records, \(subject.name), is missing", at: Place(record),
                        advice: "Record the run again.")
                )
            }
            guard file.sha256 != subject.sha256 else { continue }
            let found = file.sha256.isEmpty ? "cannot be read" : "begins \(file.sha256.prefix(12))"
            return (
                .unreadable,
                Problem(
                    "evidence.changed",
                    "the SHA-256 of \(subject.name) \(found), that of the record \(subject.sha256.prefix(12))",
                    at: Place(record), advice: "Record the run again.")
            )
        }
        return nil
    }

    /// The run that a record is about, or what is wrong with the record.
    static func read(_ path: String, _ root: String) -> Result<CommandRun, Problem> {
        do {
            let source = try ByteSource.open(root: root, relativePath: path)
            guard RunRecord().recognise(try source.preamble()) != nil else {
                throw StreamProblem(
                    id: "run-record.not-one", message: "it is named like a run record and is none",
                    advice:
                        "Record the run again, or rename the file: names that end with \(CommandRun.suffix) are those of records."
                )
            }
            let run = try RunRecord().run(source)
            _ = try source.finish()
            return .success(run)
        } catch let problem as StreamProblem {
            return .failure(problem.located(at: path))
        } catch {
            return .failure(
                Problem(
                    "evidence.fault", "the reader failed: \(error)", at: Place(path), advice: "Report this as a bug."))
        }
    }

    /// With its slash.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
