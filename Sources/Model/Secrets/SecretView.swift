/// A text as it is scanned for secrets: as it stands, with its escapes decoded, or with its lines joined; and where each
/// byte comes from.
struct SecretView {
    private(set) var bytes: [UInt8]
    /// Range of the original of each byte; `nil` where nothing was changed.
    private var origins: (starts: [Int], ends: [Int])?
    /// Before which bytes a line break was taken out; `nil` where none was.
    private(set) var joints: Set<Int>?
    /// Whether the text may have been cut at its end.
    let mayBeCut: Bool

    init(_ bytes: [UInt8], mayBeCut: Bool = true) { (self.bytes, self.mayBeCut) = (bytes, mayBeCut) }

    /// Where a range of this view stands in the original.
    func original(_ range: Range<Int>) -> Range<Int> {
        guard let origins, !range.isEmpty else { return range }
        return origins.starts[range.lowerBound]..<origins.ends[range.upperBound - 1]
    }

    /// With JSON escapes, XML entities and percent escapes decoded; `nil` when there are none.
    var decoded: SecretView? {
        guard bytes.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "%") })
        else { return nil }
        var view = SecretView([], mayBeCut: mayBeCut)
        var (starts, ends): ([Int], [Int]) = ([], [])
        var index = 0
        while index < bytes.count {
            let (byte, length) = escape(at: index) ?? (bytes[index], 1)
            view.bytes.append(byte)
            starts.append(index)
            index += length
            ends.append(index)
        }
        guard view.bytes.count < bytes.count else { return nil }
        view.origins = (starts, ends)
        return view
    }

    /// With line breaks, and the indentation behind them, taken out; `nil` when there are none.
    var joined: SecretView? {
        guard bytes.contains(10) else { return nil }
        var view = SecretView([], mayBeCut: mayBeCut)
        var (starts, ends): ([Int], [Int]) = ([], [])
        var joints: Set<Int> = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 10 || bytes[index] == 13 && index + 1 < bytes.count && bytes[index + 1] == 10 {
                while index < bytes.count, [9, 10, 13, 32].contains(bytes[index]) { index += 1 }
                joints.insert(view.bytes.count)
                continue
            }
            let place = original(index..<index + 1)
            view.bytes.append(bytes[index])
            starts.append(place.lowerBound)
            ends.append(place.upperBound)
            index += 1
        }
        view.origins = (starts, ends)
        view.joints = joints
        return view
    }

    private func escape(at index: Int) -> (byte: UInt8, length: Int)? {
        switch bytes[index] {
        case UInt8(ascii: "\\"):
            // JSON in JSON has more backslashes.
            var end = index
            while end < bytes.count, bytes[end] == UInt8(ascii: "\\") { end += 1 }
            guard end < bytes.count else { return nil }
            switch bytes[end] {
            case UInt8(ascii: "n"), UInt8(ascii: "r"): return (10, end + 1 - index)
            case UInt8(ascii: "t"): return (9, end + 1 - index)
            case UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "'"): return (bytes[end], end + 1 - index)
            case UInt8(ascii: "u"):
                if end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "{") {
                    guard let (value, after) = number(from: end + 2, radix: 16, most: 6), after < bytes.count,
                        bytes[after] == UInt8(ascii: "}")
                    else { return nil }
                    return (Self.byte(value), after + 1 - index)
                }
                guard let (value, after) = number(from: end + 1, radix: 16, most: 4), after == end + 5 else {
                    return nil
                }
                return (Self.byte(value), after - index)
            case UInt8(ascii: "x"):
                guard let (value, after) = number(from: end + 1, radix: 16, most: 2), after == end + 3 else {
                    return nil
                }
                return (Self.byte(value), after - index)
            default: return nil
            }
        case UInt8(ascii: "&"):
            for (name, byte) in Self.entities where bytes[index...].starts(with: name) { return (byte, name.count) }
            guard index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "#") else { return nil }
            let isHex = bytes[index + 2] | 32 == UInt8(ascii: "x")
            guard let (value, after) = number(from: index + (isHex ? 3 : 2), radix: isHex ? 16 : 10, most: 7),
                after < bytes.count, bytes[after] == UInt8(ascii: ";")
            else { return nil }
            return (Self.byte(value), after + 1 - index)
        case UInt8(ascii: "%"):
            guard let (value, after) = number(from: index + 1, radix: 16, most: 2), after == index + 3,
                (33...126).contains(value)
            else { return nil }
            return (UInt8(value), 3)
        default: return nil
        }
    }

    private static let entities: [([UInt8], UInt8)] = [
        ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)[0]) }

    /// What is not ASCII is part of no token.
    private static func byte(_ value: Int) -> UInt8 { value < 128 ? UInt8(value) : 0xFF }

    private func number(from start: Int, radix: Int, most: Int) -> (value: Int, end: Int)? {
        var (value, index) = (0, start)
        while index < bytes.count, index - start < most {
            let byte = bytes[index]
            let digit: Int
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = Int(byte) - 48
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = Int(byte) - 87
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = Int(byte) - 55
            default: digit = 99
            }
            guard digit < radix else { break }
            value = value * radix + digit
            index += 1
        }
        return index > start ? (value, index) : nil
    }
}
