/// The terminal escape sequences that tools write into logs (ECMA-48 CSI, OSC and two-byte escapes).
enum EscapeSequences {
    static let escape: UInt8 = 0x1B

    /// Appends `bytes` without its escape sequences to `output`.
    static func strip(_ bytes: Bytes, into output: ByteBuffer) {
        var index = 0
        while let start = bytes.firstIndex(of: escape, from: index) {
            output.append(bytes[index..<start])
            index = end(of: bytes, at: start)
        }
        output.append(bytes.suffix(from: index))
    }

    private static func end(of bytes: Bytes, at start: Int) -> Int {
        guard start + 1 < bytes.count else { return bytes.count }
        switch bytes[start + 1] {
        case UInt8(ascii: "["):
            var index = start + 2
            while index < bytes.count, bytes[index] >= 0x20, bytes[index] < 0x40 { index += 1 }
            return index < bytes.count && bytes[index] < 0x7F ? index + 1 : index
        case UInt8(ascii: "]"):
            var index = start + 2
            while index < bytes.count {
                if bytes[index] == 0x07 { return index + 1 }
                if bytes[index] == escape { return bytes.suffix(from: index).hasPrefix("\u{1B}\\") ? index + 2 : index }
                index += 1
            }
            // Not closed on this line: what follows stays visible.
            return start + 2
        case 0x20..<0x30: return min(start + 3, bytes.count)
        case 0x30..<0x7F: return start + 2
        default: return start + 1
        }
    }
}
