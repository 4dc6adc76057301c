internal import Model
internal import Streams

/// Incidents of PagerDuty, or the log entries that tell what was done about them.
struct PagerDutyIncidents: EvidenceFormat {
    let id = "pagerduty-incidents"
    let title = "PagerDuty incidents and their log entries"
    let producedBy = [
        "curl -sS -H \"Authorization: Token token=$PD\" https://api.pagerduty.com/incidents/ID",
        "curl -sS -H \"Authorization: Token token=$PD\" \"https://api.pagerduty.com/incidents/ID/log_entries?limit=100&include[]=channels\"",
    ]
    let facts: [FactKind] = [.statusEntry, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.isObject, !json.has("page") else { return nil }
        if json["incident"]?.has("incident_number") == true {
            return Recognition(dialect: "pagerduty-incidents/one", because: "an `incident` with `incident_number`")
        }
        if let list = json["incidents"], list.isArray, list.first?.has("incident_number") ?? json.has("more") {
            return Recognition(dialect: "pagerduty-incidents/list", because: "it has numbered `incidents` in pages")
        }
        guard let list = json["log_entries"], list.isArray else { return nil }
        return Recognition(dialect: "pagerduty-incidents/log", because: "it has `log_entries`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        let line = json.line
        var page = PagerDutyPage()
        var log: [(incident: String, name: String, update: StatusEntry.Update, line: Int)] = []
        try json.object { key in
            switch key {
            case "incident": try emit(.statusEntry(try incident(json)))
            case "incidents": try json.array { _ in try emit(.statusEntry(try incident(json))) }
            case "log_entries": try json.array { _ in log.append(try logEntry(json)) }
            default: try page.take(key, json)
            }
        }
        try json.end()
        if dialect != "pagerduty-incidents/one", let reason = page.shortage {
            try emit(.gap(EvidenceGap(reason: reason, line: line)))
        }
        var seen: [String] = []
        for first in log where !seen.contains(first.incident) {
            seen.append(first.incident)
            let ours = log.filter { $0.incident == first.incident }
            let isResolved = ours.contains { $0.update.status == "resolve" }
            var entry = StatusEntry(
                kind: .incident, id: first.incident, name: first.name, status: isResolved ? "resolved" : "open",
                line: first.line)
            entry.updates = ours.map(\.update)
            entry.startedAt = ours.compactMap(\.update.at).min()
            entry.endedAt = ours.last { $0.update.status == "resolve" }?.update.at
            try emit(.statusEntry(entry))
        }
        return Reading()
    }

    private func incident(_ json: JSONReader) throws -> StatusEntry {
        var entry = StatusEntry(kind: .incident, id: "", name: "", status: "", line: json.line)
        var summary = ""
        try json.object { key in
            switch key {
            case "id": entry.id = try json.string()
            case "title": entry.name = try json.optionalString() ?? ""
            case "summary": summary = try json.optionalString() ?? ""
            case "status": entry.status = try json.string()
            case "created_at": entry.startedAt = try json.optionalInstant()
            case "resolved_at": entry.endedAt = try json.optionalInstant()
            default: break
            }
        }
        if entry.name.isEmpty { entry.name = summary }
        guard !entry.id.isEmpty, !entry.status.isEmpty else { throw Self.incomplete("an incident", entry.line) }
        return entry
    }

    /// The kind without its suffix (`trigger`, `annotate`, …), with what was noted.
    private func logEntry(_ json: JSONReader) throws -> (
        incident: String, name: String, update: StatusEntry.Update, line: Int
    ) {
        let line = json.line
        var (type, summary): (String?, String?)
        var (id, name): (String?, String?)
        var notes: [String] = []
        var at: Instant?
        try json.object { key in
            switch key {
            case "type": type = try json.optionalString()
            case "summary": summary = try json.optionalString()
            case "created_at": at = try json.optionalInstant()
            case "message", "note": if let text = try json.optionalString() { notes.append(text) }
            case "incident":
                try json.object { key in
                    switch key {
                    case "id": id = try json.optionalString()
                    case "summary", "title": name = try json.optionalString() ?? name
                    default: break
                    }
                }
            case "channel":
                guard try !json.null() else { return }
                try json.object { key in
                    switch key {
                    case "summary", "note", "content", "body":
                        if try json.kind() == .string { notes.append(try json.string()) }
                    default: break
                    }
                }
            default: break
            }
        }
        guard let type, let id, at != nil else { throw Self.incomplete("a log entry", line) }
        let suffix = "_log_entry"
        let kind = type.hasSuffix(suffix) ? String(type.dropLast(suffix.utf8.count)) : type
        let text = ([summary].compactMap { $0 } + notes).joined(separator: "\n")
        return (id, name ?? "", StatusEntry.Update(status: kind, text: text, at: at), line)
    }

    private static func incomplete(_ what: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "pagerduty.incomplete", message: "\(what) has no id, status, type or time",
            advice: "Collect it again from PagerDuty's REST interface.", line: line)
    }
}
