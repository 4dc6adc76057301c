import Model
import Sealing

/// An item as sign-offs see it.
struct SignOffSubject: Sendable {
    let item: PolicyItem
    let seal: ItemSeal
    /// SHA-256 of the plan that the item's evidence is about; `nil` when it is about none.
    let plan: String?
    /// Ids of people who made the evidence: none of them can be its only approver.
    let authors: Set<String>
    /// Names of makers who are nobody in release.yml, so that nobody can tell whether one of them is who approves.
    let strangers: Set<String>

    /// How many people of which role must sign.
    func signers(for kind: SignOff.Kind) -> [String: Int] { kind == .done ? item.signers : [item.owner: 1] }
}
