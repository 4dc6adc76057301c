import Model
import TestKit
import Testing

@testable import Promotion

@Suite struct `Excerpts of evidence` {
    private static let red = "\(packageRoot)/Tests/Samples/red"

    private static func lines(of path: String, in folder: String) throws -> [String] {
        let bytes = try #require(Sandbox.bytes("\(folder)/\(path)"))
        return bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
    }

    @Test(arguments: ["green", "red"])
    func `are the lines of the file, within their limits, with each cause marked`(sample: String) async throws {
        let folder = "\(packageRoot)/Tests/Samples/\(sample)"
        let pack = try await assess(folder)
        var count = 0
        for item in pack.items {
            let places = Set(item.checks.flatMap(\.findings).compactMap(\.place).map { "\($0.path):\($0.line ?? 0)" })
            for excerpt in item.excerpts {
                let file = try Self.lines(of: excerpt.path, in: folder)
                #expect(excerpt.lines.count <= Excerpt.mostLines)
                #expect(excerpt.lines.reduce(0) { $0 + $1.text.utf8.count } <= Excerpt.mostBytes)
                #expect(excerpt.lines.map(\.number) == excerpt.lines.map(\.number).sorted())
                #expect(excerpt.lines.contains { $0.isCause })
                #expect(excerpt.lineCount == file.count - (file.last == "" ? 1 : 0))
                for line in excerpt.lines {
                    count += 1
                    #expect(line.isCause == places.contains("\(excerpt.path):\(line.number)"))
                    let original = file[line.number - 1]
                    let isThere = line.leftOut == 0 ? original == line.text : original.contains(line.text)
                    #expect(isThere, "\(excerpt.path):\(line.number)")
                }
            }
        }
        #expect(count > 100)
    }

    @Test func `show what stands against the item first, with more around it`() async throws {
        let metrics = try #require(try await assess(Self.red).items.first { $0.id == "pre.metrics" })
        let first = try #require(metrics.excerpts.first)
        #expect(first.path == "evidence/pre.metrics/cpu.csv" && first.lines.map(\.number) == Array(1206...1214))
        #expect(first.lines.filter(\.isCause).map(\.number) == [1209])
    }

    @Test func `are left out when the file is no longer the one that was judged`() async throws {
        let pack = try await assess(Self.red)
        let files = pack.evidence.map { file in
            EvidenceFile(
                path: file.path, sha256: String(repeating: "0", count: 64), bytes: file.bytes, format: nil,
                state: .present)
        }
        let excerpts = await Excerpting(root: Self.red).excerpts(of: pack.items, in: files, workers: 2)
        #expect(excerpts.count == pack.items.count && excerpts.allSatisfy(\.isEmpty))
    }

    @Test func `of a hundred places are cut, and say so`() async throws {
        let sandbox = Sandbox()
        sandbox.write(
            Array((1...200).map { "line \($0) \(String(repeating: "x", count: 200))\n" }.joined().utf8),
            to: "evidence/a.txt")
        let places = stride(from: 1, through: 31, by: 3).map { Place("evidence/a.txt", line: $0) }
        let check = CheckAssessment(
            id: "c", kind: "c", verdict: .fail, underlying: nil, isGating: true,
            findings: places.map { Finding(.fail, "bad", at: $0) }, evidence: ["evidence/a.txt"], charts: [])
        let item = ItemAssessment(
            id: "i", phase: .pre, sectionTitle: "", text: "", line: 1, owner: "qa", judgement: .worst(of: [.fail]),
            underlying: nil, checks: [check], next: "", digest: "")
        let digest = try #require(Sandbox.bytes("\(sandbox.path)/evidence/a.txt")).count
        var file = EvidenceFile(path: "evidence/a.txt", sha256: "", bytes: Int64(digest), format: nil, state: .present)
        file.sha256 = PackFolder.digest(of: ["pack.json": Sandbox.bytes("\(sandbox.path)/evidence/a.txt") ?? []])
        let excerpts = await Excerpting(root: sandbox.path).excerpts(of: [item], in: [file], workers: 1)
        let excerpt = try #require(excerpts.first?.first)
        #expect(excerpts[0].count == 1 && excerpt.lines.filter(\.isCause).count == places.count)
        #expect(excerpt.omitted > 0 && excerpt.lines.count + excerpt.omitted == 36)
    }

    @Test func `come with who says when the file was collected, and what its samples cover`() async throws {
        let pack = try await assess(green)
        func file(_ name: String) throws -> EvidenceFile {
            try #require(pack.evidence.first { $0.path == "evidence/\(name)" })
        }
        #expect(try file("pre.audit/audit.json").collectedBy == .record)
        #expect(try file("pre.metrics/cpu.csv").collectedBy == .sidecar)
        #expect(try file("pre.audit/audit.run.json").collectedBy == .content)
        let covers = try #require(try file("pre.metrics/cpu.csv").covers)
        #expect(covers.end.since(covers.start) >= 86_400_000)
        let check = try #require(pack.items.first { $0.id == "pre.audit" }?.checks.first)
        #expect(check.maxAge == 86_400_000 && check.judgedAt != nil)
    }
}
