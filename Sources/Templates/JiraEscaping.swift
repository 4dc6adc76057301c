/// Writes text so that Jira's wiki markup finds nothing in it: no macro, link, mention, image, table, list or emoticon.
///
/// A backslash escapes the characters that Jira's renderer lets it escape. What splits cells and macros before
/// escapes are looked at, and what cannot be escaped, becomes a character reference.
enum JiraEscaping {
    /// A sentence stands in quotation marks, so that it is not taken for ours; a token stands bare.
    static func writeText(_ text: String, into out: inout [UInt8]) {
        guard !text.isEmpty else {
            out += "\\(empty\\)".utf8
            return
        }
        let isToken = VisibleText.isToken(text)
        if !isToken { out += "“".utf8 }
        write(text, into: &out)
        if !isToken { out += "”".utf8 }
    }

    /// Bare when no byte of it can start markup; else escaped.
    static func writeWord(_ text: String, into out: inout [UInt8]) {
        if MarkdownEscaping.isInert(text, extra: "=%/_") { out += text.utf8 } else { write(text, into: &out) }
    }

    static func write(_ text: String, into out: inout [UInt8]) {
        var word: [UInt8] = []
        let bytes = Array(VisibleText.line(text).utf8)
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : nil
            switch Unicode.Scalar(byte) {
            case "{", "}", "[", "]", "|", "\\", "&": refer(to: byte, in: &out)
            case "*", "_", "^", "~", "+", "?", "@", "#", "(", ")", "!", "%": out += [UInt8(ascii: "\\"), byte]
            case "-": out += isHyphen(after: word, before: next) ? [byte] : [UInt8(ascii: "\\"), byte]
            case ":": if isColon(after: word, before: next) { out.append(byte) } else { refer(to: byte, in: &out) }
            case ".":
                let isHost = word.suffix(3).map { $0 | 32 } == Array("www".utf8)
                if isHost { refer(to: byte, in: &out) } else { out.append(byte) }
            default: out.append(byte)
            }
            if isLetterOrDigit(byte) { word.append(byte) } else { word = [] }
        }
    }

    private static func refer(to byte: UInt8, in out: inout [UInt8]) { out += "&#\(byte);".utf8 }

    /// Between letters or digits, and not within what looks like an issue key.
    private static func isHyphen(after word: [UInt8], before next: UInt8?) -> Bool {
        guard !word.isEmpty, let next, isLetterOrDigit(next) else { return false }
        return !(48...57).contains(next) || !word.contains { (65...90).contains($0) }
    }

    /// Before a space or a digit, or in a digest; neither in an address nor in an emoticon.
    private static func isColon(after word: [UInt8], before next: UInt8?) -> Bool {
        guard let next, next != 32 else { return true }
        if word.elementsEqual("sha256".utf8) { return isLetterOrDigit(next) }
        let schemes = ["mailto", "tel", "sip", "skype", "callto", "news", "irc", "sms"]
        let name = String(decoding: word.map { $0 | 32 }, as: UTF8.self)
        return (48...57).contains(next) && !schemes.contains(name)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 32)
    }
}
