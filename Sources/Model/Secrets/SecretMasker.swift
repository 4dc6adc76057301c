/// Replaces secrets in texts by `[redacted:KIND #N]`; the same secret has the same number throughout its life.
package struct SecretMasker {
    package private(set) var secrets: [MaskedSecret]
    private var numbers: [[UInt8]: Int] = [:]
    /// Where the text that is masked comes from.
    private var place: Place?
    /// Secrets of the finding at hand: what its sentence names, its value shows without a name.
    private var atHand: [[UInt8]] = []
    private let known: KnownSecrets

    /// - Parameters:
    ///   - known: secrets that are masked wherever they stand.
    ///   - earlier: secrets that were masked before; numbering goes on behind them.
    init(known: KnownSecrets = KnownSecrets([]), earlier: [MaskedSecret] = []) {
        (self.known, secrets) = (known, earlier)
    }

    /// The text without its secrets and without numbers, for what belongs to no pack.
    package static func mask(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return replacing(SecretScan.spans(in: bytes), in: bytes, text) { "\(SecretValue.mark)\($0.kind)]" }
    }

    /// All that was found, to be masked wherever it stands.
    var found: KnownSecrets { KnownSecrets(numbers.keys) }

    /// What follows comes from there.
    mutating func begin(at place: Place?) {
        (self.place, atHand) = (nil, [])
        guard var place else { return }
        mask(&place.path)
        self.place = Place(place.path, line: place.line)
    }

    mutating func mask(_ text: inout String) {
        let bytes = Array(text.utf8)
        let spans = known.spans(in: bytes, and: SecretScan.spans(in: bytes), atHand)
        guard !spans.isEmpty else { return }
        text = Self.replacing(spans, in: bytes, text) { span in "\(SecretValue.mark)\(span.kind) #\(number(of: span))]"
        }
    }

    /// Lines that stand one below the other: a secret may begin in one and end in another.
    package mutating func mask(lines: inout [String]) {
        var text = lines.joined(separator: "\n")
        let bytes = Array(text.utf8)
        let spans = known.spans(in: bytes, and: SecretScan.spans(in: bytes), atHand)
        guard !spans.isEmpty else { return }
        text = Self.replacing(spans, in: bytes, text) { span in
            // As many lines as before, so that each keeps its number.
            let breaks = bytes[span.range].count { $0 == 10 }
            let word = "\(SecretValue.mark)\(span.kind) #\(number(of: span))]"
            return ([word] + Array(repeating: word, count: breaks)).joined(separator: "\n")
        }
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private mutating func number(of span: SecretSpan) -> Int {
        let number = numbers[span.identity] ?? secrets.count + 1
        if numbers[span.identity] == nil {
            numbers[span.identity] = number
            secrets.append(MaskedSecret(number: number, kind: span.kind))
        } else if span.isCertain {
            secrets[number - 1].kind = span.kind
        }
        if span.identity.count >= 3, atHand.count < 16 { atHand.append(span.identity) }
        if let place, !secrets[number - 1].places.contains(place),
            secrets[number - 1].places.count < MaskedSecret.mostPlaces
        {
            secrets[number - 1].places.append(place)
        }
        return number
    }

    private static func replacing(
        _ spans: [SecretSpan], in bytes: [UInt8], _ text: String, by word: (SecretSpan) -> String
    ) -> String {
        guard !spans.isEmpty else { return text }
        var out: [UInt8] = []
        var index = 0
        for span in spans {
            out += bytes[index..<span.range.lowerBound]
            out += word(span).utf8
            index = span.range.upperBound
        }
        out += bytes[index...]
        return String(decoding: out, as: UTF8.self)
    }
}

extension SecretMasker {
    mutating func mask(_ text: inout String?) {
        guard var some = text else { return }
        mask(&some)
        text = some
    }

    mutating func mask(_ texts: inout [String]) { for index in texts.indices { mask(&texts[index]) } }

    mutating func mask(_ texts: inout Set<String>) {
        texts = Set(
            texts.sorted().map { text in
                var text = text
                mask(&text)
                return text
            })
    }

    /// Keys, and values where they are text.
    mutating func mask<Value>(_ members: inout [String: Value]) {
        var masked: [String: Value] = [:]
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            var (key, value) = (key, value)
            mask(&key)
            if var text = value as? String {
                mask(&text)
                value = text as? Value ?? value
            }
            masked[key] = value
        }
        members = masked
    }

    mutating func mask(_ place: inout Place) {
        mask(&place.path)
        mask(&place.pointer)
    }

    mutating func mask(_ place: inout Place?) {
        guard var some = place else { return }
        mask(&some)
        place = some
    }

    /// Members whose name gives their value away are masked too.
    mutating func mask(_ value: inout JSONValue) {
        switch value {
        case .string(var text):
            mask(&text)
            value = .string(text)
        case .array(var elements):
            for index in elements.indices { mask(&elements[index]) }
            value = .array(elements)
        case .object(let members):
            value = .object(
                members.map { member in
                    var (key, value) = (member.key, member.value)
                    if case .string(let text) = value {
                        var pair = "\(key)=\"\(text)\""
                        mask(&pair)
                    }
                    mask(&key)
                    mask(&value)
                    return JSONValue.Member(key: key, value: value)
                })
        case .number, .bool, .null: break
        }
    }
}
