package import Model
import Templates

/// The gates as JUnit XML, so that CI shows them where it shows tests: a suite a gate, a case an item that the gate waits for.
///
/// A suite is red exactly when its gate is closed: its first case is the gate itself, and an item is red only where the gate
/// names it as blocking. `fail`, `reject` and a missing sign-off are failures; `error`, `unknown`, `manual`, `not_due` and
/// `integrity` are errors, since nothing was established. Only what does not block is skipped (`waived`,
/// `not_applicable`, `not_due`, or a verdict that this gate does not ask for), each with its reason. A gate behind a closed
/// one is skipped as a whole: the closed one is red.
package struct JUnitReport: Report {
    package let id = "junit"
    package let fileName = "junit.xml"

    package init() {}

    package func render(_ pack: Pack) -> [UInt8] {
        let suites = pack.gates.isEmpty ? [JUnitSuite.withoutGate] : pack.gates.map { JUnitSuite($0, of: pack) }
        var writer = MarkupWriter()
        let counts = JUnitSuite.counts(of: suites.flatMap(\.cases))
        writer.element(
            "testsuites",
            [
                "name": "evidencepack \(pack.release.tag)", "tests": "\(counts.all)", "failures": "\(counts.failures)",
                "errors": "\(counts.errors)",
            ]
        ) { root in
            for suite in suites { suite.write(into: &root, at: pack.at) }
            root.text("\n")
        }
        return Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) + writer.html.bytes + [10]
    }
}

/// One gate as a suite.
private struct JUnitSuite {
    let name: String
    let cases: [JUnitCase]

    /// No gate is never a go.
    static let withoutGate = JUnitSuite(
        name: "no gate",
        cases: [
            JUnitCase(
                name: "gate", group: "none", result: .failure("incomplete", "rules.yml has no gate"), lines: [])
        ])

    private init(name: String, cases: [JUnitCase]) {
        self.name = name
        self.cases = cases
    }

    init(_ gate: GateAssessment, of pack: Pack) {
        name = "gate \(gate.id)"
        let closedBefore = gate.blocking.first { blocker in
            blocker.kind == Blocker.closedGate && pack.gates.contains { $0.id == blocker.item && !$0.isOpen }
        }
        let result: JUnitCase.Result =
            if gate.isOpen {
                .passed
            } else if let closedBefore {
                .skipped("\(gate.decision.rawValue): \(closedBefore.why)")
            } else {
                .failure(gate.decision.rawValue, "\(gate.decision.rawValue): \(gate.blocking.count) things block")
            }
        let own = JUnitCase(
            name: "gate \(gate.id)", group: gate.id, result: result,
            lines: ["\(gate.decision.rawValue) \(pack.release.tag) \(gate.id)"]
                + gate.blocking.map { "\($0.kind)  \($0.item)  \($0.why)" })
        let items = closedBefore == nil ? pack.items.filter { gate.needs($0.id) } : []
        cases = [own] + items.map { JUnitCase($0, before: gate, waivers: pack.waivers) }
    }

    static func counts(of cases: [JUnitCase]) -> (all: Int, failures: Int, errors: Int, skipped: Int) {
        var counts = (all: cases.count, failures: 0, errors: 0, skipped: 0)
        for one in cases {
            switch one.result {
            case .passed: break
            case .failure: counts.failures += 1
            case .error: counts.errors += 1
            case .skipped: counts.skipped += 1
            }
        }
        return counts
    }

    func write(into root: inout MarkupWriter, at: Instant) {
        let counts = Self.counts(of: cases)
        root.text("\n  ")
        root.element(
            "testsuite",
            [
                "name": name, "tests": "\(counts.all)", "failures": "\(counts.failures)", "errors": "\(counts.errors)",
                "skipped": "\(counts.skipped)", "time": "0", "timestamp": at.description,
            ]
        ) { suite in
            for one in cases { one.write(into: &suite) }
            suite.text("\n  ")
        }
    }
}

/// One item, or the gate itself, as a test case.
private struct JUnitCase {
    enum Result {
        case passed
        case failure(_ type: String, _ message: String)
        case error(_ type: String, _ message: String)
        case skipped(String)
    }

    static let shownFindings = 50

    let name: String
    let group: String
    let result: Result
    /// What CI shows as the case's output.
    let lines: [String]

    init(name: String, group: String, result: Result, lines: [String]) {
        self.name = name
        self.group = group
        self.result = result
        self.lines = lines
    }

    init(_ item: ItemAssessment, before gate: GateAssessment, waivers: [WaiverAssessment]) {
        name = "\(item.id): \(item.text)"
        group = "\(gate.id).\(item.phase.rawValue)"
        let blockers = gate.blocking.filter { $0.item == item.id && $0.kind != Blocker.closedGate }
        result = Self.result(of: item, blockers, waivers)
        lines =
            ["\(item.verdict.rawValue)  checklist.md:\(item.line)  owner \(item.owner)"]
            + blockers.map { "\($0.kind)  \($0.why). Next: \($0.next). Who: \($0.owner)" }
            + item.checks.flatMap(Self.lines)
    }

    private static func result(of item: ItemAssessment, _ blockers: [Blocker], _ waivers: [WaiverAssessment]) -> Result
    {
        if let worst = blockers.first {
            let message = blockers.map { "\($0.why). Next: \($0.next). Who: \($0.owner)" }.joined(separator: "; ")
            return ["fail", "reject", "sign-off"].contains(worst.kind)
                ? .failure(worst.kind, message) : .error(worst.kind, message)
        }
        let reason = item.decisive?.message ?? "nothing was evaluated"
        return switch item.verdict {
        case .pass, .warn: .passed
        case .waived:
            .skipped(
                "waived, without waivers \(item.underlying?.rawValue ?? "unknown"): "
                    + waivers.filter { $0.state == .used && $0.waiver?.item == item.id }.map(\.note)
                    .joined(separator: "; "))
        case .notApplicable: .skipped("not applicable: \(reason)")
        case .notDue: .skipped("not due before this gate; its sign-off is there")
        case .fail, .unknown, .error, .manual:
            .skipped("\(item.verdict.rawValue), which this gate does not ask for: \(reason)")
        }
    }

    /// What was found, each with its place.
    private static func lines(of check: CheckAssessment) -> [String] {
        let shown = check.findings.prefix(shownFindings).map { finding in
            let place = finding.place.map { "\($0)  " } ?? ""
            let compared =
                finding.observed.map { observed in
                    " [\(observed)" + (finding.limit.map { "; required: \($0)" } ?? "") + "]"
                } ?? ""
            return "  \(finding.verdict.rawValue)  \(place)\(finding.message)\(compared)"
        }
        let rest = check.findings.count - shown.count
        return ["\(check.verdict.rawValue)  \(check.id)\(check.isGating ? "" : ", informational")"] + shown
            + (rest > 0 ? ["  … \(rest) more, all in pack.json"] : [])
    }

    func write(into suite: inout MarkupWriter) {
        suite.text("\n    ")
        suite.element(
            "testcase", ["classname": VisibleText.line(group), "name": VisibleText.line(name), "time": "0"]
        ) { one in
            switch result {
            case .passed: break
            case .failure(let type, let message):
                one.element("failure", ["type": type, "message": VisibleText.line(message)], text: message)
            case .error(let type, let message):
                one.element("error", ["type": type, "message": VisibleText.line(message)], text: message)
            case .skipped(let message): one.element("skipped", ["message": VisibleText.line(message)])
            }
            one.element("system-out", [:], text: lines.joined(separator: "\n"))
        }
    }
}
