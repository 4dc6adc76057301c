import Model
import Streams

@testable import Formats

/// The readers of operations evidence, with what tests need of them.
enum Ops {
    static let formats: [any EvidenceFormat] = [
        TerraformPlanText(), TerraformPlanJSON(), GrafanaCSV(), PrometheusRange(), CloudWatchCSV(), CloudWatchData(),
        CloudWatchStatistics(), JiraJSON(), JiraCSV(), JiraXML(), Xray(), ZephyrScale(),
    ]

    /// All facts of a file; `timezone` as a sidecar states it.
    static func facts(
        _ format: any EvidenceFormat, _ bytes: [UInt8], _ dialect: String? = nil, timezone: String? = nil
    ) throws -> [Fact] {
        var facts: [Fact] = []
        let chosen = dialect ?? format.recognise(Preamble(bytes: bytes, isWhole: true))?.dialect ?? format.id
        _ = try format.read(ByteSource(bytes: bytes), as: chosen, timezone: timezone) { facts.append($0) }
        return facts
    }

    static func facts(_ format: any EvidenceFormat, _ text: String) throws -> [Fact] {
        try facts(format, Array(text.utf8))
    }

    /// The plan that a text states.
    static func plan(_ bytes: [UInt8]) throws -> Plan? {
        try facts(TerraformPlanText(), bytes).compactMap { if case .plan(let plan) = $0 { plan } else { nil } }.last
    }

    /// The text up to each of its line ends, the whole left out.
    static func cuts(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return bytes.indices.filter { bytes[$0] == 10 && $0 + 1 < bytes.count }.map {
            String(decoding: bytes[...$0], as: UTF8.self)
        }
    }
}

/// What the index states about one series.
struct StatedSeries {
    var cells: Int
    var numeric: Int
    var min: Double
    var max: Double
    var last: Double?
}

extension String {
    func utf8Contains(_ word: String) -> Bool { firstRange(word, from: utf8.startIndex) != nil }

    private func firstRange(_ word: String, from: String.Index) -> Range<String.Index>? {
        var start = from
        while start < utf8.endIndex {
            let rest = utf8[start...]
            if rest.starts(with: word.utf8) { return start..<utf8.index(start, offsetBy: word.utf8.count) }
            start = utf8.index(after: start)
        }
        return nil
    }

    /// What stands between two words, or up to the end.
    func range(_ from: String, to: String?) -> String? {
        guard let open = firstRange(from, from: utf8.startIndex) else { return nil }
        guard let to else { return String(self[open.upperBound...]) }
        guard let close = firstRange(to, from: open.upperBound) else { return nil }
        return String(self[open.upperBound..<close.lowerBound])
    }

    /// The last summary that begins with `word`, without it.
    func lastLine(_ word: String) -> String? {
        var rest = self
        var found: String?
        while let next = rest.range(word, to: nil) { (rest, found) = (next, next) }
        return found
    }

    /// The numbers of `'name': cells=… numeric=… min=… max=… last=…` or of `n=… numeric=…`.
    func splitSeries() -> [StatedSeries] {
        var result: [StatedSeries] = []
        var current: [String: Double] = [:]
        for word in split(separator: " ") {
            let pair = word.split(separator: "=")
            guard pair.count == 2, let value = Double(pair[1]) else { continue }
            let key = pair[0] == "n" ? "cells" : String(pair[0])
            current[key] = value
            if key == "last", let cells = current["cells"] {
                result.append(
                    StatedSeries(
                        cells: Int(cells), numeric: Int(current["numeric"] ?? -1), min: current["min"] ?? 0,
                        max: current["max"] ?? 0, last: value))
                current = [:]
            }
        }
        return result
    }
}
