internal import Model
internal import Streams

/// Incidents and maintenances of a status page of Atlassian Statuspage: the public v2 documents, or arrays of v1.
///
/// The page's indicator is not read: that all is green now says nothing about this release.
struct Statuspage: EvidenceFormat {
    let id = "statuspage"
    let title = "Statuspage incidents and maintenances"
    let producedBy = [
        "curl -sS \"$STATUS_PAGE/api/v2/scheduled-maintenances.json\"",
        "curl -sS \"$STATUS_PAGE/api/v2/incidents.json\"",
    ]
    let facts: [FactKind] = [.statusEntry, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if json["page"]?.has("id") == true {
            guard let list = ["incidents", "scheduled_maintenances"].first(where: { json[$0]?.isArray == true }) else {
                return nil
            }
            return Recognition(dialect: "statuspage/v2", because: "it has a `page` and its `\(list)`")
        }
        guard json.isArray, let row = json.first, row["incident_updates"]?.isArray == true, row.has("impact") else {
            return nil
        }
        return Recognition(dialect: "statuspage/v1", because: "objects with `incident_updates` and `impact`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        if dialect == "statuspage/v1" {
            var count = 0
            try json.array { index in
                try emit(.statusEntry(try entry(json, isMaintenance: false)))
                count = index + 1
            }
            if count > 0, count % 100 == 0 {
                let reason = "exactly \(count) entries: the list may go on, on another page"
                try emit(.gap(EvidenceGap(reason: reason, line: 1)))
            }
        } else {
            try json.object { key in
                switch key {
                case "incidents":
                    try json.array { _ in try emit(.statusEntry(try entry(json, isMaintenance: false))) }
                case "scheduled_maintenances":
                    try json.array { _ in try emit(.statusEntry(try entry(json, isMaintenance: true))) }
                default: break
                }
            }
        }
        try json.end()
        return Reading()
    }

    private func entry(_ json: JSONReader, isMaintenance: Bool) throws -> StatusEntry {
        let line = json.line
        var entry = StatusEntry(
            kind: isMaintenance ? .maintenance : .incident, id: "", name: "", status: "", line: line)
        var (created, started): (Instant?, Instant?)
        try json.object { key in
            switch key {
            case "id": entry.id = try json.string()
            case "name": entry.name = try json.string()
            case "status": entry.status = try json.string()
            case "impact": if try json.optionalString() == "maintenance" { entry.kind = .maintenance }
            case "scheduled_for": if try json.optionalInstant() != nil { entry.kind = .maintenance }
            case "created_at": created = try json.optionalInstant()
            case "started_at": started = try json.optionalInstant()
            case "resolved_at": entry.endedAt = try json.optionalInstant()
            case "incident_updates": try json.array { _ in entry.updates.append(try update(json)) }
            default: break
            }
        }
        guard !entry.id.isEmpty, !entry.status.isEmpty else {
            throw StreamProblem(
                id: "statuspage.missing-field", message: "an entry has no id or no status",
                advice: "Collect it again from the page's own interface.", line: line)
        }
        entry.startedAt = started ?? created
        return entry
    }

    private func update(_ json: JSONReader) throws -> StatusEntry.Update {
        var (status, text) = ("", "")
        var (shown, created): (Instant?, Instant?)
        try json.object { key in
            switch key {
            case "status": status = try json.optionalString() ?? ""
            case "body": text = try json.optionalString() ?? ""
            case "display_at": shown = try json.optionalInstant()
            case "created_at": created = try json.optionalInstant()
            default: break
            }
        }
        // `display_at` can be set by hand, `created_at` cannot: the earlier one is the one to trust.
        return StatusEntry.Update(status: status, text: text, at: [shown, created].compactMap { $0 }.min())
    }
}
