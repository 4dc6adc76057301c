package import Model

/// Every rule kind. To add one: a file in `Kinds/`, and one line here.
package enum RuleCatalog {
    package static let all: [any Rule.Type] = [
        AdvisoriesBelow.self,
        ApplyComplete.self,
        AudiencesNotified.self,
        BadgesGreen.self,
        ChangesWithin.self,
        CommandRan.self,
        CommandTook.self,
        CoverageAtLeast.self,
        EndpointsAnswer.self,
        ExecutionsPass.self,
        FlowsPass.self,
        HumanJudgement.self,
        IncidentHandled.self,
        IssueDone.self,
        KPIsWithin.self,
        LintClean.self,
        MigrationsApplied.self,
        PlanApproved.self,
        PlanComplete.self,
        PlanRecorded.self,
        PlanRetained.self,
        ProcedureDocumented.self,
        PullRequestsMerged.self,
        RecordsMatch.self,
        RevisionAvailable.self,
        RolesConfirm.self,
        RotaCovers.self,
        SecretsRotated.self,
        SeriesWithin.self,
        ServicesReleased.self,
        ServicesStable.self,
        SnapshotAvailable.self,
        StateVersioned.self,
        StatusPageUpdated.self,
        TablesPopulated.self,
        TagPushed.self,
        TargetsHealthy.self,
        TestsPass.self,
        ThresholdsMet.self,
        TypesKept.self,
        WorkflowDeployed.self,
        WorkflowRunsSucceed.self,
    ]

    package static var kinds: [String] { all.map { $0.kind } }

    /// The parameter of that name of a kind; `nil` when the kind, or the parameter, is not known.
    package static func parameter(_ name: String, ofKind kind: String) -> Parameter? {
        all.first { $0.kind == kind }?.parameters.first { $0.name == name }
    }

    /// Builds the rule of a check, or tells all that is wrong with its parameters.
    package static func rule(kind: String, parameters: ConfigurationNode, at place: Place) -> (
        rule: (any Rule)?, problems: [Problem]
    ) {
        guard let type = all.first(where: { $0.kind == kind }) else {
            let near =
                nearest(kind, among: kinds).map { "Did you mean '\($0)'?" } ?? "`evidencepack checks` lists the kinds."
            return (nil, [Problem("rules.unknown-kind", "unknown check kind '\(kind)'", at: place, advice: near)])
        }
        var reader = MappingReader(parameters, at: place, idPrefix: "rules")
        let rule = type.init(&reader)
        let problems = reader.finish()
        return (problems.isEmpty ? rule : nil, problems)
    }
}
