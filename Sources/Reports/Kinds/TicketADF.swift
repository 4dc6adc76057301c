package import Model

/// The pack in the Atlassian Document Format, as Jira Cloud's API version 3 takes it for a comment or description.
///
/// Its limit counts the whole of the JSON, since Atlassian does not say whether it counts that or the text alone.
package struct TicketADF: Report {
    package let id = "ticket-adf"
    package let fileName = "ticket.adf.json"
    private let context: ReportContext

    package init(context: ReportContext) { self.context = context }

    package func render(_ pack: Pack) -> [UInt8] {
        let digest = context.hexDigest(PackDocument().render(pack))
        return TicketDocument.fitted(pack, digest: digest, for: .adf) { ADFTicket.document($0) }
    }
}
