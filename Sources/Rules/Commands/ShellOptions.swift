extension ShellLine {
    /// What follows an option of one of the commands, `--key NAME` or `--key=NAME`.
    func value(of option: String) -> String? {
        for words in commands.map(\.words) {
            for (index, word) in words.enumerated() {
                if word == option, index + 1 < words.count { return words[index + 1] }
                if word.hasPrefix("\(option)=") { return String(word.dropFirst(option.count + 1)) }
            }
        }
        return nil
    }

    /// Whether one of the commands applies that saved plan; a wrapper's own options, before `--`, say nothing.
    func applies(_ plan: String) -> Bool {
        indices(running: ["apply"]).contains { index in
            let words = commands[index].words
            let inner = words.lastIndex(of: "--").map { words[($0 + 1)...] } ?? words[...]
            return inner.contains("apply") && inner.contains { lastComponent($0) == plan }
        }
    }

    /// Whether one of the commands asks that repository for its refs: what follows it are patterns.
    func listsRefs(of remote: String) -> Bool {
        indices(running: ["ls-remote"]).contains { index in
            commands[index].words.drop { $0 != "ls-remote" }.dropFirst().first { !$0.hasPrefix("-") } == remote
        }
    }
}

/// The name at the end of a path.
func lastComponent(_ path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }
