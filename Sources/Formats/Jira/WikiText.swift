/// Jira's wiki markup, as the REST interface (v2) and the CSV export give it.
enum WikiText {
    /// The text with marks before what is quoted (`{quote}`, `bq.`) or code (`{code}`, `{noformat}`); other markup is left.
    static func plain(_ text: String) -> String {
        var lines = Lines()
        var rest = text.utf8[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "{"), let (macro, length) = macro(at: rest) {
                lines.toggle(macro)
                rest = rest.dropFirst(length)
            } else {
                rest = rest.dropFirst()
                lines.take(byte)
            }
        }
        lines.end()
        while lines.output.last == 0x0A { lines.output.removeLast() }
        return String(decoding: lines.output, as: UTF8.self)
    }

    private enum Macro { case quote, code, noformat }

    /// `{quote}`, `{code}`, `{code:title=x}`, `{noformat}`, …
    private static func macro(at text: Substring.UTF8View) -> (Macro, length: Int)? {
        guard let end = text.prefix(200).firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let inside = text[..<end].dropFirst()
        let name = String(decoding: Array(inside.prefix { $0 != UInt8(ascii: ":") }), as: UTF8.self).lowercased()
        let length = inside.count + 2
        switch name {
        case "quote": return (.quote, length)
        case "code": return (.code, length)
        case "noformat": return (.noformat, length)
        default: return nil
        }
    }

    private struct Lines {
        var output: [UInt8] = []
        private var line: [UInt8] = []
        private var isQuoted = false
        private var code: Macro?

        mutating func take(_ byte: UInt8) {
            if byte == 0x0A { end() } else if byte != 0x0D { line.append(byte) }
        }

        mutating func toggle(_ macro: Macro) {
            if let open = code {
                // Only its own end ends code: what looks like a macro inside is shown as it is.
                guard open == macro else { return }
                if !line.isEmpty { end() }
                code = nil
                return
            }
            if !line.isEmpty { end() }
            if macro == .quote {
                isQuoted.toggle()
                if !isQuoted { output.append(0x0A) }
            } else {
                code = macro
            }
        }

        mutating func end() {
            defer { line = [] }
            let isOneQuoted = line.drop { $0 == 0x20 }.starts(with: "bq. ".utf8)
            if isQuoted || isOneQuoted { output += "> ".utf8 }
            if code != nil { output += "    ".utf8 }
            output += line
            output += isOneQuoted ? [0x0A, 0x0A] : [0x0A]
        }
    }
}
