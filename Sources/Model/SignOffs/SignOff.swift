/// What somebody signs: items, the role in which, and the digests that it is bound to (RELEASE.md, Sign-offs).
package struct SignOff: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// I own this step; its procedure and inputs are in place.
        case ready
        /// I accept its evidence.
        case done
    }

    /// Who typed a signed sheet of paper in, and the picture of it that shows what was signed.
    package struct Transcription: Sendable, Hashable {
        /// Id of a person of release.yml, who is not the signer.
        package let by: String
        /// Path of the scan, below the release folder.
        package let scan: String
        /// SHA-256 of the scan.
        package let sha256: String

        package init(by: String, scan: String, sha256: String) {
            self.by = by
            self.scan = scan
            self.sha256 = sha256
        }
    }

    package enum Decision: String, Sendable, Hashable, CaseIterable { case approve, reject }

    /// Tag of the release.
    package var release: String
    /// Item ids, each once.
    package var items: [String]
    package var kind: Kind
    package var role: String
    /// Id of a person of release.yml.
    package var by: String
    package var decision: Decision
    package var at: Instant
    /// SHA-256 by item, 64 lower-case hexadecimal digits, exactly one for each of `items`.
    package var digests: [String: String]
    /// SHA-256 of the plan, where an item concerns one.
    package var plan: String?
    /// Id of the form that was filled in; a form counts once.
    package var form: String?
    /// Free text on one line.
    package var note: String
    /// By item, the beginnings of the digests of its four parts: they only serve to name what changed.
    package var parts: [String: String] = [:]
    /// `nil` when the person handed it in themselves.
    package var transcription: Transcription?

    package init(
        release: String, items: [String], kind: Kind, role: String, by: String, decision: Decision, at: Instant,
        digests: [String: String], plan: String? = nil, form: String? = nil, note: String = ""
    ) {
        self.release = release
        self.items = items
        self.kind = kind
        self.role = role
        self.by = by
        self.decision = decision
        self.at = at
        self.digests = digests
        self.plan = plan
        self.form = form
        self.note = note
    }
}

/// A sign-off as it reached the tool, with what became of it. A refused one is shown too: it is evidence.
package struct SignOffAssessment: Sendable, Hashable {
    /// What it came to for one item.
    package enum Outcome: Sendable, Hashable {
        case counts
        /// Bound to what has changed since; says what.
        case stale(String)
        /// Why it does not count.
        case refused(String)
    }

    /// `nil` when the block could not be read.
    package internal(set) var signOff: SignOff?
    /// How surely it comes from whom it names.
    package let assurance: GateRule.Assurance
    package internal(set) var place: Place
    /// Account of the comment's author, or fingerprint of the key.
    package internal(set) var identity: String?
    /// By item; a block that was refused as a whole says the same for each.
    package internal(set) var outcomes: [String: Outcome]
    /// Why the block as a whole does not count.
    package internal(set) var refusal: String?
    /// What a reader should know although it counts, e.g. that the export cannot show edits.
    package internal(set) var remark: String?
    /// When its comment was written, where it came in one: it counts from then on, whatever earlier time it states.
    package var written: Instant?

    package init(
        signOff: SignOff?, assurance: GateRule.Assurance, place: Place, identity: String?,
        outcomes: [String: Outcome], refusal: String? = nil, remark: String? = nil
    ) {
        self.signOff = signOff
        self.assurance = assurance
        self.place = place
        self.identity = identity
        self.outcomes = outcomes
        self.refusal = refusal
        self.remark = remark
    }
}

/// Where one sign-off of one item stands.
package struct SignOffStatus: Sendable, Hashable {
    /// By the least assurance that is asked for; what is not there is missing.
    private let states: [GateRule.Assurance: SignOffState]
    /// Ids of the people whose approvals count, at any assurance.
    package internal(set) var by: [String]
    /// Why it is not signed, where there is more to say than that it is missing.
    package internal(set) var why: String?
    /// The assurance that the first gate which waits for it asks for.
    package let asked: GateRule.Assurance
    /// When enough had signed, where they have.
    private let since: [GateRule.Assurance: Instant]

    package init(
        states: [GateRule.Assurance: SignOffState] = [:], by: [String] = [], why: String? = nil,
        asked: GateRule.Assurance = .ticket, since: [GateRule.Assurance: Instant] = [:]
    ) {
        self.states = states
        self.by = by
        self.why = why
        self.asked = asked
        self.since = since
    }

    package static let missing = SignOffStatus()

    /// The state for a gate that asks for at least `assurance`.
    package func state(atLeast assurance: GateRule.Assurance) -> SignOffState { states[assurance] ?? .missing }

    /// When it was signed for such a gate; `nil` when it is not.
    package func signed(atLeast assurance: GateRule.Assurance) -> Instant? { since[assurance] }

    /// The state that is shown.
    package var state: SignOffState { state(atLeast: asked) }
}
