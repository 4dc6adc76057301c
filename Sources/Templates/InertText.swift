/// Text of others for documents that no template makes: what could not be seen, or would reorder its neighbours, is written out.
package enum InertText {
    /// Tab and newline stay.
    package static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.visibleForm != nil }) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let visible = scalar.visibleForm {
                out.append(contentsOf: visible.unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// The same on one line.
    package static func line(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in visible(text).unicodeScalars {
            switch scalar {
            case "\n": out.append("⏎")
            case "\t": out.append(" ")
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// As a Markdown code span, on one line.
    package static func markdownCode(_ text: String) -> String {
        var out: [UInt8] = []
        MarkdownEscaping.writeCode(text, inCell: false, into: &out)
        return String(decoding: out, as: UTF8.self)
    }
}
