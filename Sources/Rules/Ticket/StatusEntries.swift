import Model

/// Entries of status pages and pagers, each in its newest state among the files.
struct StatusEntries: Sendable {
    private(set) var all: [(entry: StatusEntry, path: String)] = []

    init() {}

    var count: Int { all.count }

    mutating func take(_ entry: StatusEntry, path: String) {
        guard let same = all.firstIndex(where: { $0.entry.id == entry.id }) else { return all.append((entry, path)) }
        // Exports of different times, or an incident and its log: the newer state counts, with all that was said.
        let known = all[same].entry
        var merged = Self.latest(known) < Self.latest(entry) ? entry : known
        for update in known.updates + entry.updates where !merged.updates.contains(update) {
            merged.updates.append(update)
        }
        if merged.name.isEmpty { merged.name = known.name.isEmpty ? entry.name : known.name }
        all[same] = (merged, Self.latest(known) < Self.latest(entry) ? path : all[same].path)
    }

    mutating func merge(_ later: StatusEntries) { for (entry, path) in later.all { take(entry, path: path) } }

    private static func latest(_ entry: StatusEntry) -> Int64 {
        (entry.updates.compactMap(\.at) + [entry.endedAt, entry.startedAt].compactMap(\.self)).max()?.milliseconds
            ?? .min
    }

    /// Those whose name or an update names the release.
    func naming(_ release: Release) -> [(entry: StatusEntry, path: String)] {
        all.filter { entry, _ in
            release.isNamed(in: entry.name) || entry.updates.contains { release.isNamed(in: $0.text) }
        }
    }

    static func isClosed(_ status: String) -> Bool {
        ["completed", "resolved", "postmortem"].contains(status.lowercased())
    }
}
