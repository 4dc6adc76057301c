/// What a byte can be part of; tokens are runs of some of these.
struct ByteClass: OptionSet, Sendable {
    let rawValue: UInt16

    static let digit = ByteClass(rawValue: 1)
    static let upper = ByteClass(rawValue: 2)
    static let lower = ByteClass(rawValue: 4)
    /// Lower-case hexadecimal digits.
    static let hex = ByteClass(rawValue: 8)
    static let dash = ByteClass(rawValue: 16)
    static let underscore = ByteClass(rawValue: 32)
    static let dot = ByteClass(rawValue: 64)
    static let equals = ByteClass(rawValue: 128)
    /// `+` and `/`.
    static let base64 = ByteClass(rawValue: 256)
    static let percent = ByteClass(rawValue: 512)

    static let word: ByteClass = [.digit, .upper, .lower]
    /// Of base64url.
    static let url: ByteClass = [.digit, .upper, .lower, .dash, .underscore]

    private static let masks: [UInt16] = table.map(\.rawValue)
    private static let table: [ByteClass] = (0...255).map { (byte: UInt8) -> ByteClass in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): [.digit, .hex]
        case UInt8(ascii: "a")...UInt8(ascii: "f"): [.lower, .hex]
        case UInt8(ascii: "g")...UInt8(ascii: "z"): .lower
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .upper
        case UInt8(ascii: "-"): .dash
        case UInt8(ascii: "_"): .underscore
        case UInt8(ascii: "."): .dot
        case UInt8(ascii: "="): .equals
        case UInt8(ascii: "+"), UInt8(ascii: "/"): .base64
        case UInt8(ascii: "%"): .percent
        default: []
        }
    }

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(of byte: UInt8) { self = Self.table[Int(byte)] }

    /// Whether a byte is of one of them.
    func holds(_ byte: UInt8) -> Bool { Self.masks[Int(byte)] & rawValue != 0 }

    /// All that occur in `bytes`.
    init(in bytes: some Sequence<UInt8>) {
        var bits: UInt16 = 0
        for byte in bytes { bits |= Self.masks[Int(byte)] }
        self.init(rawValue: bits)
    }
}
