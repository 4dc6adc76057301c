import Model

/// Reads waivers.yml. A waiver that is not wholly right counts as absent, and is handed back with what is wrong with it.
enum WaiverReader {
    /// Longest time between `not_before` and `until` in milliseconds: 30 days.
    static let longest: Int64 = 30 * 86_400_000

    /// Problems are those of the file itself, e.g. an unknown key at its top.
    static func read(_ root: ConfigurationNode, path: String, items: [PolicyItem]) -> (
        waivers: [Waiver], rejected: [RejectedWaiver], problems: [Problem]
    ) {
        var reader = MappingReader(root, at: Place(path), idPrefix: "waivers")
        reader.schema("waivers")
        _ = reader.required("waivers")
        var waivers: [Waiver] = []
        var rejected: [RejectedWaiver] = []
        for node in reader.sequence("waivers") ?? [] {
            let (id, waiver, problems) = waiver(node, items: items, taken: waivers.map(\.id))
            rejected += problems.map { RejectedWaiver(id: id, problem: $0) }
            if let waiver { waivers.append(waiver) }
        }
        return (waivers, rejected, reader.finish())
    }

    private static func waiver(_ node: ConfigurationNode, items: [PolicyItem], taken: [String]) -> (
        id: String?, waiver: Waiver?, problems: [Problem]
    ) {
        var part = MappingReader(node, at: node.place, idPrefix: "waivers")
        let id = part.requiredString("id")
        let itemID = part.requiredString("item")
        let check = part.requiredString("check")
        let reason = part.requiredString("reason")
        let riskOwner = part.requiredString("risk_owner")
        let requester = part.requiredString("requester")
        let approver = part.requiredString("approver")
        let ticket = part.requiredString("ticket")
        _ = (part.required("not_before"), part.required("until"))
        let notBefore = part.instant("not_before")
        let until = part.instant("until")
        let maxValue = part.parsed("max_value", "a number with its unit, e.g. 0.2% or 3") { Quantity($0) }
        let subject = part.text("subject", "`sha256:` and 64 hexadecimal digits") {
            $0.hasPrefix("sha256:") && $0.utf8.count == 71 && isCommit(String($0.dropFirst(7)))
        }
        if let id, taken.contains(id) {
            part.report(
                "duplicate-waiver", "the waiver '\(id)' stands twice", at: part.place(of: "id"),
                "Give each waiver an id of its own.")
        }
        if let approver, let requester, approver.lowercased() == requester.lowercased() {
            part.report(
                "self-approved", "'\(approver)' approves their own request", at: part.place(of: "approver"),
                "Let somebody else approve it.")
        }
        if let notBefore, let until {
            if until <= notBefore {
                part.report(
                    "empty-span", "the waiver ends before it starts", at: part.place(of: "until"),
                    "Let `until` be after `not_before`.")
            } else if until.since(notBefore) > longest || until.since(notBefore) < 0 {
                part.report(
                    "too-long", "the waiver lasts longer than 30 days", at: part.place(of: "until"),
                    "Let it end sooner, and renew it when needed.")
            }
        }
        if let itemID {
            if let item = items.first(where: { $0.id == itemID }) {
                let checks = item.checks.map(\.id)
                if let check, !checks.contains(check) {
                    part.report(
                        "unknown-check", "\(itemID) has no check '\(check)'", at: part.place(of: "check"),
                        nearest(check, among: checks).map { "Did you mean '\($0)'?" }
                            ?? "It has \(checks.joined(separator: ", ")).")
                }
            } else {
                part.report(
                    "unknown-item", "there is no item '\(itemID)'", at: part.place(of: "item"),
                    nearest(itemID, among: items.map(\.id)).map { "Did you mean '\($0)'?" }
                        ?? "Use an item id of rules.yml.")
            }
        }
        let problems = part.finish()
        guard problems.isEmpty, let id, let itemID, let check, let reason, let riskOwner, let requester, let approver,
            let ticket,
            let notBefore, let until
        else { return (id, nil, problems) }
        let waiver = Waiver(
            id: id, item: itemID, check: check, reason: reason, riskOwner: riskOwner, requester: requester,
            approver: approver,
            ticket: ticket, notBefore: notBefore, until: until, maxValue: maxValue, subject: subject, place: node.place)
        return (id, waiver, [])
    }
}
