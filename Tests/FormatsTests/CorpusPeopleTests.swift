import Model
import Testing

@testable import Formats

/// The corpus' files of people: a status page and a review.
@Suite(.enabled(if: CICorpus.root != nil, "the corpus is not here"))
struct CorpusPeopleTests {
    private func read(_ file: String) throws -> ReadFacts? {
        try ReadFacts(#require(CICorpus.contents("\(CICorpus.root ?? "")/\(file)")))
    }

    @Test func `a green status page has no entry`() throws {
        let found = try #require(try read("ops/status-page/statuspage.v2.summary.ok.json"))
        #expect(found.format == "statuspage" && found.facts.isEmpty)
    }

    @Test func `a review that is not yet sent is pending`() throws {
        let found = try #require(try read("github/rest-pr-reviews.json"))
        guard case .review(let review)? = found.facts.first else { throw StarvedTest() }
        #expect(found.format == "github-reviews" && found.facts.count == 1)
        #expect(review.state == .pending && review.author == "maximevw" && review.at == nil)
    }

    private struct StarvedTest: Error {}
}
