package import Model

/// Peers have approved this very plan, in the release ticket or by a review that carries its digest.
package struct PlanApproved: Rule {
    package static let kind = "plan-approved"
    package static let summary =
        "Somebody other than the plan's author approved this plan by its digest, in the release ticket or in a pull request review, after it was made; nobody rejected it since."
    package static let parameters = [
        Parameter("approvals", .number, loosenedBy: .less, "how many people must approve; 1 unless given"),
        Parameter("roles", .texts, "roles of which an approver must hold one; anybody of release.yml unless given"),
        Parameter(
            "earlier_plans", .text,
            "folder below evidence/ with the files of earlier plans: an approval of one is kept when records prove that the same command on the same commit planned the same changes, variables included; none is kept unless given"
        ),
    ]
    package static let example = "plan-approved: {approvals: 1, roles: [platform, engineering-lead]}"
    package static let reads: Set<FactKind> = [.issue, .review, .commandRun, .checksum, .plan]

    private let approvals: Int
    private let roles: [String]
    /// Below evidence/; `nil` when only approvals of the very plan count.
    private let earlierPlans: String?

    package init(_ reader: inout MappingReader) {
        approvals = reader.int("approvals") ?? 1
        if approvals < 1 {
            reader.report(
                "wrong-value", "'approvals' must be at least 1", at: reader.place(of: "approvals"), "Write 1.")
        }
        roles = reader.strings("roles") ?? []
        earlierPlans = reader.parsed("earlier_plans", "a folder below evidence/, e.g. deploy.review/earlier") { text in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            return parts.contains { ["", ".", ".."].contains($0) } || text.contains("*") ? nil : text
        }
    }

    package struct Evidence: Tally {
        fileprivate let path: String
        /// Whether the file is of an earlier plan.
        fileprivate let isEarlier: Bool
        fileprivate var present = RecordedPlans()
        fileprivate var earlier = RecordedPlans()
        fileprivate var exports = TicketExports()
        fileprivate var plan = PlanUnderReview()
        package var isCut: Bool { plan.isCut }
        fileprivate var reviews: [(review: Review, path: String)] = []

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .issue(let issue): exports.take(issue, path: path)
            case .review(let review): reviews.append((review, path))
            default:
                if isEarlier { return earlier.take(fact, path: path) }
                present.take(fact, path: path)
                plan.take(fact, path: path)
            }
        }

        package mutating func merge(_ later: Evidence) {
            exports.merge(later.exports)
            plan.merge(later.plan)
            present.merge(later.present)
            earlier.merge(later.earlier)
            reviews += later.reviews
        }
    }

    package func tally(path: String) -> Evidence {
        Evidence(path: path, isEarlier: earlierPlans.map { path.hasPrefix("evidence/\($0)/") } ?? false)
    }

    /// Something that a person said about a plan.
    private struct Voice {
        let person: Release.Person?
        let name: String
        let at: Instant?
        /// `nil` for an objection.
        let approves: PlanStatement?
        /// Digests that an objection names; it is about any plan when there are none.
        var digests: [String] = []
        /// Why an approval does not count.
        var flaw: String?
        var reservation = ""
        let place: Place
        /// The earlier plan that was approved, of which this one is proven to have the changes.
        var kept: RecordedPlan?
    }

    package func findings(_ tally: Evidence, in context: CheckContext) -> [Finding] {
        let name = PlanDigests.name(in: context)
        let files = tally.plan.fileDigests(in: context)
        let changes = tally.plan.changeDigests
        if let finding = contradiction(files, changes, name) { return [finding] }
        var ours: [PlanStatement] = files.keys.map { .file($0) }
        ours += changes.keys.sorted().map { .changes($0.lowercased()) }
        guard let plan = ours.first else {
            return [
                Finding(
                    .unknown,
                    "nothing states the digest of \(name): no run record, checksum or plan is among the files",
                    observed: "no digest", limit: "SHA-256 of \(name)",
                    next: "record the plan with `evidencepack record`")
            ]
        }
        let (comments, objection) = tally.exports.comments(in: context)
        if let objection { return [objection] }
        let earlier = EarlierPlans(tally.earlier, now: tally.present, current: files.keys, in: context)
        let end = tally.plan.end(in: context)
        // Since a plan with these very changes is there.
        let begin = ([end].compactMap(\.self) + earlier.equal.map(\.run.endedAt)).min()
        var authors = tally.plan.authors(in: context)
        authors.people += earlier.equal.map(\.author)
        let heard = comments.flatMap { voices(in: $0, at: context.at) } + voices(in: tally.reviews, context)
        let ordered = heard.sorted { ($0.at?.milliseconds ?? .max) < ($1.at?.milliseconds ?? .max) }

        var standing: [String: Voice] = [:]
        var rejected: [String: Voice] = [:]
        var warnings: [Finding] = []
        var reasons: [Finding] = []
        for var voice in ordered {
            guard let statement = voice.approves else {
                if let begin, let at = voice.at, at < begin, voice.digests.isEmpty { continue }
                let isNamed = voice.digests.contains { digest in
                    files[digest] != nil || names(changes, digest) || earlier.equal.contains { $0.isNamed(by: digest) }
                }
                if !voice.digests.isEmpty, !isNamed { continue }
                guard let person = voice.person else {
                    warnings.append(
                        Finding(.warn, "\(voice.name) rejected a plan", observed: "rejected", at: voice.place))
                    continue
                }
                // A reviewer who may not approve may still take back what was approved in error.
                if standing.removeValue(forKey: person.id) != nil || holdsRole(person) { rejected[person.id] = voice }
                continue
            }
            let isOlder = end.flatMap { end in voice.at.map { $0 < end } } ?? false
            if isOlder || !ours.contains(statement) {
                voice.kept = voice.at.flatMap { earlier.kept(by: statement, at: $0) }
            }
            var flaw = voice.flaw ?? self.flaw(of: voice, statement, ours, end, authors.people, context)
            if flaw != nil, voice.flaw == nil, voice.kept == nil, isOlder || !ours.contains(statement),
                let earlierPlans
            {
                flaw? += "; \(earlier.objection(to: statement, below: earlierPlans))"
            }
            if let flaw {
                reasons.append(
                    Finding(
                        .unknown, "the approval of \(voice.name) \(flaw)", observed: statement.beginning,
                        limit: plan.beginning, at: voice.place))
            } else if let person = voice.person {
                standing[person.id] = voice
                rejected[person.id] = nil
            }
        }
        if !rejected.isEmpty {
            return rejected.values.sorted { $0.name < $1.name }.map {
                Finding(
                    .fail, "\($0.name) rejected the plan\($0.at.map { " on \($0)" } ?? "")", observed: "rejected",
                    limit: "approved", at: $0.place,
                    next: "settle it with \($0.name), then have the plan approved again")
            } + warnings
        }
        let needed = approvals + (authors.isWhole ? 0 : 1)
        let passed = standing.values.sorted { $0.name < $1.name }
        guard passed.count >= needed else {
            let who = Set(authors.people.map(\.name)).sorted().joined(separator: " and ")
            let unsaid = authors.isWhole ? "" : "; the plan's author is not known, so one more is needed to be sure"
            let missing = Finding(
                .unknown,
                "\(counted(passed.count, "approval")) of \(needed) of \(plan.beginning) in \(context.release.ticket)\(unsaid)\(reasons.last.map { "; \($0.message)" } ?? "")",
                observed: counted(passed.count, "approval"), limit: counted(needed, "approval"),
                at: files.values.first ?? changes.values.first,
                next:
                    "ask a peer\(who.isEmpty ? "" : " other than \(who)") to comment `\(line(plan))` in \(context.release.ticket), then export it again into evidence/ticket/"
            )
            return [missing] + reasons.suffix(5) + warnings
        }
        return passed.map { voice in
            Finding(
                .pass,
                "\(voice.name) approved \(voice.approves?.beginning ?? "") on \(voice.at?.description ?? "")\(voice.reservation)\(kept(voice, plan))",
                observed: voice.approves?.beginning, limit: plan.beginning, at: voice.place)
        } + warnings
    }

    /// Why an approval counts although it is of another plan.
    private func kept(_ voice: Voice, _ plan: PlanStatement) -> String {
        guard let kept = voice.kept else { return "" }
        return
            ": that was the earlier plan sha256:\(kept.sha256.prefix(12))… of \(kept.run.endedAt) (\(kept.place)); this one, \(plan.beginning), has equal changes (\(kept.changes.prefix(17))…), so the approval is kept"
    }

    private func line(_ statement: PlanStatement) -> String {
        switch statement {
        case .file(let digest): "Approved: plan sha256:\(digest)"
        case .changes(let digest): "Approved: changes \(digest)"
        }
    }

    private func names(_ changes: [String: Place], _ digest: String) -> Bool {
        changes.keys.contains { PlanStatement.digests(in: $0).contains(digest) }
    }

    /// Two plans among the files: nobody can tell which one is to be applied.
    private func contradiction(_ files: [String: Place], _ changes: [String: Place], _ name: String) -> Finding? {
        func prefix(_ digest: String) -> Substring { digest.prefix { $0 != ":" } }
        let sameKind = changes.keys.filter { one in changes.keys.contains { $0 != one && prefix($0) == prefix(one) } }
        let two = files.count > 1 ? files.keys.sorted() : sameKind.sorted()
        guard two.count > 1 else { return nil }
        let beginnings = two.map { "\($0.prefix(17))…" }.joined(separator: " and ")
        return Finding(
            .error, "the files are of two plans: \(beginnings) for \(name)", observed: beginnings, limit: "one plan",
            at: files[two[0]] ?? changes[two[0]], next: "keep only the evidence of the plan that is to be applied")
    }

    private func holdsRole(_ person: Release.Person) -> Bool {
        roles.isEmpty || person.roles.contains(where: roles.contains)
    }

    /// Why an approval that can be read does not count for this plan.
    private func flaw(
        of voice: Voice, _ statement: PlanStatement, _ ours: [PlanStatement], _ end: Instant?,
        _ authors: [Release.Person], _ context: CheckContext
    ) -> String? {
        guard let person = voice.person else { return "is by somebody whom release.yml does not know" }
        guard ours.contains(statement) || voice.kept != nil else {
            return "is of another plan: \(statement.beginning), and this one is \(ours[0].beginning)"
        }
        if authors.contains(where: { $0.id == person.id }) { return "does not count: \(person.name) made the plan" }
        if !holdsRole(person) {
            return "does not count: \(person.name) holds none of the roles \(roles.joined(separator: ", "))"
        }
        guard let at = voice.at else { return "has no time in this export" }
        if at > context.at { return "is from \(at), after \(context.at)" }
        if let end, at < end, voice.kept == nil { return "is from \(at), before the plan was made (\(end))" }
        // Nobody can know the digest of a file that does not exist yet; the same changes may have been planned before.
        if end == nil, voice.kept == nil, case .changes = statement {
            return "cannot be placed in time: nothing tells when the plan was made"
        }
        return nil
    }

    private func voices(in comment: TicketComment, at now: Instant) -> [Voice] {
        var voices = comment.lines.own.compactMap { PlanStatement($0) }.map { statement in
            Voice(
                person: comment.person, name: comment.name, at: comment.at, approves: statement,
                flaw: comment.flaw(at: now), reservation: comment.reservation, place: comment.place)
        }
        if let line = comment.objection() {
            voices.append(
                Voice(
                    person: comment.person, name: comment.name, at: comment.at, approves: nil,
                    digests: PlanStatement.digests(in: line), place: comment.place))
        }
        return voices
    }

    private func voices(in reviews: [(review: Review, path: String)], _ context: CheckContext) -> [Voice] {
        reviews.flatMap { review, path -> [Voice] in
            let person = context.release.person(review.author, in: review.system)
            let name = person?.name ?? "the unknown account \(review.author)"
            let place = Place(path, line: review.line)
            switch review.state {
            case .approved:
                let digests = CommentLines(review.text).own.flatMap { PlanStatement.digests(in: $0) }
                return Set(digests).sorted().map { digest in
                    Voice(
                        person: person, name: name, at: review.at, approves: .file(digest),
                        flaw: review.isEdited == true ? "was edited after it was written" : nil,
                        reservation: review.isEdited == nil ? " (the export cannot show whether it was edited)" : "",
                        place: place)
                }
            case .changesRequested:
                return [Voice(person: person, name: name, at: review.at, approves: nil, place: place)]
            case .commented, .dismissed, .pending: return []
            }
        }
    }
}
