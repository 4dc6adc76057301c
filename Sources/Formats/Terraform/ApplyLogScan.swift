internal import Model
internal import Streams

/// The state of reading the log of one apply, line by line; its facts are those of an NDJSON stream too.
struct ApplyLogScan {
    /// Whether anything was seen that only an apply does.
    private(set) var hasBegun = false
    /// Whether the last line was part of an output's value, which may copy any sentence.
    private(set) var isInValue = false
    private(set) var hasPlanBehind = false
    private var tally = AppliedTally()
    private var lastLine = 0
    private var isInOutputs = false
    /// What ends the text of an output.
    private var delimiter: [UInt8]?

    mutating func take(_ line: Bytes, _ number: Int, emit: (Fact) throws -> Void) throws {
        lastLine = number
        isInValue = delimiter != nil
        if let delimiter {
            if delimiter.elementsEqual(line.trimmed.buffer) { self.delimiter = nil }
            return
        }
        if isInOutputs { delimiter = Self.delimiter(in: line) }
        guard let found = ApplyLine(line) else {
            if tally.apply.saysComplete {
                if line.hasPrefix("Outputs:") { isInOutputs = true }
                if PlanMark(line) != nil { hasPlanBehind = true }
            }
            return
        }
        switch found {
        case .step(let step):
            hasBegun = true
            try tally.take(step, number, emit: emit)
        case .complete:
            hasBegun = true
            try tally.complete(line, number, emit: emit)
        case .cancelled:
            hasBegun = true
            tally.apply.isInterrupted = true
        case .interrupted: tally.apply.isInterrupted = true
        case .error(let text):
            if text.contains("plugin crashed!") { tally.apply.isInterrupted = true }
            tally.apply.errors.append(text)
        case .warning(let text): tally.apply.warnings.append(text)
        }
    }

    /// Emits the apply, or throws if nothing shows how it ended.
    func finish(emit: (Fact) throws -> Void) throws { try tally.finish(lastLine, emit: emit) }

    /// `EOT` of `note = <<EOT`.
    private static func delimiter(in line: Bytes) -> [UInt8]? {
        guard var start = line.firstRange(of: " = <<")?.upperBound else { return nil }
        while let next = line.firstRange(of: " = <<", from: start)?.upperBound { start = next }
        var word = line.suffix(from: start)
        if word.hasPrefix("-") { word = word.suffix(from: 1) }
        guard !word.isEmpty, word.firstIndex(of: UInt8(ascii: " ")) == nil else { return nil }
        return Array(word.buffer)
    }
}

/// What was done, and what was begun and not finished.
struct AppliedTally {
    var apply = Apply(line: 0)
    private var open: [String: (action: AppliedChange.Action, address: String, line: Int)] = [:]
    private var completedAt: Int?

    mutating func take(_ step: ApplyLine.Step, _ line: Int, emit: (Fact) throws -> Void) throws {
        let key = "\(step.action) \(step.key)"
        guard step.stage == .end else {
            if open[key] == nil { open[key] = (step.action, step.address, line) }
            return
        }
        open[key] = nil
        switch step.action {
        case .create: apply.counted.adds += 1
        case .update: apply.counted.changes += 1
        case .delete: apply.counted.destroys += 1
        case .import: apply.counted.imports += 1
        }
        try emit(
            .appliedChange(AppliedChange(action: step.action, address: step.address, isComplete: true, line: line)))
    }

    /// The line by which terraform says that it is done.
    mutating func complete(_ line: Bytes, _ number: Int, emit: (Fact) throws -> Void) throws {
        let isMasked = PlanSummary.isMasked(line)
        try complete(isMasked ? nil : PlanSummary.applied(line, number), number)
        if isMasked {
            try emit(.gap(EvidenceGap(reason: "the CI system masked a number of `Apply complete!`", line: number)))
        }
    }

    mutating func complete(_ counts: Plan.Counts?, _ number: Int) throws {
        guard !apply.saysComplete else {
            throw StreamProblem(
                id: "terraform.two-applies", message: "the log says a second time that an apply is complete",
                advice: "Store the log of the one `terraform apply prod.plan`.", line: number)
        }
        apply.saysComplete = true
        apply.declared = counts
        completedAt = number
    }

    func finish(_ lastLine: Int, emit: (Fact) throws -> Void) throws {
        guard apply.saysComplete || apply.isInterrupted || !apply.errors.isEmpty else {
            throw StreamProblem(
                id: "terraform.truncated", message: "the log ends before terraform says how the apply ended",
                advice: "Collect the whole log; if the apply was killed, look at the state before anything else.",
                line: lastLine)
        }
        for change in open.values.sorted(by: { $0.line < $1.line }) {
            try emit(
                .appliedChange(
                    AppliedChange(action: change.action, address: change.address, isComplete: false, line: change.line))
            )
        }
        var ended = apply
        ended.line = completedAt ?? lastLine
        try emit(.apply(ended))
    }
}
