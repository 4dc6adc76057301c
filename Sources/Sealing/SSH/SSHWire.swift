/// Takes the length-prefixed fields of SSH's wire format (RFC 4251, section 5) out of bytes, strictly: whatever is left over
/// or missing makes the whole unreadable.
struct SSHWire {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number() -> UInt32? {
        guard rest.count >= 4 else { return nil }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func bytes() -> [UInt8]? {
        var copy = self
        guard let count = copy.number(), count <= 65_536, copy.rest.count >= Int(count) else { return nil }
        let field = Array(copy.rest.prefix(Int(count)))
        rest = copy.rest.dropFirst(Int(count))
        return field
    }

    /// A name of the protocol: printable ASCII.
    mutating func name() -> String? {
        guard let field = bytes(), field.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
        return String(decoding: field, as: UTF8.self)
    }

    /// A positive integer in its shortest form, without the leading zero byte that only keeps it positive.
    mutating func positiveInteger() -> [UInt8]? {
        guard let field = bytes(), let first = field.first, first < 128 else { return nil }
        guard first == 0 else { return field }
        guard field.count > 1, field[1] >= 128 else { return nil }
        return Array(field.dropFirst())
    }

    mutating func takes(_ literal: String) -> Bool {
        guard rest.starts(with: literal.utf8) else { return false }
        rest = rest.dropFirst(literal.utf8.count)
        return true
    }

    /// A field as it is written.
    static func field(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let count = UInt32(bytes.count)
        return [UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)] + bytes
    }
}

/// RFC 4648 base64, strict: no white space inside, padded, no bits left over.
enum Base64 {
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4), !text.isEmpty else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var (count, padding) = (0, 0)
        for byte in text {
            let value: UInt32
            switch byte {
            case 65...90: value = UInt32(byte) - 65
            case 97...122: value = UInt32(byte) - 71
            case 48...57: value = UInt32(byte) + 4
            case 43: value = 62
            case 47: value = 63
            case 61:
                padding += 1
                value = 0
            default: return nil
            }
            guard byte == 61 || padding == 0 else { return nil }
            bits = bits << 6 | value
            count += 1
            if count.isMultiple(of: 4) {
                out += [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
                bits = 0
            }
        }
        guard padding <= 2, out.suffix(padding).allSatisfy({ $0 == 0 }) else { return nil }
        // The bits of the last digit that carry nothing must be zero.
        return Array(out.dropLast(padding))
    }
}
