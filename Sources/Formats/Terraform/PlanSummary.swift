internal import Model
internal import Streams

/// The line `Plan: 1 to import, 2 to add, 3 to change, 4 to destroy.`
enum PlanSummary {
    /// Its counts; throws `terraform.masked-counts` or `terraform.summary` if they cannot be read.
    static func counts(_ line: Bytes, _ number: Int) throws -> Plan.Counts {
        guard !isMasked(line) else { throw PlanTextProblem.masked(number) }
        var counts = Plan.Counts()
        var rest = line.suffix(from: 6).trimmed
        if let range = rest.firstRange(of: " to import, ") {
            counts.imports = try integer(rest.prefix(range.lowerBound), number)
            rest = rest.suffix(from: range.upperBound)
        }
        counts.adds = try take(&rest, " to add, ", number)
        counts.changes = try take(&rest, " to change, ", number)
        counts.destroys = try take(&rest, " to destroy", number)
        if rest.hasPrefix(", ") {
            rest = rest.suffix(from: 2)
            _ = try take(&rest, " to forget", number)
        }
        if rest.hasPrefix(". Actions: ") {
            rest = rest.suffix(from: 11)
            _ = try take(&rest, " to invoke", number)
        }
        guard rest == "." else { throw PlanTextProblem.summary(number) }
        return counts
    }

    /// Whether the CI system took a number for a secret.
    static func isMasked(_ line: Bytes) -> Bool { line.contains("*") || line.contains("[MASKED]") }

    /// The counts of `Apply complete! Resources: 1 imported, 2 added, 3 changed, 4 destroyed.`
    static func applied(_ line: Bytes, _ number: Int) throws -> Plan.Counts {
        var counts = Plan.Counts()
        guard let range = line.firstRange(of: "Resources: ") else { throw PlanTextProblem.summary(number) }
        var rest = line.suffix(from: range.upperBound).trimmed
        if line.hasPrefix("Destroy complete!") {
            counts.destroys = try take(&rest, " destroyed", number)
        } else {
            if rest.contains(" imported, ") { counts.imports = try take(&rest, " imported, ", number) }
            counts.adds = try take(&rest, " added, ", number)
            counts.changes = try take(&rest, " changed, ", number)
            counts.destroys = try take(&rest, " destroyed", number)
        }
        if rest.hasPrefix(", ") {
            rest = rest.suffix(from: 2)
            _ = try take(&rest, " forgotten", number)
        }
        if rest.hasPrefix(". Actions: ") {
            rest = rest.suffix(from: 11)
            _ = try take(&rest, " invoked", number)
        }
        guard rest == "." else { throw PlanTextProblem.summary(number) }
        return counts
    }

    /// Takes a number with its words off the front of `rest`.
    static func take(_ rest: inout Bytes, _ words: StaticString, _ number: Int) throws -> Int {
        guard let range = rest.firstRange(of: words) else { throw PlanTextProblem.summary(number) }
        let value = try integer(rest.prefix(range.lowerBound), number)
        rest = rest.suffix(from: range.upperBound)
        return value
    }

    private static func integer(_ bytes: Bytes, _ number: Int) throws -> Int {
        guard let value = bytes.int, value >= 0 else { throw PlanTextProblem.summary(number) }
        return value
    }
}

/// What is wrong with the text of a plan.
enum PlanTextProblem {
    static func twoPlans(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "terraform.two-plans", message: "the text holds a second plan, so it is not clear which one counts",
            advice: "Collect the output of one `terraform plan` or `terraform show` into one file.", line: line)
    }

    static func truncated(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "terraform.truncated", message: message,
            advice:
                "Collect the whole output of `terraform show -no-color prod.plan`, or better `terraform show -json`.",
            line: line)
    }

    static func masked(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "terraform.masked-counts", message: "the CI system masked a number of the `Plan:` line",
            advice: "Write the plan to a file in the job instead of copying the log: `terraform show -json prod.plan`.",
            line: line)
    }

    static func summary(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "terraform.summary", message: "the line with terraform's counts cannot be read, or is cut off",
            advice: "Collect the whole output again.", line: line)
    }

    static func unknownHeader(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "terraform.unknown-header", message: message,
            advice: "Collect `terraform show -json prod.plan` instead.", line: line)
    }

    static func oldDialect(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "terraform.old-dialect", message: "this is the output of terraform 0.11 or older, which is not read",
            advice: "Use terraform 0.12 or newer.", line: line)
    }
}
