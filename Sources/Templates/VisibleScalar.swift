extension Unicode.Scalar {
    /// What stands in for a scalar that would be invisible or would change how its neighbours are shown (SECURITY.md
    /// T13);
    /// `nil` for one that can be shown. Tab and newline are left to the format.
    var visibleForm: String? {
        switch value {
        case 0x09, 0x0A: nil
        case 0x00..<0x20: Unicode.Scalar(0x2400 + value).map { String($0) }
        case 0x7F: "\u{2421}"
        case 0x80..<0xA0, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F,
            0x2028...0x202E, 0x2060...0x206F,
            0x3164, 0xFEFF,
            0xFFA0, 0xFFF0...0xFFFB, 0xFDD0...0xFDEF, 0xE0000...0xE0FFF:
            hexadecimalName
        default: value & 0xFFFE == 0xFFFE ? hexadecimalName : nil
        }
    }

    private var hexadecimalName: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
