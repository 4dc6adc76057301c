/// When something that a check demands took place, e.g. an apply from its start to its end.
package struct Occurrence: Sendable, Hashable {
    package let start: Instant
    package let end: Instant

    package init(start: Instant, end: Instant) {
        self.start = start
        self.end = end
    }

    /// The span of both: an item of several checks spans them all.
    package func spanning(_ other: Occurrence?) -> Occurrence {
        guard let other else { return self }
        return Occurrence(start: min(start, other.start), end: max(end, other.end))
    }
}

/// A value that evidence establishes and the runbook needs, e.g. the version of the state to go back to.
package struct RunbookValue: Sendable, Hashable {
    /// What it is, the same words for every release, e.g. `state.version` or `taskdef.api`.
    package internal(set) var key: String
    package internal(set) var value: String
    package internal(set) var place: Place?

    package init(_ key: String, _ value: String, at place: Place? = nil) {
        self.key = key
        self.value = value
        self.place = place
    }
}
