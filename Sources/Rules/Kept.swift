/// Facts that a tally keeps, up to a number that no honest file reaches: memory stays bounded, and what was left out is
/// known, so that a rule never passes on a part of what it should have seen.
struct Kept<Element: Sendable>: Sendable {
    private(set) var all: [Element] = []
    private(set) var isCut = false
    private let most: Int

    /// - Parameter most: how many of one file are kept.
    init(most: Int = 100_000) { self.most = most }

    mutating func append(_ element: Element) {
        if all.count < most { all.append(element) } else { isCut = true }
    }

    mutating func merge(_ later: Kept) {
        all += later.all
        isCut = isCut || later.isCut
    }
}
