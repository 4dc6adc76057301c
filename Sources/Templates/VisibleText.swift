/// Text of others with nothing invisible in it, for documents that no template makes and wherever lines are markup.
package enum VisibleText {
    /// What is invisible, or would reorder its neighbours, by name; tab and newline stay.
    package static func lines(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.visibleForm != nil }) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let name = scalar.visibleForm {
                out.append(contentsOf: name.unicodeScalars)
            } else {
                out.append(scalar)
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

    /// A line end as `⏎`, a tab as `␉`, what is invisible by name.
    package static func line(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var out = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": if previous != "\r" { out.append("⏎") }
            case "\r": out.append("⏎")
            case "\t": out.append("␉")
            default:
                if let name = scalar.visibleForm {
                    out.append(contentsOf: name.unicodeScalars)
                } else {
                    out.append(scalar)
                }
            }
            previous = scalar
        }
        return String(out)
    }

    /// What stands where a text was too long to be shown; it is never cut within.
    package static func omission(of text: String) -> String {
        "text of \(text.utf16.count) characters left out, see pack.json"
    }

    /// A path, id, number or digest: one word that cannot be read as a sentence of ours.
    static func isToken(_ text: String) -> Bool {
        let marks = Array("._/:@#+=-".utf8)
        return !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (97...122).contains(byte | 32) || marks.contains(byte)
            }
    }
}
