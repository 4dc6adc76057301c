/// A converter of UTF-16 and single-byte text to UTF-8, chunk by chunk.
struct Transcoder {
    let encoding: TextEncoding
    private var heldByte: UInt8?
    private var highSurrogate: UInt32?

    init(_ encoding: TextEncoding) { self.encoding = encoding }

    /// Whether the text may end here.
    var isAtBoundary: Bool { heldByte == nil && highSurrogate == nil }

    /// Appends `chunk` as UTF-8; returns the index of the byte that cannot be converted, if there is one.
    mutating func convert(_ chunk: Bytes, into output: ByteBuffer) -> Int? {
        switch encoding {
        case .utf16LE, .utf16BE:
            for index in 0..<chunk.count {
                let byte = chunk.base[index]
                guard let first = heldByte else {
                    heldByte = byte
                    continue
                }
                heldByte = nil
                let unit =
                    encoding == .utf16LE ? UInt32(byte) << 8 | UInt32(first) : UInt32(first) << 8 | UInt32(byte)
                if !take(unit: unit, into: output) { return index }
            }
        default:
            for index in 0..<chunk.count {
                guard let scalar = scalar(chunk.base[index]) else { return index }
                output.append(scalar: scalar)
            }
        }
        return nil
    }

    private mutating func take(unit: UInt32, into output: ByteBuffer) -> Bool {
        if let high = highSurrogate {
            guard unit >= 0xDC00, unit < 0xE000 else { return false }
            highSurrogate = nil
            output.append(scalar: 0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00))
        } else if unit >= 0xD800, unit < 0xDC00 {
            highSurrogate = unit
        } else if unit >= 0xDC00, unit < 0xE000 {
            return false
        } else {
            output.append(scalar: unit)
        }
        return true
    }

    private func scalar(_ byte: UInt8) -> UInt32? {
        if byte < 0x80 { return UInt32(byte) }
        switch encoding {
        case .latin1: return UInt32(byte)
        case .windows1252:
            if byte >= 0xA0 { return UInt32(byte) }
            let scalar = windows1252[Int(byte - 0x80)]
            return scalar == 0 ? nil : UInt32(scalar)
        default: return nil
        }
    }
}

/// What windows-1252 has at 0x80...0x9F; 0 where it has nothing.
private let windows1252: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178,
]
