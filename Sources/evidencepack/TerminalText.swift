/// What text must not do to a terminal or to the log of a CI system, and how many columns it takes.
enum TerminalText {
    /// Control characters, and the invisible ones that reorder text, written out; so that no file can steer a terminal.
    static func inert(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHidden(scalar) {
                out.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<32, 127, 0x80..<0xA0, 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    /// A line in which no CI system finds a command. GitHub trims a line and looks whether `::` begins it; `##[`, `##vso[` and
    /// `##teamcity[` are found by GitHub, Azure Pipelines and TeamCity anywhere. GitLab's section marks need control characters.
    static func withoutCommands<Mark>(_ line: [(scalar: Unicode.Scalar, style: Mark)])
        -> [(scalar: Unicode.Scalar, style: Mark)]
    {
        var out: [(scalar: Unicode.Scalar, style: Mark)] = []
        let start = line.firstIndex { !$0.scalar.properties.isWhitespace } ?? line.endIndex
        for (index, mark) in line.enumerated() {
            let opensLine = index == start && mark.scalar == ":" && line[index...].dropFirst().first?.scalar == ":"
            let opensAnywhere = mark.scalar == "#" && index > 0 && line[index - 1].scalar == "#"
            if opensLine || opensAnywhere { out.append(("\\", mark.style)) }
            out.append(mark)
        }
        return out
    }

    /// Columns that a scalar takes: none for one that combines, two for East Asian wide ones and emoji.
    static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return switch scalar.value {
        case ..<0x1100: 1
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            2
        default: scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }

    /// Lines of at most `width` columns, broken at spaces, the rest under an indent; a word that is longer than a line, and
    /// what stands between backticks, is left to the terminal, so that paths, digests and commands can be copied whole.
    static func wrapped<Cell>(_ line: [Cell], to width: Int, _ scalar: (Cell) -> Unicode.Scalar) -> [[Cell]] {
        let total = line.reduce(0) { $0 + columns(scalar($1)) }
        guard total > width, let firstSpace = line.first(where: { scalar($0) == " " }) else { return [line] }
        let leading = line.prefix { scalar($0) == " " }.count
        let indent = [Cell](repeating: firstSpace, count: min(leading < 6 ? leading + 2 : leading, width / 2))
        var lines: [[Cell]] = []
        var current = Array(line.prefix(leading))
        var used = leading
        var isEmpty = true
        for word in line.dropFirst(leading).split(separator: " ", by: scalar) {
            let size = word.reduce(0) { $0 + columns(scalar($1)) }
            if !isEmpty, used + 1 + size > width {
                while let last = current.last, scalar(last) == " " { current.removeLast() }
                lines.append(current)
                (current, used, isEmpty) = (indent, indent.count, true)
                // Of two spaces at which a line ends, the second does not begin the next.
                if word.isEmpty { continue }
            }
            if !isEmpty {
                current.append(firstSpace)
                used += 1
            }
            current += word
            (used, isEmpty) = (used + size, false)
        }
        return lines + [current]
    }
}

extension Sequence {
    /// Runs between separators that stand outside of backticks, empty ones included, so that double spaces survive.
    fileprivate func split(separator: Unicode.Scalar, by scalar: (Element) -> Unicode.Scalar) -> [[Element]] {
        var words: [[Element]] = [[]]
        var isCode = false
        for element in self {
            if scalar(element) == "`" { isCode.toggle() }
            if scalar(element) == separator, !isCode {
                words.append([])
            } else {
                words[words.count - 1].append(element)
            }
        }
        return words
    }
}
