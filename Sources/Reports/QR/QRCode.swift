/// A QR code (ISO/IEC 18004, model 2) of bytes, at error correction level M: a square of dark and light modules.
///
/// Our own, since the printed form needs one kind of code only, and a library would be the first that Reports links.
struct QRCode {
    /// Modules a side.
    let size: Int
    /// Row by row, whether a module is dark.
    private(set) var modules: [Bool]

    /// - Parameter mask: 0 to 7; the one that scans best unless a test wants another.
    /// - Returns: `nil` when the bytes are more than the largest code holds (2,331).
    init?(_ bytes: [UInt8], mask: Int? = nil) {
        guard let version = QRVersion.smallest(for: bytes.count) else { return nil }
        var drawing = QRDrawing(version)
        drawing.drawFunctionPatterns()
        drawing.draw(QRCodewords(bytes, version).interleaved)
        let mask =
            mask ?? (0..<8).min { drawing.penalty(with: $0) < drawing.penalty(with: $1) } ?? 0
        drawing.apply(mask)
        size = version.size
        modules = drawing.dark
    }
}

/// One of the forty sizes, with what it holds at level M.
struct QRVersion {
    let number: Int

    /// Error correction codewords a block, and blocks, by version (table 9).
    private static let correction = [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ]
    private static let blocks = [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31,
        33, 35, 37, 38, 40, 43, 45, 47, 49,
    ]

    static func smallest(for count: Int) -> QRVersion? {
        (1...40).lazy.map(QRVersion.init).first { 4 + $0.lengthBits + 8 * count <= 8 * $0.dataCodewords }
    }

    var size: Int { 17 + 4 * number }
    /// Bits of the number of bytes.
    var lengthBits: Int { number < 10 ? 8 : 16 }
    var correctionCodewords: Int { Self.correction[number - 1] }
    var blockCount: Int { Self.blocks[number - 1] }
    var dataCodewords: Int { codewords - correctionCodewords * blockCount }

    /// All codewords: what the function patterns leave, in whole bytes.
    var codewords: Int {
        var bits = (16 * number + 128) * number + 64
        if number >= 2 {
            let marks = number / 7 + 2
            bits -= (25 * marks - 10) * marks - 55
            if number >= 7 { bits -= 36 }
        }
        return bits / 8
    }

    /// Coordinates of the centres of the alignment patterns, in both directions (annex E).
    var alignment: [Int] {
        guard number >= 2 else { return [] }
        let marks = number / 7 + 2
        let step = (number * 8 + marks * 3 + 5) / (marks * 4 - 4) * 2
        return [6] + (0..<marks - 1).reversed().map { size - 7 - $0 * step }
    }
}

/// The codewords of the message in byte mode, in blocks with their Reed-Solomon codewords.
struct QRCodewords {
    private let data: [UInt8]
    private let version: QRVersion

    init(_ bytes: [UInt8], _ version: QRVersion) {
        self.version = version
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for index in (0..<count).reversed() { bits.append(value >> index & 1 == 1) }
        }
        append(0b0100, 4)
        append(bytes.count, version.lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        let room = version.dataCodewords
        bits += [Bool](repeating: false, count: min(4, room * 8 - bits.count))
        while !bits.count.isMultiple(of: 8) { bits.append(false) }
        var data = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var padding: UInt8 = 0xEC
        while data.count < room {
            data.append(padding)
            padding ^= 0xEC ^ 0x11
        }
        self.data = data
    }

    /// Codeword by codeword from all blocks, data first; the last blocks are longer by one where it does not divide.
    var interleaved: [UInt8] {
        let count = version.blockCount
        let longer = data.count % count
        var blocks: [ArraySlice<UInt8>] = []
        var rest = data[...]
        for index in 0..<count {
            let length = data.count / count + (index >= count - longer ? 1 : 0)
            blocks.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        let corrections = blocks.map { ReedSolomon.remainder(of: $0, degree: version.correctionCodewords) }
        func woven(_ parts: [[UInt8]]) -> [UInt8] {
            (0..<(parts.map(\.count).max() ?? 0)).flatMap { index in
                parts.compactMap { index < $0.count ? $0[index] : nil }
            }
        }
        return woven(blocks.map(Array.init)) + woven(corrections)
    }
}

/// Reed-Solomon codewords over GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1.
enum ReedSolomon {
    static func remainder(of data: ArraySlice<UInt8>, degree: Int) -> [UInt8] {
        let divisor = divisor(degree)
        var remainder = [UInt8](repeating: 0, count: degree)
        for byte in data {
            let factor = byte ^ remainder.removeFirst()
            remainder.append(0)
            for index in 0..<degree { remainder[index] ^= product(divisor[index], factor) }
        }
        return remainder
    }

    /// Coefficients of (x - 2⁰)(x - 2¹)…, from the highest power, without the leading 1.
    static func divisor(_ degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = product(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = product(root, 2)
        }
        return result
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for index in (0..<8).reversed() {
            result = result << 1 ^ (result >> 7) * 0x11D
            result ^= Int(right) >> index & 1 * Int(left)
        }
        return UInt8(truncatingIfNeeded: result)
    }
}
