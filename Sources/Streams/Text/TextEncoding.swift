/// The encoding of a text, as its first bytes (or, for XML, its declaration) show.
package enum TextEncoding: Sendable, Equatable {
    /// UTF-8 without a byte order mark.
    case utf8
    /// UTF-8 after a byte order mark.
    case utf8BOM
    /// UTF-16, low byte first, after a byte order mark.
    case utf16LE
    /// UTF-16, high byte first, after a byte order mark.
    case utf16BE
    /// ISO-8859-1; only where an XML declaration names it.
    case latin1
    /// windows-1252; only where an XML declaration names it.
    case windows1252
    /// US-ASCII; only where an XML declaration names it.
    case ascii
    /// Not text that can be read: binary, or of an encoding that is not marked.
    case other

    /// How many bytes the byte order mark takes.
    var markLength: Int {
        switch self {
        case .utf8BOM: 3
        case .utf16LE, .utf16BE: 2
        default: 0
        }
    }

    /// What a byte order mark at the start of `bytes` says; without one, UTF-8.
    static func marked(in bytes: Bytes) -> TextEncoding {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { return .utf8BOM }
        if bytes.count >= 2, bytes[0] == 0xFF, bytes[1] == 0xFE { return .utf16LE }
        if bytes.count >= 2, bytes[0] == 0xFE, bytes[1] == 0xFF { return .utf16BE }
        return .utf8
    }
}
