package import Model
package import Streams

/// The text that `terraform plan` and `terraform show` print, bare or inside a CI log (FORMATS-OPS.md §1).
package struct TerraformPlanText: EvidenceFormat {
    package let id = "terraform-plan-text"
    package let title = "terraform plan, as text"
    package let producedBy = [
        "terraform plan -no-color -input=false -out prod.plan", "terraform show -no-color prod.plan",
    ]
    package let facts: [FactKind] = [.plannedChange, .plan, .appliedChange, .apply]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let found = TerraformLog(preamble), !found.isApply else { return nil }
        return Recognition(dialect: id, because: found.because)
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var plan = PlanTextScan()
        // `terraform apply` without a saved plan prints the plan first.
        var apply = ApplyLogScan()
        let reader = LineReader(source)
        try reader.read { line in
            try apply.take(line.bytes, line.number, emit: emit)
            if !apply.isInValue { try plan.take(line.bytes, line.number, emit: emit) }
        }
        let reading = try plan.finish(emit: emit)
        if apply.hasBegun { try apply.finish(emit: emit) }
        return reading
    }
}

/// A sentence in column 0 that only terraform writes there.
enum PlanMark {
    case drift, selectedProviders, actions, partialActions, noChanges, outputs, failed, oldStart

    init?(_ line: Bytes) {
        guard line.count > 10 else { return nil }
        switch line[0] {
        case UInt8(ascii: "T"), UInt8(ascii: "O"):
            let rest: Bytes
            if line.hasPrefix("Terraform ") {
                rest = line.suffix(from: 10)
            } else if line.hasPrefix("OpenTofu ") {
                rest = line.suffix(from: 9)
            } else {
                return nil
            }
            if rest.hasPrefix("used the selected providers") {
                self = .selectedProviders
            } else if rest.hasPrefix("will perform the following actions") {
                self = .actions
            } else if rest.hasPrefix("planned the following actions, but") {
                self = .partialActions
            } else {
                return nil
            }
        case UInt8(ascii: "N") where line.hasPrefix("Note: Objects have changed outside of "): self = .drift
        case UInt8(ascii: "N") where NoChanges.begins(line): self = .noChanges
        case UInt8(ascii: "C") where line.hasPrefix("Changes to Outputs:"): self = .outputs
        case UInt8(ascii: "P") where line.hasPrefix("Planning failed."): self = .failed
        case UInt8(ascii: "A") where line.hasPrefix("An execution plan has been generated"): self = .oldStart
        default: return nil
        }
    }

    /// What `identify` says.
    var because: String {
        switch self {
        case .drift: "a note on changes outside of terraform"
        case .selectedProviders, .actions, .partialActions, .oldStart: "terraform announces its actions"
        case .noChanges: "terraform says that there are no changes"
        case .outputs: "terraform announces changes to outputs"
        case .failed: "terraform says that planning failed"
        }
    }
}

/// The sentences by which terraform says that nothing changes; prose, so it may be wrapped.
enum NoChanges {
    private static let endings: [StaticString] = [
        "Your infrastructure matches the configuration.", "Your infrastructure still matches the configuration.",
        "No objects need to be destroyed.", "Infrastructure is up-to-date.",
    ]

    static func begins(_ line: Bytes) -> Bool {
        guard line.hasPrefix("No changes. ") else { return false }
        let rest = line.suffix(from: 12)
        return rest.hasPrefix("Your infra") || rest.hasPrefix("No objects") || rest.hasPrefix("Infrastructure is")
    }

    static func isWhole(_ sentence: [UInt8]) -> Bool {
        sentence.withUnsafeBufferPointer { buffer in
            let rest = Bytes(buffer).trimmed.suffix(from: 12)
            return endings.contains { rest.hasPrefix($0) }
        }
    }
}
