package import Model
package import Streams

/// The answer of Grafana's `/api/ds/query`: frames of columns, with their fields described before the values.
package struct GrafanaFrames: EvidenceFormat {
    package let id = "grafana-frames"
    package let title = "Grafana query result"
    package let producedBy = ["curl -sS -H \"Authorization: Bearer …\" $GRAFANA/api/ds/query -d @query.json"]
    package let facts: [FactKind] = [.series, .sample, .gap]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let results = preamble.json?["results"], results.isObject, let first = results.anyMember,
            first.has("frames") || first.has("error") && first.has("status")
        else { return nil }
        return Recognition(dialect: id, because: "`results` hold `frames`")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = GrafanaFramesScan(JSONReader(source))
        try scan.read(emit)
        return Reading()
    }
}

/// The state of reading one answer.
private struct GrafanaFramesScan {
    /// A column as the schema describes it.
    private struct Field {
        var name: String
        var isTime: Bool
        var isNumber: Bool
        var unit: Unit?
    }

    private let json: JSONReader
    private var series = 0

    init(_ json: JSONReader) { self.json = json }

    mutating func read(_ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var hasResults = false
        try json.object { key in
            guard key == "results" else { return }
            hasResults = true
            try json.object { reference in
                let reference = reference.string
                try json.object { key in
                    let line = json.line
                    switch key {
                    case "error": throw problem("the query \(reference) failed: \(try json.value().string ?? "")", line)
                    case "frames": try json.elements { _ in try frame(emit) }
                    default: break
                    }
                }
            }
        }
        try json.end()
        guard hasResults else { throw problem("it has no `results`", line) }
    }

    private mutating func frame(_ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var fields: [Field] = []
        var columns: [[(value: DecimalText?, line: Int)]] = []
        try json.object { key in
            switch key {
            case "schema":
                let schema = try json.value()
                for notice in schema["meta"]?["notices"]?.elements ?? [] {
                    let words = notice["text"]?.string ?? "a notice"
                    try emit(.gap(EvidenceGap(reason: "Grafana says: \(words)", line: line)))
                }
                for field in schema["fields"]?.elements ?? [] {
                    fields.append(try self.field(field, of: schema["name"]?.string ?? "", line))
                }
            case "data": try json.object { key in if key == "values" { columns = try self.columns() } }
            default: break
            }
        }
        guard fields.count == columns.count, let time = fields.firstIndex(where: \.isTime) else {
            throw problem("a frame has no time, or another number of fields than of columns", line)
        }
        for index in fields.indices where fields[index].isNumber {
            let (field, column) = (fields[index], columns[index])
            guard column.count == columns[time].count else {
                throw problem("\(field.name) has another number of values than of times", line)
            }
            try emit(.series(MetricSeries(index: series, name: field.name, unit: field.unit, line: line)))
            for (moment, cell) in zip(columns[time], column) {
                guard let at = moment.value?.milliseconds else { throw problem("a time is missing", moment.line) }
                try emit(.sample(MetricSample(series, at: at / 1000, cell.value, line: cell.line)))
            }
            series += 1
        }
    }

    /// NaN and infinities stand in `entities` and are `null` here.
    private func columns() throws -> [[(value: DecimalText?, line: Int)]] {
        var columns: [[(value: DecimalText?, line: Int)]] = []
        try json.array { _ in
            var column: [(value: DecimalText?, line: Int)] = []
            try json.array { _ in
                let line = json.line
                guard try json.kind() == .number else {
                    try json.skip()
                    return column.append((nil, line))
                }
                let value = try json.numberBytes { DecimalText($0) }
                guard let value else { throw problem("a number has more than 18 digits", line) }
                column.append((value, line))
            }
            columns.append(column)
        }
        return columns
    }

    private func field(_ node: JSONNode, of frame: String, _ line: Int) throws -> Field {
        let config = node["config"]
        let type = node["type"]?.string
        var labels: [String] = []
        if case .object(let members)? = node["labels"] {
            labels = members.map { "\($0.0)=\"\($0.1.string ?? "")\"" }
        }
        let stated = config?["displayNameFromDS"]?.string ?? config?["displayName"]?.string
        let plain = node["name"]?.string ?? ""
        let name = stated ?? (["Value", "value", ""].contains(plain) && !frame.isEmpty ? frame : plain)
        let suffix = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
        var unit: Unit?
        if type == "number", let word = config?["unit"]?.string, !["", "none", "short"].contains(word) {
            guard let known = Unit(spelled: word) else { throw problem("the unit '\(word)' is not known", line) }
            unit = known
        }
        return Field(name: name + suffix, isTime: type == "time", isNumber: type == "number", unit: unit)
    }

    private func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "grafana.answer", message: message, advice: "Correct the query and collect its answer again.",
            line: line)
    }
}
