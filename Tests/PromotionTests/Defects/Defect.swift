import Model
import Testing

/// One way in which real evidence is wrong, as a small edit of the green sample, and what it must turn into what.
struct Defect: Sendable, CustomTestStringConvertible {
    /// A sentence that ends the sentence "… when NAME".
    let name: String
    let edits: [Edit]
    /// The items that it turns, with the verdict that each must have then; every other item stays as it was.
    let turns: [String: Verdict]
    /// What the findings of the first item (by id) that have its verdict must say between them: value, limit or place.
    let says: [String]

    init(_ name: String, _ edits: Edit..., turns: [String: Verdict], says: String...) {
        self.name = name
        self.edits = edits
        self.turns = turns
        self.says = says
    }

    var testDescription: String { "\(turns.keys.sorted().joined(separator: ", ")): \(name)" }

    /// The catalogue: one file of defects an area.
    static let all: [Defect] =
        ci + smoke + audit + metrics + qa + people + rollback + migrations + data + deployment + previousState
        + releaseTag + terraformApply + terraformPlan + stability + health + synthetics + secrets + revisions
        + restores
}

/// A change of the green sample that must change no verdict: another dialect of the same facts, another order.
struct Variation: Sendable, CustomTestStringConvertible {
    let name: String
    let edits: [Edit]

    init(_ name: String, _ edits: Edit...) {
        self.name = name
        self.edits = edits
    }

    var testDescription: String { name }

    static let all: [Variation] =
        ci + smoke + audit + metrics + qa + people + migrations + data + deployment + previousState + releaseTag
        + terraformApply + terraformPlan + stability + verification + recovery
}
