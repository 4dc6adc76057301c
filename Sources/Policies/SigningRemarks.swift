import Model

/// What keeps a gate from ever opening, or opens it on little, although every file is valid: told, never refused.
struct SigningRemarks {
    let policy: Policy

    var all: [Problem] { policy.gates.flatMap { unproven($0) } + unsignable }

    /// A gate that opens on files which anybody could have written.
    private func unproven(_ gate: GateRule) -> [Problem] {
        guard gate.assurance == .file else { return [] }
        return [
            Problem(
                "rules.unproven-sign-offs",
                "the gate '\(gate.id)' opens on sign-offs that prove nobody's identity (`assurance: file`)",
                at: Place("rules.yml"), advice: "Write `assurance: ticket` or `signature`.")
        ]
    }

    /// What the gates ask of one role.
    private struct Demand {
        var number = 0
        var items: [String] = []
        var assurance = GateRule.Assurance.file
    }

    private var demands: [String: Demand] {
        var demands: [String: Demand] = [:]
        for gate in policy.gates {
            for item in policy.items where gate.done.contains(item.id) || gate.ready.contains(item.id) {
                for (role, number) in gate.done.contains(item.id) ? item.signers : [item.owner: 1] {
                    var demand = demands[role] ?? Demand()
                    demand.number = max(demand.number, number)
                    demand.assurance = max(demand.assurance, gate.assurance)
                    if !demand.items.contains(item.id) { demand.items.append(item.id) }
                    demands[role] = demand
                }
            }
        }
        return demands
    }

    /// Roles whose sign-offs can never be complete.
    private var unsignable: [Problem] {
        demands.sorted { $0.key < $1.key }.compactMap { role, demand in
            let holders = policy.release.people.filter { $0.roles.contains(role) }
            let able = holders.filter { canSign($0, demand.assurance) }
            guard able.count < demand.number else { return nil }
            let who = "\(role), which signs \(demand.items.joined(separator: ", "))"
            let way = demand.assurance == .signature ? "key" : "account or key"
            if holders.isEmpty {
                return remark("nobody in release.yml holds the role \(who)", "Give the role to a person of `people:`.")
            }
            if holders.count < demand.number {
                return remark(
                    "\(demand.number) people must sign as \(who); \(holders.count) holds the role",
                    "Give the role to more people, or ask for fewer under `sign_offs`.")
            }
            let names = holders.filter { !canSign($0, demand.assurance) }.map(\.id).joined(separator: ", ")
            return remark(
                "\(names) without \(way) cannot sign as \(who)",
                demand.assurance == .signature
                    ? "Give them `keys`, principals of allowed_signers."
                    : "Give them `accounts` of the ticket's system, or `keys` of allowed_signers.")
        }
    }

    private func canSign(_ person: Release.Person, _ assurance: GateRule.Assurance) -> Bool {
        switch assurance {
        case .file: true
        case .ticket: !person.accounts.isEmpty || !person.keys.isEmpty
        case .signature: !person.keys.isEmpty
        }
    }

    private func remark(_ message: String, _ advice: String) -> Problem {
        Problem("release.nobody-can-sign", message, at: Place("release.yml"), advice: advice)
    }
}
