package import Model

/// Fills `{release.tag}` and the like in rules.yml with the values of release.yml, by dotted path: a list gives its
/// members, a mapping its keys, with a space between.
///
/// Other braces (`{2}` of a regular expression, `${HOME}` of a shell) are left alone.
package struct Placeholders {
    private var values: [String: String] = [:]
    package private(set) var problems: [Problem] = []

    /// - Parameter release: the root of release.yml.
    package init(release: ConfigurationNode) { collect(release, path: "release") }

    /// Adds a value that follows from release.yml, at a path of its own.
    package mutating func define(_ path: String, _ value: String) { values[path] = value }

    private mutating func collect(_ node: ConfigurationNode, path: String) {
        switch node.content {
        case .scalar(let text, _): values[path] = text
        case .mapping(let entries):
            values[path] = entries.map(\.key).joined(separator: " ")
            for entry in entries { collect(entry.value, path: "\(path).\(entry.key)") }
        case .sequence(let nodes):
            let texts = nodes.compactMap { node -> String? in
                guard case .scalar(let text, _) = node.content else { return nil }
                return text
            }
            if texts.count == nodes.count, !texts.isEmpty { values[path] = texts.joined(separator: " ") }
        }
    }

    /// The same node with every placeholder of its scalars filled; unknown ones are reported and left.
    package mutating func fill(_ node: ConfigurationNode) -> ConfigurationNode {
        switch node.content {
        case .scalar(let text, let isQuoted):
            return ConfigurationNode(.scalar(fill(text, at: node.place), isQuoted: isQuoted), at: node.place)
        case .sequence(let nodes): return ConfigurationNode(.sequence(nodes.map { fill($0) }), at: node.place)
        case .mapping(let entries):
            let filled = entries.map { ConfigurationNode.Entry(key: $0.key, place: $0.place, value: fill($0.value)) }
            return ConfigurationNode(.mapping(filled), at: node.place)
        }
    }

    private mutating func fill(_ text: String, at place: Place) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        let opening = Array("{release.".utf8)
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index...].starts(with: opening), let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")),
                bytes[(index + 1)..<end].allSatisfy({ isPathByte($0) })
            else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let path = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
            if let value = values[path] {
                result += value.utf8
            } else {
                let near = nearest(path, among: values.keys.sorted()).map { "Did you mean '{\($0)}'?" }
                problems.append(
                    Problem(
                        "rules.unknown-placeholder", "release.yml has no value for '{\(path)}'", at: place,
                        advice: near ?? "Add the key to release.yml, or write the value itself."))
                result += bytes[index...end]
            }
            index = end + 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func isPathByte(_ byte: UInt8) -> Bool {
        byte == 46 || byte == 95 || byte == 45 || (48...57).contains(byte) || (97...122).contains(byte | 32)
    }
}
