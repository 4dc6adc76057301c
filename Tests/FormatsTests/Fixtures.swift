import Glibc
import Model

@testable import Formats

/// The small inputs below `Tests/Fixtures`, a folder a format and a folder a case.
enum Fixtures {
    static let root = #filePath.split(separator: "/").dropLast(2).map { "/\($0)" }.joined() + "/Fixtures"

    /// A folder a format.
    static let formats: [String] = names(in: root)

    /// `junit/cut-off`, … sorted.
    static let cases: [String] = formats.flatMap { format in names(in: "\(root)/\(format)").map { "\(format)/\($0)" } }

    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.utf8.starts(with: ".".utf8) { names.append(name) }
        }
        return names.sorted()
    }

    static func input(of fixture: String) -> [UInt8]? {
        names(in: "\(root)/\(fixture)").first { $0.utf8.starts(with: "input.".utf8) }.flatMap {
            CICorpus.contents("\(root)/\(fixture)/\($0)")
        }
    }

    /// What a sidecar would state beside the input.
    static func timezone(of fixture: String) -> String? {
        CICorpus.contents("\(root)/\(fixture)/timezone.txt").map { String(decoding: $0, as: UTF8.self) }
    }

    static func expectation(of fixture: String) -> String? {
        CICorpus.contents("\(root)/\(fixture)/expected.txt").map { String(decoding: $0, as: UTF8.self) }
    }

    static func record(_ text: String, for fixture: String) {
        guard let file = fopen("\(root)/\(fixture)/expected.txt", "w") else { return }
        defer { fclose(file) }
        fputs(text, file)
    }
}

extension Fact {
    /// The fact as one line of an `expected.txt`.
    var fixtureLine: String {
        func shown(_ value: (some Any)?) -> String { value.map { "\($0)" } ?? "-" }
        switch self {
        case .testSuite(let suite):
            let counts = [suite.tests, suite.failures, suite.errors, suite.skipped].map(shown).joined(separator: " ")
            return "\(suite.line): suite `\(suite.name)` depth \(suite.depth) t/f/e/s \(counts)"
        case .testCase(let test):
            let details = test.details.map {
                " `\($0.suite)` \($0.suitePath) `\($0.className)` `\($0.name)` `\($0.message)`"
            }
            return "\(test.line): case \(test.outcome)\(details ?? "")"
        case .advisory(let found):
            return
                "\(found.line): \(found.severity) \(found.id) in \(found.package) \(shown(found.version)): \(found.title)"
                + " \(shown(found.pointer))"
        case .auditTotals(let totals):
            let declared = totals.declared.map { counts in
                Severity.allCases.compactMap { word in counts[word].map { "\(word) \($0)" } }.joined(separator: ", ")
            }
            return "\(totals.line): totals \(shown(declared)) of \(shown(totals.dependencies)) dependencies"
        case .workflowRun(let run):
            return
                "\(run.line): run \(run.id) `\(run.workflow)` \(run.event) \(shown(run.commit)) attempt \(run.attempt)"
                + " \(run.status) `\(run.conclusion)` \(shown(run.startedAt))\(run.hasWarnings ? " with warnings" : "")"
                + (run.path.map { " of \($0)" } ?? "") + (run.branch.map { " on \($0)" } ?? "")
                + (run.completedAt.map { " until \($0)" } ?? "")
        case .pullRequest(let pull):
            return
                "\(pull.line): pull \(pull.number) `\(pull.title)` \(pull.state) \(shown(pull.base)) \(shown(pull.mergedAt))"
        case .testProperty(let stated):
            return "\(stated.line): property `\(stated.name)` = `\(stated.value)` of suite \(stated.suite)"
        case .job(let job):
            return
                "\(job.line): job `\(job.name)` of `\(job.workflow)` run \(shown(job.run)) attempt \(job.attempt)"
                + " \(shown(job.commit)) \(job.status) `\(job.conclusion)`\(job.mayFail ? " may fail" : "") \(shown(job.startedAt))"
        case .lintMessage(let message):
            return "\(message.line): \(message.level) `\(message.rule)` at `\(message.location)`: \(message.text)"
        case .lintRun(let run):
            return
                "\(run.line): lint by `\(run.tool)` files \(shown(run.files)) rules \(shown(run.rules)) declared"
                + " \(shown(run.declaredErrors))/\(shown(run.declaredWarnings)) suppressed \(run.suppressed)"
        case .badge(let badge): return "\(badge.line): badge `\(badge.label)` `\(badge.message)` \(badge.state)"
        case .coverage(let found):
            return
                "\(found.line): covered \(found.covered) of \(found.valid), declared \(shown(found.declaredCovered))"
                + " of \(shown(found.declaredValid))"
        case .series(let series):
            return "\(series.line): series \(series.index) `\(series.name)` in \(shown(series.unit))"
        case .sample(let sample):
            let value = sample.isMissing ? "missing" : "\(sample.value) \(sample.unit?.rawValue ?? "")"
            return "\(sample.line): sample \(sample.series) \(Instant(milliseconds: sample.time)) \(value)"
        case .execution(let test):
            let scope = test.versions + [test.revision].compactMap { $0 } + test.environments
            return
                "\(test.line): test \(test.test) \(test.isPlanned ? "planned" : "\(test.outcome) `\(test.status)`") of \(test.parents)"
                + " \(shown(test.finishedAt)) \(scope)"
        case .gap(let gap): return "\(gap.line): gap \(gap.reason)"
        default: return "\(self)".replacing("Model.", with: "")
        }
    }
}
