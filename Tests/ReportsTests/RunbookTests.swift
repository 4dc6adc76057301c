import Model
import TestKit
import Testing

@testable import Reports

@Suite struct `The rollback runbook` {
    private static let known = [
        RunbookValue("taskdef.api", "arn:aws:ecs:eu-central-1:1:task-definition/api:41", at: Place("a.json", line: 7)),
        RunbookValue("taskdef.worker", "arn:aws:ecs:eu-central-1:1:task-definition/worker:17"),
        RunbookValue("state.version", "3sL4kqtJlcpXroDTDmJ"),
        RunbookValue("plan.sha256", String(repeating: "a", count: 64)),
        RunbookValue("snapshot.id", "rds:prod-main-2026-11-20-03-10"),
        RunbookValue("snapshot.created", "2026-11-20T03:10:00Z"),
    ]

    private func runbook(_ values: [RunbookValue], release: Release = .sample()) throws -> String {
        let check = CheckAssessment(
            id: "c", kind: "k", verdict: .pass, underlying: nil, isGating: true, findings: [], evidence: [], charts: [],
            values: values)
        let items = ["rollback.incident", "rollback.taskdef", "rollback.state", "rollback.snapshot", "post.health"].map
        {
            ItemAssessment(
                id: $0, phase: .rollback, sectionTitle: "", text: "", line: 1, owner: "platform",
                judgement: .worst(of: [.pass]), underlying: nil, checks: [check], next: "collect it again", digest: "",
                ready: .missing, done: .missing)
        }
        let pack = Pack(
            release: release, checklistTitle: "", at: Instant(milliseconds: 0), toolVersion: "1", gates: [],
            items: items, waivers: [], evidence: [], configuration: [], problems: [])
        return String(
            decoding: try RollbackRunbook(context: TestDigest.context).render(pack), as: UTF8.self)
    }

    @Test func `holds the exact commands when every value is known`() throws {
        let text = try runbook(Self.known)
        #expect(!text.contains("MISSING") && !text.contains("not shown") && text.contains("All values are there."))
        for command in [
            "`aws ecs update-service --cluster prod --service api --force-new-deployment --task-definition arn:aws:ecs:eu-central-1:1:task-definition/api:41`",
            "`aws ecs wait services-stable --cluster prod --services api worker`",
            "`aws s3api get-object --bucket prod-tfstate --key prod/terraform.tfstate --version-id 3sL4kqtJlcpXroDTDmJ previous.tfstate`",
            "--copy-source 'prod-tfstate/prod/terraform.tfstate?versionId=3sL4kqtJlcpXroDTDmJ'`",
            "--db-snapshot-identifier rds:prod-main-2026-11-20-03-10`", "| `a.json:7` |",
        ] { #expect(text.contains(command), "\(command)") }
    }

    @Test(arguments: known.map(\.key))
    func `says that a value is missing, and shows no command that needs it`(key: String) throws {
        let text = try runbook(Self.known.filter { $0.key != key })
        #expect(text.contains("**INCOMPLETE, values missing: 1.**") && text.contains("- MISSING "))
        #expect(text.contains("collect it again") && text.contains("| **MISSING** |"))
        if key != "snapshot.created" { #expect(text.contains("not shown, a value is missing")) }
        #expect(!text.contains("--task-definition`") && !text.contains("--version-id previous"))
    }

    @Test func `names the key of release.yml that is missing`() throws {
        var release = Release.sample()
        release.terraform?.stateBucket = nil
        #expect(try runbook(Self.known, release: release).contains("add terraform.state_bucket to release.yml"))
        release.ecs = nil
        #expect(try runbook(Self.known, release: release).contains("add ecs to release.yml"))
    }

    @Test func `quotes a value that a shell would take for something else`() throws {
        let hostile = Self.known.filter { $0.key != "taskdef.api" } + [RunbookValue("taskdef.api", "x; rm -rf ~ 'y'")]
        #expect(try runbook(hostile).contains("--task-definition 'x; rm -rf ~ '\\''y'\\'''`"))
    }
}
