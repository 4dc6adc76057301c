import Formats
import Model
import Rules

/// Judges one check from the readings of its files: their states first, then the rule's own findings.
struct CheckJudging {
    let release: Release
    let at: Instant
    /// Whether an item's `as_of` counts.
    let inRetrospect: Bool
    let readings: [EvidenceReading]
    /// Globs of files that are no evidence.
    let ignored: [Glob]
    /// When the items judged so far took place, by item.
    var occurrences: [String: Occurrence] = [:]

    /// Findings, charts, values and the files of a check, before waivers.
    func judge(_ bound: BoundCheck, index: Int) -> JudgedCheck {
        var judged = JudgedCheck()
        let ours = readings.filter { reading in
            reading.tallies[index] != nil
                || (bound.reads(reading.file.path) && !isIgnored(reading.file.path))
        }
        let next = bound.item.next
        func object(_ message: String, observed: String, limit: String? = nil, at place: Place? = nil) {
            judged.outcome.findings.append(
                Finding(.unknown, message, observed: observed, limit: limit, at: place, next: next))
        }
        guard !ours.isEmpty else {
            let pattern = bound.check.files.map { "evidence/\($0)" }.joined(separator: " or ")
            object(
                "no evidence: no file matches \(pattern)", observed: "nothing", limit: "a file at \(pattern)")
            return judged
        }
        if let after = bound.check.after, occurrences[after] == nil {
            object(
                "must come after \(after), and nothing proves when that took place", observed: "no time",
                limit: "after \(after)")
        }
        let asOf = (inRetrospect ? bound.item.asOf : nil).flatMap { occurrences[$0]?.start } ?? at
        let after = bound.check.after.flatMap { occurrences[$0] }
        let freshness = Freshness(
            release: release, now: at, at: min(asOf, at), phase: bound.item.phase, maxAge: bound.check.maxAge,
            about: bound.check.about,
            after: after.flatMap { occurrence in bound.check.after.map { ($0, occurrence.end) } })
        var counting: [EvidenceReading] = []
        for reading in ours {
            var file = reading.file
            let place = Place(file.path)
            // Who chooses records needs no reader of the format.
            if reading.selected[index] != nil, file.reason?.id == "evidence.unrecognised" { file.state = .present }
            switch file.state {
            case .empty, .absent:
                object(file.reason?.message ?? "the file is empty", observed: "empty", limit: "content", at: place)
            case .unreadable:
                let reason = file.reason
                let isForeign = reason?.id == "evidence.unrecognised"
                judged.outcome.findings.append(
                    Finding(
                        isForeign ? .unknown : .error, reason?.message ?? "the file cannot be read",
                        observed: isForeign ? "unrecognised" : "unreadable", at: reason?.place ?? place,
                        next: reason?.advice ?? next))
            case .stale:
                object(file.reason?.message ?? "stale", observed: "stale", at: place)
            case .present where reading.isRunRecord && !type(of: bound.rule).reads.contains(.commandRun):
                // Its time and subject count where they belong: as those of the files that it is about.
                break
            case .present:
                if let objection = freshness.objection(to: file) {
                    object(objection.message, observed: objection.observed, limit: objection.limit, at: place)
                    file.state = .stale
                    file.reason = Problem(
                        "evidence.stale", objection.message, at: place, advice: next ?? "Collect it again.")
                } else if let problem = reading.selected[index]?.problem {
                    judged.outcome.findings.append(
                        Finding(
                            .error, problem.message, observed: "unreadable", at: problem.place, next: problem.advice))
                } else {
                    counting.append(reading)
                    for gap in (reading.gaps + (reading.selected[index]?.gaps ?? [])).prefix(10) {
                        object(
                            "incomplete: \(gap.reason)", observed: "incomplete", limit: "complete",
                            at: Place(file.path, line: gap.line))
                    }
                }
            }
            judged.files.append(file)
        }
        guard !counting.isEmpty else {
            if judged.outcome.findings.isEmpty {
                object("nothing but run records is there, without what they are about", observed: "no evidence")
            }
            return judged
        }
        let context = CheckContext(
            release: release, at: min(asOf, at), evidence: counting.map(\.file), after: after)
        let outcome = bound.rule.judge(counting.compactMap { $0.tallies[index] }, in: context)
        if outcome.findings.isEmpty { object("the files say nothing about this check", observed: "nothing") }
        let objections = judged.outcome.findings
        judged.outcome = outcome
        judged.outcome.findings = objections + outcome.findings.map { withoutPlanValues($0, of: bound, counting) }
        return judged
    }

    /// The JSON of a plan has what terraform hides everywhere else in clear text, so no value that a check chose from it by
    /// path is quoted.
    private func withoutPlanValues(_ finding: Finding, of bound: BoundCheck, _ readings: [EvidenceReading]) -> Finding {
        guard bound.rule.recordSelection != nil, finding.verdict != .pass, let place = finding.place,
            readings.contains(where: { $0.file.path == place.path && $0.file.format?.hasPrefix("terraform-") == true })
        else { return finding }
        return Finding(
            finding.verdict,
            "what the plan has at \(place.pointer ?? "this place") does not meet \(finding.limit ?? "it")",
            observed: "not shown: it may be sensitive", limit: finding.limit, at: place, next: finding.next)
    }

    private func isIgnored(_ path: String) -> Bool {
        ignored.contains {
            $0.matches(String(path.dropFirst("evidence/".utf8.count))) || $0.matches(path)
        }
    }
}
