/// How much of a pack a document holds; a structure is in it whole or not at all (REPORT.md §10).
struct TicketTier {
    enum Details { case all, unsettled, none }

    /// Whose findings are told one by one.
    let details: Details
    /// Whether it has the submitted sign-offs and the inputs.
    var hasTables = true
    /// Only verdict, counts, ids and digests.
    var isBrief = false
    /// Most rows of a list.
    let rows: Int
    /// Longest text of others, in UTF-16 units.
    let longest: Int

    /// From everything to the least; the last one is bounded whatever the pack holds.
    static let ladder = [
        TicketTier(details: .all, rows: 1_000, longest: 10_000),
        TicketTier(details: .all, rows: 100, longest: 2_000),
        TicketTier(details: .unsettled, rows: 100, longest: 2_000),
        TicketTier(details: .unsettled, hasTables: false, rows: 100, longest: 2_000),
        TicketTier(details: .none, rows: 50, longest: 1_000),
        TicketTier(details: .none, hasTables: false, rows: 25, longest: 300),
        TicketTier(details: .none, hasTables: false, rows: 10, longest: 100),
        TicketTier(details: .none, hasTables: false, isBrief: true, rows: 12, longest: 40),
        TicketTier(details: .none, hasTables: false, isBrief: true, rows: 0, longest: 24),
    ]
}

/// Where a document is put, and how much that takes.
struct TicketTarget {
    enum Unit { case utf16, bytes }

    /// As the document's second line names it.
    let name: String
    let limit: Int
    let unit: Unit
    /// The brief form is for a glance, wherever it is put.
    var briefLimit = 2_000

    /// 65,536 characters at GitHub, 1,000,000 at GitLab.
    static let comment = TicketTarget(name: "a GitHub comment", limit: 60_000, unit: .utf16)
    /// 32,767 characters.
    static let jira = TicketTarget(name: "Jira", limit: 30_000, unit: .utf16)
    /// As Jira, over the whole of the JSON, of which text is the lesser part.
    static let adf = TicketTarget(name: "Jira", limit: 30_000, unit: .utf16, briefLimit: 8_000)
    /// 1 MiB a step, past which GitHub drops the whole summary.
    static let jobSummary = TicketTarget(name: "a job summary", limit: 900 * 1_024, unit: .bytes)
    /// GitHub renders no Markdown file over 512 KB.
    static let file = TicketTarget(name: "a Markdown viewer", limit: 500_000, unit: .bytes)
    /// Mail programs clip beyond about 100 KB.
    static let mail = TicketTarget(name: "mail", limit: 100_000, unit: .bytes)

    func admits(_ document: [UInt8], as tier: TicketTier) -> Bool {
        let size = unit == .bytes ? document.count : String(decoding: document, as: UTF8.self).utf16.count
        return size <= (tier.isBrief ? briefLimit : limit)
    }
}
