internal import Model
internal import Streams

/// A line in column 0 by which terraform tells how an apply goes.
enum ApplyLine {
    /// A resource is worked on; `key` tells its objects apart, deposed ones too.
    case step(Step)
    /// `Apply complete! Resources: …`
    case complete
    case cancelled
    /// Interrupted or crashed, which may happen outside of an apply too.
    case interrupted
    case error(String)
    case warning(String)

    struct Step {
        enum Stage { case start, progress, end }

        let action: AppliedChange.Action
        let stage: Stage
        let address: String
        let key: String
    }

    init?(_ line: Bytes) {
        guard line.count > 6, line[0] != UInt8(ascii: " ") else { return nil }
        if line.hasPrefix("│ ") {
            guard let text = Self.diagnostic(line.suffix(from: 4)) else { return nil }
            self = text
        } else if let text = Self.diagnostic(line) {
            self = text
        } else if line.hasPrefix("Apply complete!") || line.hasPrefix("Destroy complete!") {
            self = .complete
        } else if line.hasPrefix("Apply cancelled.") || line.hasPrefix("Destroy cancelled.") {
            self = .cancelled
        } else if line.hasPrefix("Interrupt received.") || line.hasPrefix("Two interrupts received.")
            || line.hasPrefix("panic: ") || line[0] == UInt8(ascii: "!") && line.contains("TERRAFORM CRASH")
            || line.hasPrefix("Stack trace from the terraform-provider")
        {
            self = .interrupted
        } else if let step = Self.step(line) {
            self = .step(step)
        } else {
            return nil
        }
    }

    /// What `identify` says of a line that only an apply has; `nil` for others.
    var because: String? {
        switch self {
        case .step: "terraform works on a resource"
        case .complete: "terraform says that the apply is complete"
        case .cancelled: "terraform says that the apply was cancelled"
        case .error(let text)
        where text.hasPrefix("Saved plan ") || text.hasPrefix("Error acquiring the state lock")
            || text.hasPrefix("Error applying plan") || text.hasPrefix("Failed to load \""):
            "terraform says why it cannot apply"
        default: nil
        }
    }

    private static func diagnostic(_ line: Bytes) -> ApplyLine? {
        if line.hasPrefix("Error: ") { return .error(line.suffix(from: 7).trimmed.string) }
        if line.hasPrefix("Warning: ") { return .warning(line.suffix(from: 9).trimmed.string) }
        // terraform 0.10 and older, and runners that say how the command ended.
        if line.hasPrefix("Error applying plan") || line.hasPrefix("Terraform does not automatically rollback") {
            return .error(line.trimmed.string)
        }
        if line.hasPrefix("##[error]"), line.contains("exit code") || line.contains("exited with code") {
            return .error(line.suffix(from: 9).trimmed.string)
        }
        return nil
    }

    private static let steps: [(StaticString, AppliedChange.Action, Step.Stage)] = [
        ("Creating...", .create, .start), ("Modifying...", .update, .start), ("Destroying...", .delete, .start),
        ("Importing...", .import, .start), ("Creation complete", .create, .end),
        ("Modifications complete", .update, .end), ("Destruction complete", .delete, .end),
        ("Import complete", .import, .end), ("Still creating...", .create, .progress),
        ("Still modifying...", .update, .progress), ("Still destroying...", .delete, .progress),
    ]

    private static func step(_ line: Bytes) -> Step? {
        let length = ResourceAddress.length(in: line)
        guard length > 0 else { return nil }
        var rest = line.suffix(from: length)
        var key = length
        if rest.hasPrefix(" (deposed object "), let end = rest.firstIndex(of: UInt8(ascii: ")")) {
            key += end + 1
            rest = rest.suffix(from: end + 1)
        }
        guard rest.hasPrefix(": ") else { return nil }
        rest = rest.suffix(from: 2)
        guard let (_, action, stage) = steps.first(where: { rest.hasPrefix($0.0) }) else { return nil }
        return Step(
            action: action, stage: stage, address: line.prefix(length).string, key: line.prefix(key).string)
    }
}
