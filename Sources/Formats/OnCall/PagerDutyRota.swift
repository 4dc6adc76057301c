internal import Model
internal import Streams

/// Who is on call as PagerDuty's REST interface says: one rendered schedule, or the list of on-calls.
///
/// Shifts count, `rendered_coverage_percentage` does not: it says how much, and not when.
struct PagerDutyRota: EvidenceFormat {
    let id = "pagerduty-rota"
    let title = "PagerDuty schedule or on-calls"
    let producedBy = [
        "curl -sS -H \"Authorization: Token token=$PD\" \"https://api.pagerduty.com/schedules/ID?since=…&until=…\"",
        "curl -sS -H \"Authorization: Token token=$PD\" \"https://api.pagerduty.com/oncalls?since=…&until=…&schedule_ids[]=ID\"",
    ]
    let facts: [FactKind] = [.shift, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.isObject else { return nil }
        if json["oncalls"]?.isArray == true {
            return Recognition(dialect: "pagerduty-rota/oncalls", because: "it has `oncalls`")
        }
        guard let schedule = json["schedule"], schedule.isObject,
            ["final_schedule", "schedule_layers", "escalation_policies"].contains(where: { schedule.has($0) })
        else { return nil }
        return Recognition(dialect: "pagerduty-rota/schedule", because: "it has a `schedule` with layers")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        if dialect == "pagerduty-rota/oncalls" { try readOnCalls(json, emit) } else { try readSchedule(json, emit) }
        try json.end()
        return Reading()
    }

    private func readSchedule(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var name: String?
        var shifts: [OnCallShift]?
        var isRendered = false
        try json.object { key in
            guard key == "schedule" else { return }
            try json.object { key in
                switch key {
                case "name", "summary": name = try json.optionalString() ?? name
                case "final_schedule":
                    guard try !json.null() else { return }
                    try json.object { key in
                        switch key {
                        case "rendered_schedule_entries":
                            shifts = []
                            try json.array { _ in shifts?.append(try entry(json, isOnCall: false)) }
                        case "rendered_coverage_percentage": isRendered = try !json.null()
                        default: break
                        }
                    }
                default: break
                }
            }
        }
        guard let shifts else {
            throw StreamProblem(
                id: "pagerduty.not-rendered", message: "the schedule has no `final_schedule` with its entries",
                advice: "Ask for one schedule with `since` and `until`.", line: line)
        }
        if !isRendered {
            let reason = "no window was asked for (`since` and `until`), so PagerDuty rendered no coverage"
            try emit(.gap(EvidenceGap(reason: reason, line: line)))
        }
        for var shift in shifts {
            shift.schedule = name
            try emit(.shift(shift))
        }
    }

    private func readOnCalls(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var page = PagerDutyPage()
        try json.object { key in
            if key == "oncalls" {
                try json.array { _ in try emit(.shift(try entry(json, isOnCall: true))) }
            } else {
                try page.take(key, json)
            }
        }
        if let reason = page.shortage { try emit(.gap(EvidenceGap(reason: reason, line: line))) }
    }

    /// One entry of a schedule, or one on-call, where an absent start or end means always.
    private func entry(_ json: JSONReader, isOnCall: Bool) throws -> OnCallShift {
        let line = json.line
        var person: String?
        var (schedule, policy): (String?, String?)
        var level = 1
        var (start, end): (Instant?, Instant?)
        var has = (start: false, end: false)
        try json.object { key in
            switch key {
            case "user": person = try json.text(of: "summary")
            case "start": (start, has.start) = (try json.optionalInstant(), true)
            case "end": (end, has.end) = (try json.optionalInstant(), true)
            case "schedule": schedule = try json.text(of: "summary")
            case "escalation_policy": policy = try json.text(of: "summary")
            case "escalation_level": level = try json.int()
            default: break
            }
        }
        guard has.start, has.end, isOnCall || start != nil && end != nil else {
            throw StreamProblem(
                id: "pagerduty.no-times", message: "an entry has no start or no end",
                advice: "Export the schedule again, whole.", line: line)
        }
        if let start, let end, end <= start {
            throw StreamProblem(
                id: "pagerduty.no-times", message: "an entry ends before it starts", advice: "Export it again.",
                line: line)
        }
        var shift = OnCallShift(
            person: person ?? "", start: start ?? Instant(milliseconds: 0), end: end, line: line)
        if isOnCall { shift.schedule = schedule ?? "\(policy ?? "escalation policy"), level \(level)" }
        return shift
    }
}

/// What a list of PagerDuty says about other pages.
struct PagerDutyPage {
    private var more: Bool?
    private var offset = 0

    init() {}

    /// Takes a member of the list's object, or leaves it.
    mutating func take(_ key: Bytes, _ json: JSONReader) throws {
        switch key {
        case "more": more = try json.bool()
        case "offset": if try !json.null() { offset = try json.int() }
        default: break
        }
    }

    /// Why the list may not be whole.
    var shortage: String? {
        guard let more else { return "the list does not say whether there are other pages (`more`)" }
        return more || offset > 0 ? "the list is one page of several" : nil
    }
}
