import Model

/// The words of a command that name a plan file.
package struct PlanWords {
    private let name: String
    private let components: [[UInt8]]

    /// - Parameter path: the plan as it is given, e.g. `./prod.plan`.
    package init(_ path: String) {
        name = path
        components = Self.components(of: path)
    }

    /// The command, with `path` for each word that is the plan's own path, however it is spelled.
    /// - Throws: `Problem` when no word is, or when one names the file in another way and so would read another one.
    func replaced(in command: [String], by path: String) throws -> [String] {
        var count = 0
        let words = try command.enumerated().map { index, word in
            if index > 0, Self.components(of: word) == components {
                count += 1
                return path
            }
            guard !isNamed(in: word) else {
                throw Problem(
                    "usage.plan",
                    "'\(word)' names the plan within a word, or by another path, so that it would be read again",
                    at: Place(name), advice: "Write the plan as a word of its own, the same path as behind --plan.")
            }
            return word
        }
        guard count > 0 else {
            throw Problem(
                "usage.plan", "the command does not name the plan '\(name)', so it would run on something else",
                at: Place(name), advice: "Write the same path behind --plan and in the command.")
        }
        return words
    }

    /// Whether the file's name stands anywhere in a word, on its own.
    package func isNamed(in word: String) -> Bool {
        guard let base = components.last, !base.isEmpty else { return false }
        let bytes = Array(word.utf8)
        return bytes.indices.contains { start in
            guard bytes[start...].starts(with: base) else { return false }
            let before = start == 0 ? nil : bytes[start - 1]
            let after = bytes[(start + base.count)...].first
            return ![before, after].contains { $0.map(Self.isOfAName) ?? false }
        }
    }

    private static func isOfAName(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || (byte | 32) &- 97 < 26 || [45, 46, 95].contains(byte) || byte >= 0x80
    }

    /// The path without what does not matter: `.` and doubled slashes. Bytes, for two spellings of one letter are two files.
    private static func components(of path: String) -> [[UInt8]] {
        let parts = path.utf8.split(separator: 47).map { Array($0) }.filter { $0 != [46] }
        return path.utf8.first == 47 ? [[]] + parts : parts
    }
}
