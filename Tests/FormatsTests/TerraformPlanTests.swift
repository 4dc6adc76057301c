import Model
import Streams
import Testing

@testable import Formats

struct TerraformPlanTests {
    static let sample: String = """
        null_resource.a: Refreshing state... [id=1]

        Terraform used the selected providers to generate the following execution
        plan. Resource actions are indicated with the following symbols:
          + create
        -/+ destroy and then create replacement

        Terraform will perform the following actions:

          # data.aws_ami.x will be read during apply
          # (depends on a resource or a module with changes pending)
         <= data "aws_ami" "x" {
            }

          # module.a["k.y will be destroyed"].aws_s3_bucket.state["it\\"s"] must be replaced
        -/+ resource "aws_s3_bucket" "state" {
              ~ input = <<-EOT
                    # terraform_data.fake will be destroyed
                    Plan: 0 to add, 0 to change, 0 to destroy.
                    No changes. Your infrastructure matches the configuration.
                EOT
            }

          # aws_iam_role.r (deposed object abcd1234) will be destroyed
          - resource "aws_iam_role" "r" {
            }

          # aws_ecs_cluster.main will be updated in-place
          # (imported from "main")
          ~ resource "aws_ecs_cluster" "main" {
            }

         # terraform_data.secret will no longer be managed by Terraform, but will not be destroyed
         # (destroy = false is set in the configuration)
         . resource "terraform_data" "secret" {
            }

        Plan: 1 to import, 1 to add, 1 to change, 2 to destroy.

        Saved the plan to: prod.plan

        """

    private func plan(_ text: String) throws -> Plan {
        let facts = try Ops.facts(TerraformPlanText(), text)
        guard case .plan(let plan)? = facts.last else { throw CancellationError() }
        return plan
    }

    private func problem(_ text: String) -> StreamProblem? {
        #expect(throws: StreamProblem.self) { try Ops.facts(TerraformPlanText(), text) }
    }

    @Test func `each header is one change, and values deeper in the text are none`() throws {
        let facts = try Ops.facts(TerraformPlanText(), Self.sample)
        let changes = facts.compactMap { if case .plannedChange(let change) = $0 { change } else { nil } }
        #expect(changes.map(\.action) == [.read, .replace, .delete, .update, .forget])
        #expect(
            changes.map(\.type) == ["aws_ami", "aws_s3_bucket", "aws_iam_role", "aws_ecs_cluster", "terraform_data"])
        #expect(changes[1].address == #"module.a["k.y will be destroyed"].aws_s3_bucket.state["it\"s"]"#)
        #expect(changes[2].address == "aws_iam_role.r")
        let plan = try plan(Self.sample)
        #expect(plan.counted == Plan.Counts(imports: 1, adds: 1, changes: 1, destroys: 2))
        #expect(plan.declared == plan.counted)
        #expect(!plan.statesNoChanges && plan.isComplete && plan.errors.isEmpty)
        #expect(plan.line == 38)
    }

    @Test func `a plan cut at any line end before its summary is refused`() throws {
        for cut in Ops.cuts(Self.sample) {
            if cut.utf8Contains("\nPlan: 1") {
                #expect(try plan(cut) == plan(Self.sample))
            } else {
                #expect(problem(cut)?.id == "terraform.truncated")
            }
        }
    }

    @Test(
        "a text that is not one plan is refused",
        arguments: [
            (TerraformPlanTests.sample + TerraformPlanTests.sample, "terraform.two-plans"),
            (TerraformPlanTests.sample + "Plan: 1 to add, 0 to change, 0 to destroy.\n", "terraform.two-plans"),
            (
                TerraformPlanTests.sample + "No changes. Your infrastructure matches the configuration.\n",
                "terraform.two-plans"
            ),
            (TerraformPlanTests.sample + "  # a.b will be created\n", "terraform.two-plans"),
            (
                "Terraform will perform the following actions:\nPlan: *** to add, 6 to change, *** to destroy.\n",
                "terraform.masked-counts"
            ),
            (
                "Terraform will perform the following actions:\nPlan: 1 to add, 6 to change, 3 to destroy",
                "terraform.summary"
            ),
            (
                "Terraform will perform the following actions:\nPlan: 1 to add, 99999999999999999999 to change, 3 to destroy.",
                "terraform.summary"
            ),
            (
                "Terraform will perform the following actions:\n\n  # a.b will be teleported\n",
                "terraform.unknown-header"
            ),
            ("Terraform will perform the following actions:\n\n# a.b will be created\n", "terraform.unknown-header"),
            (
                "An execution plan has been generated and is shown below.\nTerraform will perform the following actions:\n\n  + a.b\n",
                "terraform.old-dialect"
            ),
            ("No changes. Your infra\n", "terraform.truncated"), ("", "terraform.truncated"),
            ("Changes to Outputs:\n  + a = 1\n", "terraform.truncated"),
            ("  # a.b will be created\nPlan: 1 to add, 0 to change, 0 to destroy.\n", "terraform.truncated"),
        ])
    func refused(text: String, id: String) {
        let found = problem(text)
        #expect(found?.id == id)
        #expect(found?.line != nil)
    }

    @Test func `summary and headers that disagree are both reported`() throws {
        let plan = try plan(
            "Terraform will perform the following actions:\n\n  # a.b will be created\n\nPlan: 3 to add, 0 to change, 0 to destroy.\n"
        )
        #expect(plan.declared?.adds == 3)
        #expect(plan.counted.adds == 1)
    }

    @Test func `no changes is understood when the sentence is wrapped`() throws {
        #expect(try plan("No changes. Your infrastructure matches\nthe configuration.\n").statesNoChanges)
        #expect(try plan("No changes. Infrastructure is up-to-date.\n").statesNoChanges)
    }

    @Test func `drift stands apart from the plan`() throws {
        let text = """
            Note: Objects have changed outside of Terraform

              # aws_s3_bucket.state has been deleted
              # aws_db_instance.main has changed
            \(Self.sample)
            """
        let facts = try Ops.facts(TerraformPlanText(), text)
        let drift = facts.compactMap {
            if case .plannedChange(let change) = $0, change.isDrift { change.action } else { nil }
        }
        #expect(drift == [.delete, .update])
        #expect(try plan(text).counted == plan(Self.sample).counted)
    }

    @Test func `errors and targets make a plan partial`() throws {
        let failed = try plan(Self.sample + "\nError: provider\n\n│ Error: boxed\n│ Warning: old\n")
        #expect(failed.errors == ["provider", "boxed"])
        #expect(failed.warnings == ["old"])
        #expect(!failed.isComplete)
        #expect(try !plan(Self.sample + "\nWarning: Resource targeting is in effect\n").isComplete)
        #expect(try plan("Planning failed. Terraform encountered an error\n\nError: x\n").errors == ["x"])
    }

    @Test func `only outputs change`() throws {
        let text =
            "Changes to Outputs:\n  + a = 1\n\nYou can apply this plan to save these new output values to the Terraform\nstate.\n"
        let plan = try plan(text)
        #expect(plan.changesOutputs)
        #expect(plan.declared == nil && !plan.statesNoChanges)
    }

    @Test(
        "a JSON plan that is not understood is refused",
        arguments: [
            (
                #"{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":["destroy"]}}]}"#,
                "terraform.unknown-action"
            ),
            (#"{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a"}]}"#, "terraform.change"),
            (#"{"format_version":"2.0","resource_changes":[]}"#, "terraform.format-version"),
        ])
    func refusedJSON(text: String, id: String) {
        let found = #expect(throws: StreamProblem.self) { try Ops.facts(TerraformPlanJSON(), text) }
        #expect(found?.id == id)
    }

    @Test func `a JSON plan keeps no values, and says when it is partial`() throws {
        let text = #"""
            {"format_version":"1.2","planned_values":{},"variables":{"p":{"value":"hunter2"}},"timestamp":"2026-11-22T20:30:55Z",
            "resource_changes":[{"address":"a.b","type":"a","change":{"actions":["update"],"before":{"x":"hunter2"},"importing":{"id":"i"}}}],
            "resource_drift":[{"address":"a.c","type":"a","change":{"actions":["delete"]}}],
            "complete":false,"errored":true}
            """#
        let facts = try Ops.facts(TerraformPlanJSON(), text)
        #expect(!"\(facts)".utf8Contains("hunter2"))
        guard case .plan(let plan)? = facts.last else { throw CancellationError() }
        #expect(plan.counted == Plan.Counts(imports: 1, changes: 1))
        #expect(!plan.isComplete && plan.errors.count == 1 && plan.isJSON)
        #expect(facts.count == 3)
    }
}
