/// A secret that evidence holds and no output shows: what kind it is, and where it stands.
package struct MaskedSecret: Sendable, Hashable {
    /// Places that are told of each.
    static let mostPlaces = 5

    /// As in `[redacted:github-pat #2]`; the same one has the same number throughout a pack.
    package let number: Int
    package internal(set) var kind: String
    /// Where it was found, as far as the text that holds it says where it comes from.
    package internal(set) var places: [Place]

    package init(number: Int, kind: String, places: [Place] = []) {
        self.number = number
        self.kind = kind
        self.places = places
    }

    /// What to do about it, in a sentence.
    package static func warning(_ count: Int) -> String {
        count == 1
            ? "1 secret was found in the evidence and masked: rotate it, and take it out of the evidence."
            : "\(count) secrets were found in the evidence and masked: rotate them, and take them out of the evidence."
    }
}
