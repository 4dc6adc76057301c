package import Model
package import Streams

/// The answer of `aws cloudwatch get-metric-data`: a series a query, its points newest first (FORMATS-OPS.md §3.3).
package struct CloudWatchData: EvidenceFormat {
    package let id = "cloudwatch"
    package let title = "CloudWatch get-metric-data result"
    package let producedBy = [
        "aws cloudwatch get-metric-data --scan-by TimestampAscending --start-time … --end-time … --metric-data-queries file://q.json"
    ]
    package let facts: [FactKind] = [.series, .sample, .gap]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.json?["MetricDataResults"]?.isArray == true else { return nil }
        return Recognition(dialect: id, because: "it has `MetricDataResults`")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var sawResults = false
        let line = json.line
        try json.object { key in
            switch key {
            case "MetricDataResults":
                sawResults = true
                try json.array { index in
                    var result = MetricDataResult(json, index: index)
                    try result.read(emit: emit)
                }
            case "NextToken":
                guard let token = try json.optionalString(), !token.isEmpty else { return }
                try emit(.gap(EvidenceGap(reason: "the answer has a NextToken: there are other pages", line: line)))
            case "Messages":
                let line = json.line
                try json.elements { _ in
                    let words = try json.value()["Value"]?.string ?? "no message given"
                    try emit(.gap(EvidenceGap(reason: "CloudWatch says: \(words)", line: line)))
                }
            default: break
            }
        }
        try json.end()
        guard sawResults else { throw StreamProblem.cloudWatch("it has no MetricDataResults", line) }
        return Reading()
    }
}

/// One series of the answer: its times and values are two lists of the same length.
private struct MetricDataResult {
    private let json: JSONReader
    private let index: Int
    private var times: [Int64] = []
    private var values: [(number: DecimalText, line: Int)] = []
    private var text = TimeText()

    init(_ json: JSONReader, index: Int) {
        self.json = json
        self.index = index
    }

    mutating func read(emit: (Fact) throws -> Void) throws {
        let line = json.line
        var id = ""
        var label = ""
        var status: String?
        try json.object { key in
            switch key {
            case "Id": id = try json.string()
            case "Label": label = try json.string()
            case "StatusCode": status = try json.string()
            case "Timestamps": try json.array { _ in times.append(try text.cloudWatch(json)) }
            case "Values":
                try json.array { _ in
                    let line = json.line
                    guard let value = try json.numberBytes({ DecimalText($0) }) else {
                        throw StreamProblem.cloudWatch("a value has more than 18 digits", line)
                    }
                    values.append((value, line))
                }
            default: break
            }
        }
        guard times.count == values.count else {
            throw StreamProblem.cloudWatch("there are \(times.count) timestamps and \(values.count) values", line)
        }
        switch status {
        case "Complete": break
        case "PartialData":
            try emit(
                .gap(EvidenceGap(reason: "CloudWatch gave only a part of \(label.isEmpty ? id : label)", line: line)))
        default: throw StreamProblem.cloudWatch("the StatusCode is \(status ?? "not given")", line)
        }
        try emit(.series(MetricSeries(index: index, name: label.isEmpty ? id : label, unit: nil, line: line)))
        for point in times.indices.sorted(by: { (times[$0], $0) < (times[$1], $1) }) {
            let value = values[point]
            try emit(.sample(MetricSample(index, at: times[point], value.number, line: value.line)))
        }
    }

}

extension TimeText {
    /// ISO 8601 with an offset (version 2 of the command), or seconds since the epoch (version 1).
    mutating func cloudWatch(_ json: JSONReader) throws -> Int64 {
        let line = json.line
        let time =
            if try json.kind() == .string {
                try json.bytes { instant($0)?.milliseconds }
            } else {
                try json.numberBytes { DecimalText($0)?.milliseconds }
            }
        guard let time else { throw StreamProblem.cloudWatch("a timestamp cannot be read", line) }
        return time
    }
}

extension StreamProblem {
    /// An answer of CloudWatch that cannot be taken over.
    static func cloudWatch(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "cloudwatch.result", message: message, advice: "Collect the output of the command again.", line: line)
    }
}
