/// A check of UTF-8 in bulk: eight bytes at a time while they are ASCII, else scalar by scalar (RFC 3629).
enum UTF8Check {
    /// How the bytes after the valid ones look.
    enum Tail {
        /// There are none.
        case none
        /// They begin a scalar that goes on after the end.
        case cut
        /// They are not UTF-8.
        case invalid
    }

    /// How many bytes are whole scalars, and what follows them.
    static func check(_ bytes: Bytes) -> (valid: Int, tail: Tail) {
        let base = bytes.base
        let count = bytes.count
        var index = 0
        while true {
            index = endOfASCII(base, index, count)
            while index < count, base[index] >= 0x80 {
                let length = scalarLength(base[index])
                if length == 0 { return (index, .invalid) }
                let present = min(length, count - index)
                if !isScalarPrefix(base + index, present, length) { return (index, .invalid) }
                if present < length { return (index, .cut) }
                index += length
            }
            if index >= count { return (count, .none) }
        }
    }

    /// How many bytes a scalar that starts with this byte takes; 0 if none starts so.
    static func scalarLength(_ lead: UInt8) -> Int {
        switch lead {
        case 0..<0x80: 1
        case 0xC2..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0..<0xF5: 4
        default: 0
        }
    }

    private static func endOfASCII(_ base: UnsafePointer<UInt8>, _ from: Int, _ count: Int) -> Int {
        let high: UInt64 = 0x8080_8080_8080_8080
        var index = from
        while index + 32 <= count {
            let words =
                (load64(base + index) | load64(base + index + 8))
                | (load64(base + index + 16) | load64(base + index + 24))
            if words & high != 0 { break }
            index += 32
        }
        while index < count, base[index] < 0x80 { index += 1 }
        return index
    }

    /// Overlong forms, surrogates and values over U+10FFFF show in the second byte.
    private static func isScalarPrefix(_ base: UnsafePointer<UInt8>, _ present: Int, _ length: Int) -> Bool {
        guard present > 1 else { return true }
        let second = base[1]
        switch base[0] {
        case 0xE0: if second < 0xA0 || second > 0xBF { return false }
        case 0xED: if second < 0x80 || second > 0x9F { return false }
        case 0xF0: if second < 0x90 || second > 0xBF { return false }
        case 0xF4: if second < 0x80 || second > 0x8F { return false }
        default: if second & 0xC0 != 0x80 { return false }
        }
        if present > 2, base[2] & 0xC0 != 0x80 { return false }
        if present > 3, base[3] & 0xC0 != 0x80 { return false }
        return true
    }
}
