package import Model
package import Templates

/// The rollback as a runbook with this release's real values; what is missing is said to be missing, and no command is
/// written with a hole.
package struct RollbackRunbook: Report {
    package let id = "rollback"
    package let fileName = "rollback.md"
    private let template: Template<RunbookPage>

    /// - Throws: `TemplateProblem` when `rollback.md` is missing or wrong.
    package init(context: ReportContext) throws(TemplateProblem) {
        template = try context.template("rollback.md")
    }

    package func render(_ pack: Pack) -> [UInt8] { template.render(RunbookPage(pack)) }
}
