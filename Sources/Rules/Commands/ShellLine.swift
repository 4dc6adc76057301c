/// A line as a POSIX shell takes it apart: simple commands, and what stands between them.
///
/// Only as far as telling commands from their arguments needs it: nothing is expanded.
struct ShellLine {
    /// One simple command.
    struct Command {
        /// Without their quotes.
        var words: [String] = []
        /// What joins it to the command before and to the one after: `;`, `&&`, `||`, `|`, `&`; `nil` at the ends.
        var before: String?
        var after: String?
    }

    private(set) var commands: [Command] = []

    init(_ text: String) { self.init(text, depth: 0) }

    private init(_ text: String, depth: Int) {
        var scan = Scan(bytes: Array(text.utf8))
        scan.run()
        for command in scan.commands {
            // A line within a line: `sh -c '…'`.
            guard depth < 4, let script = Self.script(of: command.words) else {
                commands.append(command)
                continue
            }
            var inner = ShellLine(script, depth: depth + 1).commands
            guard !inner.isEmpty else { continue }
            inner[0].before = command.before
            inner[inner.count - 1].after = inner[inner.count - 1].after ?? command.after
            commands += inner
        }
    }

    /// The commands that have all wanted words in their order; others may stand between. Those that only print them do not count.
    func indices(running wanted: [String]) -> [Int] {
        commands.indices.filter { index in
            let words = commands[index].words
            let name = words.first { !$0.utf8.contains(UInt8(ascii: "=")) }
            guard let name, !["echo", "printf", "true", ":"].contains(name) else { return false }
            var missing = wanted[...]
            for word in words where word == missing.first { missing = missing.dropFirst() }
            return missing.isEmpty
        }
    }

    /// Whether the line could end with that status only if this command did.
    func decides(_ index: Int, _ status: Int) -> Bool {
        let joints = commands[index...].map(\.after)
        guard commands[index].before != "||", joints.last == .some(nil), commands[index].words.first != "!" else {
            return false
        }
        if status == 0 { return joints.dropLast().allSatisfy { $0 == "&&" } }
        return joints.count == 1 && commands[index].before != "&&"
    }

    private static func script(of words: [String]) -> String? {
        guard let shell = words.first?.split(separator: "/").last, ["sh", "bash", "dash"].contains(shell),
            let flag = words.dropFirst().firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }),
            flag + 1 < words.count
        else { return nil }
        return words[flag + 1]
    }
}

/// The state of taking a line apart.
private struct Scan {
    let bytes: [UInt8]
    var commands: [ShellLine.Command] = []
    private var current = ShellLine.Command()
    private var word: [UInt8] = []
    private var hasWord = false
    private var index = 0
    /// Of each open one, whether it is a substitution.
    private var parentheses: [Bool] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func run() {
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            index += 1
            switch byte {
            case UInt8(ascii: "'"): quoted(by: byte)
            case UInt8(ascii: "\""): quoted(by: byte)
            case UInt8(ascii: "\\"):
                if next != 0x0A, index < bytes.count { add(next) }
                index += 1
            case 0x20, 0x09, 0x0D: endWord()
            case UInt8(ascii: "#") where !hasWord:
                while index < bytes.count, bytes[index] != 0x0A { index += 1 }
            // In `2>&1` and `&>file` it is no joint.
            case UInt8(ascii: "&") where word.last == UInt8(ascii: ">") || next == UInt8(ascii: ">"): add(byte)
            case UInt8(ascii: "&"), UInt8(ascii: "|"):
                let isDoubled = next == byte
                if isDoubled { index += 1 }
                endCommand(String(decoding: isDoubled ? [byte, byte] : [byte], as: UTF8.self))
            case UInt8(ascii: ";"), 0x0A: endCommand(";")
            case UInt8(ascii: "("):
                parentheses.append(word.last == UInt8(ascii: "$") || word.last == UInt8(ascii: "<"))
                endCommand(";")
            // What `$(…)` ends with is lost, as what the left side of a pipe ends with is.
            case UInt8(ascii: ")"): endCommand(parentheses.popLast() == true ? "|" : ";")
            default: add(byte)
            }
        }
        endCommand(nil)
    }

    private mutating func add(_ byte: UInt8) {
        word.append(byte)
        hasWord = true
    }

    private mutating func quoted(by quote: UInt8) {
        hasWord = true
        while index < bytes.count, bytes[index] != quote {
            if quote == UInt8(ascii: "\""), bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            word.append(bytes[index])
            index += 1
        }
        index += 1
    }

    private mutating func endWord() {
        if hasWord { current.words.append(String(decoding: word, as: UTF8.self)) }
        (word, hasWord) = ([], false)
    }

    private mutating func endCommand(_ joint: String?) {
        endWord()
        guard !current.words.isEmpty else {
            // `a;` ends no second command, `a &` leaves the first one running.
            if joint == nil, commands.last?.after == ";" { commands[commands.count - 1].after = nil }
            return
        }
        current.after = joint
        commands.append(current)
        current = ShellLine.Command()
        current.before = joint
    }
}
