import Model
import Policies
import Testing

@Suite struct StarterTests {
    static let ids = [
        "pre.ci", "pre.audit", "pre.metrics", "pre.qa", "pre.migrations", "pre.leads", "deploy.tag", "deploy.plan",
        "deploy.review",
        "deploy.apply", "deploy.workflow", "deploy.stability", "post.health", "post.smoke", "post.data", "post.secrets",
        "post.synthetics",
        "post.notify", "rollback.state", "rollback.taskdef", "rollback.snapshot", "rollback.incident",
    ]

    @Test func `the starter's rules bind all 22 items of its own checklist, in order`() throws {
        let policy = try PolicyLoader.load(StarterFolder.files())
        #expect(policy.items.map(\.id) == Self.ids)
        #expect(policy.items.allSatisfy { $0.next?.isEmpty == false && !$0.checks.isEmpty })
        #expect(policy.release.tag == "v1.50.3")
        #expect(policy.release.people.count == 10)
        #expect(policy.gates.map(\.id) == ["apply", "deploy", "close"])
        #expect(policy.gates[0].done.count == 12)
        #expect(policy.gates[0].ready == Self.ids)
        #expect(policy.gates[1].done == ["deploy.apply"])
    }

    @Test(.enabled(if: StarterFolder.seed != nil, "the shared folder is not there"))
    func `the same rules bind all 22 items of the seed's text, whose title keeps its bytes`() throws {
        var files = try StarterFolder.files()
        files["checklist.md"] = StarterFolder.seed
        let policy = try PolicyLoader.load(files)
        #expect(policy.items.map(\.id) == Self.ids)
        #expect(policy.checklist.title == "Environment Promotion Checklist â€“ Version 1.50")
        #expect(
            policy.items[7].text
                == "Trigger Terraform plan for production: `terraform plan -var-file=environments/production.tfvars -out prod.plan`"
        )
        #expect(policy.items[7].line == 15)
        #expect(policy.items[0].phase == .pre)
    }

    @Test func `checks keep their common keys and give the rest to the rule`() throws {
        let policy = try PolicyLoader.load(StarterFolder.files())
        let unit = policy.items[0].checks[1]
        #expect(unit.id == "unit")
        #expect(unit.files == ["pre.ci/unit/**"])
        #expect(unit.maxAge == 86_400_000)
        #expect(unit.about == [.commit])
        #expect(unit.isGating)
        #expect(policy.items[1].checks.map(\.id) == ["advisories-below", "command-ran"])
        #expect(policy.items[1].checks[0].files == ["pre.audit/**"])
        #expect(policy.items[2].checks[0].maxAge == nil)
    }

    @Test func `placeholders are filled from release yml`() throws {
        let policy = try PolicyLoader.load(StarterFolder.files())
        let command = policy.items[7].checks[3]
        var reader = MappingReader(command.parameters, at: command.place, idPrefix: "test")
        #expect(reader.string("command") == "terraform plan -var-file=environments/production.tfvars -out prod.plan")
        #expect(policy.items.allSatisfy { $0.next?.contains("{release.") == false })
    }

    /// Every line of both checklists.
    static let cases: [(checklist: String, item: Int)] = ["starter", "seed"].flatMap { name in
        (0..<22).map { (name, $0) }
    }

    private func checklist(_ name: String) throws -> (lines: [Substring], items: [PolicyItem], ends: [Int])? {
        var files = try StarterFolder.files()
        if name == "seed" {
            guard let seed = StarterFolder.seed else { return nil }
            files["checklist.md"] = seed
        }
        let policy = try PolicyLoader.load(files)
        let text = String(decoding: files["checklist.md"] ?? [], as: UTF8.self)
        return (
            text.split(separator: "\n", omittingEmptySubsequences: false), policy.items,
            policy.checklist.sections.flatMap { $0.items.map(\.endLine) }
        )
    }

    private func problems(_ lines: [Substring]) throws -> [Problem] {
        var files = try StarterFolder.files()
        files["checklist.md"] = Array(lines.joined(separator: "\n").utf8)
        return StarterFolder.problems(files)
    }

    @Test(arguments: cases) func `a deleted line is named by the phrase that is missing`(name: String, item: Int) throws
    {
        guard let (original, items, ends) = try checklist(name) else { return }
        var lines = original
        lines.removeSubrange((items[item].line - 1)..<ends[item])
        let found = try problems(lines)
        #expect(found.map(\.id) == ["rules.unmatched-rule"])
        #expect(found.first?.message.contains(items[item].id) == true)
        #expect(found.first?.place.path == "rules.yml")
        #expect(found.first?.place.line != nil)
    }

    @Test(arguments: cases) func `a reworded line is named together with the rule that lost it`(name: String, item: Int)
        throws
    {
        guard let (original, items, ends) = try checklist(name) else { return }
        var lines = original
        let line = items[item].line
        let marker = lines[line - 1].hasPrefix("- [ ]") ? "- [ ]" : (lines[line - 1].hasPrefix("-") ? "-" : "1.")
        lines.replaceSubrange((line - 1)..<ends[item], with: ["\(marker) Water the plants."])
        let found = try problems(lines)
        #expect(found.map(\.id) == ["rules.unmatched-item", "rules.unmatched-rule"])
        #expect(found.first?.place == Place("checklist.md", line: line))
        #expect(found.first?.advice.contains(items[item].id) == true)
        #expect(found.last?.advice.contains("line \(line) ") == true)
    }

    @Test(arguments: cases) func `an added line is named by its place`(name: String, item: Int) throws {
        guard let (original, _, ends) = try checklist(name) else { return }
        var lines = original
        lines.insert("- [ ] Water the plants.", at: ends[item])
        let found = try problems(lines)
        #expect(found.map(\.id) == ["rules.unmatched-item"])
        #expect(found.first?.place == Place("checklist.md", line: ends[item] + 1))
    }
}
