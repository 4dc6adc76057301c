import Formats
import Glibc
import Model
import Streams
import TestKit
import Testing

/// The operations part of the public corpus, compared with the facts that its index states.
struct CorpusOpsTests {
    struct Row: CustomStringConvertible {
        let file: String
        let kind: String
        let expected: String

        var description: String { file }
    }

    /// Files where this product deliberately does not say what the index says, and why.
    static let differences: [String: String] = [
        "ops/terraform/peers/atlantis-markdown_renderer-forces-replacement.txt": "refused: headers moved to column 1",
        "ops/terraform/peers/tfcmt-planSuccessResult.txt": "refused: terraform 0.11",
        "ops/terraform/ci/gha.two-plans-one-log.txt": "refused: two plans",
        "ops/terraform/peers/tfcmt-applyFailureResult.txt": "refused: a failed apply, no plan",
        "ops/dashboards/real/grafana.seriestocolumns.formatted-V.csv": "refused: volts are no unit of a limit",
        "ops/dashboards/real/grafana.excel-header-bom.subsecond.csv": "refused: no line end after the last row",
        "ops/dashboards/real/grafana5-6.series-as-rows.sep-bom.csv": "refused: no line end after the last row",
        "ops/prometheus/error-parse.json": "refused: an error answer",
    ]

    /// Kinds and dialects that no reader of this area takes: apply logs, NDJSON streams.
    static let unread = [
        "forget.apply", "failure.apply", "job-log.apply", "stale.apply", ".jsonl",
        "xray.junit.xml", "ops/health/", "ops/k6/",
        "ops/git/",
        "ops/psql/", "ops/migrations/", "ops/status-page/", "ops/aws-constructed", "ops/aws/", "ops/aws-docs/secrets",
    ]

    static var root: String { getenv("EVIDENCEPACK_CORPUS").map { String(cString: $0) } ?? "../shared/corpus" }

    static let rows: [Row] = {
        guard let bytes = Sandbox.bytes(root + "/INDEX-ops.tsv") else {
            print("the corpus is not at \(root): its tests are skipped")
            return []
        }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst().compactMap {
            line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return cells.count < 6 ? nil : Row(file: cells[0], kind: cells[1], expected: unquoted(cells[5]))
        }
    }()

    static func unquoted(_ cell: String) -> String {
        guard cell.hasPrefix("\""), cell.hasSuffix("\"") else { return cell }
        return String(cell.dropFirst().dropLast()).split(separator: "\"\"", omittingEmptySubsequences: false)
            .joined(separator: "\"")
    }

    @Test("the facts of a corpus file are those of the index, or it is refused with a place", arguments: rows)
    func corpus(row: Row) throws {
        let bytes = try #require(Sandbox.bytes(Self.root + "/" + row.file))
        let isUnread = Self.unread.contains { row.file.contains($0) }
        let preamble = Preamble(bytes: bytes, isWhole: true)
        let found = Ops.formats.filter { $0.recognise(preamble) != nil }
        #expect(found.count == (isUnread ? 0 : 1), "\(found.map(\.id))")
        guard let format = found.first, let recognition = format.recognise(preamble) else { return }
        if Self.differences[row.file] != nil {
            let problem = #expect(throws: StreamProblem.self) {
                try format.read(ByteSource(bytes: bytes), as: recognition.dialect) { _ in }
            }
            #expect(problem?.line != nil)
            return
        }
        // Dashboards with written times are read as UTC here, so that their numbers can be compared.
        let reading = try Ops.facts(format, bytes, recognition.dialect, timezone: "UTC")
        switch row.kind {
        case "terraform": comparePlan(reading, row)
        case "dashboards", "prometheus": compareSeries(reading, row)
        case "aws-docs":
            let samples = reading.compactMap { if case .sample(let sample) = $0 { sample } else { nil } }
            #expect(samples.count == 23 && samples.map(\.value.approximate).max() == 76.84)
            #expect(zip(samples, samples.dropFirst()).allSatisfy { $0.time < $1.time })
        default: compareIssues(reading, row)
        }
    }

    @Test(
        "a corpus plan cut at a line end gives the same counts or is refused",
        arguments: rows.filter { $0.kind == "terraform" })
    func cutPlan(row: Row) throws {
        let bytes = try #require(Sandbox.bytes(Self.root + "/" + row.file))
        let text = TerraformPlanText()
        guard text.recognise(Preamble(bytes: bytes, isWhole: true)) != nil, Self.differences[row.file] == nil else {
            return
        }
        let whole = try #require(try Ops.plan(bytes))
        var refused = 0
        for end in bytes.indices where bytes[end] == 10 && (bytes.count < 8_000 || end % 3 == 0) {
            do {
                let cut = try #require(try Ops.plan(Array(bytes[...end])))
                #expect(cut.counted == whole.counted && cut.declared == whole.declared)
                #expect(cut.statesNoChanges == whole.statesNoChanges)
            } catch is StreamProblem {
                refused += 1
            }
        }
        #expect(refused > 5)
    }

    @Test("a corpus file cut anywhere is read or refused, and never crashes", arguments: rows)
    func cutAnywhere(row: Row) throws {
        let bytes = try #require(Sandbox.bytes(Self.root + "/" + row.file))
        for step in 0..<24 {
            let cut = Array(bytes[..<(bytes.count * step / 24)])
            let preamble = Preamble(bytes: cut, isWhole: true)
            for format in Ops.formats {
                guard let recognition = format.recognise(preamble) else { continue }
                if preamble.json != nil || preamble.xml != nil {
                    #expect(throws: StreamProblem.self) { try Ops.facts(format, cut, recognition.dialect) }
                } else {
                    _ = try? Ops.facts(format, cut, recognition.dialect, timezone: "UTC")
                }
            }
        }
    }

    private func comparePlan(_ facts: [Fact], _ row: Row) {
        let plans = facts.compactMap { if case .plan(let plan) = $0 { plan } else { nil } }
        #expect(plans.count == 1)
        guard let plan = plans.first else { return }
        if let json = row.expected.range("import=", to: " replace") {
            let counts = plan.counted
            let ours = "\(counts.imports) add=\(counts.adds) change=\(counts.changes) destroy=\(counts.destroys)"
            #expect(ours == json)
        }
        if !plan.isJSON, let line = row.expected.lastLine("Plan: ") {
            let counts = plan.declared ?? Plan.Counts(adds: -1)
            let imports = counts.imports > 0 ? "\(counts.imports) to import, " : ""
            let ours = "\(imports)\(counts.adds) to add, \(counts.changes) to change, \(counts.destroys) to destroy."
            #expect(line.hasPrefix(ours), "\(ours) instead of \(line)")
            #expect(plan.declared == plan.counted)
        }
        #expect(plan.statesNoChanges == row.expected.hasPrefix("exit=0 text: No changes."))
        #expect(plan.errors.isEmpty == !row.expected.utf8Contains("Error:"))
        #expect(plan.isComplete == (plan.errors.isEmpty && !row.file.utf8Contains("-target.")))
        guard let list = row.expected.range("addresses=[", to: "]\n") ?? row.expected.range("addresses=[", to: nil)
        else { return }
        let changes = facts.compactMap {
            if case .plannedChange(let change) = $0, !change.isDrift { change } else { nil }
        }
        for change in changes where change.action != .move {
            #expect(
                list.utf8Contains("\(change.action.rawValue):\(change.address)"), "\(change.action) \(change.address)")
        }
    }

    private func compareSeries(_ facts: [Fact], _ row: Row) {
        var samples: [Int: [MetricSample]] = [:]
        var count = 0
        for fact in facts {
            if case .series = fact { count += 1 }
            if case .sample(let sample) = fact { samples[sample.series, default: []].append(sample) }
        }
        if row.expected.hasPrefix("series=0") { #expect(count == 0 && samples.isEmpty) }
        for (index, part) in row.expected.splitSeries().enumerated() {
            let points = samples[index] ?? []
            // The index reads `1.54 s` in a column of milliseconds as 1540 and keeps percents; values are compared in its unit.
            let values = points.filter { !$0.isMissing }.map { sample -> Double in
                sample.value.approximate * (sample.unit == .seconds && row.file.utf8Contains("p95") ? 1000 : 1)
            }
            #expect(points.count == part.cells)
            #expect(values.count == part.numeric)
            if let least = values.min(), let most = values.max(), let last = values.last {
                #expect(abs(least - part.min) <= abs(part.min) * 1e-3)
                #expect(abs(most - part.max) <= abs(part.max) * 1e-3)
                if let stated = part.last { #expect(abs(last - stated) <= abs(stated) * 1e-3) }
            }
        }
    }

    private func compareIssues(_ facts: [Fact], _ row: Row) {
        let issues = facts.filter { $0.kind == .issue }.count
        let gaps = facts.filter { $0.kind == .gap }.count
        let executions = facts.filter { $0.kind == .execution }.count
        for (word, gap) in [("issues=1 total=10", 1), ("items=7", 0), ("items=1 ", 1), ("rows=7", 0)]
        where row.expected.hasPrefix(word) {
            #expect(issues == Int(word.split(separator: "=")[1].split(separator: " ")[0]))
            #expect(gaps == gap)
        }
        if row.expected.hasPrefix("keys=") {
            #expect(executions == (row.file.utf8Contains("/real/") ? 1 : 6))
            #expect(gaps == 0)
        }
    }
}
