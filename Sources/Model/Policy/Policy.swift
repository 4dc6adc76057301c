/// The checked configuration of one release: what must be proven, by what, before which gate, and by whom.
///
/// Only `PolicyLoader` makes one from files, and only when nothing at all is wrong with them but waivers.
package struct Policy: Sendable {
    package var release: Release
    package var checklist: Checklist
    /// In checklist order, one for every checklist item.
    package var items: [PolicyItem]
    /// In the order of rules.yml.
    package var gates: [GateRule]
    package var waivers: [Waiver]
    /// Waivers that count as absent, and why (PRODUCT.md).
    package var rejectedWaivers: [RejectedWaiver]
    /// Globs below `evidence/` of files that nobody needs to recognise.
    package var ignore: [String]
    /// What is valid and yet hardly meant, e.g. a role that must sign and that nobody holds.
    package var remarks: [Problem] = []
    /// Whether one person may sign in two roles.
    package var allowsManyRoles = false

    package init(
        release: Release, checklist: Checklist, items: [PolicyItem], gates: [GateRule], waivers: [Waiver] = [],
        rejectedWaivers: [RejectedWaiver] = [], ignore: [String] = []
    ) {
        self.release = release
        self.checklist = checklist
        self.items = items
        self.gates = gates
        self.waivers = waivers
        self.rejectedWaivers = rejectedWaivers
        self.ignore = ignore
    }

}

/// A checklist item bound to its rule.
package struct PolicyItem: Sendable {
    /// `pre.audit`
    package var id: String
    /// Phase of the section in which the item stands.
    package var phase: Phase
    /// The checklist's own words.
    package var text: String
    /// Line in checklist.md, 1-based.
    package var line: Int
    /// Role that signs.
    package var owner: String
    /// Greatest age of the evidence in milliseconds; `nil` when age does not matter.
    package var maxAge: Int64?
    /// Item at whose start the age of this item's evidence is judged, once it has taken place; now until then.
    package var asOf: String?
    /// How many people of which role must sign that it is done; the owner's one unless the rules say otherwise.
    package var signers: [String: Int]
    /// Command or person that produces missing evidence.
    package var next: String?
    /// At least one; ids are unique within the item.
    package var checks: [PolicyCheck]
    /// Phrases of which one found the checklist line.
    package var match: [String]

    package init(
        id: String, phase: Phase, text: String, line: Int, owner: String, maxAge: Int64? = nil,
        asOf: String? = nil, next: String? = nil, checks: [PolicyCheck], match: [String] = []
    ) {
        self.id = id
        self.phase = phase
        self.text = text
        self.line = line
        self.owner = owner
        signers = [owner: 1]
        self.maxAge = maxAge
        self.asOf = asOf
        self.next = next
        self.checks = checks
        self.match = match
    }
}

/// One check of an item: a rule kind over its parameters, and the files that it reads.
package struct PolicyCheck: Sendable {
    /// What evidence must state, and state as release.yml does.
    package enum Subject: String, Sendable, Hashable, CaseIterable { case commit, tag, environment, train }

    /// The kind unless the rules give another one.
    package var id: String
    package var kind: String
    /// Globs below `evidence/`.
    package var files: [String]
    /// Greatest age in milliseconds; the item's unless the check has its own.
    package var maxAge: Int64?
    /// `false`: informational, no gate waits for it.
    package var isGating: Bool
    /// Until then a failure only warns.
    package var from: Instant?
    package var about: [Subject]
    /// Item after whose end the evidence must have been made.
    package var after: String?
    /// What is left for the rule itself, placeholders resolved.
    package var parameters: ConfigurationNode
    package var place: Place

    package init(
        id: String, kind: String, files: [String], maxAge: Int64? = nil, isGating: Bool = true, from: Instant? = nil,
        about: [Subject] = [], after: String? = nil, parameters: ConfigurationNode, place: Place
    ) {
        self.id = id
        self.kind = kind
        self.files = files
        self.maxAge = maxAge
        self.isGating = isGating
        self.from = from
        self.about = about
        self.after = after
        self.parameters = parameters
        self.place = place
    }
}

/// A gate: which items must be done, and which ready, before it opens.
package struct GateRule: Sendable, Hashable {
    /// How surely a sign-off comes from whom it names, weakest first.
    package enum Assurance: String, Sendable, Hashable, CaseIterable, Comparable {
        case file, ticket, signature

        package static func < (left: Assurance, right: Assurance) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .file: 0
            case .ticket: 1
            case .signature: 2
            }
        }
    }

    package var id: String
    /// The gate that must be open before this one.
    package var after: String?
    /// Item ids in checklist order.
    package var done: [String]
    /// Item ids in checklist order.
    package var ready: [String]
    /// Least assurance of a sign-off that counts here.
    package var assurance: Assurance

    package init(id: String, after: String? = nil, done: [String], ready: [String], assurance: Assurance = .ticket) {
        self.id = id
        self.after = after
        self.done = done
        self.ready = ready
        self.assurance = assurance
    }
}
