/// Everything that was read, judged and decided about one release at one moment. Reports only print it.
package struct Pack: Sendable {
    package internal(set) var release: Release
    package internal(set) var checklistTitle: String
    /// When it was evaluated (`--at`).
    package let at: Instant
    package internal(set) var toolVersion: String
    package var gates: [GateAssessment]
    package var items: [ItemAssessment]
    package internal(set) var waivers: [WaiverAssessment]
    /// Every sign-off that was submitted, whether it counts or not.
    package var signOffs: [SignOffAssessment] = []
    /// What is to be signed for the first gate that is closed, by role.
    package var sheets: [SignOffSheet] = []
    /// What its texts held and no longer show.
    package internal(set) var secrets: [MaskedSecret] = []
    /// Every file found, sorted by path.
    package internal(set) var evidence: [EvidenceFile]
    /// checklist.md, release.yml, rules.yml and waivers.yml with their digests.
    package internal(set) var configuration: [ConfigurationFile]
    /// The templates of its documents that are not the tool's own.
    package var templates: [ConfigurationFile] = []
    /// What is different from an earlier pack, when one was given.
    package var changes: PackChanges?
    /// Diagnostics that concern no single item.
    package internal(set) var problems: [Problem]

    package init(
        release: Release, checklistTitle: String, at: Instant, toolVersion: String, gates: [GateAssessment],
        items: [ItemAssessment], waivers: [WaiverAssessment], evidence: [EvidenceFile],
        configuration: [ConfigurationFile], problems: [Problem]
    ) {
        self.release = release
        self.checklistTitle = checklistTitle
        self.at = at
        self.toolVersion = toolVersion
        self.gates = gates
        self.items = items
        self.waivers = waivers
        self.evidence = evidence
        self.configuration = configuration
        self.problems = problems
    }
}

/// A configuration file and its digest.
package struct ConfigurationFile: Sendable, Hashable {
    package internal(set) var path: String
    package let sha256: String
    package let bytes: Int64

    package init(path: String, sha256: String, bytes: Int64) {
        self.path = path
        self.sha256 = sha256
        self.bytes = bytes
    }
}

/// One check of an item, judged.
package struct CheckAssessment: Sendable {
    package internal(set) var id: String
    package internal(set) var kind: String
    package let verdict: Verdict
    /// The verdict below a waiver.
    package let underlying: Verdict?
    /// `false` for an informational check, which is shown but does not count.
    package let isGating: Bool
    package internal(set) var findings: [Finding]
    /// Paths of the files that it read, sorted.
    package internal(set) var evidence: [String]
    package internal(set) var charts: [MetricChart]
    /// What else it counted that can be drawn.
    package var figures: [Figure] = []
    /// Those in force that gave it its verdict.
    package var waivers: [Waiver] = []
    /// What the runbook needs of it.
    package internal(set) var values: [RunbookValue]
    /// The greatest age of its evidence in milliseconds, and when that is measured; `nil` where age does not matter.
    package var maxAge: Int64?
    package var judgedAt: Instant?
    /// Its files, times and parameters as rules.yml binds them, the form that sign-offs are bound to.
    package var rule: JSONValue = .null

    package init(
        id: String, kind: String, verdict: Verdict, underlying: Verdict?, isGating: Bool, findings: [Finding],
        evidence: [String], charts: [MetricChart], values: [RunbookValue] = []
    ) {
        self.id = id
        self.kind = kind
        self.verdict = verdict
        self.underlying = underlying
        self.isGating = isGating
        self.findings = findings
        self.evidence = evidence
        self.charts = charts
        self.values = values
    }
}

/// One checklist item, judged.
package struct ItemAssessment: Sendable {
    package internal(set) var id: String
    package let phase: Phase
    package internal(set) var sectionTitle: String
    package internal(set) var text: String
    package let line: Int
    package internal(set) var owner: String
    package let judgement: Judgement
    /// The item's verdict without its waivers, when there are any.
    package let underlying: Verdict?
    package internal(set) var checks: [CheckAssessment]
    /// Command or person that settles it.
    package internal(set) var next: String
    /// SHA-256 over wording, rule, verdict and evidence digests: what a `done` sign-off is bound to.
    package let digest: String
    /// SHA-256 over wording and rule alone: what a `ready` sign-off is bound to.
    package let readyDigest: String
    /// The beginnings of the four parts' digests.
    package let shortParts: String
    /// SHA-256 of the plan that the evidence is about, which a `done` sign-off must name; `nil` when it is about none.
    package let plan: String?
    /// Whether its checks read what lies beside the plan, even if nothing there states a digest.
    package var isAboutPlan = false
    /// The item at whose start the age of its evidence is judged.
    package var asOf: String?
    /// How many people of which role must sign that it is done.
    package internal(set) var signers: [String: Int]
    /// When what it demands took place, where its evidence tells.
    package var occurrence: Occurrence?
    /// What stands in the evidence where the findings point.
    package var excerpts: [Excerpt] = []
    package var ready = SignOffStatus.missing
    package var done = SignOffStatus.missing

    package var verdict: Verdict { judgement.verdict }

    /// The finding that gives the item its verdict; `nil` when nothing was found at all.
    package var decisive: Finding? {
        let gating = checks.filter(\.isGating)
        let worst = gating.first { $0.verdict == verdict }
        return worst?.findings.first { $0.verdict == verdict } ?? worst?.findings.first
    }

    package init(
        id: String, phase: Phase, sectionTitle: String, text: String, line: Int, owner: String, judgement: Judgement,
        underlying: Verdict?, checks: [CheckAssessment], next: String, digest: String,
        readyDigest: String = "", shortParts: String = "", plan: String? = nil, signers: [String: Int]? = nil
    ) {
        self.id = id
        self.phase = phase
        self.sectionTitle = sectionTitle
        self.text = text
        self.line = line
        self.owner = owner
        self.judgement = judgement
        self.underlying = underlying
        self.checks = checks
        self.next = next
        self.digest = digest
        self.readyDigest = readyDigest
        self.shortParts = shortParts
        self.plan = plan
        self.signers = signers ?? [owner: 1]
    }
}

/// State of one sign-off of an item (PRODUCT.md).
package enum SignOffState: String, Sendable, Hashable { case signed, missing, stale, rejected, invalid }

/// A waiver with what became of it.
package struct WaiverAssessment: Sendable {
    package enum State: String, Sendable {
        case used, unused, notYetValid = "not_yet_valid", expired, malformed, refused
    }

    package internal(set) var id: String
    /// `nil` for a malformed one.
    package internal(set) var waiver: Waiver?
    package let state: State
    /// One sentence: what it covers, why it does not count, or that it expires soon.
    package internal(set) var note: String

    package init(id: String, waiver: Waiver?, state: State, note: String) {
        self.id = id
        self.waiver = waiver
        self.state = state
        self.note = note
    }
}
