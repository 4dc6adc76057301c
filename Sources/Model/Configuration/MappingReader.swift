/// Takes the keys of one mapping out by name and type, and collects every problem instead of stopping at the first.
///
/// Call the typed getters, then `finish()`, which reports the keys that nobody asked for.
package struct MappingReader {
    private var entries: [String: ConfigurationNode.Entry] = [:]
    private var asked: [String] = []
    private let idPrefix: String
    package let place: Place
    package private(set) var problems: [Problem] = []

    /// - Parameter idPrefix: the first part of problem ids, e.g. `rules` gives `rules.unknown-key`.
    package init(_ node: ConfigurationNode?, at place: Place, idPrefix: String) {
        self.place = node?.place ?? place
        self.idPrefix = idPrefix
        guard let node else { return }
        switch node.content {
        case .mapping(let list):
            for entry in list {
                if let first = entries[entry.key] {
                    report(
                        "duplicate-key", "the key '\(entry.key)' stands twice (first on line \(first.place.line ?? 0))",
                        at: entry.place, "Keep one of them.")
                }
                entries[entry.key] = entry
            }
        case .scalar(let text, isQuoted: false) where text.isEmpty: break
        default: report("wrong-type", "a mapping of keys is expected here", at: node.place, "Write `key: value` lines.")
        }
    }

    /// Adds a problem of the caller's own.
    package mutating func report(_ id: String, _ message: String, at place: Place? = nil, _ advice: String) {
        problems.append(Problem("\(idPrefix).\(id)", message, at: place ?? self.place, advice: advice))
    }

    /// Takes over problems found elsewhere.
    package mutating func adopt(_ others: [Problem]) { problems += others }

    /// The raw node of a key, `nil` when absent.
    package mutating func node(_ key: String) -> ConfigurationNode? {
        asked.append(key)
        return entries[key]?.value
    }

    /// The place of a key that is present, else of the mapping.
    package func place(of key: String) -> Place { entries[key]?.place ?? place }

    /// The raw node of a key that must be there.
    package mutating func required(_ key: String) -> ConfigurationNode? {
        let found = node(key)
        if found == nil { report("missing-key", "the key '\(key)' is missing", "Add `\(key):`.") }
        return found
    }

    /// Text of a scalar; empty text counts as a problem.
    package mutating func string(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let text, _) = node.content, !text.isEmpty else {
            report("wrong-type", "'\(key)' must be text", at: node.place, "Write `\(key): some text`.")
            return nil
        }
        return text
    }

    package mutating func requiredString(_ key: String) -> String? {
        guard required(key) != nil else { return nil }
        return string(key)
    }

    package mutating func int(_ key: String) -> Int? { parsed(key, "a whole number, e.g. 5") { Int($0) } }

    /// Only `true` and `false`.
    package mutating func bool(_ key: String) -> Bool? {
        parsed(key, "true or false") { $0 == "true" ? true : ($0 == "false" ? false : nil) }
    }

    /// A comparison with its unit, e.g. `< 300ms`.
    package mutating func limit(_ key: String) -> Limit? {
        parsed(key, "a comparison with a unit, e.g. `< 0.1%`, `< 300ms`, `<= 5`") { Limit($0) }
    }

    /// A length of time in milliseconds, e.g. `24h`.
    package mutating func duration(_ key: String) -> Int64? {
        parsed(key, "a length of time, e.g. 90s, 15min, 24h") { Quantity($0)?.milliseconds }
    }

    /// RFC 3339 with an offset.
    package mutating func instant(_ key: String) -> Instant? {
        parsed(key, "a time with an offset, e.g. 2026-11-20T18:00:00Z") { Instant(rfc3339: $0) }
    }

    /// A scalar read by `convert`; a value that it refuses is a problem naming what is `expected`.
    package mutating func parsed<T>(_ key: String, _ expected: String, _ convert: (String) -> T?) -> T? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let text, _) = node.content, let value = convert(text) else {
            report("wrong-value", "'\(key)' must be \(expected)", at: node.place, "Correct the value.")
            return nil
        }
        return value
    }

    /// One of a set of words, with a "did you mean".
    package mutating func choice<T: RawRepresentable & CaseIterable>(_ key: String, _ type: T.Type) -> T?
    where T.RawValue == String {
        guard let node = node(key) else { return nil }
        let words = T.allCases.map(\.rawValue)
        guard case .scalar(let text, _) = node.content, let value = T(rawValue: text) else {
            report("wrong-value", "'\(key)' must be one of \(words.joined(separator: ", "))", at: node.place, "Choose one of them.")
            return nil
        }
        return value
    }

    /// Texts of a sequence; one scalar counts as a sequence of one. `nil` when the key is absent.
    package mutating func strings(_ key: String) -> [String]? {
        guard let node = node(key) else { return nil }
        switch node.content {
        case .scalar(let text, _) where !text.isEmpty: return [text]
        case .sequence(let nodes):
            var texts: [String] = []
            for element in nodes {
                guard case .scalar(let text, _) = element.content, !text.isEmpty else {
                    report("wrong-type", "every entry of '\(key)' must be text", at: element.place, "Write `[a, b]`.")
                    continue
                }
                texts.append(text)
            }
            return texts
        default:
            report("wrong-type", "'\(key)' must be a list of texts", at: node.place, "Write `\(key): [a, b]`.")
            return nil
        }
    }

    /// Entries of a nested mapping in file order.
    package mutating func mapping(_ key: String) -> [ConfigurationNode.Entry]? {
        guard let node = node(key) else { return nil }
        guard case .mapping(let entries) = node.content else {
            report("wrong-type", "'\(key)' must be a mapping of keys", at: node.place, "Write indented `name: value` lines.")
            return nil
        }
        return entries
    }

    /// Elements of a sequence.
    package mutating func sequence(_ key: String) -> [ConfigurationNode]? {
        guard let node = node(key) else { return nil }
        guard case .sequence(let nodes) = node.content else {
            report("wrong-type", "'\(key)' must be a list", at: node.place, "Write `- entry` lines.")
            return nil
        }
        return nodes
    }

    /// Reports keys that nobody asked for, and returns all problems.
    package mutating func finish() -> [Problem] {
        for entry in entries.values.sorted(by: { $0.key < $1.key }) where !asked.contains(entry.key) {
            let near = nearest(entry.key, among: asked)
            report(
                "unknown-key", "unknown key '\(entry.key)'", at: entry.place,
                near.map { "Did you mean '\($0)'?" } ?? "Known keys here: \(asked.sorted().joined(separator: ", ")).")
        }
        return problems
    }
}
