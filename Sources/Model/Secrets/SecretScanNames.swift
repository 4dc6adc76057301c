/// Secrets that are told by the name before them: `password=…`, `"api_key": "…"`, `Authorization: Bearer …`.
extension SecretScan {
    /// - Returns: where to go on, when it is far away.
    mutating func namedValue(at index: Int) -> Int? {
        let names = SecretKeyName.byFirst[Int(bytes[index] | 32)]
        guard !names.isEmpty else { return nil }
        for name in names {
            guard let end = end(of: name, at: index) else { continue }
            if name.isSuffix, index > 0, ![45, 95, 34, 39, 58, 46].contains(bytes[index - 1]) { return nil }
            return value(behind: name, index..<end)
        }
        return nil
    }

    /// The end of the name, when it stands here and the word does not go on.
    private func end(of name: SecretKeyName, at index: Int) -> Int? {
        var end = index
        for (number, word) in name.words.enumerated() {
            if number > 0, end < bytes.count, [32, 45, 46, 95].contains(bytes[end]) { end += 1 }
            guard end + word.count <= bytes.count else { return nil }
            for offset in word.indices where bytes[end + offset] | 32 != word[offset] { return nil }
            end += word.count
        }
        // `TOKEN_2`
        end = self.end(of: [.digit], from: end < bytes.count && bytes[end] == 95 ? end + 1 : end, most: 2)
        if end < bytes.count, ByteClass([.word, .underscore]).holds(bytes[end]) { return nil }
        return end
    }

    private mutating func value(behind name: SecretKeyName, _ range: Range<Int>) -> Int? {
        var index = range.upperBound
        var isClosed = false
        while index < bytes.count, index - range.upperBound < 3, [34, 39, 93, 96].contains(bytes[index]) {
            isClosed = true
            index += 1
        }
        let isFlag = isFlag(range.lowerBound)
        let gap = skip(from: index, breaks: false)
        guard gap < bytes.count else { return nil }
        var (start, isTight): (Int, Bool)
        if let sign = Self.signs.first(where: { has($0, at: gap) }) {
            // `arn:aws:secretsmanager:eu-west-1:1:secret:name`
            let word = wordStart(range.lowerBound)
            guard sign != [58] || word == 0 || bytes[word - 1] != 58 else { return nil }
            // `PASS: TestSignIn2`
            guard !name.isSuffix || sign != [58] || isClosed || word < range.lowerBound else { return nil }
            start = skip(from: gap + sign.count, breaks: isClosed)
            isTight = gap == index && start == gap + sign.count
        } else if bytes[gap] == UInt8(ascii: ">"), gap == index {
            (start, isTight) = (skip(from: gap + 1, breaks: true), true)
        } else if isClosed, let paired = pairedValue(from: gap) {
            (start, isTight) = (paired, true)
        } else if gap > index, isClosed, has("is ".utf8, at: gap), gap + 3 < bytes.count, Self.isQuote(bytes[gap + 3]) {
            (start, isTight) = (gap + 3, true)
        } else if gap > index, isFlag || Self.isQuote(bytes[gap]) && !isClosed || name.words == [Array("bearer".utf8)] {
            (start, isTight) = (gap, isFlag)
        } else {
            return nil
        }
        return take(name, key: range, from: start, isTight: isTight, isClosed: isClosed)
    }

    /// The value from `start`, and the second one of `"old" -> "new"`.
    private mutating func take(_ name: SecretKeyName, key: Range<Int>, from first: Int, isTight: Bool, isClosed: Bool)
        -> Int?
    {
        guard let kind = name.kind(under: wholeName(key)) else { return nil }
        var (start, value) = (first, valueRange(from: first, inQuery: isInQuery(key.lowerBound)))
        var isSet = isTight
        if name.strength == .header, let scheme = scheme(in: value) {
            // In quotes the rest is the secret, without it is the next word.
            start = skip(from: scheme, breaks: false)
            value = Self.isQuote(bytes[first]) ? start..<value.upperBound : valueRange(from: start, inQuery: false)
            isSet = true
            guard value.count >= 4, !has("token=".utf8, at: start) else { return nil }
        }
        while true {
            let isQuoted = value.lowerBound > start || isClosed && value.lowerBound > first
            let candidate = SecretValue(
                bytes: bytes[value], isQuoted: isQuoted,
                form: isQuoted || isSet ? .set : isAlone(key.lowerBound, value.upperBound) ? .alone : .said)
            let strength = isSet && name.strength == .header && start > first ? .password : name.strength
            if candidate.isSecret(strength) { add(value, kind, isCertain: false) }
            // A terraform plan shows what was, and what will be.
            var next = value.upperBound
            guard isQuoted, next < bytes.count else { break }
            next = skip(from: next + 1, breaks: false)
            guard has("->".utf8, at: next) else { break }
            start = skip(from: next + 2, breaks: false)
            guard start < bytes.count, Self.isQuote(bytes[start]) else { break }
            value = valueRange(from: start, inQuery: false)
        }
        return value.count >= SecretValue.alwaysBytes ? value.upperBound : nil
    }

    private static let signs: [[UInt8]] = [":=", "=>", "==", "=", ":"].map { Array($0.utf8) }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == 34 || byte == 39 || byte == 96 }

    private func skip(from start: Int, breaks: Bool) -> Int {
        var index = start
        while index < bytes.count, index - start < 64,
            bytes[index] == 32 || bytes[index] == 9 || breaks && (bytes[index] == 10 || bytes[index] == 13)
        { index += 1 }
        return index
    }

    /// In quotes to the closing one; else to white space, a quote or a tag.
    private func valueRange(from start: Int, inQuery: Bool) -> Range<Int> {
        guard start < bytes.count else { return start..<start }
        var index = start
        if Self.isQuote(bytes[start]) {
            index += 1
            while index < bytes.count, bytes[index] != bytes[start], bytes[index] != 10 {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            return start + 1..<min(index, bytes.count)
        }
        while index < bytes.count, bytes[index] > 32, !Self.isQuote(bytes[index]), bytes[index] != UInt8(ascii: "<"),
            !(inQuery && bytes[index] == UInt8(ascii: "&"))
        { index += 1 }
        // What ends a sentence, a list or a call is not of the value.
        while index > start, [41, 44, 46, 58, 59, 93, 125].contains(bytes[index - 1]) { index -= 1 }
        return start..<index
    }

    /// Where the word that the name ends begins.
    private func wordStart(_ index: Int) -> Int {
        var start = index
        while start > 0, index - start < 40,
            ByteClass([.word, .dash, .underscore, .dot]).holds(bytes[start - 1])
        { start -= 1 }
        return start
    }

    /// The whole of the name, in lower case: `aws.secret_access_key`.
    private func wholeName(_ key: Range<Int>) -> String {
        var start = key.lowerBound
        while start > 0, key.lowerBound - start < 40,
            ByteClass([.word, .dash, .underscore, .dot]).holds(bytes[start - 1])
        { start -= 1 }
        return String(decoding: bytes[start..<key.upperBound], as: UTF8.self).lowercased()
    }

    /// `--password VALUE`
    private func isFlag(_ index: Int) -> Bool {
        let start = wordStart(index)
        return bytes[start] == UInt8(ascii: "-") && start < index && (start == 0 || bytes[start - 1] <= 32)
    }

    /// In the query of a URL, where `&` ends a value.
    private func isInQuery(_ index: Int) -> Bool {
        let start = wordStart(index)
        return start > 0 && (bytes[start - 1] == UInt8(ascii: "?") || bytes[start - 1] == UInt8(ascii: "&"))
    }

    /// Name and value are alone on their line, as in YAML.
    private func isAlone(_ name: Int, _ end: Int) -> Bool {
        guard end == bytes.count || bytes[end] == 10 || bytes[end] == 13 else { return false }
        var start = name
        while start > 0, name - start < 80,
            ByteClass([.word, .underscore, .dot]).holds(bytes[start - 1])
        {
            start -= 1
        }
        return isIndent(before: start)
    }

    /// Nothing but blanks, `-`, `+` and `~` before it on the line.
    private func isIndent(before index: Int) -> Bool {
        var start = index
        while start > 0, index - start < 80, bytes[start - 1] != 10 {
            guard [9, 32, 43, 45, 126].contains(bytes[start - 1]) else { return false }
            start -= 1
        }
        return true
    }

    /// `"name": "PASSWORD", "value": "…"`: where the value begins.
    private func pairedValue(from gap: Int) -> Int? {
        var index = gap
        if bytes[index] == UInt8(ascii: ",") { index = skip(from: index + 1, breaks: true) }
        guard index < bytes.count else { return nil }
        if Self.isQuote(bytes[index]) { index += 1 }
        guard has("value".utf8, at: index) || has("Value".utf8, at: index) else { return nil }
        index += 5
        if index < bytes.count, Self.isQuote(bytes[index]) { index += 1 }
        index = skip(from: index, breaks: false)
        guard index < bytes.count, [58, 61].contains(bytes[index]) else { return nil }
        index = skip(from: index + 1, breaks: true)
        return index < bytes.count && Self.isQuote(bytes[index]) ? index : nil
    }

    /// Behind the scheme of an Authorization header.
    private func scheme(in value: Range<Int>) -> Int? {
        for scheme in [
            "bearer ", "basic ", "token ", "api-token ", "apikey ", "api-key ", "geniekey ", "digest ", "negotiate ",
        ] {
            let end = value.lowerBound + scheme.utf8.count
            guard end <= bytes.count, zip(bytes[value.lowerBound..<end], scheme.utf8).allSatisfy({ $0 | 32 == $1 })
            else {
                continue
            }
            return end
        }
        return nil
    }
}
