/// Secrets that are told by what stands around them: private keys, URLs, tokens of Terraform Cloud.
extension SecretScan {
    /// A PEM block from its first dash to its last; without an end, as far as what follows could be of it.
    mutating func privateKey(at index: Int) -> Int? {
        guard has("----".utf8, at: index), index == 0 || bytes[index - 1] != UInt8(ascii: "-") else { return nil }
        var start = end(of: .dash, from: index, most: 5)
        if start < bytes.count, bytes[start] == 32 { start += 1 }
        if has("END ".utf8, at: start) { return privateKeyEnd(from: index, label: start + 4) }
        guard has("BEGIN ".utf8, at: start) else { return nil }
        let label = bytes[start...].prefix(64).prefix { $0 != UInt8(ascii: "-") && $0 != 10 }
        guard Self.find("PRIVATE KEY", in: label, from: label.startIndex) != nil else { return nil }
        let body = end(of: .dash, from: label.endIndex, most: 5)
        let last = pemEnd(from: body) ?? pemStretch(from: body)
        add(index..<last, "private-key")
        return last
    }

    /// Behind the dashes of the line that ends the block.
    private mutating func pemEnd(from start: Int) -> Int? {
        guard !hasNoPEMEnd, let found = Self.find("-END ", in: bytes[...], from: start) else {
            hasNoPEMEnd = true
            return nil
        }
        let label = bytes[(found + 5)...].prefix(64).prefix { $0 != UInt8(ascii: "-") && $0 != 10 }
        return end(of: .dash, from: label.endIndex, most: 5)
    }

    /// The end of a block whose begin was left out: what comes before it is the key.
    private mutating func privateKeyEnd(from index: Int, label: Int) -> Int? {
        let words = bytes[label...].prefix(64).prefix { $0 != UInt8(ascii: "-") && $0 != 10 }
        guard Self.find("PRIVATE KEY", in: words, from: words.startIndex) != nil else { return nil }
        let last = end(of: .dash, from: words.endIndex, most: 5)
        var start = index
        while start > 0, index - start < 4_096,
            [9, 10, 13, 32].contains(bytes[start - 1])
                || ByteClass([.word, .base64, .equals]).holds(bytes[start - 1])
        { start -= 1 }
        add(start..<last, "private-key")
        return last
    }

    /// Over words of base64, white space, escaped line ends, and the headers of an encrypted key.
    private func pemStretch(from start: Int) -> Int {
        var index = start
        var last = start
        while index < bytes.count {
            if [9, 10, 13, 32].contains(bytes[index]) {
                index += 1
            } else if bytes[index] == UInt8(ascii: "\\") {
                index = min(bytes.count, index + 2)
            } else {
                let end = end(of: [.word, .base64, .equals], from: index)
                if end - index >= 16 || end > index && (end == bytes.count || bytes[end - 1] == UInt8(ascii: "=")) {
                    index = end
                } else if has("Proc-Type:".utf8, at: index) || has("DEK-Info:".utf8, at: index)
                    || has("Version:".utf8, at: index)
                {
                    while index < bytes.count, bytes[index] != 10, bytes[index] != UInt8(ascii: "\\") { index += 1 }
                } else {
                    break
                }
                last = index
            }
        }
        return last
    }

    private static func find(_ text: StaticString, in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
        text.withUTF8Buffer { wanted in
            var index = start
            while index + wanted.count <= bytes.endIndex {
                if bytes[index] == wanted[0], bytes[index..<index + wanted.count].elementsEqual(wanted) { return index }
                index += 1
            }
            return nil
        }
    }

    /// The password of `scheme://user:password@host`, at the colon before the slashes.
    mutating func urlPassword(at index: Int) {
        // As part of a path, a URL has lost one of its slashes.
        guard has(":/".utf8, at: index), index > 0, ByteClass.word.holds(bytes[index - 1]) else { return }
        let isWhole = has("://".utf8, at: index)
        let start = index + (isWhole ? 3 : 2)
        var end = start
        while end < bytes.count, !Self.endsAddress(bytes[end]), ![35, 47, 63].contains(bytes[end]) { end += 1 }
        guard let colon = bytes[start..<end].firstIndex(of: UInt8(ascii: ":")) else { return }
        // A port is no password, though an address with one may have `@` in its path.
        let isPort = bytes[(colon + 1)..<end].allSatisfy { ByteClass(of: $0).contains(.digit) }
        var last = bytes[start..<end].lastIndex(of: UInt8(ascii: "@"))
        if last == nil, isWhole, !isPort, bytes[start] != UInt8(ascii: "[") {
            // A password that should have been escaped.
            var stop = end
            while stop < bytes.count, stop - end < 512, !Self.endsAddress(bytes[stop]) { stop += 1 }
            last = bytes[end..<stop].lastIndex(of: UInt8(ascii: "@"))
            if last == nil, stop == end, mayBeCut(at: end), end - colon > 3, Self.isAddressOfAService(bytes[..<index]) {
                last = end
            }
        }
        guard let last, last > colon + 1 else { return }
        let password = SecretValue(bytes: bytes[(colon + 1)..<last], isQuoted: true, form: .set)
        guard !password.isPlaceholder else { return }
        add(colon + 1..<last, "url-password")
    }

    private static func endsAddress(_ byte: UInt8) -> Bool { byte <= 32 || [34, 39, 60, 62, 96].contains(byte) }

    /// Elsewhere a colon in what is cut is a tag or a port by name, as in `docker://alpine:latest`.
    private static func isAddressOfAService(_ before: ArraySlice<UInt8>) -> Bool {
        [
            "http", "https", "postgres", "postgresql", "mysql", "mongodb", "redis", "rediss", "amqp", "amqps", "ftp",
            "srv",
        ]
        .contains { before.reversed().starts(with: $0.utf8.reversed()) }
    }

    /// `14 letters.atlasv1.60 and more`, at the first full stop.
    mutating func terraformToken(at index: Int) -> Int? {
        guard has(".atlasv1.".utf8, at: index) else { return nil }
        var start = index
        while start > 0, index - start < 32, ByteClass.word.holds(bytes[start - 1]) { start -= 1 }
        let end = end(of: .url, from: index + 9)
        guard index - start >= 10, end - index > 12 else { return nil }
        add(start..<end, "terraform-cloud-token")
        return end
    }

    /// The password of `curl -u user:password`, at the dash.
    mutating func commandPassword(at index: Int) {
        guard index > 0, bytes[index - 1] <= 32, let flag = ["-u", "--user"].first(where: { has($0.utf8, at: index) })
        else { return }
        var start = index + flag.utf8.count
        guard start < bytes.count, [32, 34, 39, 61].contains(bytes[start]) || flag == "-u" else { return }
        while start < bytes.count, [9, 32, 34, 39, 61].contains(bytes[start]) { start += 1 }
        let quote = [34, 39].contains(bytes[start - 1]) ? bytes[start - 1] : nil
        var end = start
        while end < bytes.count, bytes[end] != quote, quote != nil ? bytes[end] != 10 : bytes[end] > 32 { end += 1 }
        // `"user":"password"`, each in quotes
        if let quote, has([quote, 58, quote], at: end) {
            start = end
            end += 3
            while end < bytes.count, bytes[end] != quote, bytes[end] != 10 { end += 1 }
        }
        guard let colon = bytes[start..<end].firstIndex(of: 58),
            Self.find("curl", in: bytes[max(0, index - 400)..<index], from: max(0, index - 400)) != nil
        else { return }
        var value = colon + 1..<end
        if colon + 1 == end { value = start..<colon }
        if let first = bytes[value].first, first == 34 || first == 39, value.count > 2 {
            value = value.lowerBound + 1..<value.upperBound
        }
        let candidate = SecretValue(bytes: bytes[value], isQuoted: true, form: .set)
        guard candidate.isSecret(.password) else { return }
        add(value, "basic-auth-password", isCertain: false)
    }
}
