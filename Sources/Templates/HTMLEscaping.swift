/// Writes text so that it is only text, both between tags and within a double-quoted attribute.
enum HTMLEscaping {
    static func write(_ text: String, into out: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;".utf8
            case "<": out += "&lt;".utf8
            case ">": out += "&gt;".utf8
            case "\"": out += "&quot;".utf8
            case "'": out += "&#39;".utf8
            case "`": out += "&#96;".utf8
            default:
                if let visible = scalar.visibleForm {
                    out += visible.utf8
                } else {
                    out += UTF8.encode(scalar).map { Array($0) } ?? []
                }
            }
        }
    }
}
