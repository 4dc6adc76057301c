/// A secret found in a text.
struct SecretSpan {
    /// In bytes of the UTF-8 that was scanned.
    var range: Range<Int>
    var kind: String
    /// The secret itself, decoded: the same one has the same number wherever it stands, and however it is written.
    var identity: [UInt8]
    /// Found by its own form, not by the name before it.
    var isCertain: Bool
}

/// Finds secrets in a text, in one pass a view and in a time that grows with its length alone.
///
/// A token is looked for by its first bytes, a value by the name before it; nothing is tried twice from the same place over
/// more than a bounded stretch, and there is no pattern that could backtrack.
struct SecretScan {
    let view: SecretView
    let bytes: [UInt8]
    private(set) var spans: [SecretSpan] = []
    private let depth: Int
    /// No end of a private key follows: looked for once.
    var hasNoPEMEnd = false

    private init(_ view: SecretView, depth: Int) { (self.view, bytes, self.depth) = (view, view.bytes, depth) }

    /// The secrets of a text in order, none overlapping.
    static func spans(in text: [UInt8], depth: Int = 0) -> [SecretSpan] {
        guard text.count >= 6 else { return [] }
        let plain = SecretView(text)
        var found: [SecretSpan] = []
        func scan(_ view: SecretView) {
            var scan = SecretScan(view, depth: depth)
            scan.run()
            found += scan.spans.map { span in
                var span = span
                span.range = view.original(span.range)
                return span
            }
        }
        scan(plain)
        let decoded = plain.decoded
        if let decoded { scan(decoded) }
        if let joined = (decoded ?? plain).joined { scan(joined) }
        return merged(found)
    }

    /// What overlaps is one secret, called as the most certain says.
    private static func merged(_ spans: [SecretSpan]) -> [SecretSpan] {
        var out: [SecretSpan] = []
        for span in spans.sorted(by: { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
        ) {
            guard let last = out.last, last.range.upperBound > span.range.lowerBound else {
                out.append(span)
                continue
            }
            var union = span.isCertain && !last.isCertain ? span : last
            union.range = last.range.lowerBound..<max(last.range.upperBound, span.range.upperBound)
            out[out.count - 1] = union
        }
        return out
    }

    private mutating func run() {
        let bytes = bytes
        let isJoined = view.joints != nil
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            var next = index + 1
            if let end = token(at: index) ?? jwt(at: index) {
                next = end
            } else if !isJoined {
                switch byte {
                case UInt8(ascii: "-"):
                    if let end = privateKey(at: index) { next = end } else { commandPassword(at: index) }
                case UInt8(ascii: ":"): urlPassword(at: index)
                case UInt8(ascii: "."): if let end = terraformToken(at: index) { next = end }
                default:
                    if let end = namedValue(at: index) { next = end }
                    if let end = base64(at: index) { next = max(next, end) }
                }
            }
            index = next
        }
        if isJoined {
            spans = spans.filter { span in
                (span.range.lowerBound + 1..<span.range.upperBound).contains { view.joints?.contains($0) ?? false }
            }
        }
        if !isJoined { secretsBesideKeys() }
    }

    mutating func add(_ range: Range<Int>, _ kind: String, isCertain: Bool = true, identity: [UInt8]? = nil) {
        guard !range.isEmpty else { return }
        spans.append(
            SecretSpan(range: range, kind: kind, identity: identity ?? Array(bytes[range]), isCertain: isCertain))
    }

    /// Whether a word can begin here.
    func isStart(_ index: Int) -> Bool {
        index == 0 || !ByteClass.word.holds(bytes[index - 1]) || view.joints?.contains(index) == true
    }

    /// The end of the run of such bytes, at most `most` of them.
    func end(of classes: ByteClass, from start: Int, most: Int = .max) -> Int {
        var index = start
        let limit = most < bytes.count - start ? start + most : bytes.count
        while index < limit, classes.holds(bytes[index]) { index += 1 }
        return index
    }

    func has(_ text: some Collection<UInt8>, at index: Int) -> Bool {
        index + text.count <= bytes.count && bytes[index..<index + text.count].elementsEqual(text)
    }

    /// Whether a text that was cut could end here: what cuts quotes what is left, or shows `…`.
    func mayBeCut(at index: Int) -> Bool {
        guard view.mayBeCut else { return false }
        return index == bytes.count || [34, 39, 96].contains(bytes[index]) || has("…".utf8, at: index)
    }

    private mutating func token(at index: Int) -> Int? {
        let forms = TokenForm.byFirst[Int(bytes[index])]
        guard !forms.isEmpty, isStart(index) else { return nil }
        for form in forms where has(form.prefix, at: index) {
            let start = index + form.prefix.count
            var end = end(of: form.body, from: start, most: form.isExact ? form.least + 1 : .max)
            if form.isExact, end - start > form.least, view.joints?.contains(start + form.least) == true { end -= 1 }
            let rest = bytes[start..<end]
            let classes = ByteClass(in: rest)
            let isMixed = classes.contains(.digit) && !classes.isDisjoint(with: [.lower, .upper])
            let isWhole =
                form.isExact
                ? rest.count == form.least
                    && (end == bytes.count || !ByteClass.word.holds(bytes[end])
                        || view.joints?.contains(end) == true)
                : rest.count >= form.least
            if isWhole, isMixed || !form.isMixed {
                // A full stop ends the sentence, not the token.
                let stops = rest.reversed().prefix { $0 == UInt8(ascii: ".") }.count
                add(index..<end - stops, form.kind)
                return end
            }
            // The beginning of one: not a word of lower case, as in `npm_install`.
            let isPart =
                rest.count >= 4 && rest.count < form.least && !classes.isSubset(of: [.lower, .hex, .dash, .underscore])
            if isPart, mayBeCut(at: end), !form.isMixed || rest.count >= 20 {
                add(index..<end, form.kind)
                return end
            }
        }
        return nil
    }

    /// `eyJ…` `.` `eyJ…` `.` signature; or the beginning of one, cut.
    private mutating func jwt(at index: Int) -> Int? {
        guard bytes[index] == UInt8(ascii: "e"), has("eyJ".utf8, at: index), isStart(index) else { return nil }
        // Inside of a run another one begins only behind a sign, and is then not looked at for long.
        let isInside = index > 0 && ByteClass.url.holds(bytes[index - 1])
        let head = end(of: .url, from: index, most: isInside ? 512 : .max)
        guard head - index >= 12 else { return nil }
        guard head < bytes.count, bytes[head] == UInt8(ascii: ".") else {
            // JSON in base64 stands in double quotes for many reasons.
            guard mayBeCut(at: head), head - index >= 20, head == bytes.count || bytes[head] != UInt8(ascii: "\"")
            else { return nil }
            add(index..<head, "jwt")
            return head
        }
        let body = end(of: .url, from: head + 1)
        guard body - head > 8 || mayBeCut(at: body) else { return nil }
        let last = end(of: [.url, .dot, .equals], from: body)
        let stops = bytes[index..<last].reversed().prefix { $0 == UInt8(ascii: ".") }.count
        add(index..<(stops > 1 ? last : last - stops), "jwt")
        return last
    }

    /// A run of base64 that holds a secret, or a whole line of it like those of a private key.
    private mutating func base64(at index: Int) -> Int? {
        let classes: ByteClass = [.word, .base64, .dash, .underscore]
        guard ByteClass.word.holds(bytes[index]),
            index == 0 || !classes.holds(bytes[index - 1])
        else { return nil }
        let run = end(of: classes, from: index)
        guard run - index >= 16 else { return nil }
        let last = end(of: .equals, from: run, most: 2)
        if let line = keyLine(index..<last) {
            add(line, "private-key", isCertain: false)
        } else if depth < 2, let text = Base64Text.decode(bytes[index..<run]),
            let secret = SecretScan.spans(in: text, depth: depth + 1).first
        {
            add(index..<last, secret.kind, identity: secret.identity)
        }
        return nil
    }

    /// A line that is nothing but as many digits of base64 as a private key's line has: its begin and end may be elsewhere.
    private func keyLine(_ range: Range<Int>) -> Range<Int>? {
        guard [64, 70, 76].contains(range.count) else { return nil }
        let frame: Set<UInt8> = [9, 13, 32, 34, 39, 44, 62, 124]
        var start = range.lowerBound
        while start > 0, frame.contains(bytes[start - 1]) { start -= 1 }
        var end = range.upperBound
        while end < bytes.count, frame.contains(bytes[end]) { end += 1 }
        let isLine = (start == 0 || bytes[start - 1] == 10) && (end == bytes.count || bytes[end] == 10)
        return isLine && ByteClass(in: bytes[range]).isSuperset(of: .word) ? range : nil
    }

    /// Beside the id of an AWS key its secret stands without a name, e.g. in the CSV of the console.
    private mutating func secretsBesideKeys() {
        for span in spans where span.kind == "aws-access-token" && span.isCertain {
            var index = span.range.upperBound
            let limit = min(bytes.count, index + 160)
            while index < limit {
                guard isStart(index), ByteClass([.word, .base64]).holds(bytes[index]) else {
                    index += 1
                    continue
                }
                let end = end(of: [.word, .base64], from: index, most: 41)
                if end - index == 40, ByteClass(in: bytes[index..<end]).isSuperset(of: .word) {
                    add(index..<end, "aws-secret-key")
                }
                index = max(end, index + 1)
            }
        }
    }
}
