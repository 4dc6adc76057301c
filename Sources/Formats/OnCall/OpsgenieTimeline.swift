internal import Model
internal import Streams

/// The timeline of an Opsgenie (or Jira Service Management) schedule; its final timeline counts, overrides and all.
struct OpsgenieTimeline: EvidenceFormat {
    let id = "opsgenie-timeline"
    let title = "Opsgenie schedule timeline"
    let producedBy = [
        "curl -sS -H \"Authorization: GenieKey $KEY\" \"https://api.opsgenie.com/v2/schedules/ID/timeline?date=…&interval=1&intervalUnit=weeks\""
    ]
    let facts: [FactKind] = [.shift, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.json?["data"]?["finalTimeline"]?.isObject == true else { return nil }
        return Recognition(dialect: id, because: "its `data` has a `finalTimeline`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        let line = json.line
        var name: String?
        var isEnabled = true
        var shifts: [OnCallShift]?
        try json.object { key in
            guard key == "data" else { return }
            try json.object { key in
                switch key {
                case "_parent":
                    try json.object { key in
                        switch key {
                        case "name": name = try json.optionalString()
                        case "enabled": isEnabled = try json.bool()
                        default: break
                        }
                    }
                case "finalTimeline":
                    try json.object { key in
                        guard key == "rotations" else { return }
                        shifts = shifts ?? []
                        try json.array { _ in
                            try json.object { key in
                                if key == "periods" { try json.array { _ in shifts?.append(try period(json)) } }
                            }
                        }
                    }
                default: break
                }
            }
        }
        try json.end()
        guard let shifts else {
            throw StreamProblem(
                id: "opsgenie.no-rotations", message: "the final timeline has no rotations",
                advice: "Ask for the timeline of one schedule.", line: line)
        }
        if !isEnabled { try emit(.gap(EvidenceGap(reason: "the schedule is disabled: it pages nobody", line: line))) }
        for var shift in shifts {
            shift.schedule = name
            try emit(.shift(shift))
        }
        return Reading()
    }

    /// A period whose recipient is a person; a team, an escalation or nobody leaves the name empty.
    private func period(_ json: JSONReader) throws -> OnCallShift {
        let line = json.line
        var (start, end): (Instant?, Instant?)
        var person = ""
        try json.object { key in
            switch key {
            case "startDate": start = try json.optionalInstant()
            case "endDate": end = try json.optionalInstant()
            case "recipient":
                guard try !json.null() else { return }
                var (name, type): (String?, String?)
                try json.object { key in
                    switch key {
                    case "name", "username": name = try json.optionalString() ?? name
                    case "type": type = try json.optionalString()
                    default: break
                    }
                }
                if type == "user" { person = name ?? "" }
            default: break
            }
        }
        guard let start, let end, start < end else {
            throw StreamProblem(
                id: "opsgenie.no-times", message: "a period has no start and end, or ends before it starts",
                advice: "Export the timeline again.", line: line)
        }
        return OnCallShift(person: person, start: start, end: end, line: line)
    }
}
