/// What a gate says (PRODUCT.md).
package enum Decision: String, Sendable, Hashable {
    case go = "GO"
    case goWithWaivers = "GO_WITH_WAIVERS"
    case noGo = "NO_GO"
    case incomplete = "INCOMPLETE"

    package var isOpen: Bool { self == .go || self == .goWithWaivers }
}

/// One thing that keeps a gate closed.
package struct Blocker: Sendable, Hashable {
    package internal(set) var item: String
    package internal(set) var owner: String
    /// `fail`, `error`, `unknown`, … or `sign-off`.
    package internal(set) var kind: String
    /// A sentence with observed value, limit and place.
    package internal(set) var why: String
    package internal(set) var next: String

    /// The kind of one that only says that the gate before is closed.
    package static let closedGate = "gate"

    package init(item: String, owner: String, kind: String, why: String, next: String) {
        self.item = item
        self.owner = owner
        self.kind = kind
        self.why = why
        self.next = next
    }
}

/// One gate, decided.
package struct GateAssessment: Sendable {
    package internal(set) var id: String
    package let decision: Decision
    package internal(set) var blocking: [Blocker]
    /// How many of all items have each verdict; always sums to the number of items.
    package let counts: [Verdict: Int]
    /// Items that this gate needs `done`, and how many of these are signed.
    package let doneRequired: Int
    package let doneSigned: Int
    package let readyRequired: Int
    package let readySigned: Int
    /// Ids of the items that it needs done or ready.
    package var items: Set<String> = []

    /// What it demands.
    package var rule: GateRule?
    /// The gate that comes before it.
    package var after: String?
    /// Kinds of all that keeps it closed, or a gate before it.
    package var causes: Set<String> = []
    /// When the last sign-off that it waited for was given; `nil` while it is closed.
    package var opened: Instant?

    package var isOpen: Bool { decision.isOpen }

    /// Whether it waits for the item.
    package func needs(_ item: String) -> Bool { items.contains(item) }

    /// The same gate with one thing more against it; as it is for `nil`.
    package func closed(by blocker: Blocker?) -> GateAssessment {
        guard let blocker else { return self }
        let isFailure = decision == .noGo || blocker.kind != Verdict.unknown.rawValue
        var closed = GateAssessment(
            id: id, decision: isFailure ? .noGo : .incomplete, blocking: [blocker] + blocking, counts: counts,
            doneRequired: doneRequired, doneSigned: doneSigned, readyRequired: readyRequired, readySigned: readySigned)
        (closed.items, closed.after, closed.causes) = (items, after, causes.union([blocker.kind]))
        closed.rule = rule
        return closed
    }

    package init(
        id: String, decision: Decision, blocking: [Blocker], counts: [Verdict: Int], doneRequired: Int, doneSigned: Int,
        readyRequired: Int, readySigned: Int
    ) {
        self.id = id
        self.decision = decision
        self.blocking = blocking
        self.counts = counts
        self.doneRequired = doneRequired
        self.doneSigned = doneSigned
        self.readyRequired = readyRequired
        self.readySigned = readySigned
    }
}
