package import Model

/// The linters ran, looked at something and found no error.
package struct LintClean: Rule {
    package static let kind = "lint-clean"
    package static let summary =
        "Every linter looked at something and found no error, nor more warnings than allowed; its report may be ESLint's, Checkstyle's, SARIF or JUnit."
    package static let parameters = [
        Parameter("warnings", .limit, "how many warnings there may be, e.g. `<= 20`; any number unless given")
    ]
    package static let example = "lint-clean: {id: lint, files: pre.ci/lint/**, about: [commit]}"
    package static let reads: Set<FactKind> = [.lintMessage, .lintRun, .testCase, .testSuite]

    private let warnings: Limit?

    package init(_ reader: inout MappingReader) {
        warnings = reader.limit("warnings")
        if let warnings, warnings.quantity.unit != .count {
            reader.report(
                "wrong-value", "'warnings' is a number of them", at: reader.place(of: "warnings"), "Write `<= 20`.")
        }
    }

    /// What each file's linters found; those that report as JUnit are counted as tests.
    package struct Reports: Tally {
        fileprivate struct Report: Sendable {
            let path: String
            var runs = Kept<LintRun>(most: 1_000)
            var errors = 0
            var warnings = 0
            var examples: [(text: String, place: Place)] = []
        }

        fileprivate var reports: [Report]
        fileprivate var tests: TestsPass.Counts
        fileprivate var testFiles: Set<String> = []

        package var isCut: Bool { reports.contains { $0.runs.isCut } }

        fileprivate init(path: String) {
            reports = [Report(path: path)]
            tests = TestsPass.Counts(path: path)
        }

        package mutating func take(_ fact: Fact) {
            let last = reports.count - 1
            switch fact {
            case .lintRun(let run): reports[last].runs.append(run)
            case .lintMessage(let message):
                switch message.level {
                case .note: return
                case .warning: reports[last].warnings += 1
                case .error, .unknown:
                    reports[last].errors += 1
                    guard reports[last].examples.count < 20 else { return }
                    let rule = message.rule.isEmpty ? "" : " (\(message.rule))"
                    let text =
                        "\(message.location.isEmpty ? "no place stated" : message.location): \(message.text)\(rule)"
                    reports[last].examples.append((text, Place(reports[last].path, line: message.line)))
                }
            case .testCase, .testSuite:
                testFiles.insert(reports[last].path)
                tests.take(fact)
            default: break
            }
        }

        package mutating func merge(_ later: Reports) {
            reports += later.reports
            testFiles.formUnion(later.testFiles)
            tests.merge(later.tests)
        }
    }

    package func tally(path: String) -> Reports { Reports(path: path) }

    package func findings(_ tally: Reports, in context: CheckContext) -> [Finding] {
        var findings = tally.testFiles.isEmpty ? [] : TestsPass().findings(tally.tests, in: context)
        for report in tally.reports where !tally.testFiles.contains(report.path) || !report.runs.all.isEmpty {
            findings += self.findings(report, context.file(report.path)?.subject)
        }
        return findings
    }

    private func findings(_ report: Reports.Report, _ subject: EvidenceFile.Subject?) -> [Finding] {
        let place = Place(report.path)
        guard !report.runs.all.isEmpty else {
            return [Finding(.unknown, "the file holds no run of a linter", observed: "nothing", at: place)]
        }
        var findings: [Finding] = []
        let tools = Set(report.runs.all.map(\.tool)).sorted().joined(separator: ", ")
        let declared = report.runs.all.compactMap(\.declaredErrors).reduce(0, +)
        let warned = max(report.warnings, report.runs.all.compactMap(\.declaredWarnings).reduce(0, +))
        if report.runs.all.contains(where: { $0.declaredErrors != nil }), declared != report.errors {
            findings.append(
                Finding(
                    .error, "\(tools) sums up \(counted(declared, "error")), the report lists \(report.errors)",
                    observed: "\(report.errors) listed", limit: "= \(declared) as summed up", at: place,
                    next: "run the linter again without post-processing its output"))
        }
        if report.errors > 0 {
            findings.append(
                Finding(
                    .fail, "\(tools) found \(counted(report.errors, "error"))", observed: "\(report.errors) errors",
                    limit: "= 0 errors", at: report.examples.first?.place, next: "repair them and run the linter again")
            )
            findings += report.examples.map { Finding(.fail, $0.text, at: $0.place) }
        }
        if let warnings, !warnings.holds(for: warned, of: 0) {
            findings.append(
                Finding(
                    .fail, "\(tools) gave \(counted(warned, "warning"))", observed: "\(warned) warnings",
                    limit: "\(warnings)", at: place))
        }
        if let status = subject?.exitStatus, status != 0, findings.isEmpty {
            findings.append(
                Finding(
                    .unknown, "no error is listed, but the command ended with status \(status)", observed: "\(status)",
                    limit: "= 0", at: place))
        }
        for run in report.runs.all where findings.isEmpty && !sawSomething(run, subject) {
            findings.append(
                Finding(
                    .unknown, "nothing shows that \(run.tool) looked at anything", observed: "0 files",
                    limit: ">= 1 file",
                    at: place))
        }
        guard findings.isEmpty else { return findings }
        let files = report.runs.all.compactMap(\.files).reduce(0, +)
        let suppressed = report.runs.all.reduce(0) { $0 + $1.suppressed }
        return [
            Finding(
                .pass,
                "\(tools) found no error\(files > 0 ? " in \(counted(files, "file"))" : ""), \(counted(warned, "warning")), \(suppressed) suppressed",
                observed: "0 errors", limit: "= 0 errors", at: place)
        ]
    }

    /// Where the dialect lists only what has findings, and a clean report names nothing, the stated command has to do.
    private func sawSomething(_ run: LintRun, _ subject: EvidenceFile.Subject?) -> Bool {
        if let files = run.files { return files > 0 }
        return run.rules ?? 0 > 0 || subject?.command != nil
    }
}
