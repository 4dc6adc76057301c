package import Model
package import Streams

/// The answer of Prometheus to `query_range`: one matrix of series (FORMATS-OPS.md §3.3).
package struct PrometheusRange: EvidenceFormat {
    package let id = "prometheus"
    package let title = "Prometheus query_range result"
    package let producedBy = [
        "curl -sS -G $PROM/api/v1/query_range --data-urlencode 'query=…' -d start=… -d end=… -d step=60"
    ]
    package let facts: [FactKind] = [.series, .sample, .gap]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if json["status"]?.string == "error", json.has("errorType") {
            return Recognition(dialect: "prometheus/error", because: "`errorType` stands beside the status `error`")
        }
        guard let data = json["data"], data.has("resultType") || data.has("result"),
            json.has("status") || data.has("resultType")
        else { return nil }
        return Recognition(dialect: "prometheus/query", because: "`data` has a `resultType`")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = PrometheusScan(JSONReader(source))
        return try scan.read(emit: emit)
    }
}

/// The state of reading one answer.
private struct PrometheusScan {
    private let json: JSONReader
    private var series = 0
    private var status: String?
    private var kind: String?
    private var error: String?

    init(_ json: JSONReader) { self.json = json }

    mutating func read(emit: (Fact) throws -> Void) throws -> Reading {
        let line = json.line
        try json.object { key in
            switch key {
            case "status": status = try json.string()
            case "error": error = try json.optionalString()
            case "data": try data(emit: emit)
            case "warnings":
                let line = json.line
                if try json.null() { return }
                try json.array { _ in
                    try emit(.gap(EvidenceGap(reason: "Prometheus warns: \(try json.string())", line: line)))
                }
            default: break
            }
        }
        try json.end()
        guard status == "success", error == nil else {
            throw problem(
                "prometheus.error", "Prometheus answered with an error: \(error ?? status ?? "no status")",
                "Correct the query and collect it again.", line)
        }
        guard kind == "matrix" else { throw notAMatrix(line) }
        return Reading()
    }

    private mutating func data(emit: (Fact) throws -> Void) throws {
        guard try !json.null() else { return }
        try json.object { key in
            switch key {
            case "resultType":
                let line = json.line
                kind = try json.string()
                if kind != "matrix" { throw notAMatrix(line) }
            case "result": try json.array { _ in try element(emit: emit) }
            default: break
            }
        }
    }

    private mutating func element(emit: (Fact) throws -> Void) throws {
        let line = json.line
        guard try json.kind() == .object else { throw notAMatrix(line) }
        var isNamed = false
        var hasValues = false
        try json.object { key in
            switch key {
            case "metric":
                let name = try self.name()
                try emit(.series(MetricSeries(index: series, name: name, unit: nil, line: line)))
                isNamed = true
            case "values":
                guard isNamed else {
                    throw problem(
                        "prometheus.order", "the values stand before the labels of their series",
                        "Collect the answer of Prometheus as it is.", line)
                }
                hasValues = true
                try json.array { _ in try sample(emit: emit) }
            case "value": throw notAMatrix(line)
            case "histogram", "histograms":
                throw problem(
                    "prometheus.histogram", "native histograms are not read", "Query a quantile of it.", line)
            default: break
            }
        }
        guard isNamed, hasValues else {
            throw problem("prometheus.series", "a series has no labels or no values", "Collect the answer again.", line)
        }
        series += 1
    }

    private func name() throws -> String {
        var name = ""
        var labels: [String] = []
        try json.object { key in
            if key == "__name__" {
                name = try json.string()
            } else {
                let label = key.string
                labels.append("\(label)=\"\(try json.string())\"")
            }
        }
        return labels.isEmpty && !name.isEmpty ? name : "\(name){\(labels.joined(separator: ","))}"
    }

    private func sample(emit: (Fact) throws -> Void) throws {
        let line = json.line
        var time: Int64?
        var value: DecimalText?
        var isMissing = false
        try json.array { index in
            switch index {
            case 0: time = try json.numberBytes { DecimalText($0)?.milliseconds }
            case 1:
                try json.bytes { text in
                    value = DecimalText(text)
                    if value == nil { isMissing = text == "NaN" || text == "+Inf" || text == "-Inf" || text == "Inf" }
                }
            default: time = nil
            }
        }
        guard let time, value != nil || isMissing else {
            throw problem("prometheus.sample", "a point is not a time with a number", "Collect the answer again.", line)
        }
        try emit(.sample(MetricSample(series, at: time, value, line: line)))
    }

    private func notAMatrix(_ line: Int) -> StreamProblem {
        problem(
            "prometheus.not-a-range",
            "the result is \(kind.map { "a \($0)" } ?? "not a matrix"), which has no course of time",
            "Use `/api/v1/query_range` with start, end and step.", line)
    }

    private func problem(_ id: String, _ message: String, _ advice: String, _ line: Int) -> StreamProblem {
        StreamProblem(id: id, message: message, advice: advice, line: line)
    }
}
