import Model

/// Packs of any size and shape from a seed, with hostile text in every field that a person, a file or a server fills.
struct RandomPack {
    private var state: UInt64
    private let hostile: [String]
    /// Whether one list is absurdly long.
    private let isHuge: Bool
    /// Most packs are small, so that many can be tried.
    private let size: Int

    /// - Parameter hostile: texts to choose from, beside those made here.
    static func pack(seed: UInt64, hostile: [String]) -> Pack {
        var random = RandomPack(
            state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1, hostile: hostile, isHuge: seed % 100 == 49,
            size: seed % 8 == 0 ? 26 : 6)
        return random.make()
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Mostly few, seldom many.
    private mutating func count(_ usual: Int, rarely: Int = 0) -> Int {
        let limit = next() % 40 == 0 ? max(rarely, usual) : usual
        return limit == 0 ? 0 : Int(next() % UInt64(limit + 1))
    }

    private mutating func one<Element>(of list: [Element]) -> Element { list[Int(next() % UInt64(list.count))] }

    private mutating func text() -> String {
        switch next() % 12 {
        case 0...5: return one(of: hostile)
        case 6: return String(repeating: one(of: hostile) + " ", count: count(12))
        case 7:
            return next() % 60 == 0
                ? String(repeating: one(of: ["x", "` ", "{|", "\u{202E}", "漢"]), count: 70_000) : "ok"
        case 8:
            var scalars = String.UnicodeScalarView()
            for _ in 0..<count(24) { scalars.append(Unicode.Scalar(UInt32(next() % 0x3100)) ?? " ") }
            return String(scalars)
        case 9:
            let marks = Array("`|\\*_{}[]<>!#@~-:/\n\r &;().^+?\"'$%=")
            return String((0..<count(24)).map { _ in one(of: marks) })
        default: return one(of: ["a sentence of evidence", "v1.50.3", "evidence/x/y.json", "1 high", "<= 0"])
        }
    }

    private mutating func optional() -> String? { next() % 3 == 0 ? nil : text() }

    private mutating func instant() -> Instant {
        Instant(milliseconds: 1_795_000_000_000 + Int64(next() % 1_000_000_000))
    }

    private mutating func digest() -> String {
        next() % 30 == 0 ? text() : String(repeating: one(of: ["9b07c1f3", "d8a1e2c4", "00000000"]), count: 8)
    }

    private mutating func place() -> Place { Place(text(), line: next() % 2 == 0 ? Int(next() % 9_999) : nil) }

    private mutating func finding() -> Finding {
        Finding(
            one(of: Verdict.allCases), text(), observed: optional(), limit: optional(),
            at: next() % 4 == 0 ? nil : place(), next: optional())
    }

    private mutating func check() -> CheckAssessment {
        let findings = (0..<count(4, rarely: 120)).map { _ in finding() }
        let verdict = one(of: Verdict.allCases)
        return CheckAssessment(
            id: text(), kind: text(), verdict: verdict, underlying: verdict == .waived ? .fail : nil,
            isGating: next() % 5 != 0, findings: findings, evidence: findings.compactMap(\.place?.path), charts: [],
            values: next() % 8 == 0 ? [RunbookValue("plan.changes", text(), at: nil)] : [])
    }

    private mutating func item() -> ItemAssessment {
        let checks = (0..<count(3)).map { _ in check() }
        var item = ItemAssessment(
            id: text(), phase: one(of: [.pre, .deploy, .post]), sectionTitle: text(), text: text(), line: 3,
            owner: text(), judgement: Judgement.worst(of: checks.map(\.verdict)),
            underlying: next() % 9 == 0 ? .fail : nil, checks: checks, next: text(), digest: digest(),
            plan: next() % 9 == 0 ? digest() : nil)
        item.ready = SignOffStatus(states: [.ticket: one(of: [.signed, .missing, .stale, .rejected, .invalid])])
        item.done = SignOffStatus(states: [.ticket: one(of: [.signed, .missing])])
        return item
    }

    private mutating func blocker(_ items: [ItemAssessment]) -> Blocker {
        let kinds = ["sign-off", "sign-off", "fail", "error", "unknown", "manual", "gate"]
        let item = items.isEmpty || next() % 5 == 0 ? text() : one(of: items).id
        return Blocker(item: item, owner: text(), kind: one(of: kinds), why: text(), next: text())
    }

    private mutating func gate(_ items: [ItemAssessment]) -> GateAssessment {
        let counts = Dictionary(grouping: items, by: \.verdict).mapValues(\.count)
        return GateAssessment(
            id: text(), decision: one(of: [.go, .goWithWaivers, .noGo, .incomplete]),
            blocking: (0..<(isHuge ? 10_000 : count(size, rarely: size * 70))).map { _ in blocker(items) },
            counts: counts,
            doneRequired: 12, doneSigned: count(12), readyRequired: 22, readySigned: count(22))
    }

    private mutating func evidence() -> EvidenceFile {
        let state = one(of: [EvidenceFile.State.present, .empty, .absent, .stale, .unreadable])
        var file = EvidenceFile(
            path: text(), sha256: next() % 9 == 0 ? "" : digest(), bytes: 5, format: optional(), state: state,
            reason: state == .stale ? problem() : nil)
        file.collected = next() % 2 == 0 ? instant() : nil
        file.provenance = one(of: [.recorded, .declared, .unattested])
        return file
    }

    private mutating func problem() -> Problem { Problem("x.y", text(), at: place(), advice: text()) }

    private mutating func waiver(_ items: [ItemAssessment]) -> WaiverAssessment {
        let id = text()
        let waiver = Waiver(
            id: id, item: items.first?.id ?? text(), check: text(), reason: text(), riskOwner: text(),
            requester: text(), approver: text(), ticket: text(), notBefore: instant(), until: instant(),
            place: Place("waivers.yml", line: 3))
        return WaiverAssessment(
            id: id, waiver: next() % 4 == 0 ? nil : waiver, state: one(of: [.used, .unused, .expired]), note: text())
    }

    private mutating func signOff(_ items: [ItemAssessment]) -> SignOffAssessment {
        let ids = items.prefix(count(5)).map(\.id)
        let signOff = SignOff(
            release: text(), items: ids, kind: one(of: [.ready, .done]), role: text(), by: text(),
            decision: one(of: [.approve, .reject]), at: instant(), digests: [:], note: text())
        let outcome = one(of: [SignOffAssessment.Outcome.counts, .stale(text()), .refused(text())])
        return SignOffAssessment(
            signOff: next() % 6 == 0 ? nil : signOff, assurance: one(of: [.file, .ticket, .signature]), place: place(),
            identity: optional(), outcomes: Dictionary(ids.map { ($0, outcome) }) { first, _ in first },
            refusal: next() % 5 == 0 ? text() : nil, remark: optional())
    }

    private mutating func make() -> Pack {
        let items = (0..<count(size, rarely: size * 12)).map { _ in item() }
        let release = Release(
            train: text(), version: text(), tag: text(), commit: digest(), base: text(),
            environment: .init(from: text(), to: text()), ticket: text(),
            window: .init(start: instant(), end: instant()))
        var pack = Pack(
            release: release, checklistTitle: text(), at: instant(), toolVersion: text(),
            gates: (0..<count(3)).map { _ in gate(items) }, items: items,
            waivers: (0..<count(3, rarely: 60)).map { _ in waiver(items) },
            evidence: (0..<count(size, rarely: size * 50)).map { _ in evidence() },
            configuration: (0..<count(4)).map { _ in ConfigurationFile(path: text(), sha256: digest(), bytes: 9) },
            problems: (0..<count(3, rarely: 40)).map { _ in problem() })
        pack.signOffs = (0..<count(4, rarely: 200)).map { _ in signOff(items) }
        return pack
    }
}
