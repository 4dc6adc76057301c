import Model
import Policies
import Testing

@Suite struct PolicyLoaderTests {
    private func ids(_ name: String, _ old: String, _ new: String) throws -> [String] {
        try StarterFolder.problems(StarterFolder.files(in: name, replacing: old, with: new)).map(\.id)
    }

    @Test(arguments: [
        ("release.yml", "ticket: REL", "tikcet: REL", "release.unknown-key", "Did you mean 'ticket'?"),
        ("rules.yml", "    owner: security", "    ower: security", "rules.unknown-key", "Did you mean 'owner'?"),
        ("rules.yml", "{critical: 0, high: 0,", "{critical: 0, hihg: 0,", "rules.unknown-key", "Did you mean 'high'?"),
        (
            "rules.yml", "{files: pre.ci/pulls.json}", "{fles: pre.ci/pulls.json}", "rules.unknown-key",
            "Did you mean 'files'?"
        ),
        (
            "rules.yml", "advisories-below", "advisories-bellow", "rules.unknown-kind",
            "Did you mean 'advisories-below'?"
        ),
        ("rules.yml", "{release.tag}", "{release.tga}", "rules.unknown-placeholder", "Did you mean '{release.tag}'?"),
        ("rules.yml", "owner: security", "owner: secruity", "rules.unknown-role", "Did you mean 'security'?"),
        ("release.yml", "roles: [dba]", "roles: [dbaa]", "release.unknown-role", "Did you mean 'dba'?"),
        (
            "rules.yml", "done: [deploy.apply]", "done: [deploy.aply]", "rules.unknown-item",
            "Did you mean 'deploy.apply'?"
        ),
        ("rules.yml", "after: deploy", "after: deplyo", "rules.unknown-gate", "Did you mean 'deploy'?"),
        ("rules.yml", "about: [commit]", "about: [comit]", "rules.wrong-value", "Did you mean 'commit'?"),
    ])
    func `a misspelt word is named with what was probably meant`(
        name: String, old: String, new: String, id: String, advice: String
    ) throws {
        let found = try StarterFolder.problems(StarterFolder.files(in: name, replacing: old, with: new))
        let problem = found.first { $0.id == id }
        #expect(problem?.advice == advice)
        #expect(problem?.place.path == name)
        #expect(problem?.place.line != nil && problem?.place.column != nil)
    }

    @Test(arguments: [
        ("    as_of: deploy.apply\n", "    as_of: deploy.aply\n", "rules.unknown-item"),
        ("{critical: 0, high: 0,", "{critical: 0, high: 0, after: deploy.aply,", "rules.unknown-item"),
        ("{critical: 0, high: 0,", "{critical: 0, high: 0, after: pre.audit,", "rules.item-cycle"),
        ("    as_of: deploy.apply\n", "    as_of: pre.ci\n", "rules.item-cycle"),
    ])
    func `an item comes after one that exists, and never after itself`(old: String, new: String, id: String) throws {
        #expect(try ids("rules.yml", old, new).contains(id))
    }

    @Test func `what an item comes after is judged before it, whatever the checklist's order`() throws {
        let files = try StarterFolder.files(
            in: "rules.yml", replacing: "{critical: 0, high: 0,", with: "{critical: 0, high: 0, after: rollback.state,")
        let items = try PolicyLoader.load(files).items
        let order = ItemOrder.sorted(items).map(\.id)
        #expect(order.sorted() == items.map(\.id).sorted())
        let (state, audit) = (order.firstIndex(of: "rollback.state"), order.firstIndex(of: "pre.audit"))
        #expect(try #require(state) < #require(audit))
    }

    @Test func `a placeholder of a list gives its members, one of a mapping its keys`() throws {
        let files = try StarterFolder.files(
            in: "rules.yml", replacing: " -- scripts/audit-dependencies.mjs --ci\n",
            with: " {release.ecs.services} {release.database.tables} > x\n")
        let item = try #require(try PolicyLoader.load(files).items.first { $0.id == "pre.audit" })
        #expect(item.asOf == "deploy.apply")
        #expect(item.next?.contains("api worker consent_events > ") == true)
    }

    @Test(arguments: [
        ("release/1", "release/2", "release.newer-schema"), ("release/1", "rules/1", "release.wrong-schema"),
        ("version: 1.50.3\n", "version: 1.50\n", "release.wrong-value"),
        ("version: 1.50.3\n", "version: 1.51.3\n", "release.foreign-version"),
        ("tag: v1.50.3", "tag: v1.50.4", "release.foreign-tag"),
        ("commit: 5f0c6d0f", "commit: 5F0c6d0f", "release.wrong-value"),
        ("commit: 5f0c6d0f", "commit: 5f0c6d", "release.wrong-value"), ("18:00:00Z", "18:00:00", "release.wrong-value"),
        ("18:00:00Z", "22:00:00Z", "release.empty-window"),
        ("to: production", "to: staging", "release.same-environment"),
        ("id: ben", "id: ana", "release.duplicate-person"), ("{exclude: []}", "{exclude: [x]}", "release.wrong-value"),
        ("plan: evidence/", "plan: ../evidence/", "release.wrong-value"),
        ("initiated: false", "initiated: true", "release.rollback-time"),
        ("{minimum: 1,", "{minimum: -1,", "release.wrong-value"), ("base: main\n", "", "release.missing-key"),
        ("host: api.example.com", "host: https://api.example.com/", "release.wrong-value"),
        ("accounts: {jira: aruiz,", "accounts: {jira: [aruiz],", "release.wrong-type"),
    ])
    func `a release that contradicts itself is refused`(old: String, new: String, id: String) throws {
        #expect(try ids("release.yml", old, new).contains(id))
    }

    @Test(arguments: [
        ("rules/1", "rules/2", "rules.newer-schema"),
        ("  deploy: {after: apply,", "  deploy: {after: close,", "rules.gate-cycle"),
        ("done: [deploy.apply]", "done: []", "rules.empty-gate"),
        ("assurance: ticket", "assurance: handshake", "rules.wrong-value"),
        ("id: lint,", "id: unit,", "rules.duplicate-check"),
        ("files: pre.ci/lint/**", "files: ../lint/**", "rules.wrong-path"),
        ("max_age: 24h", "max_age: 24", "rules.wrong-value"),
        ("match: Secrets Manager", "match: Se", "rules.ambiguous-match"),
        ("match: Smoke test", "match: status page", "rules.two-rules"),
        ("  pre.leads:", "  post.leads:", "rules.wrong-phase"),
        ("  pre.leads:", "  leads:", "rules.wrong-id"),
        ("match: Secrets Manager", "match: \"`\"", "rules.empty-phrase"),
        ("      - plan-complete: {about: [commit]}", "      - plan-complete", "rules.wrong-check"),
        (
            "    checks:\n      - revision-available: {about: [environment]}",
            "    checks: []", "rules.no-checks"
        ),
        ("roles: [product-lead,", "gate: perhaps\n          roles: [product-lead,", "rules.wrong-value"),
        ("roles: [product-lead,", "from: 2026-12-01\n          roles: [product-lead,", "rules.wrong-value"),
    ])
    func `rules that could pass by accident are refused`(old: String, new: String, id: String) throws {
        #expect(try ids("rules.yml", old, new).contains(id))
    }

    @Test func `braces of shells and expressions are no placeholders`() throws {
        let files = try StarterFolder.files(
            in: "rules.yml", replacing: "$ROTA_ICS_URL", with: "${ROTA} {2} {release. x} {")
        let policy = try PolicyLoader.load(files)
        #expect(policy.items[5].next?.contains("${ROTA} {2} {release. x} {") == true)
    }

    @Test func `the gates' keys, informational checks and dates are read`() throws {
        let files = try StarterFolder.files(
            in: "rules.yml", replacing: "roles: [product-lead,",
            with:
                "id: rota\n          gate: false\n          from: 2026-12-01T00:00:00+01:00\n          max_age: 2h\n          roles: [product-lead,"
        )
        let check = try PolicyLoader.load(files).items[5].checks[1]
        #expect(check.id == "rota")
        #expect(!check.isGating)
        #expect(check.from == Instant(rfc3339: "2026-11-30T23:00:00Z"))
        #expect(check.maxAge == 7_200_000)
    }

    @Test func `all problems of all files are told at once, sorted by place`() throws {
        var files = try StarterFolder.files(in: "rules.yml", replacing: "owner: security", with: "owner: secruity")
        files["checklist.md"]? += Array("- [ ] Water the plants.\n".utf8)
        files["release.yml"] = try StarterFolder.files(in: "release.yml", replacing: "ticket:", with: "tikcet:")[
            "release.yml"]
        files["waivers.yml"] = Array("schema: evidencepack/waivers/1\nwaivers: [\n".utf8)
        let found = StarterFolder.problems(files)
        #expect(Set(found.map(\.place.path)) == ["checklist.md", "release.yml", "rules.yml", "waivers.yml"])
        #expect(found == ConfigurationProblems(found.reversed()).problems)
        #expect(found.allSatisfy { !$0.advice.isEmpty && $0.place.line != nil })
    }

    @Test(arguments: ["checklist.md", "release.yml", "rules.yml"]) func `a file that is missing is named`(name: String)
        throws
    {
        var files = try StarterFolder.files()
        files[name] = nil
        #expect(
            StarterFolder.problems(files).contains { $0.id == "configuration.missing-file" && $0.place.path == name })
    }

    @Test(arguments: ["release.yml", "rules.yml", "checklist.md"])
    func `every truncation of a file is refused or still whole`(name: String) throws {
        let files = try StarterFolder.files()
        let bytes = files[name] ?? []
        for end in bytes.indices where bytes[end] == 10 && end < bytes.count - 1 {
            var cut = files
            cut[name] = Array(bytes[..<end])
            let found = StarterFolder.problems(cut)
            // The people of release.yml may be fewer: nothing but their number is lost with the last lines.
            let isPeople =
                name == "release.yml" && String(decoding: bytes[end...], as: UTF8.self).hasPrefix("\n  - {id")
            #expect(!found.isEmpty || isPeople, "cut after byte \(end)")
        }
    }
}
