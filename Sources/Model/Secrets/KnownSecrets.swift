/// Secrets whose very bytes are known, found wherever they stand: in one pass, by their first bytes.
struct KnownSecrets {
    /// Shorter ones, and mere words, would tear holes into what has nothing to do with them.
    private static let leastBytes = 8
    private static let keyBytes = 6

    private let byStart: [UInt64: [[UInt8]]]

    init(_ secrets: some Sequence<[UInt8]>) {
        let usable = secrets.filter { secret in
            let classes = ByteClass(in: secret)
            return secret.count >= Self.leastBytes && classes.contains(.digit)
                && !classes.isDisjoint(with: [.lower, .upper])
        }
        byStart = Dictionary(grouping: usable) { secret in
            secret.prefix(Self.keyBytes).reduce(0) { $0 << 8 | UInt64($1) }
        }
        .mapValues { $0.sorted { $0.count > $1.count } }
    }

    /// `spans`, and what is known in between; `more` are few and of any length.
    func spans(in text: [UInt8], and spans: [SecretSpan], _ more: [[UInt8]]) -> [SecretSpan] {
        guard !byStart.isEmpty || !more.isEmpty else { return spans }
        var all: [SecretSpan] = []
        var gap = 0
        for span in spans {
            all += found(in: text, gap..<span.range.lowerBound, more)
            all.append(span)
            gap = span.range.upperBound
        }
        return all + found(in: text, gap..<text.count, more)
    }

    private func found(in text: [UInt8], _ range: Range<Int>, _ more: [[UInt8]]) -> [SecretSpan] {
        var spans: [SecretSpan] = []
        var key: UInt64 = 0
        var index = range.lowerBound
        let rest = text[range]
        for byte in rest.prefix(Self.keyBytes - 1) { key = key << 8 | UInt64(byte) }
        while index < range.upperBound {
            let last = index + Self.keyBytes - 1
            var secret = more.first { rest[index...].starts(with: $0) }
            if last < range.upperBound {
                key = (key << 8 | UInt64(text[last])) & 0xFFFF_FFFF_FFFF
                if secret == nil, let candidates = byStart[key] {
                    secret = candidates.first { rest[index...].starts(with: $0) }
                }
            }
            guard let secret else {
                index += 1
                continue
            }
            spans.append(
                SecretSpan(range: index..<index + secret.count, kind: "secret", identity: secret, isCertain: false))
            // The key of the bytes that are passed over.
            index += secret.count
            key = 0
            for byte in rest[min(index, range.upperBound)...].prefix(Self.keyBytes - 1) {
                key = key << 8 | UInt64(byte)
            }
        }
        return spans
    }
}
