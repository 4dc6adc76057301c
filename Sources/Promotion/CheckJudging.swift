import Formats
import Model
import Rules

/// Judges one check from the readings of its files: their states first, then the rule's own findings.
struct CheckJudging {
    let release: Release
    let at: Instant
    let readings: [EvidenceReading]
    /// Globs of files that are no evidence.
    let ignored: [Glob]

    /// Findings, charts and the files of a check, before waivers.
    func judge(_ bound: BoundCheck, index: Int) -> (
        findings: [Finding], charts: [MetricChart], files: [EvidenceFile]
    ) {
        let ours = readings.filter { reading in
            reading.tallies[index] != nil
                || (bound.reads(reading.file.path) && !isIgnored(reading.file.path))
        }
        let next = bound.item.next
        guard !ours.isEmpty else {
            let pattern = bound.check.files.map { "evidence/\($0)" }.joined(separator: " or ")
            return (
                [
                    Finding(
                        .unknown, "no evidence: no file matches \(pattern)", observed: "nothing",
                        limit: "a file at \(pattern)", next: next)
                ], [], []
            )
        }
        var findings: [Finding] = []
        var counting: [EvidenceReading] = []
        var files: [EvidenceFile] = []
        let freshness = Freshness(release: release, at: at, phase: bound.item.phase)
        for reading in ours {
            var file = reading.file
            let place = Place(file.path)
            switch file.state {
            case .empty, .absent:
                findings.append(
                    Finding(
                        .unknown, file.reason?.message ?? "the file is empty", observed: "empty",
                        limit: "content", at: place, next: next))
            case .unreadable:
                let reason = file.reason
                let isForeign = reason?.id == "evidence.unrecognised"
                findings.append(
                    Finding(
                        isForeign ? .unknown : .error, reason?.message ?? "the file cannot be read",
                        observed: isForeign ? "unrecognised" : "unreadable", at: reason?.place ?? place,
                        next: reason?.advice ?? next))
            case .stale:
                findings.append(
                    Finding(
                        .unknown, file.reason?.message ?? "stale", observed: "stale", at: place, next: next))
            case .present:
                if let objection = freshness.objection(
                    to: file, maxAge: bound.check.maxAge ?? bound.item.maxAge, about: bound.check.about)
                {
                    findings.append(
                        Finding(
                            .unknown, objection.message, observed: objection.observed, limit: objection.limit,
                            at: place, next: next))
                    file.state = .stale
                    file.reason = Problem(
                        "evidence.stale", objection.message, at: place, advice: next ?? "Collect it again.")
                } else {
                    counting.append(reading)
                    for gap in reading.gaps.prefix(10) {
                        findings.append(
                            Finding(
                                .unknown, "incomplete: \(gap.reason)", observed: "incomplete", limit: "complete",
                                at: Place(file.path, line: gap.line), next: next))
                    }
                }
            }
            files.append(file)
        }
        guard !counting.isEmpty else { return (findings, [], files) }
        let context = CheckContext(release: release, at: at, evidence: counting.map(\.file))
        let judged = bound.rule.judge(counting.compactMap { $0.tallies[index] }, in: context)
        if judged.findings.isEmpty {
            findings.append(
                Finding(.unknown, "the files say nothing about this check", observed: "nothing", next: next))
        }
        return (findings + judged.findings, judged.charts, files)
    }

    private func isIgnored(_ path: String) -> Bool {
        ignored.contains {
            $0.matches(String(path.dropFirst("evidence/".utf8.count))) || $0.matches(path)
        }
    }
}
