import Formats
import Model
import Streams
import TestKit
import Testing

/// AWS answers, k6 results and probes of the public corpus, compared with the facts that its index states.
struct CorpusCloudTests {
    static let rows = CorpusOpsTests.rows.filter { row in
        ["ops/aws", "ops/k6/", "ops/health/"].contains { row.file.hasPrefix($0) } && !row.file.contains("/s3-")
            && !row.file.contains("cloudwatch")
    }

    private func facts(_ row: CorpusOpsTests.Row) throws -> [Fact] {
        let bytes = try #require(Sandbox.bytes(CorpusOpsTests.root + "/" + row.file))
        let found = try #require(FormatCatalog.recognise(Preamble(bytes: bytes, isWhole: true)), "\(row.file)")
        var facts: [Fact] = []
        _ = try found.format.read(ByteSource(bytes: bytes), as: found.recognition.dialect) { facts.append($0) }
        return facts
    }

    @Test("an AWS answer says what the index says", arguments: rows.filter { $0.file.hasPrefix("ops/aws") })
    func aws(row: CorpusOpsTests.Row) throws {
        let facts = try facts(row)
        func quoted(_ text: String?) -> String { text.map { "'\($0)'" } ?? "None" }
        var parts: [String] = []
        for fact in facts {
            switch fact {
            case .service(let service):
                let states = service.deployments.map { "'\($0.status)/\($0.rolloutState ?? "")'" }.joined(
                    separator: ", ")
                let failures = facts.count { $0.kind == .awsFailure }
                parts.append(
                    "\(service.name) \(service.status) desired=\(service.desired) running=\(service.running) pending=\(service.pending)"
                        + " td=\(TaskRevision(service.taskDefinition).map { "\($0)" } ?? "") deployments=[\(states)] failures=\(failures)"
                )
            case .task(let task): parts.append("('\(task.lastStatus)', None, '\(task.stoppedReason ?? "")')")
            case .targetHealth(let target):
                let name = target.target.split(separator: ":")[0]
                parts.append("('\(name)', '\(target.state)', \(quoted(target.reason)))")
            case .secretVersion(let version):
                let id = version.version.prefix(8)
                let stages = version.stages.map { "'\($0)'" }.joined(separator: ", ")
                parts.append(
                    row.expected.hasPrefix("{")
                        ? "'\(id)': [\(stages)]" : "('\(id)', \(version.stages.isEmpty ? "None" : "[\(stages)]"))")
            case .databaseSnapshot(let snapshot):
                parts.append("('\(snapshot.id)', '\(snapshot.type)', '\(snapshot.status)'")
            default: break
            }
        }
        for part in parts { #expect(row.expected.contains(part), "\(part) instead of \(row.expected)") }
        #expect(!parts.isEmpty || facts.contains { $0.kind == .gap } && row.expected == "[]")
        #expect(
            row.expected.count { $0 == "(" || $0 == ":" && row.expected.hasPrefix("{") } == parts.count
                || parts.count == 1)
    }

    @Test("a k6 result says what the index says", arguments: rows.filter { $0.file.hasPrefix("ops/k6") })
    func k6(row: CorpusOpsTests.Row) throws {
        var (statistics, thresholds): ([String: String], [String]) = ([:], [])
        var run: LoadRun?
        for fact in try facts(row) {
            switch fact {
            case .statistic(let found): statistics["\(found.metric) \(found.statistic)"] = "\(found.value.value)"
            case .threshold(let found):
                thresholds.append("\(found.isMet ? "ok" : "FAIL") \(found.metric) \(found.expression)")
            case .loadRun(let found): run = found
            default: break
            }
        }
        if let stated = row.expected.range("p95=", to: " ") { #expect(statistics["http_req_duration p(95)"] == stated) }
        if let stated = row.expected.range("reqs=", to: " ") { #expect(statistics["http_reqs count"] == stated) }
        if let stated = row.expected.range("thresholds: ", to: nil), !row.expected.contains("ABSENT") {
            let split = stated.split(separator: ";").map { $0.drop { $0 == " " } }.map(String.init)
            #expect(Set(split) == Set(thresholds))
            #expect(run?.troubles == [])
        } else if row.file.contains("aborted") {
            #expect(thresholds.count { $0.hasPrefix("FAIL") } == 3 && thresholds.count == 8)
            #expect(run?.troubles.count == 2)
        } else {
            #expect(run?.carriesThresholds == false && thresholds.isEmpty)
            #expect(statistics["http_req_failed passes"] == (row.file.contains("broken") ? "102" : "0"))
            #expect(statistics["http_reqs count"] == "260")
        }
    }

    @Test("a percentile computed from the points of a run is the one that k6 computed from them")
    func percentiles() throws {
        guard let row = Self.rows.first(where: { $0.file.contains("ok.out.ndjson") }) else { return }
        let points = try facts(row).compactMap { if case .statistic(let found) = $0 { found } else { nil } }
        let p95 = points.first { $0.metric == "http_req_duration" && $0.statistic == "p(95)" }
        // The same run's summary writes it in binary: 66.47590999999998.
        #expect(p95.map { "\($0.value)" } == "66.47591 ms")
    }

    @Test(
        "an answer of curl or a browser says what the index says",
        arguments: rows.filter { $0.file.hasPrefix("ops/health") })
    func health(row: CorpusOpsTests.Row) throws {
        let exchanges = try facts(row).compactMap { if case .exchange(let exchange) = $0 { exchange } else { nil } }
        let first = try #require(exchanges.first)
        switch row.file.split(separator: "/").last {
        case "har.chrome.har": #expect(exchanges.map(\.status) == [304, 0, 200] && exchanges[1].error != nil)
        case "html-200.i.txt": #expect(first.status == 200 && first.isHTML)
        case "live.i.h2.txt": #expect(first.status == 200 && first.bodyBytes == 40 && !first.isHTML)
        case "redirect.iL.two-blocks.txt": #expect(first.status == 200 && first.redirects == 1)
        default: #expect(first.status == 0 && first.error != nil)
        }
    }

    @Test("a file cut anywhere is refused or not recognised, unless its format has no end to see", arguments: rows)
    func cutAnywhere(row: CorpusOpsTests.Row) throws {
        let bytes = try #require(Sandbox.bytes(CorpusOpsTests.root + "/" + row.file))
        for step in 1..<24 {
            let cut = Array(bytes[..<(bytes.count * step / 24)])
            let preamble = Preamble(bytes: cut, isWhole: true)
            guard let found = FormatCatalog.recognise(preamble) else { continue }
            func read() throws -> [Fact] {
                var facts: [Fact] = []
                _ = try found.format.read(ByteSource(bytes: cut), as: found.recognition.dialect) { facts.append($0) }
                return facts
            }
            switch found.format.id {
            case "curl-include", "k6-points": _ = try? read()
            // What follows k6's summary may be lost, and nothing of the summary itself.
            case "k6-text": if let facts = try? read() { #expect(facts.count { $0.kind == .threshold } == 8) }
            default: #expect(throws: StreamProblem.self, "\(step)") { try read() }
            }
        }
    }
}
