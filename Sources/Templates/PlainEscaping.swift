/// Writes text into plain text for mail: what comes from others is quoted, and starts no line.
///
/// Nothing is hidden in plain text, but mail programs make links: an address is parted by a space.
enum PlainEscaping {
    /// A sentence stands in quotation marks; a token stands bare.
    static func writeText(_ text: String, into out: inout [UInt8]) {
        let shown = text.isEmpty ? "(empty)" : VisibleText.isToken(text) ? parted(text) : "“\(parted(text))”"
        out += shown.utf8
    }

    /// Goes on below within the margin; one that begins a line is a record, which stays whole.
    static func writeWord(_ text: String, into out: inout [UInt8]) {
        guard MarkdownEscaping.isInert(text, extra: "=%/_") else { return writeText(text, into: &out) }
        let column = PlainLines.column(of: out)
        let lines = PlainLines.broken(text, first: PlainLines.width - column, rest: PlainLines.width - 4)
        out += column == 0 ? Array(text.utf8) : Array(lines.joined(separator: "\n    ").utf8)
    }

    /// Behind the bar that the template wrote; every further line gets a bar below it.
    static func writeQuote(_ text: String, into out: inout [UInt8]) {
        let column = PlainLines.column(of: out)
        let shown = text.isEmpty ? "(empty)" : parted(text)
        let lines = PlainLines.broken(shown, first: PlainLines.width - column, rest: PlainLines.width - column)
        let margin = String(repeating: " ", count: max(0, column - 2)) + "| "
        out += lines.joined(separator: "\n" + margin).utf8
    }

    private static func parted(_ text: String) -> String {
        var out: [UInt8] = []
        let bytes = Array(VisibleText.line(text).utf8)
        for (index, byte) in bytes.enumerated() {
            let before = bytes[..<index]
            let isAddress = byte == UInt8(ascii: "@") && index > 0 && before.last != 32
            let isHost = byte == UInt8(ascii: ".") && ends(before, in: "www")
            if isAddress || isHost { out.append(32) }
            out.append(byte)
            guard index + 1 < bytes.count, bytes[index + 1] != 32 else { continue }
            let isScheme = byte == UInt8(ascii: "/") && ends(before, in: ":/")
            if isScheme || byte == UInt8(ascii: ":") && ends(before, in: "mailto") { out.append(32) }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func ends(_ bytes: ArraySlice<UInt8>, in word: String) -> Bool {
        bytes.suffix(word.utf8.count).lazy.map { $0 | 32 }.elementsEqual(word.utf8.lazy.map { $0 | 32 })
    }
}

/// Lines of at most 72 columns.
package enum PlainLines {
    package static let width = 72

    /// A document whose long lines go on below, behind a bar as everything that is not ours; a line that is one
    /// record, which begins with `record`, stays whole.
    package static func wrapped(_ document: [UInt8], except record: String) -> [UInt8] {
        var out: [UInt8] = []
        for line in document.split(separator: 10, omittingEmptySubsequences: false) {
            let text = String(decoding: line, as: UTF8.self)
            if !out.isEmpty || line.startIndex > document.startIndex { out.append(10) }
            guard columns(text) > width, !line.starts(with: record.utf8) else {
                out += line
                continue
            }
            out += broken(text, first: width, rest: width - 6).joined(separator: "\n    | ").utf8
        }
        return out
    }

    /// The column at which the next byte goes.
    static func column(of document: [UInt8]) -> Int {
        let start = document.lastIndex(of: 10).map { $0 + 1 } ?? 0
        return columns(String(decoding: document[start...], as: UTF8.self))
    }

    /// Columns of a terminal that a line takes.
    package static func columns(_ text: String) -> Int {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + columns($1) }
    }

    /// At spaces where there are some, else wherever the line is full; a space at a break is dropped.
    static func broken(_ text: String, first: Int, rest: Int) -> [String] {
        if text.utf8.count <= first { return [text] }
        // At the end of a line there is no room for a word.
        var lines = first < min(16, rest) ? [""] : []
        var line: [Unicode.Scalar] = []
        var used = 0
        func finish(_ scalars: [Unicode.Scalar]) {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            lines.append(String(view))
        }
        for scalar in text.unicodeScalars {
            let size = columns(scalar)
            if used + size > max(8, lines.isEmpty ? first : rest), !line.isEmpty {
                if scalar == " " {
                    finish(line)
                    line = []
                    used = 0
                    continue
                }
                // Not right behind the mark that begins a line, and not where the word does not fit below either.
                let space = line.lastIndex(of: " ") ?? 0
                let word = line[(space + 1)...]
                used = word.reduce(0) { $0 + columns($1) }
                let isBreak = space >= (first == width ? 8 : 1) && used + size <= max(8, rest)
                finish(isBreak ? Array(line[..<space]) : line)
                (line, used) = isBreak ? (Array(word), used) : ([], 0)
            }
            line.append(scalar)
            used += size
        }
        finish(line)
        return lines
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F000...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }
}
