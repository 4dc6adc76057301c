/// One thing that a rule found out, with what was observed, against which limit, and where.
package struct Finding: Sendable, Hashable {
    package let verdict: Verdict
    /// A plain sentence with value, limit and unit.
    package internal(set) var message: String
    package internal(set) var observed: String?
    package internal(set) var limit: String?
    package internal(set) var place: Place?
    /// What settles it; `nil` leaves the item's own next action.
    package internal(set) var next: String?

    package init(
        _ verdict: Verdict, _ message: String, observed: String? = nil, limit: String? = nil, at place: Place? = nil,
        next: String? = nil
    ) {
        self.verdict = verdict
        self.message = message
        self.observed = observed
        self.limit = limit
        self.place = place
        self.next = next
    }
}
