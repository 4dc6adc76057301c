internal import Model
internal import Streams

/// The text that k6 prints at the end of a run: one list before version 1.0, sections since then.
struct K6Text: EvidenceFormat {
    let id = "k6-text"
    let title = "k6 end-of-test text"
    let producedBy = ["k6 run scenario.js > k6.txt 2>&1"]
    let facts: [FactKind] = [.statistic, .threshold, .loadRun]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.json == nil, preamble.xml == nil, !preamble.isHTML, !preamble.text.isEmpty else { return nil }
        var reason: String?
        try? LineReader(ByteSource(bytes: preamble.text)).read { line in
            if line.bytes.hasPrefix("  █ TOTAL RESULTS") || line.bytes.hasPrefix("  █ THRESHOLDS") {
                reason = "a section of k6's summary"
            } else if line.bytes.trimmed.hasPrefix("scenarios: (") {
                reason = "k6 announces its scenarios"
            } else {
                return
            }
            throw CancellationError()
        }
        return reason.map { Recognition(dialect: id, because: $0) }
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = K6TextScan()
        try LineReader(source).read { line in try scan.take(line.bytes, line.number) }
        try scan.finish().emit(emit)
        return Reading()
    }
}
