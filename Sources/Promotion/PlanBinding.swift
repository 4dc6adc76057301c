package import Model

/// Whether a plan is the one that the evidence and the sign-offs are about.
package enum PlanBinding {
    /// Whether a command may run behind the gate only on a plan that is given: it names the release's plan, or nothing comes
    /// before the gate and it waits for items about the plan.
    package static func isAsked(of command: [String], by gate: GateAssessment, in pack: Pack) -> Bool {
        guard let plan = pack.release.terraform?.plan else { return false }
        if command.contains(where: PlanWords(plan).isNamed) { return true }
        return gate.after == nil && pack.items.contains { gate.needs($0.id) && $0.isAboutPlan }
    }

    /// What keeps the gate closed for this plan; `nil` when it is the very one.
    package static func objection(to sha256: String, of path: String, in pack: Pack) -> Blocker? {
        let about = pack.items.first { $0.plan != nil }
        let owner = about?.owner ?? "release-manager"
        guard let about, let known = about.plan else {
            return Blocker(
                item: "deploy.plan", owner: owner, kind: Verdict.unknown.rawValue,
                why: "no evidence states the digest of the plan, so nothing can be compared with \(path)",
                next: "plan again under `evidencepack record --product prod.plan`")
        }
        guard known != sha256 else { return nil }
        return Blocker(
            item: about.id, owner: owner, kind: "integrity",
            why: "\(path) is sha256:\(sha256); the plan that was planned, reviewed and signed is sha256:\(known)",
            next: "use the approved plan, or have this one reviewed and signed")
    }
}
