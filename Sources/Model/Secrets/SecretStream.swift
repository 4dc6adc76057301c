/// Masks secrets in bytes that pass by, for the command whose output is shown while it runs.
///
/// What was begun and may still become a secret waits: a word to its end, a private key to its last line. A prompt, which
/// ends with a space, is shown at once; what may begin a private key is not.
package struct SecretStream {
    /// Beyond this a line without an end is shown as it came so far.
    private static let mostBytes = 65_536

    /// What came since the last line break, or is behind it.
    private var pending: [UInt8] = []
    /// How much of it was shown.
    private var shown = 0
    private var isInKey = false

    package init() {}

    /// - Returns: what can be shown now.
    package mutating func take(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        pending += bytes
        var out: [UInt8] = []
        if let last = pending.lastIndex(of: 10) { out += show(upTo: last + 1) }
        if pending.count > Self.mostBytes {
            out += show(upTo: pending.count)
        } else if !isInKey, Self.last("-----", in: pending[...]) == nil, let space = pending.lastIndex(of: 32),
            space + 1 > shown
        {
            out += masked(upTo: space + 1)
            shown = space + 1
        }
        return out
    }

    /// The rest.
    package mutating func finish() -> [UInt8] { show(upTo: pending.count) }

    private mutating func show(upTo end: Int) -> [UInt8] {
        var start = 0
        if isInKey {
            guard let last = Self.last("-END ", in: pending[..<end]) else {
                (pending, shown) = (Array(pending[end...]), 0)
                return []
            }
            start = pending[last..<end].firstIndex(of: 10).map { $0 + 1 } ?? end
            isInKey = false
        }
        pending.removeFirst(start)
        shown = max(0, shown - start)
        let rest = end - start
        let out = masked(upTo: rest)
        if let begin = Self.last("PRIVATE KEY-", in: pending[..<rest]),
            Self.last("-END ", in: pending[begin..<rest]) == nil, Self.last("-BEGIN ", in: pending[..<begin]) != nil,
            !(Self.last("-END ", in: pending[..<begin]).map { begin - $0 < 64 } ?? false)
        {
            isInKey = true
        }
        (pending, shown) = (Array(pending[rest...]), 0)
        return out
    }

    /// From what was shown to `end`; in a secret that began before, from its end.
    private func masked(upTo end: Int) -> [UInt8] {
        var out: [UInt8] = []
        var index = shown
        for span in SecretScan.spans(in: Array(pending[..<end])) where span.range.upperBound > index {
            if span.range.lowerBound >= index {
                out += pending[index..<span.range.lowerBound] + "\(SecretValue.mark)\(span.kind)]".utf8
            }
            index = span.range.upperBound
        }
        return out + (index < end ? pending[index..<end] : [])
    }

    private static func last(_ text: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        return (bytes.startIndex...bytes.endIndex - wanted.count).last { bytes[$0...].starts(with: wanted) }
    }
}
