package import Model
package import Streams

/// The answer of Datadog's `/api/v1/query`: series with lists of points (FORMATS-OPS.md §3.3).
package struct DatadogQuery: EvidenceFormat {
    package let id = "datadog"
    package let title = "Datadog query result"
    package let producedBy = [
        "curl -sS -G https://api.datadoghq.eu/api/v1/query -H \"DD-API-KEY: …\" -H \"DD-APPLICATION-KEY: …\" -d from=… -d to=… --data-urlencode 'query=…'"
    ]
    package let facts: [FactKind] = [.series, .sample, .gap]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let series = json["series"], series.isArray else { return nil }
        guard json.has("res_type") || series.first?.has("pointlist") == true else { return nil }
        return Recognition(dialect: id, because: "`series` with `pointlist`")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        let line = json.line
        var status: String?
        var error: String?
        var hasSeries = false
        try json.object { key in
            switch key {
            case "status": status = try json.string()
            case "error": error = try json.optionalString()
            case "message":
                guard let words = try json.optionalString(), !words.isEmpty else { return }
                try emit(.gap(EvidenceGap(reason: "Datadog says: \(words)", line: line)))
            case "series":
                hasSeries = true
                try json.array { index in try series(json, index, emit) }
            default: break
            }
        }
        try json.end()
        guard status == "ok", error ?? "" == "" else {
            throw problem("Datadog answered with an error: \(error ?? status ?? "no status")", line)
        }
        guard hasSeries else { throw problem("it has no `series`", line) }
        return Reading()
    }

    private func series(_ json: JSONReader, _ index: Int, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var (name, metric, scope): (String?, String?, String?)
        var unit: Unit?
        var points: [(time: Int64, value: DecimalText?, line: Int)]?
        var length: Int?
        try json.object { key in
            switch key {
            case "display_name": name = try json.optionalString()
            case "metric": metric = try json.optionalString()
            case "scope": scope = try json.optionalString()
            case "length": length = try json.int()
            case "unit": unit = try self.unit(try json.value(), line)
            case "pointlist":
                var list: [(time: Int64, value: DecimalText?, line: Int)] = []
                try json.array { _ in list.append(try point(json)) }
                points = list
            default: break
            }
        }
        guard let points, let name = name ?? metric else { throw problem("a series has no name or no points", line) }
        let tags = scope.map { $0 == "*" ? "" : "{\($0)}" } ?? ""
        try emit(.series(MetricSeries(index: index, name: name + tags, unit: unit, line: line)))
        if let length, length != points.count {
            let reason = "\(name) has \(points.count) points and states \(length)"
            try emit(.gap(EvidenceGap(reason: reason, line: line)))
        }
        for point in points { try emit(.sample(MetricSample(index, at: point.time, point.value, line: point.line))) }
    }

    /// `[milliseconds, value or null]`
    private func point(_ json: JSONReader) throws -> (time: Int64, value: DecimalText?, line: Int) {
        let line = json.line
        var time: Int64?
        var value: DecimalText?
        var count = 0
        try json.array { index in
            count = index + 1
            if try index > 0 && json.null() { return }
            let number = try json.numberBytes { DecimalText($0) }
            guard let number else { throw problem("a number has more than 18 digits", line) }
            if index == 0 { time = number.milliseconds.map { $0 / 1000 } } else { value = number }
        }
        guard let time, count == 2 else { throw problem("a point is not a time with a value", line) }
        return (time, value, line)
    }

    /// The unit of the values; `nil` where Datadog knows none. The second of the pair is what it is counted by.
    private func unit(_ pair: JSONNode, _ line: Int) throws -> Unit? {
        let units = (pair.elements ?? []).compactMap { $0["name"]?.string }
        guard let word = units.first else { return nil }
        switch (units.count, word) {
        case (1, "percent"): return .percent
        case (1, "fraction"): return .ratio
        case (1, "microsecond"): return .microseconds
        case (1, "millisecond"): return .milliseconds
        case (1, "second"): return .seconds
        case (1, "minute"): return .minutes
        case (1, "hour"): return .hours
        case (1, "byte"): return .bytes
        case (1, "request"), (1, "error"), (1, "hit"), (1, "host"), (1, "task"), (1, "connection"): return .count
        default: throw problem("the unit '\(units.joined(separator: " per "))' is not known", line)
        }
    }

    private func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "datadog.answer", message: message, advice: "Correct the query and collect its answer again.",
            line: line)
    }
}
