package import Model
package import Streams

/// The document that `terraform show -json` writes for a saved plan (FORMATS-OPS.md §1.6).
///
/// Values of resources and variables are in clear text there, secrets too: they are hashed or passed over, and never kept.
package struct TerraformPlanJSON: EvidenceFormat {
    package let id = "terraform-plan-json"
    package let title = "terraform plan, as JSON"
    package let producedBy = ["terraform show -json prod.plan"]
    package let facts: [FactKind] = [.plannedChange, .plan]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.has("format_version"),
            json.has("resource_changes") || json.has("planned_values"), !json.has("values")
        else { return nil }
        return Recognition(dialect: id, because: "`format_version` stands beside planned values")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = PlanJSONScan(JSONReader(source))
        return try scan.read(emit: emit)
    }
}

/// The state of reading one plan document.
private struct PlanJSONScan {
    private let json: JSONReader
    private var counted = Plan.Counts()
    private var hasChanges = false
    private var changesOutputs = false
    private var isApplyable: Bool?
    private var isComplete = true
    private var hasErrors = false
    private var warnings: [String] = []
    private var failedChecks: [String] = []
    private var version: String?
    private var digest = ChangeDigest(of: "json")
    private let form = CanonicalForm()

    init(_ json: JSONReader) { self.json = json }

    mutating func read(emit: (Fact) throws -> Void) throws -> Reading {
        var reading = Reading()
        let line = json.line
        try json.object { key in
            switch key {
            case "format_version": version = try json.string()
            case "timestamp": reading.producedAt = try json.optionalString().flatMap { Instant(rfc3339: $0) }
            case "resource_changes":
                if try !json.null() { try json.array { _ in try change(isDrift: false, emit: emit) } }
            case "resource_drift":
                if try !json.null() { try json.array { _ in try change(isDrift: true, emit: emit) } }
            case "output_changes": try outputs()
            case "terraform_version": try member(of: "terraform_version", key)
            case "variables":
                if try !json.null() { try json.object { name in try member(of: "variable", name) } }
            case "applyable": isApplyable = try json.bool()
            case "complete": if try !json.bool() { isComplete = false }
            case "errored": hasErrors = try json.bool()
            case "deferred_changes":
                if try !json.null() { try json.array { _ in isComplete = false } }
            case "action_invocations":
                if try !json.null() {
                    try json.array { _ in
                        form.clear()
                        try form.value(json)
                        digest.add(form)
                    }
                }
            case "checks": try checks()
            default: break
            }
        }
        try json.end()
        guard let version, version.hasPrefix("1.") else {
            throw StreamProblem(
                id: "terraform.format-version", message: "the format version is \(version ?? "not given"), not 1.x",
                advice: "Use a terraform whose `show -json` writes format 1.x.", line: line)
        }
        var plan = Plan(
            declared: nil, counted: counted,
            statesNoChanges: isApplyable == false && !hasErrors && !hasChanges && !changesOutputs,
            changesOutputs: changesOutputs && !hasChanges,
            errors: hasErrors ? ["terraform marks the plan as `errored`"] : [], warnings: warnings,
            isComplete: isComplete && !hasErrors, isJSON: true, line: line)
        plan.failedChecks = failedChecks
        // What a refreshing plan would do is in none of the changes.
        let isListed = hasChanges || changesOutputs || isApplyable != true
        if plan.isComplete, isListed { plan.changeDigest = digest.text }
        try emit(.plan(plan))
        return reading
    }

    private mutating func change(isDrift: Bool, emit: (Fact) throws -> Void) throws {
        let line = json.line
        var address: String?
        var type = ""
        var isMoved = false
        var isImported = false
        var actions: [String]?
        form.clear()
        try form.object(json) { key in
            switch key {
            case "address": address = try form.text(of: key, json)
            case "type": type = try json.string()
            case "provider_name": try form.member(key, json)
            case "previous_address": if try !json.null() { isMoved = try !form.text(of: key, json).isEmpty }
            case "deposed": if try !json.null() { _ = try form.text(of: key, json) }
            case "change":
                form.key(key)
                try form.object(json) { key in
                    switch key {
                    case "actions": actions = try form.texts(of: key, json)
                    case "importing":
                        guard try !json.null() else { return }
                        isImported = true
                        try form.member(key, json)
                    default: try form.member(key, json)
                    }
                }
            default: break
            }
        }
        guard let address, let actions else {
            throw StreamProblem(
                id: "terraform.change", message: "a resource change has no address or no actions",
                advice: "Collect `terraform show -json prod.plan` again.", line: line)
        }
        let meaning = try meaning(of: actions, isMoved: isMoved, isImported: isImported, line: line)
        if !isDrift, !meaning.isEmpty { digest.add(form) }
        for action in meaning {
            if !isDrift {
                counted.count(action)
                hasChanges = true
            }
            let change = PlannedChange(action: action, address: address, type: type, isDrift: isDrift, line: line)
            try emit(.plannedChange(change))
        }
        if !isDrift, isImported, actions != ["no-op"] { counted.imports += 1 }
    }

    private func meaning(of actions: [String], isMoved: Bool, isImported: Bool, line: Int) throws
        -> [PlannedChange.Action]
    {
        switch actions {
        case ["no-op"]: return isImported ? [.import] : (isMoved ? [.move] : [])
        case ["create"]: return [.create]
        case ["read"]: return [.read]
        case ["update"]: return [.update]
        case ["delete"]: return [.delete]
        case ["delete", "create"], ["create", "delete"]: return [.replace]
        case ["forget"]: return [.forget]
        case ["create", "forget"]: return [.create, .forget]
        default:
            throw StreamProblem(
                id: "terraform.unknown-action", message: "what the actions \(actions) mean is not known",
                advice: "This terraform is newer than this version of evidencepack: update it.", line: line)
        }
    }

    /// What decides what an apply does without being a change itself: terraform's version, and values of variables, which
    /// provisioners and write-only attributes may use.
    private mutating func member(of kind: StaticString, _ name: Bytes) throws {
        form.clear()
        form.key(kind)
        try form.member(name, json)
        digest.add(form)
    }

    private mutating func outputs() throws {
        guard try !json.null() else { return }
        try json.object { name in
            var actions: [String] = []
            form.clear()
            form.key("output")
            form.key(name)
            try form.object(json) { key in
                if key == "actions" { actions = try form.texts(of: key, json) } else { try form.member(key, json) }
            }
            guard actions.contains(where: { $0 != "no-op" }) else { return }
            changesOutputs = true
            digest.add(form)
        }
    }

    private mutating func checks() throws {
        guard try !json.null() else { return }
        try json.array { _ in
            var name = "a check"
            var status = ""
            try json.object { key in
                switch key {
                case "address":
                    try json.object { key in if key == "to_display" { name = try json.string() } }
                case "status": status = try json.string()
                default: break
                }
            }
            if status == "fail" || status == "error" { failedChecks.append("\(name) has the status \(status)") }
        }
    }
}
