/// A risk that somebody took on: one check of one item, for a limited time.
package struct Waiver: Sendable, Hashable {
    package var id: String
    package var item: String
    /// Id of a check of the item.
    package var check: String
    package var reason: String
    package var riskOwner: String
    package var requester: String
    /// Never the requester.
    package var approver: String
    package var ticket: String
    package var notBefore: Instant
    /// Exclusive; at most 30 days after `notBefore`.
    package var until: Instant
    /// The worst value that is still accepted.
    package var maxValue: Quantity?
    /// `sha256:…` of the evidence that the waiver is about.
    package var subject: String?
    package var place: Place

    package init(
        id: String, item: String, check: String, reason: String, riskOwner: String, requester: String,
        approver: String, ticket: String, notBefore: Instant, until: Instant, maxValue: Quantity? = nil,
        subject: String? = nil, place: Place
    ) {
        self.id = id
        self.item = item
        self.check = check
        self.reason = reason
        self.riskOwner = riskOwner
        self.requester = requester
        self.approver = approver
        self.ticket = ticket
        self.notBefore = notBefore
        self.until = until
        self.maxValue = maxValue
        self.subject = subject
        self.place = place
    }
}

/// A waiver that counts as absent, with what is wrong with it; reported, never applied.
package struct RejectedWaiver: Sendable, Hashable {
    /// As far as it could be read.
    package var id: String?
    package var problem: Problem

    package init(id: String?, problem: Problem) {
        self.id = id
        self.problem = problem
    }
}
