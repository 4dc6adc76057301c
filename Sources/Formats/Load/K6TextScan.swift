internal import Model
internal import Streams

/// The state of reading k6's text, line by line. What a line is, its indentation and its section say together: names of
/// checks may look like anything, but stand deeper than metrics, or behind a mark.
struct K6TextScan {
    private enum Section { case list, thresholds, totals, other }

    private var section = Section.list
    private var report = LoadReport()
    /// The metric that the next lines are about.
    private var metric = ""
    private var interrupted = 0
    private var isClosed = false

    mutating func take(_ line: Bytes, _ number: Int) throws {
        if line.hasPrefix("  █ ") { return open(line.suffix(from: 6).trimmed) }
        if line.hasPrefix("running (") { return progress(line) }
        if log(line) { return }
        let depth = (0..<line.count).first { line[$0] != 0x20 } ?? line.count
        let text = line.suffix(from: depth).trimmed
        guard !text.isEmpty else { return }
        switch section {
        case .thresholds: try threshold(text, depth, number)
        case .totals where depth == 4 || depth == 6: try row(text, nil, depth == 6, number)
        case .list:
            // A mark before a metric tells whether all its thresholds hold; one before a check stands deeper.
            if let mark = K6Mark(text), depth == 3 || depth == 5 && mark.rest.hasPrefix("{ ") {
                try row(mark.rest, mark.isMet, depth == 5, number)
            } else if depth == 5 || depth == 7 {
                try row(text, nil, depth == 7, number)
            }
        default: break
        }
    }

    mutating func finish() throws -> LoadReport {
        guard isClosed else {
            throw StreamProblem(
                id: "k6.cut-off",
                message: "k6's last line of progress does not follow its summary, so the text may be cut",
                advice: "Run k6 without `--quiet` and keep all of its output, or use `--summary-export`.", line: 1)
        }
        if interrupted > 0 { report.troubles.append("\(interrupted) iterations were interrupted") }
        return report
    }

    private mutating func open(_ name: Bytes) {
        section = name == "THRESHOLDS" ? .thresholds : name == "TOTAL RESULTS" ? .totals : .other
        metric = ""
    }

    /// `running (01.9s), 0/6 VUs, 30 complete and 4 interrupted iterations`
    private mutating func progress(_ line: Bytes) {
        let words = line.words
        let index = words.firstIndex(of: "interrupted") ?? 0
        isClosed = index > 0 && words.last == "iterations" && report.count("iterations") != nil
        if index > 0, let count = Int(words[index - 1]) { interrupted = count }
    }

    /// Whether the line is one of k6's log; an error in it is a trouble of the run.
    private mutating func log(_ line: Bytes) -> Bool {
        let isLog =
            line.hasPrefix("time=\"") || line.hasPrefix("ERRO[") || line.hasPrefix("WARN[") || line.hasPrefix("INFO[")
        guard isLog else { return false }
        let isTrouble =
            line.contains("level=error") || line.hasPrefix("ERRO[") || line.contains("Insufficient VUs")
            || line.contains("aborted")
        if isTrouble, report.troubles.count < 10 {
            let start = line.firstRange(of: "msg=")?.upperBound ?? 0
            // Queries of URLs may hold tokens.
            let message = line.suffix(from: start)
            let end = min(message.firstIndex(of: UInt8(ascii: "?")) ?? 200, 200)
            report.troubles.append("k6 says: \(message.prefix(end).string)")
        }
        return true
    }

    private mutating func threshold(_ text: Bytes, _ depth: Int, _ number: Int) throws {
        guard let mark = K6Mark(text) else {
            let name = text.string
            metric = text.hasPrefix("{") ? Self.base(metric) + name : name
            return
        }
        guard mark.rest.hasPrefix("'"), let end = mark.rest.suffix(from: 1).firstIndex(of: 39), !metric.isEmpty else {
            throw K6Mark.problem("a threshold is not as k6 writes it", number)
        }
        report.thresholds.append(
            LoadThreshold(
                metric: metric, expression: mark.rest.suffix(from: 1).prefix(end).string, isMet: mark.isMet,
                line: number))
    }

    private static func base(_ metric: String) -> String {
        metric.utf8.firstIndex(of: 123).map { String(metric[..<$0]) } ?? metric
    }

    /// `name....: values`, or `{ tag:value }...: values` of the metric before.
    private mutating func row(_ text: Bytes, _ isMet: Bool?, _ isInner: Bool, _ number: Int) throws {
        guard let colon = text.firstRange(of: ".: ") ?? text.firstRange(of: " : ") else { return }
        var label = text.prefix(colon.lowerBound)
        while label.hasSuffix(".") { label = label.prefix(label.count - 1) }
        label = label.trimmed
        let name: String
        if isInner {
            guard label.hasPrefix("{"), label.hasSuffix("}"), !metric.isEmpty else { return }
            name = Self.base(metric) + "{\(label.suffix(from: 1).prefix(label.count - 2).trimmed.string)}"
        } else {
            guard !label.isEmpty, label.buffer.allSatisfy({ $0 | 32 &- 97 < 26 || $0 &- 48 < 10 || $0 == 95 }) else {
                return
            }
            name = label.string
            metric = name
        }
        if let isMet {
            report.thresholds.append(
                LoadThreshold(metric: name, expression: "its thresholds", isMet: isMet, line: number))
        }
        try K6Values(text.suffix(from: colon.upperBound).words, of: name, number).add(to: &report)
    }
}

/// `✓ rest` or `✗ rest`.
struct K6Mark {
    let isMet: Bool
    let rest: Bytes

    init?(_ text: Bytes) {
        guard text.hasPrefix("✓ ") || text.hasPrefix("✗ ") else { return nil }
        isMet = text.hasPrefix("✓")
        rest = text.suffix(from: 4).trimmed
    }

    static func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "k6.text", message: message, advice: "Use `k6 run --summary-export=summary.json` instead.", line: line)
    }
}

extension Bytes {
    /// What stands between spaces.
    var words: [String] {
        buffer.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    }
}
