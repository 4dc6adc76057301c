import Model
import TestKit
import Testing

@testable import Promotion

/// The green sample, judged once.
private actor Baseline {
    static let shared = Baseline()
    private var verdicts: [String: Verdict]?

    func all() async throws -> [String: Verdict] {
        if let verdicts { return verdicts }
        let judged = try await Baseline.verdicts(of: green)
        verdicts = judged
        return judged
    }

    static func verdicts(of folder: String) async throws -> [String: Verdict] {
        Dictionary(uniqueKeysWithValues: try await assess(folder).items.map { ($0.id, $0.verdict) })
    }
}

@Suite struct `The defect catalogue` {
    @Test(arguments: Defect.all)
    func `turns exactly the items it should, and says why`(defect: Defect) async throws {
        let sandbox = Sandbox()
        sandbox.copy(green)
        for edit in defect.edits { try edit.apply(in: sandbox) }
        let pack = try await assess(sandbox.path)
        let baseline = try await Baseline.shared.all()
        for item in pack.items {
            let expected = defect.turns[item.id] ?? baseline[item.id]
            #expect(
                item.verdict == expected,
                "\(item.id): \(item.checks.flatMap { check in check.findings.filter { $0.verdict == item.verdict }.map(\.text) })"
            )
        }
        for (id, verdict) in defect.turns {
            let item = try #require(pack.items.first { $0.id == id }, "there is no item \(id)")
            let decisive = try #require(item.decisive)
            #expect(item.judgement.proof == nil || verdict == .warn)
            #expect(
                decisive.observed != nil && (decisive.limit != nil || decisive.place != nil),
                "a finding names what was observed, and the limit or the place: \(decisive.text)")
        }
        let first = pack.items.filter { defect.turns[$0.id] != nil }.min { $0.id < $1.id }
        let said = (first?.checks ?? []).flatMap { check in
            check.findings.filter { $0.verdict == first?.verdict }.map(\.text)
        }.joined(separator: "\n")
        #expect(!defect.says.isEmpty)
        for words in defect.says { #expect(said.contains(words), "'\(words)' is not said in:\n\(said)") }
    }

    @Test(arguments: Variation.all)
    func `is not fooled into refusing the same facts written otherwise`(variation: Variation) async throws {
        let sandbox = Sandbox()
        sandbox.copy(green)
        for edit in variation.edits { try edit.apply(in: sandbox) }
        let baseline = try await Baseline.shared.all()
        for item in try await assess(sandbox.path).items {
            #expect(
                item.verdict == baseline[item.id],
                "\(item.id): \(item.checks.flatMap { check in check.findings.filter { $0.verdict == item.verdict }.map(\.text) })"
            )
        }
    }

    @Test func `has at least six defects an item, 150 in all, and 40 harmless variations`() async throws {
        let items = try Promotion.load(green).policy.items.map(\.id)
        for id in items { #expect(Defect.all.count { $0.turns[id] != nil } >= 6, "\(id)") }
        #expect(Defect.all.count >= 150)
        #expect(Variation.all.count >= 40)
        #expect(Set(Defect.all.map(\.testDescription)).count == Defect.all.count)
        #expect(Set(Variation.all.map(\.name)).count == Variation.all.count)
    }
}

extension Finding {
    /// All that a reader is shown of it, on one line.
    var text: String {
        "\(verdict.rawValue): \(message) [\(observed ?? "-"); \(limit ?? "-")] at \(place.map { "\($0)" } ?? "-")"
    }
}
