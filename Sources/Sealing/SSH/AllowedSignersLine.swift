internal import Model

/// One line of `allowed_signers` or of a list of keys: `principals [options] algorithm key [comment]`.
struct AllowedSignersLine {
    struct Refusal: Error { let message: String }

    private let words: [[UInt8]]

    /// Splits at blanks outside of double quotes.
    init(_ line: [UInt8]) {
        var words: [[UInt8]] = [[]]
        var isQuoted = false
        for byte in line {
            if byte == 34 { isQuoted.toggle() }
            if !isQuoted, byte == 32 || byte == 9 {
                if words.last?.isEmpty == false { words.append([]) }
            } else {
                words[words.count - 1].append(byte)
            }
        }
        self.words = words
    }

    /// The key of a line that has nothing before it.
    func key() throws(Refusal) -> SSHPublicKey { try key(at: 0) }

    func entry() throws(Refusal) -> AllowedSigners.Entry {
        guard words.count >= 3 else { throw Refusal(message: "the line has no principal, algorithm and key") }
        var keyAt = 1
        var options: [UInt8] = []
        if !isAlgorithm(words[1]) {
            options = words[1]
            keyAt = 2
        }
        let principals = text(unquoted(words[0])).split(separator: ",", omittingEmptySubsequences: false).map(
            String.init)
        guard principals.allSatisfy({ !$0.isEmpty }) else { throw Refusal(message: "a principal is empty") }
        var entry = AllowedSigners.Entry(principals: principals, key: try key(at: keyAt))
        for option in split(options) {
            let parts = option.split(separator: 61, maxSplits: 1).map(Array.init)
            let value = parts.count == 2 ? text(unquoted(parts[1])) : ""
            switch parts.first.map(text)?.lowercased() {
            case "namespaces":
                entry.namespaces = value.split(separator: ",").map(String.init)
                guard entry.namespaces?.isEmpty == false else { throw Refusal(message: "`namespaces` is empty") }
            case "valid-after": entry.validAfter = try time(value)
            case "valid-before": entry.validBefore = try time(value)
            case "cert-authority": throw Refusal(message: "certificates are not accepted; name the keys themselves")
            default: throw Refusal(message: "unknown option '\(text(option))'")
            }
        }
        return entry
    }

    private func key(at index: Int) throws(Refusal) -> SSHPublicKey {
        guard words.count > index + 1, let blob = Base64.decode(words[index + 1]) else {
            throw Refusal(message: "the line has no key in base64")
        }
        do {
            let key = try SSHPublicKey(blob: blob)
            guard key.algorithm == text(words[index]) else {
                throw Refusal(message: "the key is no \(text(words[index])) key")
            }
            return key
        } catch let refusal as SSHPublicKey.Refusal {
            throw Refusal(message: refusal.rawValue)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(message: "\(error)")
        }
    }

    private func isAlgorithm(_ word: [UInt8]) -> Bool {
        ["ssh-", "ecdsa-", "sk-"].contains { word.starts(with: $0.utf8) }
    }

    private func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

    private func unquoted(_ word: [UInt8]) -> [UInt8] {
        word.count >= 2 && word.first == 34 && word.last == 34 ? Array(word[1..<word.count - 1]) : word
    }

    /// Options are separated by commas outside of quotes.
    private func split(_ options: [UInt8]) -> [[UInt8]] {
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        for byte in options {
            if byte == 34 { isQuoted.toggle() }
            if byte == 44, !isQuoted { parts.append([]) } else { parts[parts.count - 1].append(byte) }
        }
        return parts.filter { !$0.isEmpty }
    }

    /// `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, each with `Z`: without it, it would be the local time of some machine.
    private func time(_ text: String) throws(Refusal) -> Instant {
        let digits = text.utf8.dropLast()
        guard text.utf8.last == 90, [8, 12, 14].contains(digits.count), digits.allSatisfy({ $0 >= 48 && $0 <= 57 })
        else {
            throw Refusal(message: "'\(text)' is no time in UTC; write YYYYMMDDZ or YYYYMMDDHHMMZ")
        }
        let all = digits.map { Int($0) - 48 } + [Int](repeating: 0, count: 14 - digits.count)
        func number(_ range: Range<Int>) -> Int { all[range].reduce(0) { $0 * 10 + $1 } }
        guard
            let instant = Instant(
                year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10),
                minute: number(10..<12), second: number(12..<14))
        else { throw Refusal(message: "'\(text)' is no date") }
        return instant
    }
}
