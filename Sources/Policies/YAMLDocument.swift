package import Model
private import Yams

/// One YAML document of a small, strict kind: plain mappings, sequences and scalars, each with its place.
///
/// Anchors, aliases, tags, duplicate keys and further documents are refused: each lets a file say something other than
/// what a reader of it sees. Text stays as written; nothing is turned into a number, a date or a boolean here.
package enum YAMLDocument {
    package static let maximumBytes = 256 * 1024
    package static let maximumDepth = 32
    package static let maximumNodes = 50_000

    /// Reads `bytes`; an empty document is an empty scalar.
    /// - Throws: what is wrong, with line and column as far as known.
    package static func read(_ bytes: [UInt8], path: String) throws(ConfigurationProblems) -> ConfigurationNode {
        guard bytes.count <= maximumBytes else {
            throw refused(
                "too-large", "the file has \(bytes.count) bytes, at most \(maximumBytes) are read", at: Place(path),
                "Split or shorten it.")
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: body, as: UTF8.self) else {
            throw refused("not-utf8", "the file is not UTF-8", at: Place(path), "Save it as UTF-8.")
        }
        let lines = Lines(body, path: path)
        if let offset = anchor(in: body) {
            throw refused(
                "anchor", "an anchor (`&name`) is not allowed", at: lines.place(ofByte: offset),
                "Write the value out; in a text, leave a space after `&`.")
        }
        do {
            // Aliases cannot be resolved without anchors, so that the parser reports each of them.
            let parser = try Parser(yaml: text, encoding: .utf8)
            guard let root = try parser.singleRoot() else {
                return ConfigurationNode(.scalar("", isQuoted: false), at: Place(path, line: 1, column: 1))
            }
            var walk = Walk(lines: lines)
            let node = walk.node(root, depth: 1)
            guard walk.problems.isEmpty else { throw ConfigurationProblems(walk.problems) }
            return node
        } catch let problems as ConfigurationProblems {
            throw problems
        } catch let error as YamlError {
            throw ConfigurationProblems([lines.problem(error)])
        } catch {
            throw refused("syntax", "the file is not YAML: \(error)", at: Place(path), "Correct it.")
        }
    }

    private static func refused(_ id: String, _ message: String, at place: Place, _ advice: String)
        -> ConfigurationProblems
    {
        ConfigurationProblems([Problem("yaml.\(id)", message, at: place, advice: advice)])
    }

    /// Offset of the first `&name` where the parser could see an anchor. Text that merely looks so is refused too:
    /// a nest of anchors must not reach the parser, which compares and hashes resolved aliases.
    private static func anchor(in bytes: [UInt8]) -> Int? {
        let before = Set(" \t\r\n[{,?:'\"]}".utf8)
        for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "&") {
            let next = bytes[index + 1]
            let isName = next == 45 || next == 95 || (48...57).contains(next) || (97...122).contains(next | 32)
            if isName, index == 0 || before.contains(bytes[index - 1]) || bytes[index - 1] >= 0x80 { return index }
        }
        return nil
    }

    /// Yams' nodes turned into ours; goes on after a problem, stops going deeper at a limit.
    private struct Walk {
        let lines: Lines
        var problems: [Problem] = []
        private var count = 0

        init(lines: Lines) { self.lines = lines }

        mutating func node(_ node: Node, depth: Int) -> ConfigurationNode {
            let place = lines.place(node.mark)
            count += 1
            let empty = ConfigurationNode(.scalar("", isQuoted: false), at: place)
            guard depth <= maximumDepth, count <= maximumNodes else {
                if !problems.contains(where: { $0.id == "yaml.too-large" }) {
                    report(
                        "too-large", "more than \(maximumDepth) levels or \(maximumNodes) values", at: place,
                        "Make the file flatter or shorter.")
                }
                return empty
            }
            if lines.byte(at: node.mark) == UInt8(ascii: "!") {
                report(
                    "tag", "a tag (`!name`) is not allowed", at: place, "Remove it; quote a text that begins with `!`.")
                return empty
            }
            switch node {
            case .scalar(let scalar):
                return ConfigurationNode(.scalar(scalar.string, isQuoted: scalar.style != .plain), at: place)
            case .sequence(let sequence):
                return ConfigurationNode(.sequence(sequence.map { self.node($0, depth: depth + 1) }), at: place)
            case .mapping(let mapping):
                var entries: [ConfigurationNode.Entry] = []
                for (key, value) in mapping {
                    let keyNode = self.node(key, depth: depth + 1)
                    let valueNode = self.node(value, depth: depth + 1)
                    guard case .scalar(let name, _) = keyNode.content else {
                        report("key", "a key must be text", at: keyNode.place, "Write `key: value`.")
                        continue
                    }
                    entries.append(ConfigurationNode.Entry(key: name, place: keyNode.place, value: valueNode))
                }
                return ConfigurationNode(.mapping(entries), at: place)
            case .alias:
                report("alias", "an alias (`*name`) is not allowed", at: place, "Write the value out.")
                return empty
            }
        }

        private mutating func report(_ id: String, _ message: String, at place: Place, _ advice: String) {
            problems.append(Problem("yaml.\(id)", message, at: place, advice: advice))
        }
    }
}

/// The lines of a file as the parser counts them, to turn its marks (columns in scalars) into places (columns in bytes).
private struct Lines {
    private let bytes: [UInt8]
    private let path: String
    /// Offset of each scalar, and at the end the number of bytes.
    private var scalars: [Int] = []
    /// Index in `scalars` of each line's first scalar.
    private var starts = [0]

    init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
        for (offset, byte) in bytes.enumerated() {
            if byte & 0xC0 != 0x80 { scalars.append(offset) }
            // LF, CR, U+0085, U+2028 and U+2029 end a line; CR LF is one end.
            let ends =
                switch byte {
                case 0x0A: true
                case 0x0D: offset + 1 == bytes.count || bytes[offset + 1] != 0x0A
                case 0x85: offset > 0 && bytes[offset - 1] == 0xC2
                case 0xA8, 0xA9: offset > 1 && bytes[offset - 1] == 0x80 && bytes[offset - 2] == 0xE2
                default: false
                }
            if ends { starts.append(scalars.count) }
        }
        scalars.append(bytes.count)
    }

    func place(ofByte offset: Int) -> Place {
        let line = (starts.firstIndex { scalars[$0] > offset } ?? starts.count) - 1
        return Place(path, line: line + 1, column: offset - scalars[starts[line]] + 1)
    }

    func place(_ mark: Mark?) -> Place {
        guard let mark else { return Place(path) }
        guard let offset = offset(of: mark) else { return Place(path, line: mark.line, column: mark.column) }
        return Place(path, line: mark.line, column: offset - scalars[starts[mark.line - 1]] + 1)
    }

    func byte(at mark: Mark?) -> UInt8? {
        guard let mark, let offset = offset(of: mark), offset < bytes.count else { return nil }
        return bytes[offset]
    }

    private func offset(of mark: Mark) -> Int? {
        guard mark.line >= 1, mark.line <= starts.count, mark.column >= 1 else { return nil }
        let index = starts[mark.line - 1] + mark.column - 1
        return index < scalars.count ? scalars[index] : nil
    }

    func problem(_ error: YamlError) -> Problem {
        switch error {
        case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _):
            return Problem(
                "yaml.syntax", "the file is not YAML: \(text)", at: place(mark),
                advice: "Correct the line, or quote its text.")
        case .composer(_, let text, let mark, _) where text.contains("alias"):
            return Problem(
                "yaml.alias", "an alias (`*name`) is not allowed", at: place(mark),
                advice: "Write the value out; quote a text that begins with `*`.")
        case .composer(_, _, let mark, _):
            return Problem(
                "yaml.documents", "the file holds more than one document", at: place(mark),
                advice: "Remove the `---` and what follows.")
        case .duplicatedKeysInMapping(let keys, let context):
            return Problem(
                "yaml.duplicate-key",
                "the key '\(keys.first ?? "")' stands twice in one mapping, here for the first time",
                at: place(context.mark), advice: "Keep one of them.")
        case .reader(let text, let offset, _, _):
            return Problem(
                "yaml.syntax", "the file holds a character that YAML does not allow: \(text)",
                at: offset.map { place(ofByte: min(max(0, $0), bytes.count)) } ?? Place(path), advice: "Remove it.")
        default: return Problem("yaml.syntax", "the file is not YAML: \(error)", at: Place(path), advice: "Correct it.")
        }
    }
}
