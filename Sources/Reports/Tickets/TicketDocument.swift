import Model
import Templates

/// A template's document in the highest tier that its target takes.
struct TicketDocument {
    private let template: Template<TicketPage>
    private let target: TicketTarget
    private let context: ReportContext

    /// - Throws: `TemplateProblem` when the template is missing or wrong.
    init(_ name: String, for target: TicketTarget, context: ReportContext) throws(TemplateProblem) {
        template = try context.template(name)
        self.target = target
        self.context = context
    }

    /// - Parameter finish: what still happens to a document before it is measured.
    func render(_ pack: Pack, finish: ([UInt8]) -> [UInt8] = { $0 }) -> [UInt8] {
        let digest = context.hexDigest(PackDocument().render(pack))
        return Self.fitted(pack, digest: digest, for: target) { page in
            let (document, omissions) = template.render(page, longest: page.tier.longest)
            return (finish(document), omissions)
        }
    }

    /// The first document of the ladder that the target admits.
    static func fitted(
        _ pack: Pack, digest: String, for target: TicketTarget,
        render: (TicketPage) -> (document: [UInt8], omissions: Int)
    ) -> [UInt8] {
        let page = PackPage(pack, packDigest: digest, styleHash: "")
        var last: [UInt8] = []
        for tier in TicketTier.ladder {
            var ticket = TicketPage(page, tier: tier, target: target.name)
            var (document, omissions) = render(ticket)
            if omissions > 0 {
                // The second line counts them.
                ticket.omissions = omissions
                (document, _) = render(ticket)
            }
            if target.admits(document, as: tier) { return document }
            last = document
        }
        return last
    }
}
