import Model

/// Reads `gates:` of rules.yml and resolves their item patterns (`pre.*`, `*`).
enum GateReader {
    /// - Parameter items: ids of all items, in checklist order.
    static func read(_ entries: [ConfigurationNode.Entry], items: [String], place: Place) -> (
        gates: [GateRule], problems: [Problem]
    ) {
        var problems: [Problem] = []
        var gates: [(rule: GateRule, afterPlace: Place)] = []
        for entry in entries {
            var reader = MappingReader(entry.value, at: entry.place, idPrefix: "rules")
            if !isWord(entry.key) {
                reader.report(
                    "wrong-id", "'\(entry.key)' is not a gate id", at: entry.place, "Write a word in lower case.")
            }
            let after = reader.string("after")
            let done = resolve("done", items, &reader)
            let ready = resolve("ready", items, &reader)
            let assurance = reader.choice("assurance", GateRule.Assurance.self) ?? .ticket
            // Without an item that must be done it would never open: nothing that was proven opens it.
            if reader.node("done") == nil || (done.isEmpty && reader.problems.isEmpty && !items.isEmpty) {
                reader.report(
                    "empty-gate", "the gate '\(entry.key)' asks for no item that is done", at: entry.place,
                    "Add `done: [\"*\"]`, or remove the gate.")
            }
            gates.append(
                (
                    GateRule(id: entry.key, after: after, done: done, ready: ready, assurance: assurance),
                    reader.place(of: "after")
                ))
            problems += reader.finish()
        }
        if gates.isEmpty {
            problems.append(
                Problem("rules.no-gates", "there is no gate", at: place, advice: "Add `apply:` below `gates:`."))
        }
        let ids = gates.map(\.rule.id)
        for (gate, afterPlace) in gates {
            guard let after = gate.after else { continue }
            if !ids.contains(after) {
                problems.append(
                    Problem(
                        "rules.unknown-gate", "the gate '\(gate.id)' comes after '\(after)', which is none",
                        at: afterPlace,
                        advice: nearest(after, among: ids).map { "Did you mean '\($0)'?" }
                            ?? "Name one of \(ids.joined(separator: ", "))."))
            } else if isOnCycle(gate.id, gates.map(\.rule)) {
                problems.append(
                    Problem(
                        "rules.gate-cycle", "the gate '\(gate.id)' comes after itself", at: afterPlace,
                        advice: "Break the circle of `after:`."))
            }
        }
        return (gates.map(\.rule), problems)
    }

    private static func resolve(_ key: String, _ items: [String], _ reader: inout MappingReader) -> [String] {
        var wanted: Set<String> = []
        for pattern in reader.strings(key) ?? [] {
            let found = items.filter { pattern.hasSuffix("*") ? $0.hasPrefix(pattern.dropLast()) : $0 == pattern }
            if found.isEmpty, !items.isEmpty {
                reader.report(
                    "unknown-item", "no item is called '\(pattern)'", at: reader.place(of: key),
                    nearest(pattern, among: items).map { "Did you mean '\($0)'?" }
                        ?? "Use an id of `items:`, `pre.*` or `*`.")
            }
            wanted.formUnion(found)
        }
        return items.filter { wanted.contains($0) }
    }

    private static func isOnCycle(_ id: String, _ gates: [GateRule]) -> Bool {
        var current = id
        for _ in gates {
            guard let next = gates.first(where: { $0.id == current })?.after else { return false }
            if next == id { return true }
            current = next
        }
        return false
    }
}
