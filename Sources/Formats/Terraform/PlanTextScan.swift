internal import Model
internal import Streams

/// The state of reading one plan, line by line.
///
/// Only column 0 and resource headers count: whatever stands deeper is a value, and may copy any sentence (§1.4).
struct PlanTextScan {
    private enum Place { case before, drift, announced, actions, after }

    private var place = Place.before
    private var announcements = 0
    private var counted = Plan.Counts()
    private var declared: Plan.Counts?
    private var decidedAt: Int?
    private var sawChange = false
    private var sawOutputs = false
    private var isOutputsOnly = false
    private var isRefreshOnly = false
    private var statesNoChanges = false
    private var isPartial = false
    private var hasFailed = false
    private var isOld = false
    private var blocks = PlanBlocks()
    private var unfinished: [UInt8] = []
    private var errors: [String] = []
    private var warnings: [String] = []
    private var lastLine = 0

    /// Takes the next line; emits a planned change for a header.
    mutating func take(_ line: Bytes, _ number: Int, emit: (Fact) throws -> Void) throws {
        try read(line, number, emit: emit)
        blocks.take(line, isInActions: place == .actions)
    }

    private mutating func read(_ line: Bytes, _ number: Int, emit: (Fact) throws -> Void) throws {
        lastLine = number
        if !unfinished.isEmpty { try finishSentence(line, number) }
        guard line.count > 3 else { return }
        let first = line[0]
        if first == UInt8(ascii: " ") {
            if line[1] == UInt8(ascii: "#") || line[2] == UInt8(ascii: "#") {
                try takeComment(line, number, emit: emit)
            } else if isOld, place != .after {
                try refuseOldHeader(line, number)
            }
            return
        }
        if first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z") {
            try takeSentence(line, number)
        } else if first == 0xE2 {
            if line.hasPrefix("│ ") { takeDiagnostic(line.suffix(from: 4)) }
        } else if first == UInt8(ascii: "#") {
            try takeHash(line, number)
        } else if first == UInt8(ascii: "-") {
            if line.hasPrefix("- Resource targeting is in effect") { isPartial = true }
            if isOld, place != .after { try refuseOldHeader(line, number) }
        }
    }

    private mutating func takeSentence(_ line: Bytes, _ number: Int) throws {
        if line.hasPrefix("Plan: ") { return try takeSummary(line, number) }
        if let mark = PlanMark(line) { return try takeMark(mark, line, number) }
        takeDiagnostic(line)
        if line.hasPrefix("You can apply this plan to save these new output values"), sawOutputs {
            isOutputsOnly = true
            decidedAt = number
            place = .after
        } else if line.hasPrefix("This is a refresh-only plan, so "), place == .drift {
            isRefreshOnly = true
            decidedAt = number
            place = .after
        } else if line.hasPrefix("Note: This is a partial plan") {
            isPartial = true
        }
    }

    private mutating func takeMark(_ mark: PlanMark, _ line: Bytes, _ number: Int) throws {
        switch mark {
        case .drift:
            guard place == .before else { throw PlanTextProblem.twoPlans(number) }
            place = .drift
        case .selectedProviders, .oldStart:
            guard place == .before || place == .drift else { throw PlanTextProblem.twoPlans(number) }
            place = .announced
            isOld = mark == .oldStart
        case .actions, .partialActions:
            guard place != .actions, place != .after else { throw PlanTextProblem.twoPlans(number) }
            place = .actions
            if mark == .partialActions { isPartial = true }
        case .noChanges:
            guard place == .before || place == .drift, unfinished.isEmpty else {
                throw PlanTextProblem.twoPlans(number)
            }
            place = .after
            unfinished = Array(line.buffer)
            decidedAt = number
            try finishSentence(Bytes.empty, number)
        case .outputs:
            sawOutputs = true
            if place == .before || place == .drift { place = .announced }
        case .failed:
            hasFailed = true
            isPartial = true
            if decidedAt == nil { decidedAt = number }
        }
    }

    private mutating func finishSentence(_ line: Bytes, _ number: Int) throws {
        if !line.isEmpty {
            unfinished.append(UInt8(ascii: " "))
            unfinished.append(contentsOf: line.buffer)
        }
        if NoChanges.isWhole(unfinished) {
            statesNoChanges = true
            unfinished = []
        } else if unfinished.count > 200 {
            throw PlanTextProblem.truncated("the sentence that begins with \"No changes.\" is cut off", number)
        }
    }

    private mutating func takeSummary(_ line: Bytes, _ number: Int) throws {
        guard line.contains(" to add") || line.contains(" to destroy") || line.contains(" to import") else { return }
        guard declared == nil, !statesNoChanges else { throw PlanTextProblem.twoPlans(number) }
        guard place == .actions else {
            throw PlanTextProblem.truncated("there is a `Plan:` line without the actions before it", number)
        }
        declared = try PlanSummary.counts(line, number)
        decidedAt = number
        place = .after
    }

    private mutating func takeDiagnostic(_ line: Bytes) {
        if line.hasPrefix("Error: ") {
            errors.append(line.suffix(from: 7).trimmed.string)
        } else if line.hasPrefix("Warning: ") {
            let text = line.suffix(from: 9).trimmed
            if text.hasPrefix("Resource targeting is in effect") { isPartial = true }
            warnings.append(text.string)
        }
    }

    private mutating func takeHash(_ line: Bytes, _ number: Int) throws {
        if line.hasPrefix("##[error]Terraform exited with code 1") { errors.append(line.suffix(from: 9).string) }
        if line[1] == UInt8(ascii: " "), ResourceHeader(line.suffix(from: 2)) != nil {
            throw PlanTextProblem.unknownHeader("a resource header stands in column 1, so the text was changed", number)
        }
    }

    private mutating func takeComment(_ line: Bytes, _ number: Int, emit: (Fact) throws -> Void) throws {
        let indent = line[1] == UInt8(ascii: "#") ? 1 : 2
        guard line[1] == UInt8(ascii: "#") || line[1] == UInt8(ascii: " "), line[indent + 1] == UInt8(ascii: " ") else {
            return
        }
        let text = line.suffix(from: indent + 2)
        if text.hasPrefix("(") {
            let isImport = text.hasPrefix("(imported from ") || text.hasPrefix("(will be imported first)")
            if place == .actions, isImport { counted.imports += 1 }
            return
        }
        guard let header = ResourceHeader(text) else {
            guard place == .actions || place == .drift else { return }
            throw PlanTextProblem.unknownHeader("what happens to this resource is not understood", number)
        }
        switch place {
        case .after: throw PlanTextProblem.twoPlans(number)
        case .before, .announced:
            throw PlanTextProblem.truncated("a resource stands before terraform announces its actions", number)
        case .drift: break
        case .actions:
            guard !header.isDriftPhrase, indent == 2 || header.action == .forget else {
                throw PlanTextProblem.unknownHeader("this is no action of a plan", number)
            }
            counted.count(header.action)
            sawChange = true
            blocks.begin()
        }
        let change = PlannedChange(
            action: header.action, address: header.address, type: header.type, isDrift: place == .drift, line: number)
        try emit(.plannedChange(change))
    }

    /// terraform 0.11 has no header lines: `  + type.name` stands for them.
    private func refuseOldHeader(_ line: Bytes, _ number: Int) throws {
        guard place == .actions else { return }
        let symbols: [StaticString] = ["  + ", "  - ", "  ~ ", "-/+ ", "+/- ", " <= "]
        guard let symbol = symbols.first(where: { line.hasPrefix($0) }) else { return }
        let rest = line.suffix(from: symbol.utf8CodeUnitCount)
        guard !rest.hasPrefix("resource \""), !rest.hasPrefix("data \"") else { return }
        throw PlanTextProblem.oldDialect(number)
    }

    /// Emits the plan, or throws if nothing shows that it ended.
    func finish(emit: (Fact) throws -> Void) throws -> Reading {
        guard unfinished.isEmpty else {
            throw PlanTextProblem.truncated("the sentence that begins with \"No changes.\" is cut off", lastLine)
        }
        let failsWithoutSummary = hasFailed || place != .before && !errors.isEmpty
        guard declared != nil || statesNoChanges || isOutputsOnly || isRefreshOnly || failsWithoutSummary else {
            let message =
                place == .before
                ? "terraform announces no plan in this text"
                : "the text ends before the `Plan:` line, so resources may be missing"
            throw PlanTextProblem.truncated(message, lastLine)
        }
        var plan = Plan(
            declared: declared, counted: counted, statesNoChanges: statesNoChanges,
            changesOutputs: isOutputsOnly && !sawChange, errors: errors, warnings: warnings,
            isComplete: !isPartial && errors.isEmpty, isJSON: false, line: decidedAt ?? lastLine)
        plan.failedChecks = warnings.filter { $0.hasPrefix("Check block assertion failed") }
        if plan.isComplete, !isRefreshOnly { plan.changeDigest = blocks.digest }
        try emit(.plan(plan))
        var reading = Reading()
        if isRefreshOnly { reading.notes.append("this is a refresh-only plan") }
        return reading
    }
}

extension Plan.Counts {
    /// Adds a change as terraform's summary counts it (§1.3).
    mutating func count(_ action: PlannedChange.Action) {
        switch action {
        case .create: adds += 1
        case .update: changes += 1
        case .replace:
            adds += 1
            destroys += 1
        case .delete: destroys += 1
        case .import: imports += 1
        case .read, .move, .forget: break
        }
    }
}
