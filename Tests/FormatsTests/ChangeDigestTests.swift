import Model
import Streams
import TestKit
import Testing

@testable import Formats

/// A plan keeps its digest however it is written, and loses it with any value.
struct ChangeDigestTests {
    private func input(_ fixture: String) throws -> [UInt8] { try #require(Fixtures.input(of: fixture)) }

    private func digest(_ format: any EvidenceFormat, _ bytes: [UInt8]) throws -> String? {
        try Ops.facts(format, bytes).compactMap { if case .plan(let plan) = $0 { plan } else { nil } }.last?
            .changeDigest
    }

    private func text(_ text: String) throws -> String? { try digest(TerraformPlanText(), Array(text.utf8)) }

    @Test func `colours, CI prefixes and line ends do not change a text's digest`() throws {
        let plain = try #require(try digest(TerraformPlanText(), input("terraform-plan-text/plain")))
        #expect(plain.hasPrefix("text:"))
        #expect(try digest(TerraformPlanText(), input("terraform-plan-text/coloured-in-a-ci-log")) == plain)
        #expect(try digest(TerraformPlanText(), input("terraform-plan-text/coloured-crlf")) == plain)
    }

    @Test func `the order of blocks does not change a text's digest, any line of theirs does`() throws {
        let whole = String(decoding: try input("terraform-plan-text/plain"), as: UTF8.self)
        let plain = try #require(try text(whole))
        let begin = try #require(whole.firstRange(of: "  # terraform_data"))
        let end = try #require(whole.firstRange(of: "\n\nPlan: "))
        let blocks = whole[begin.lowerBound..<end.lowerBound].replacing("\n\n  # ", with: "\u{1}  # ").split(
            separator: "\u{1}")
        #expect(blocks.count == 5)
        let reversed = blocks.reversed().joined(separator: "\n\n")
        let shuffled = whole.replacing(whole[begin.lowerBound..<end.lowerBound], with: reversed)
        #expect(shuffled != whole)
        #expect(try text(shuffled) == plain)
        let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
        let first = try #require(lines.firstIndex { $0.hasPrefix("  # terraform_data") })
        let summary = try #require(lines.firstIndex { $0.hasPrefix("Plan: ") })
        let last = try #require(lines.lastIndex { $0.hasPrefix("    EOT") })
        for index in Array(first..<summary) + Array((summary + 3)...last) where !lines[index].isEmpty {
            var edited = lines
            edited[index] = lines[index] + (lines[index].hasPrefix("  # terraform_data") ? " " : "x")
            guard edited[index].last == "x" else { continue }
            #expect(try text(edited.joined(separator: "\n")) != plain, "\(lines[index])")
        }
    }

    @Test(arguments: ["(sensitive value)", "(sensitive)", "(write-only attribute)", "\"***\""])
    func `a text that hides a value has no digest`(value: String) throws {
        let plan = { (value: String) in
            "Terraform will perform the following actions:\n\n  # a.b will be created\n  + resource \"a\" \"b\" {\n"
                + "      + x = \(value)\n    }\n\nPlan: 1 to add, 0 to change, 0 to destroy.\n"
        }
        #expect(try text(plan(value)) == nil)
        #expect(try text(plan("\"y\"")) != nil)
    }

    @Test func `a partial or failed plan has no digest`() throws {
        let whole = String(decoding: try input("terraform-plan-text/plain"), as: UTF8.self)
        #expect(try text(whole + "\nWarning: Resource targeting is in effect\n") == nil)
        #expect(try text(whole + "\nError: no\n") == nil)
        let json = #"{"format_version":"1.2","resource_changes":[],"complete":false}"#
        #expect(try digest(TerraformPlanJSON(), Array(json.utf8)) == nil)
        let refreshing = #"{"format_version":"1.2","resource_changes":[],"applyable":true}"#
        #expect(try digest(TerraformPlanJSON(), Array(refreshing.utf8)) == nil)
    }

    @Test func `the order of members and resources does not change a document's digest`() throws {
        let bytes = try input("terraform-plan-json/everything")
        let node = try JSONReader(ByteSource(bytes: bytes)).value()
        let plain = try #require(try digest(TerraformPlanJSON(), bytes))
        var random = Seeded(state: 7)
        for _ in 0..<20 {
            let shuffled = node.shuffled(&random, arrays: ["resource_changes"])
            #expect(try digest(TerraformPlanJSON(), shuffled.written) == plain)
        }
        let noise = try node.replacing("timestamp", with: .string("2030-01-01T00:00:00Z"))
            .replacing("resource_drift", with: .array([])).adding(
                "resource_changes",
                .object([
                    ("address", .string("a.same")), ("type", .string("a")),
                    ("change", .object([("actions", .array([.string("no-op")])), ("before", .string("x"))])),
                ]))
        #expect(try digest(TerraformPlanJSON(), noise.written) == plain)
    }

    @Test func `what decides an apply without being a change is in a document's digest too`() throws {
        let document = { (edit: (old: String, new: String)?) -> [UInt8] in
            let text = #"""
                {"format_version":"1.2","terraform_version":"1.11.4","variables":{"size":{"value":5},"key":{"value":"x"}},
                 "resource_changes":[{"address":"a.b","type":"a","provider_name":"registry/a","change":{
                   "actions":["create"],"before":null,"after":{"secret_wo":null}}}],
                 "output_changes":{"o":{"actions":["create"],"before":null,"after":1}}}
                """#
            return Array((edit.map { text.replacing($0.old, with: $0.new) } ?? text).utf8)
        }
        let plain = try #require(try digest(TerraformPlanJSON(), document(nil)))
        for edit in [
            ("1.11.4", "1.11.5"), (#""value":5"#, #""value":6"#), (#""value":"x""#, #""value":"y""#),
            (#""key""#, #""kez""#), ("registry/a", "registry/b"), (#""after":1"#, #""after":2"#), (#""o":"#, #""p":"#),
        ] { #expect(try digest(TerraformPlanJSON(), document(edit)) != plain, "\(edit)") }
        let swapped = document((#""size":{"value":5},"key":{"value":"x"}"#, #""key":{"value":"x"},"size":{"value":5}"#))
        #expect(try digest(TerraformPlanJSON(), swapped) == plain)
    }

    @Test func `any changed value changes a document's digest`() throws {
        let bytes = try input("terraform-plan-json/everything")
        let node = try JSONReader(ByteSource(bytes: bytes)).value()
        let plain = try digest(TerraformPlanJSON(), bytes)
        var edits = 0
        for (index, change) in (node["resource_changes"]?.elements ?? []).enumerated()
        where change["change"]?["actions"]?.elements?.first?.string != "no-op" {
            for member in ["before", "after", "after_unknown", "replace_paths", "importing"] {
                let leaves = change["change"]?[member]?.leafCount ?? 0
                for leaf in 0..<leaves {
                    let edited = node.editing("resource_changes", index, member, leaf: leaf)
                    #expect(try digest(TerraformPlanJSON(), edited.written) != plain, "\(index) \(member) \(leaf)")
                    edits += 1
                }
            }
        }
        #expect(edits > 40)
    }
}

/// Random numbers that are the same in every run (SplitMix64).
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension JSONNode {
    fileprivate var written: [UInt8] { value.pretty }

    private var value: JSONValue {
        switch self {
        case .object(let members): .object(members.map { .init(key: $0.0, value: $0.1.value) })
        case .array(let elements): .array(elements.map(\.value))
        case .string(let text): .string(text)
        case .number(let text): .number(text)
        case .bool(let flag): .bool(flag)
        case .null: .null
        }
    }

    /// Members in another order everywhere; elements only of the arrays named, whose order says nothing.
    fileprivate func shuffled(_ random: inout Seeded, arrays: Set<String>) -> JSONNode {
        switch self {
        case .object(let members):
            return .object(
                members.map { key, value in
                    var value = value.shuffled(&random, arrays: arrays)
                    if arrays.contains(key), let elements = value.elements {
                        value = .array(elements.shuffled(using: &random))
                    }
                    return (key, value)
                }.shuffled(using: &random))
        case .array(let elements): return .array(elements.map { $0.shuffled(&random, arrays: arrays) })
        default: return self
        }
    }

    fileprivate func replacing(_ key: String, with value: JSONNode) -> JSONNode {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.0 != key } + [(key, value)])
    }

    fileprivate func adding(_ key: String, _ element: JSONNode) throws -> JSONNode {
        replacing(key, with: .array([element] + (try #require(self[key]?.elements))))
    }

    fileprivate var leafCount: Int {
        switch self {
        case .object(let members): members.reduce(0) { $0 + $1.1.leafCount }
        case .array(let elements): elements.reduce(0) { $0 + $1.leafCount }
        default: 1
        }
    }

    fileprivate func editing(_ key: String, _ index: Int, _ member: String, leaf: Int) -> JSONNode {
        guard var elements = self[key]?.elements, let change = elements[index]["change"] else { return self }
        var left = leaf
        let edited = change[member]?.edited(&left) ?? .null
        elements[index] = elements[index].replacing("change", with: change.replacing(member, with: edited))
        return replacing(key, with: .array(elements))
    }

    private func edited(_ left: inout Int) -> JSONNode {
        switch self {
        case .object(let members): return .object(members.map { ($0.0, $0.1.edited(&left)) })
        case .array(let elements): return .array(elements.map { $0.edited(&left) })
        default:
            left -= 1
            guard left == -1 else { return self }
            switch self {
            case .string(let text): return .string(text + " ")
            case .number(let text): return .number(text + "1")
            case .bool(let flag): return .bool(!flag)
            default: return .string("")
            }
        }
    }
}
