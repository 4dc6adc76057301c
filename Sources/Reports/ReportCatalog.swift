package import Templates

/// Every report there is; to add an output, add its line here.
package enum ReportCatalog {
    /// All reports, in the order in which they are written.
    /// - Throws: `TemplateProblem` when a template is missing or wrong.
    package static func all(in context: ReportContext) throws(TemplateProblem) -> [any Report] {
        [
            try IndexPage(context: context),
            try PackMarkdown(context: context),
            try PackText(context: context),
            try TicketMarkdown(context: context),
            try TicketJira(context: context),
            TicketADF(context: context),
            try SignOffPage(context: context),
            try SignOffMarkdown(context: context),
            PackDocument(),
            try RollbackRunbook(context: context),
            InTotoStatement(context: context),
            JUnitReport(),
            SARIFLog(context: context),
            OSCALResults(context: context),
            BadgeImage(),
        ]
    }
}
