import Model
import Streams
import Testing

@testable import Formats

/// The corpus's applies, streams, tag signatures and object versions, compared with the facts of its index.
@Suite(.enabled(if: CICorpus.root != nil, "the corpus is not there"))
struct CorpusDeployTests {
    private static func row(_ file: String) throws -> (row: CICorpus.Row, read: ReadFacts) {
        let row = try #require(CICorpus.opsRows.first { $0.file == file })
        let bytes = try #require(CICorpus.contents("\(CICorpus.root ?? "")/\(file)"))
        return (row, try #require(try ReadFacts(bytes)))
    }

    private func applies(_ read: ReadFacts) -> [Apply] {
        read.facts.compactMap { if case .apply(let apply) = $0 { apply } else { nil } }
    }

    private func plans(_ read: ReadFacts) -> [Plan] {
        read.facts.compactMap { if case .plan(let plan) = $0 { plan } else { nil } }
    }

    @Test(arguments: [
        "aws/25-partial-failure.apply.log", "ci/gha.raw-job-log.apply.failed.txt", "ci/gha.raw-job-log.apply.txt",
        "core/04-moved-import-forget.apply.log", "core/12-apply-with-plan.log", "core/14-stale.apply.log",
        "core/16-interrupted.apply.log",
    ])
    func `an apply log ends as the index says`(file: String) throws {
        let (row, read) = try Self.row("ops/terraform/\(file)")
        let expected = row.cells["expected_facts"] ?? ""
        let apply = try #require(applies(read).first)
        #expect(applies(read).count == 1)
        #expect(apply.saysComplete == expected.utf8Contains("Apply complete!"))
        #expect(apply.errors.isEmpty == !expected.utf8Contains("Error:"))
        #expect(apply.isInterrupted == file.utf8Contains("interrupted"))
        guard let counts = apply.declared else { return #expect(!apply.saysComplete) }
        #expect(counts == apply.counted)
        let imports = counts.imports > 0 ? "\(counts.imports) imported, " : ""
        let words = "\(imports)\(counts.adds) added, \(counts.changes) changed, \(counts.destroys) destroyed."
        #expect(expected.utf8Contains("Apply complete! Resources: \(words)"))
    }

    @Test func `the streams of the plan and of its apply have the counts of the index`() throws {
        let counts = Plan.Counts(adds: 2, changes: 4, destroys: 2)
        let plan = try #require(plans(try Self.row("ops/terraform/core/03-mixed.plan.jsonl").read).first)
        #expect(plan.declared == counts && plan.counted == counts && plan.errors.isEmpty)
        let apply = try #require(applies(try Self.row("ops/terraform/core/03-mixed.apply.jsonl").read).first)
        #expect(apply.declared == counts && apply.counted == counts && apply.errors.isEmpty)
    }

    @Test func `one plan has one text digest in every log, and text and JSON change the same resources`() throws {
        let files = [
            "aws/22-release.plan.txt", "ci/gha.raw-job-log.plan.ansi.txt", "ci/gha.gh-run-view-log.plan.txt",
            "ci/gitlab.plan.ansi.txt", "ci/powershell-redirect.utf16le.plan.txt",
        ]
        let changes = try files.map { try Self.row("ops/terraform/\($0)").read.changed }
        #expect(Set(changes).count == 1)
        #expect(try Self.row("ops/terraform/aws/22-release.show.json").read.changed == changes.first)
        let texts = try files.map { try plans(Self.row("ops/terraform/\($0)").read).first?.changeDigest }
        #expect(Set(texts).count == 1)
    }

    @Test(arguments: [("v1.50.0", true, "release@example.com"), ("unknown-signer", false, nil)])
    func `a tag's signature is good or not`(name: String, isGood: Bool, signer: String?) throws {
        let read = try Self.row("ops/git/verify-tag.\(name).txt").read
        guard case .tagSignature(let signature)? = read.facts.first else { throw CancellationError() }
        #expect(signature.isGood == isGood && signature.signer == signer)
        #expect(signature.tag == (isGood ? "v1.50.0" : nil))
    }

    @Test func `the object versions are those of the index`() throws {
        let read = try Self.row("ops/aws/s3-list-object-versions.delete-marker.json").read
        let versions = read.facts.compactMap { if case .objectVersion(let version) = $0 { version } else { nil } }
        #expect(versions.filter { !$0.isDeleteMarker }.count == 5)
        #expect(versions.filter { $0.isDeleteMarker }.map(\.key) == ["prod/prod.plan"])
        let latest = versions.filter { $0.isLatest && !$0.isDeleteMarker }
        #expect(latest.map { "\($0.key)@\($0.version.prefix(8))" } == ["prod/terraform.tfstate@104d9716"])
    }

    @Test func `GitHub's deployment states are read`() throws {
        let bytes = try #require(CICorpus.contents("\(CICorpus.root ?? "")/github/rest-deployment-statuses.json"))
        let read = try #require(try ReadFacts(bytes))
        guard case .deployment(let state)? = read.facts.first else { throw CancellationError() }
        #expect(state.id == "315601644" && state.state == "queued" && state.environment == "new-ci-env")
    }
}

extension ReadFacts {
    /// What the plan changes, in no order.
    fileprivate var changed: Set<String> {
        Set(
            facts.compactMap {
                if case .plannedChange(let change) = $0, !change.isDrift {
                    "\(change.action) \(change.address)"
                } else {
                    nil
                }
            })
    }
}
