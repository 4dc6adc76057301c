import Formats
import Model
import Rules
import Streams

/// What reading a file for one check that chooses records itself came to, beside the tally.
struct SelectedRecords: Sendable {
    var gaps: [EvidenceGap] = []
    /// Why there is no tally.
    var problem: Problem?
}

extension EvidenceReader {
    /// Reads the file once for every selection of records, whether its format is known or not.
    func readRecords(_ whole: inout EvidenceReading, for readers: [Int], _ attestations: [Attestation]) throws {
        let path = whole.file.path
        var wanted: [RecordSelection: [Int]] = [:]
        for index in readers {
            if let selection = checks[index].rule.recordSelection { wanted[selection, default: []].append(index) }
        }
        for (selection, readers) in wanted.sorted(by: { $0.value[0] < $1.value[0] }) {
            let source = try open(path)
            let preamble = try source.preamble()
            guard !preamble.isEmpty else { return try whole.file.becomeEmpty(source) }
            var tallies = readers.map { checks[$0].rule.tally(path: path) as any Tally }
            var selected = SelectedRecords()
            do {
                let form = try RecordsReader.read(source, preamble, selection) { fact in
                    for index in tallies.indices { tallies[index].take(fact) }
                    if case .gap(let gap) = fact, selected.gaps.count < 100 { selected.gaps.append(gap) }
                }
                whole.file.format = whole.file.format ?? form
                for (index, tally) in zip(readers, tallies) { whole.tallies[index] = tally }
            } catch let problem as StreamProblem {
                selected.problem = problem.located(at: path)
            }
            for index in readers { whole.selected[index] = selected }
            let digest = try source.finish()
            guard whole.file.sha256.isEmpty || whole.file.sha256 == digest.sha256 else {
                throw StreamProblem(
                    id: "file.changed-while-read", message: "the file changed while it was read",
                    advice: "Wait until the tool that writes it is done, and run again.")
            }
            guard whole.file.sha256.isEmpty else { continue }
            (whole.file.sha256, whole.file.bytes, whole.file.state) = (digest.sha256, digest.byteCount, .present)
            describe(&whole.file, by: Reading(), and: attestations)
        }
    }
}
