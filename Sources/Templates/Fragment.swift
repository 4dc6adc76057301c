/// The name of a place on the page, fit for `id` and `href`: letters, digits, `.`, `-`; any other byte as `_` and two
/// hex digits.
package struct Fragment: Sendable, Hashable {
    package let name: String

    package init(_ text: String) {
        var bytes: [UInt8] = []
        let hex = Array("0123456789abcdef".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "_"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        name = String(decoding: bytes, as: UTF8.self)
    }
}
