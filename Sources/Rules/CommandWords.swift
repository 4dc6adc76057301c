import Model

/// The words of a command that was run, to look for options in.
struct CommandWords {
    let words: [String]

    /// The words of a recorded command; one that a shell was given as a whole is taken apart.
    init(_ argv: [String]) { words = argv.flatMap { CommandWords(line: $0).words } }

    /// The words of a command line, without the quotes around them.
    init(line: String) {
        words = line.split { $0 == " " || $0 == "\t" || $0 == "\n" }.map { word in
            guard word.count > 1, let quote = word.first, quote == "'" || quote == "\"", word.last == quote else {
                return String(word)
            }
            return String(word.dropFirst().dropLast())
        }
    }

    /// What a wrapper was given to run, behind the last `--`; else all of it.
    var inner: CommandWords {
        guard let dashes = words.lastIndex(of: "--"), dashes + 1 < words.count else { return self }
        return CommandWords(Array(words[(dashes + 1)...]))
    }

    func contains(_ word: String) -> Bool { words.contains(word) }

    func contains(where matches: (String) -> Bool) -> Bool { words.contains(where: matches) }

    /// What follows an option, `--key NAME` or `--key=NAME`.
    func value(of option: String) -> String? {
        for (index, word) in words.enumerated() {
            if word == option, index + 1 < words.count { return words[index + 1] }
            if word.hasPrefix("\(option)=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }

    /// Whether a word is a path of that file.
    func names(_ file: String) -> Bool { words.contains { lastComponent($0) == file } }
}

/// The name at the end of a path.
func lastComponent(_ path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }
