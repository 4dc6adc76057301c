internal import Model
internal import Streams

/// The stream of `terraform plan -json` or `terraform apply -json`: a document a line.
struct TerraformStream: EvidenceFormat {
    let id = "terraform-stream"
    let title = "terraform plan or apply, as a JSON stream"
    let producedBy = ["terraform plan -json -out prod.plan", "terraform apply -json prod.plan"]
    let facts: [FactKind] = [.plannedChange, .plan, .appliedChange, .apply]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.has("@level"), json.has("@message"), json.has("type") else { return nil }
        return Recognition(dialect: id, because: "`@level`, `@message` and `type`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source, mode: .lines)
        var scan = StreamScan()
        while try json.nextDocument() {
            let line = json.line
            try scan.take(StreamEntry(json), line, emit: emit)
        }
        return try scan.finish(emit: emit)
    }
}

/// One document of the stream, whatever the order of its members.
private struct StreamEntry {
    var type = ""
    var level = ""
    var message = ""
    var time: Instant?
    var address: String?
    var resourceType = ""
    var action = ""
    var isImporting = false
    var counts = Plan.Counts()
    var operation = ""
    var severity = ""
    var summary = ""

    init(_ json: JSONReader) throws {
        try json.object { key in
            switch key {
            case "type": type = try json.string()
            case "@level": level = try json.string()
            case "@message": message = try json.string()
            case "@timestamp": time = Instant(rfc3339: try json.string())
            case "change", "hook":
                try json.object { key in
                    switch key {
                    case "resource":
                        try json.object { key in
                            switch key {
                            case "addr": address = try json.string()
                            case "resource_type": resourceType = try json.string()
                            default: break
                            }
                        }
                    case "action": action = try json.string()
                    case "importing": isImporting = try !json.null()
                    default: break
                    }
                }
            case "changes":
                try json.object { key in
                    switch key {
                    case "add": counts.adds = try json.int()
                    case "change": counts.changes = try json.int()
                    case "remove": counts.destroys = try json.int()
                    case "import": counts.imports = try json.int()
                    case "operation": operation = try json.string()
                    default: break
                    }
                }
            case "diagnostic":
                try json.object { key in
                    switch key {
                    case "severity": severity = try json.string()
                    case "summary": summary = try json.string()
                    default: break
                    }
                }
            default: break
            }
        }
    }
}

/// The state of reading one stream.
private struct StreamScan {
    private var planned = Plan.Counts()
    private var declared: Plan.Counts?
    private var plannedAt = 1
    private var tally = AppliedTally()
    private var hasBegun = false
    private var isPartial = false
    private var lastLine = 1

    mutating func take(_ entry: StreamEntry, _ line: Int, emit: (Fact) throws -> Void) throws {
        lastLine = line
        if let time = entry.time {
            if tally.apply.startedAt == nil { tally.apply.startedAt = time }
            tally.apply.endedAt = max(time, tally.apply.endedAt ?? time)
        }
        switch entry.type {
        case "planned_change", "resource_drift": try plan(entry, line, emit: emit)
        case "apply_start", "apply_progress", "apply_complete", "apply_errored": try apply(entry, line, emit: emit)
        case "change_summary":
            if entry.operation == "plan" {
                guard declared == nil else { throw PlanTextProblem.twoPlans(line) }
                declared = entry.counts
                plannedAt = line
            } else {
                hasBegun = true
                try tally.complete(entry.counts, line)
                // Imports have no entry of their own.
                tally.apply.counted.imports = entry.counts.imports
            }
        case "diagnostic":
            if entry.severity == "error" {
                tally.apply.errors.append(entry.summary)
            } else {
                if entry.summary.hasPrefix("Resource targeting is in effect") { isPartial = true }
                tally.apply.warnings.append(entry.summary)
            }
        case "log":
            if entry.message.contains("Interrupt received.") || entry.message.contains("Two interrupts received.") {
                tally.apply.isInterrupted = true
            }
            if entry.level == "error" { tally.apply.errors.append(entry.message) }
        case "action_errored": tally.apply.errors.append(entry.message)
        default: break
        }
    }

    private mutating func plan(_ entry: StreamEntry, _ line: Int, emit: (Fact) throws -> Void) throws {
        let words: [String: PlannedChange.Action] = [
            "create": .create, "read": .read, "update": .update, "replace": .replace, "delete": .delete,
            "move": .move, "import": .import, "remove": .forget, "forget": .forget,
        ]
        guard let address = entry.address, let action = words[entry.action] else {
            if entry.action == "noop" { return }
            throw StreamProblem(
                id: "terraform.unknown-action", message: "what the action `\(entry.action)` means is not known",
                advice: "This terraform is newer than this version of evidencepack: update it.", line: line)
        }
        let isDrift = entry.type == "resource_drift"
        if !isDrift {
            planned.count(action)
            if entry.isImporting, action != .import { planned.imports += 1 }
        }
        let change = PlannedChange(
            action: action, address: address, type: entry.resourceType, isDrift: isDrift, line: line)
        try emit(.plannedChange(change))
    }

    private mutating func apply(_ entry: StreamEntry, _ line: Int, emit: (Fact) throws -> Void) throws {
        let words: [String: AppliedChange.Action] = ["create": .create, "update": .update, "delete": .delete]
        guard let action = words[entry.action], let address = entry.address else { return }
        hasBegun = true
        // An errored resource stays begun and unfinished.
        let stage: ApplyLine.Step.Stage = entry.type == "apply_complete" ? .end : .start
        try tally.take(
            ApplyLine.Step(action: action, stage: stage, address: address, key: address), line, emit: emit)
    }

    func finish(emit: (Fact) throws -> Void) throws -> Reading {
        let apply = tally.apply
        let hasFailed = !apply.errors.isEmpty || apply.isInterrupted
        guard declared != nil || hasBegun || hasFailed else {
            throw PlanTextProblem.truncated("the stream ends before the summary of its changes", lastLine)
        }
        if declared != nil || !hasBegun {
            var plan = Plan(
                declared: declared, counted: planned, statesNoChanges: false, changesOutputs: false,
                errors: hasBegun ? [] : apply.errors, warnings: apply.warnings,
                isComplete: declared != nil && !isPartial && (hasBegun || !hasFailed), isJSON: true, line: plannedAt)
            plan.failedChecks = apply.warnings.filter { $0.hasPrefix("Check block assertion failed") }
            try emit(.plan(plan))
        }
        if hasBegun || hasFailed { try tally.finish(lastLine, emit: emit) }
        return Reading(producedAt: apply.startedAt)
    }
}
