package import Model
package import Streams

/// The answer of `aws cloudwatch get-metric-statistics`: points of one metric, in no order, a series a statistic.
package struct CloudWatchStatistics: EvidenceFormat {
    package let id = "cloudwatch-statistics"
    package let title = "CloudWatch get-metric-statistics result"
    package let producedBy = [
        "aws cloudwatch get-metric-statistics --namespace … --metric-name … --start-time … --end-time … --period 60 --statistics Maximum"
    ]
    package let facts: [FactKind] = [.series, .sample]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json["Datapoints"]?.isArray == true else { return nil }
        return Recognition(dialect: id, because: "it has `Datapoints`")
    }

    private struct Point {
        var time: Int64?
        var values: [String: DecimalText] = [:]
        var unit: Unit?
        let line: Int
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var label: String?
        var points: [Point]?
        let line = json.line
        try json.object { key in
            switch key {
            case "Label": label = try json.string()
            case "Datapoints":
                var list: [Point] = []
                try json.array { _ in list.append(try point(json)) }
                points = list
            default: break
            }
        }
        try json.end()
        guard let points, let label else { throw StreamProblem.cloudWatch("it has no Label or no Datapoints", line) }
        let statistics = Set(points.flatMap(\.values.keys)).sorted()
        if statistics.isEmpty {
            guard points.isEmpty else { throw StreamProblem.cloudWatch("the points have no statistic", line) }
            try emit(.series(MetricSeries(index: 0, name: label, unit: nil, line: line)))
        }
        let ordered = points.sorted { ($0.time ?? 0, $0.line) < ($1.time ?? 0, $1.line) }
        for (index, statistic) in statistics.enumerated() {
            try emit(.series(MetricSeries(index: index, name: "\(label) \(statistic)", unit: nil, line: line)))
            for point in ordered {
                guard let time = point.time else { continue }
                try emit(
                    .sample(
                        MetricSample(index, at: time, point.values[statistic], unit: point.unit, line: point.line)))
            }
        }
        return Reading()
    }

    private func point(_ json: JSONReader) throws -> Point {
        var point = Point(line: json.line)
        var text = TimeText()
        func number() throws -> DecimalText {
            let line = json.line
            guard let value = try json.numberBytes({ DecimalText($0) }) else {
                throw StreamProblem.cloudWatch("a value has more than 18 digits", line)
            }
            return value
        }
        try json.object { key in
            switch key {
            case "Timestamp": point.time = try text.cloudWatch(json)
            case "Average", "Minimum", "Maximum", "Sum":
                let name = key.string
                point.values[name] = try number()
            case "ExtendedStatistics":
                try json.object { key in
                    let name = key.string
                    point.values[name] = try number()
                }
            case "Unit": point.unit = try unit(json)
            // How many observations there were is no course of the metric.
            default: break
            }
        }
        guard point.time != nil else { throw StreamProblem.cloudWatch("a point has no Timestamp", point.line) }
        return point
    }

    private func unit(_ json: JSONReader) throws -> Unit? {
        let line = json.line
        let word = try json.string()
        switch word {
        case "None": return nil
        case "Percent": return .percent
        case "Seconds": return .seconds
        case "Milliseconds": return .milliseconds
        case "Microseconds": return .microseconds
        case "Bytes": return .bytes
        case "Count": return .count
        default: throw StreamProblem.cloudWatch("the unit '\(word)' is not known", line)
        }
    }
}
