import Model
import TestKit
import Testing

@testable import Reports

@Suite struct `The page` {
    private static let digest = String(repeating: "ab", count: 32)

    private static func render(_ pack: Pack, layout: PageLayout = .single) throws -> String {
        let context = ReportContext(layout: layout) { TestDigest.sha256($0) }
        return String(decoding: try IndexPage(context: context).render(pack), as: UTF8.self)
    }

    /// What stands between the tags, white space folded.
    private static func text(of page: String) -> String {
        page.replacing(/<style>[\s\S]*?<\/style>/, with: "").replacing(/<[^>]*>/, with: " ").replacing(/\s+/, with: " ")
    }

    private static func values(of attribute: String, in page: String) throws -> [String] {
        page.matches(of: try Regex(" \(attribute)=\"([^\"]*)\"")).compactMap {
            $0.output[1].substring.map { String($0) }
        }
    }

    private static func failing(_ count: Int) -> Pack {
        var pack = PackBuilder().pack
        let findings = (1...count).map {
            Finding(
                .fail, "test \($0) failed", observed: "failed", at: Place("evidence/pre.ci/unit/junit.xml", line: $0))
        }
        let check = CheckAssessment(
            id: "unit", kind: "tests-pass", verdict: .fail, underlying: nil, isGating: true, findings: findings,
            evidence: ["evidence/pre.ci/unit/junit.xml"], charts: [])
        pack.items[0] = ItemAssessment(
            id: "pre.ci", phase: .pre, sectionTitle: "Pre-Promotion Gate", text: "CI", line: 6, owner: "engineering",
            judgement: .worst(of: [.fail]), underlying: nil, checks: [check], next: "mend it", digest: Self.digest)
        return pack
    }

    @Test func `begins with the verdict, counts that sum to 22, the plan, and what blocks`() throws {
        var pack = PackBuilder().pack
        let plan = CheckAssessment(
            id: "plan", kind: "plan-complete", verdict: .pass, underlying: nil, isGating: false, findings: [],
            evidence: [], charts: [],
            values: [
                RunbookValue("plan.changes", "4 to add, 5 to change, 1 to destroy"), RunbookValue("plan.destroys", "1"),
            ])
        let item = pack.items[7]
        pack.items[7] = ItemAssessment(
            id: item.id, phase: item.phase, sectionTitle: item.sectionTitle, text: item.text, line: item.line,
            owner: item.owner, judgement: item.judgement, underlying: nil, checks: item.checks + [plan],
            next: item.next, digest: item.digest)
        let page = try Self.render(pack)
        let heading = try #require(page.firstMatch(of: /<h1>[\s\S]*?<\/h1>/)).output
        #expect(Self.text(of: String(heading)).hasPrefix(" No go : v1.50.3 is not ready"))
        let counts = try #require(page.firstMatch(of: /<p class="counts">[\s\S]*?<\/p>/)).output
        let numbers = Self.text(of: String(counts)).matches(of: /\d+/).compactMap { Int($0.output) }
        #expect(numbers.last == 22 && numbers.dropLast().reduce(0, +) == 22)
        #expect(page.contains("4 to add, 5 to change, <span class=\"alarm\">1 to destroy</span>"))
        let text = Self.text(of: page)
        let order = ["No go", "= 22 items", "to destroy", "Sign-offs for apply", "This pack", "Why not ("]
        let places = try order.map { try #require(text.firstRange(of: $0)).lowerBound }
        #expect(places == places.sorted())
    }

    @Test func `of a pack without items, gates or evidence says not ready, and that no plan was read`() throws {
        let usual = PackBuilder().pack
        let empty = Pack(
            release: usual.release, checklistTitle: "", at: usual.at, toolVersion: "1", gates: [], items: [],
            waivers: [], evidence: [], configuration: [], problems: [])
        let text = Self.text(of: try Self.render(empty))
        #expect(text.contains("Incomplete : v1.50.3 is not yet proven ready") && text.contains("no plan was read"))
        #expect(!text.contains("No verdict stands against") && text.contains("Nothing was evaluated"))
    }

    @Test func `has each id once, and every link leads to one`() throws {
        let hostile = PackBuilder(poisons: (0..<500).map { "<&\"' \u{202E}\($0)" }).pack
        for pack in [PackBuilder().pack, hostile, Self.failing(60)] {
            let page = try Self.render(pack)
            let ids = try Self.values(of: "id", in: page)
            #expect(Set(ids).count == ids.count, "\(Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys)")
            for link in Set(try Self.values(of: "href", in: page)) {
                #expect(link.hasPrefix("#") && ids.contains(String(link.dropFirst())), "\(link)")
            }
        }
        #expect(try Self.render(PackBuilder().pack).contains("id=\"pre.audit\""))
    }

    @Test func `is the same in both layouts but for where its style stands`() throws {
        let pack = PackBuilder().pack
        let (single, split) = (try Self.render(pack), try Self.render(pack, layout: .split))
        let body = { (page: String) in page.firstRange(of: "<body").map { page[$0.lowerBound...] } }
        #expect(body(single) == body(split) && body(split) != nil)
        #expect(split.contains("style-src 'self'") && split.contains("<link rel=\"stylesheet\" href=\"pack.css\">"))
        #expect(!split.contains("<style") && !single.contains("<link"))
        for banned in [" style=", "data:", "<script", "url(h", "@import"] {
            #expect(!single.contains(banned) && !split.contains(banned))
        }
        let files = try PackDocuments.render(pack, layout: .split, sha256: { TestDigest.sha256($0) })
        let style = String(decoding: files["pack.css"] ?? [], as: UTF8.self)
        #expect(style.contains("@media print"))
        let usual = try PackDocuments.render(pack, sha256: { TestDigest.sha256($0) })
        #expect(usual["pack.css"] == nil)
    }

    @Test func `shows fifty of many findings, says so, and pack.json has them all`() throws {
        let pack = Self.failing(312)
        let page = try Self.render(pack)
        #expect(page.contains("unit: shown 50 of 312 findings; all are in pack.json."))
        #expect(page.contains("test 50 failed") && !page.contains("test 51 failed"))
        let json = String(decoding: PackDocument().render(pack), as: UTF8.self)
        let all = (1...312).allSatisfy { json.contains("\"test \($0) failed\"") }
        #expect(all)
    }

    @Test func `shows lines of evidence as text, with their numbers, the cause and what cannot be seen`() throws {
        var pack = PackBuilder().pack
        let path = "evidence/pre.audit/audit.json"
        pack.items[1].excerpts = [
            Excerpt(
                path: path,
                lines: [
                    .init(number: 9, text: "<b>\u{1B}[31m", isCause: false),
                    .init(number: 10, text: "a\u{202E}b", isCause: true, leftOut: 2_048),
                ], lineCount: 1_441, omitted: 3),
            Excerpt(path: path, lines: [.init(number: 90, text: "z", isCause: true)], lineCount: 1_441),
        ]
        let page = try Self.render(pack)
        #expect(page.contains("lines 9 to 10, 90 of 1441; 3 more lines around them: see the file"))
        #expect(page.contains("<span >   9 | &lt;b&gt;␛[31m\n"))
        #expect(page.contains("class=\"cause\">&gt; 10 | aU+202Eb<i> [2,048 B more on this line: see the file]</i>\n"))
        #expect(page.contains(">   ⋮\n") && page.contains("class=\"cause\">&gt; 90 | z\n"))
    }

    @Test func `tells of each file who says when it was collected, and its age against the limit`() throws {
        var file = EvidenceFile(
            path: "evidence/a.csv", sha256: Self.digest, bytes: 58_310, format: "csv", state: .present)
        (file.collected, file.collectedBy) = (PackBuilder.at, .sidecar)
        file.covers = Occurrence(start: PackBuilder.at, end: PackBuilder.at)
        var check = CheckAssessment(
            id: "c", kind: "c", verdict: .pass, underlying: nil, isGating: true, findings: [],
            evidence: [file.path], charts: [])
        (check.maxAge, check.judgedAt) = (3_600_000, Instant(milliseconds: PackBuilder.at.milliseconds + 1_020_000))
        var pack = PackBuilder().pack
        pack.items[0] = ItemAssessment(
            id: "pre.ci", phase: .pre, sectionTitle: "", text: "", line: 1, owner: "qa", judgement: .worst(of: [.pass]),
            underlying: nil, checks: [check], next: "", digest: "")
        let whole = Pack(
            release: pack.release, checklistTitle: "", at: pack.at, toolVersion: "1", gates: pack.gates,
            items: pack.items, waivers: [], evidence: [file], configuration: [], problems: [])
        #expect(
            try Self.render(whole).contains(
                "sha256:abababababab… · 58,310 B · collected 2026-11-20 16:45 UTC (sidecar) · 17 min old, at most 1 h"
                    + " · covers 2026-11-20 16:45 UTC to 2026-11-20 16:45 UTC · unattested"))
    }

    @Test func `has a reject's own reason in its row, not the finding's`() throws {
        let item = PackBuilder().pack.items[1]
        let reject = Blocker(item: item.id, owner: "qa", kind: "reject", why: "qa rejects it: no", next: "talk")
        #expect(BlockerView(blocker: reject, decisive: item.decisive).decisive == nil)
    }

    @Test func `says on its first screen that less is demanded than before, and lists every change`() throws {
        var pack = PackBuilder().pack
        let worse = (1...60).map { PackChange(.worse, "pre.ci", "finding \($0)", from: nil, to: "failed") }
        pack.changes = PackChanges(
            since: .init(tag: "v1.50.2", at: "2026-11-19T16:00:00Z", sha256: Self.digest),
            [PackChange(.loosened, "pre.metrics", "limit of p95", from: "< 300 ms", to: "< 500 ms")] + worse)
        let page = try Self.render(pack)
        let text = Self.text(of: page)
        let alarm = try #require(
            text.firstRange(
                of: "Less is demanded than in v1.50.2: pre.metrics limit of p95, was &lt; 300 ms, now &lt; 500 ms;"))
        #expect(try alarm.upperBound < #require(text.firstRange(of: "Why not (")).lowerBound)
        #expect(page.contains("Shown 50 of 60; all are in pack.json.") && page.contains("What changed since v1.50.2"))
        #expect(!(try Self.render(PackBuilder().pack)).contains("What changed since"))
    }
}
