/// The square while it is drawn: function patterns first, then codewords, then the mask.
struct QRDrawing {
    private let version: QRVersion
    private let size: Int
    private(set) var dark: [Bool]
    /// Modules that are no data, and are not masked.
    private var isFunction: [Bool]

    init(_ version: QRVersion) {
        self.version = version
        size = version.size
        dark = [Bool](repeating: false, count: size * size)
        isFunction = dark
    }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        dark[y * size + x] = isDark
        isFunction[y * size + x] = true
    }

    /// Timing, finder and alignment patterns, and the version; the format is drawn with the mask, and kept free until then.
    mutating func drawFunctionPatterns() {
        for index in 0..<size {
            set(6, index, index.isMultiple(of: 2))
            set(index, 6, index.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawRings(x, y, radius: 4) { $0 != 2 && $0 != 4 } }
        let centres = version.alignment
        for x in centres {
            for y in centres where !(x == 6 && (y == 6 || y == size - 7) || x == size - 7 && y == 6) {
                drawRings(x, y, radius: 2) { $0 != 1 }
            }
        }
        drawFormat(mask: 0)
        drawVersion()
    }

    private mutating func drawRings(_ x: Int, _ y: Int, radius: Int, isDark: (Int) -> Bool) {
        for dy in -radius...radius {
            for dx in -radius...radius where (0..<size).contains(x + dx) && (0..<size).contains(y + dy) {
                set(x + dx, y + dy, isDark(max(abs(dx), abs(dy))))
            }
        }
    }

    /// Level M is 00; ten bits of a BCH code follow it and the mask (table C.1).
    private mutating func drawFormat(mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0..<6 { set(8, index, bit(index)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for index in 9..<15 { set(14 - index, 8, bit(index)) }
        for index in 0..<8 { set(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { set(8, size - 15 + index, bit(index)) }
        set(8, size - 8, true)
    }

    private mutating func drawVersion() {
        guard version.number >= 7 else { return }
        var rest = version.number
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = version.number << 12 | rest
        for index in 0..<18 {
            let (a, b) = (size - 11 + index % 3, index / 3)
            set(a, b, bits >> index & 1 == 1)
            set(b, a, bits >> index & 1 == 1)
        }
    }

    /// In columns of two from the right, up and down in turn; what is left over stays light.
    mutating func draw(_ codewords: [UInt8]) {
        var index = 0
        for right in stride(from: size - 1, to: 0, by: -2) {
            let right = right <= 6 ? right - 1 : right
            let isUpward = (right + 1) & 2 == 0
            for vertical in 0..<size {
                let y = isUpward ? size - 1 - vertical : vertical
                for x in [right, right - 1] where !isFunction[y * size + x] && index < codewords.count * 8 {
                    dark[y * size + x] = codewords[index >> 3] >> (7 - UInt8(index & 7)) & 1 == 1
                    index += 1
                }
            }
        }
    }

    mutating func apply(_ mask: Int) {
        for y in 0..<size {
            for x in 0..<size where !isFunction[y * size + x] && Self.flips(mask, x, y) { dark[y * size + x].toggle() }
        }
        drawFormat(mask: mask)
    }

    private static func flips(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    /// What speaks against a mask (7.8.3): long runs, squares, what looks like a finder pattern, too much of one colour.
    func penalty(with mask: Int) -> Int {
        var masked = self
        masked.apply(mask)
        let square = masked.dark
        var penalty = 0
        for line in 0..<size {
            penalty += Self.penalty(of: Array(square[line * size..<(line + 1) * size]))
            penalty += Self.penalty(of: (0..<size).map { square[$0 * size + line] })
        }
        for y in 0..<size - 1 {
            for x in 0..<size - 1 {
                let one = square[y * size + x]
                if square[y * size + x + 1] == one, square[(y + 1) * size + x] == one,
                    square[(y + 1) * size + x + 1] == one
                {
                    penalty += 3
                }
            }
        }
        let percent = square.count { $0 } * 100 / square.count
        return penalty + abs(percent - 50) / 5 * 10
    }

    private static let finder = [true, false, true, true, true, false, true]

    private static func penalty(of line: [Bool]) -> Int {
        var penalty = 0
        var run = 0
        for (index, module) in line.enumerated() {
            run = index > 0 && line[index - 1] == module ? run + 1 : 1
            if run == 5 { penalty += 3 } else if run > 5 { penalty += 1 }
        }
        let light = [Bool](repeating: false, count: 4)
        let padded = light + line + light
        for index in 4..<(padded.count - 10) where padded[index..<index + 7].elementsEqual(finder) {
            if padded[index - 4..<index].elementsEqual(light) { penalty += 40 }
            if padded[index + 7..<index + 11].elementsEqual(light) { penalty += 40 }
        }
        return penalty
    }
}
